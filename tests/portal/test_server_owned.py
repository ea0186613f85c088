"""Row 16: what the server alone decides is never taken from what is sent, at no entry of the API and in no form."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from msgspec.structs import replace

from authority.accounts import KEPT, register_admin
from authority.applying import a_declarant, an_application, drafted, everybody, send, with_certificates
from authority.deeds import code_of, composed, sent, signed
from authority.house import House, the_pki
from demo_pki import P256_COMPANY, RSA_COMPANY
from portal.owned import OWNED, Owned
from portal.owned_applying import ADMIN, OFFICER
from portal.routes import Route, all_routes, changing
from portal.visiting import ORIGIN, Visitor
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.base.limits import LIMITS

CANARIES = {"effective_at": "1999-01-01T00:00:00.000000Z", "user_id": "0000AZZ9", "decided_by": "CB-CANARY"}
INJECTED: dict[str, Any] = {
    **CANARIES,
    "state": "approved",
    "status": "approved",
    "password_state": "own",
    "tax_code": P256_COMPANY,
    "kind": "officer",
    "version": 99,
}
UNHURRIED = replace(LIMITS, address_burst=10**9, address_per_second=10**6, prints_asked=10**6)


class Entry(NamedTuple):
    """A body that the description promises to understand, and who sends it."""

    method: str
    path: str
    body: dict[str, Any]
    officer: bool = False


class Desk:
    """An administrator and an officer, a draft of the one and an application before the other."""

    def __init__(self, folder: Path) -> None:
        self.house = House(folder, UNHURRIED)
        everybody(self.house)
        self.draft = drafted(self.house, an_application()).application.id
        waiting = drafted(self.house, an_application(a_declarant(*with_certificates(self.house, 1))))
        send(self.house, waiting)
        self.waiting = waiting.application.id
        self.people = {False: Visitor(self.house), True: Visitor(self.house)}
        self.people[False].log_in(ADMIN)
        self.people[True].log_in(OFFICER)
        self.told = self.people[False].get("/api/v1/openapi.json").json()

    def send(self, entry: Entry, body: dict[str, Any]) -> httpx.Response:
        by = self.people[entry.officer]
        headers = {"origin": ORIGIN, "x-csrf-token": by.token()}
        path = entry.path.replace("{application}", self.draft)
        return by.ask(entry.method.upper(), path, json=body, headers=headers)

    def entries(self) -> Iterator[Entry]:
        """Every operation that takes JSON, as it is published."""
        for path, operations in self.told["paths"].items():
            for method, operation in operations.items():
                content = operation.get("requestBody", {}).get("content", {})
                if "application/json" in content:
                    yield self._entry(method, path, self.sample(content["application/json"]["schema"]))

    def _entry(self, method: str, path: str, body: dict[str, Any]) -> Entry:
        """With what must be there, so that the rest is looked at."""
        if "asked" in body:
            return Entry(method, path, {**body, "asked": an_application(a_declarant(the_pki().rsa))})
        if "says" not in body:
            return Entry(method, path, body)
        kind = path.rpartition("/")[2]
        officer = PROCEDURES[kind].signed_by == "officer"
        if "application" in body["says"]:
            body["says"]["application"] = self.waiting if officer else self.draft
        return Entry(method, path, {**body, "account": OFFICER.account if officer else RSA_COMPANY}, officer)

    def sample(self, schema: dict[str, Any]) -> Any:
        """Everything of it filled in."""
        if "$ref" in schema:
            return self.sample(self.told["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
        for several in ("anyOf", "oneOf", "allOf"):
            if several in schema:
                return self.sample(schema[several][0])
        if "enum" in schema:
            return schema["enum"][0]
        if "properties" in schema:
            return {name: self.sample(inside) for name, inside in schema["properties"].items()}
        if schema.get("type") == "array":
            return [self.sample(schema["items"])]
        text = "abcd"[: schema.get("maxLength")]
        return {"object": {}, "integer": 1, "boolean": False}.get(schema.get("type", ""), text)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("desk"))
    yield desk
    desk.house.close()


def objects(body: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where in a body something can be added. Secrets are looked at when the text beside them counts: see below."""
    if isinstance(body, dict) and at != ("secrets",):
        yield at
    inside = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for name, one in inside:
        yield from objects(one, (*at, name))


def injected(body: dict[str, Any], at: tuple[str | int, ...], name: str) -> tuple[dict[str, Any], bool]:
    """And whether it is a field that the entry asks for: then another value stands in it."""
    whole = deepcopy(body)
    place: Any = whole
    for step in at:
        place = place[step]
    asked_for = name in place
    place[name] = INJECTED[name]
    return whole, asked_for


def tells_of(answer: httpx.Response, at: tuple[str | int, ...], name: str) -> bool:
    """That this very field is refused, or that the body has one too many."""
    told = answer.json()
    within = at[1:] if at[:1] in (("says",), ("asked",), ("particulars",)) else at
    where = ".".join(map(str, (*within, name)))
    return told["code"] == "REQUEST-MALFORMED" or any(one["at"] == where for one in told.get("faults", []))


def test_the_api_takes_none_of_it_from_what_is_sent(desk: Desk) -> None:
    changes, tried, asked_for = desk.house.books.connection.total_changes, 0, set()
    for entry in desk.entries():
        for at in objects(entry.body):
            for name, value in INJECTED.items():
                body, known = injected(entry.body, at, name)
                before = changes()
                answer = desk.send(entry, body)
                if answer.is_success:  # a new draft is saved, and begins with version 1 whatever it says
                    assert known, (entry.path, at, name)
                    assert answer.json()["application"][name] != value
                else:
                    assert 400 <= answer.status_code < 500, (entry.path, at, name)
                    assert changes() == before, (entry.path, at, name)
                    assert known or tells_of(answer, at, name), (entry.path, at, name, answer.text)
                tried += 1
                if known:
                    asked_for.add((entry.path, name))
    assert tried > 400
    assert asked_for == ASKED_FOR


ASKED_FOR = {
    ("/api/v1/applications", "version"),
    ("/api/v1/applications/{application}", "version"),
    ("/api/v1/applications/{application}/withdraw", "version"),
    ("/api/v1/deeds/application-send", "version"),
    ("/api/v1/deeds/application-decide", "version"),
    ("/api/v1/deeds/application-decide", "tax_code"),
    ("/api/v1/deeds/certificate-confirm-by-officer", "tax_code"),
    ("/api/v1/deeds/certificate-refuse-by-officer", "tax_code"),
    ("/api/v1/deeds/declaration-decide", "state"),
    ("/api/v1/deeds/declarations-decide", "version"),
    ("/api/v1/deeds/declarations-decide", "state"),
    ("/api/v1/deeds/declaration-ask", "state"),
    ("/api/v1/deeds/documents-give", "state"),
    ("/api/v1/deeds/attachment-change", "version"),
    ("/api/v1/deeds/attachment-examine", "version"),
    ("/api/v1/deeds/transport-lodge", "version"),
    ("/api/v1/deeds/transport-step", "version"),
    ("/api/v1/deeds/transport-step", "state"),
    ("/api/v1/deeds/transport-decide", "version"),
    ("/api/v1/deeds/transport-decide", "state"),
    ("/api/v1/deeds/transport-amend", "version"),
    ("/api/v1/deeds/transport-amendment-answer", "version"),
    ("/api/v1/transports", "version"),
    ("/api/v1/transports/{transport}/steps", "version"),
    ("/api/v1/transports/{transport}/steps", "state"),
    ("/api/v1/transports/{transport}/amendments", "version"),
}
"""Where one of these names is a question of the form: what stands there is compared with the books, never believed."""


def test_without_them_no_entry_complains_of_its_shape(desk: Desk) -> None:
    """Else the test above would prove nothing."""
    for entry in desk.entries():
        answer = desk.send(entry, entry.body)
        assert answer.status_code < 300 or answer.json()["code"] != "REQUEST-MALFORMED", (entry.path, answer.text)


def test_nothing_travels_beside_a_deed_but_its_own_secrets(tmp_path: Path) -> None:
    house, signer = House(tmp_path), the_pki().rsa
    register_admin(house, signer)
    received = signed(composed(house, "login", RSA_COMPANY).text, signer)
    for name, value in INJECTED.items():
        assert code_of(sent, house, received, password=KEPT, **{name: str(value)}) == "SECRET-MISSING"
    assert code_of(sent, house, received, password=KEPT) == ""
    house.close()


OF_THE_PUBLIC = {"/verify/print": [("number", "123456789012"), ("house_bill", "A1")], "/certificate": [("pasted", "x")]}


def posted(folder: Path, route: Route, more: list[tuple[str, str]]) -> tuple[House, list[int]]:
    """Its own form, filled in by its owner, with so much more in it: first all at once, then each by itself."""
    house = House(folder, UNHURRIED)
    everybody(house)
    owned = OWNED.get((route.method, route.path), Owned(ADMIN, lambda _: route.path))
    address = owned.address(house)
    fields = dict(owned.fields(house) or OF_THE_PUBLIC.get(route.path, []))
    visitor, codes, books = Visitor(house), [], house.books.connection
    visitor.log_in(owned.owner)
    for one in [more, *([pair] for pair in more)]:
        before = books.total_changes()
        codes.append(visitor.post(address, {**fields, **dict(one)}).status_code)
        if books.total_changes() != before:
            assert codes[-1] < 400
            break
    return house, codes


COLUMNS = ("state", "status", "password_state", "decided_by", "tax_code", "kind", "version")


def owned_values(house: House) -> list[Any]:
    """What the server decided, wherever it stands in the books."""
    tables = [name for (name,) in house.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    found = []
    for table in tables:
        names = [row[1] for row in house.rows(f"PRAGMA table_info({table})") if row[1] in COLUMNS]
        if names:
            rows = house.rows(f"SELECT {', '.join(names)} FROM {table}")
            found.append((table, sorted(map(repr, rows))))
    return found


def written_out(house: House) -> str:
    books = house.books
    return repr([books.applications.of_company(RSA_COMPANY, 99), books.accounts.of_company(RSA_COMPANY)])


def test_no_form_takes_any_of_it_from_what_is_sent(house: House, tmp_path: Path) -> None:
    routes = changing(all_routes(house))
    assert len(routes) >= 12
    for number, route in enumerate(routes):
        more = [(name, str(value)) for name, value in INJECTED.items() if (name != "version" or "{" not in route.path)]
        tried, codes = posted(tmp_path / f"tried-{number}", route, more)
        assert all(code < 500 for code in codes), (route, codes)
        told = owned_values(tried)
        assert not any(one in written_out(tried) for one in CANARIES.values()), route
        tried.close()
        if codes[-1] < 400:
            plain, _ = posted(tmp_path / f"plain-{number}", route, [])
            assert owned_values(plain) == told, route
            plain.close()
