"""Row 15: whatever one company asks, of the API or of the pages, it learns and changes nothing of another's."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from authority.deeds import code_of, composed, sent, signed
from authority.documents_listed import documents, drafted_documents
from authority.giving import named
from authority.house import the_pki
from authority.listing import cleared_imports, drafted_list
from demo_pki import P256_COMPANY, RSA_COMPANY
from portal.routes import all_routes
from portal.test_server_owned import Desk
from portal.two_companies import NOT_THERE, SECRETS, Thing, TwoCompanies

BEARER = "/t/{secret:str}"
"""Its address is the key: whoever has it is whom it was given for."""
LINKS = "/transport/{transport:str}/links"
OF_NUMBERS = [
    "/api/v1/call-ups?direction=import&number={number}",
    "/api/v1/references?direction=import&number={number}",
    "/api/v1/desk/found?text={number}",
    "/desk/found?text={number}",
    "/api/v1/users?user={user}",
    "/api/v1/terminals?terminal={terminal}",
]
"""Addresses that name a thing behind the question mark."""
DECLARED = ("/transport/{transport:str}/correct", "/transport/{transport:str}/amend")
"""Of a transport that is more than a draft."""
LIKELY = 6
"""What is no longer may stand in a page by chance, in a hash or a figure: then it counts as part of an address only."""


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoCompanies]:
    two = TwoCompanies(tmp_path_factory.mktemp("two"))
    yield two
    two.house.close()


def readable(two: TwoCompanies) -> list[Thing]:
    api = [Thing(method, path) for method, path, _ in two.operations() if method == "GET"]
    pages = [Thing("GET", one.path) for one in all_routes(two.house) if one.method == "GET"]
    return [*api, *pages, *(Thing("GET", path) for path in OF_NUMBERS)]


def askers(two: TwoCompanies) -> list[tuple[Any, bytes]]:
    """The other company's people, its secret of reading, and nobody."""
    secret = SECRETS[P256_COMPANY]
    return [(None, b""), (None, secret), *((one, b"") for one in two.people(P256_COMPANY))]


def told(answer: Any, ids: Mapping[str, str]) -> str:
    """What is answered, without what was asked and without the request's own number."""
    text: str = answer.text
    for one in sorted(ids.values(), key=len, reverse=True):
        before = r"(?<!\w)" if len(one) > LIKELY else "(?<=/)"
        text = re.sub(rf"{before}{re.escape(one)}(?!\w)", "-", text)
    return f"{answer.status_code} {text}"


def test_every_id_in_an_address_is_known_here(two: TwoCompanies) -> None:
    """A new kind of id needs a thing of each company, and one that is not there."""
    for thing in readable(two):
        assert set(thing.ids) <= NOT_THERE.keys(), thing
    assert NOT_THERE.keys() <= two.ids[RSA_COMPANY].keys()


def test_whoever_it_is_of_or_before_reads_each_of_them(two: TwoCompanies) -> None:
    """Else the tests below would prove nothing."""
    own = [(one, b"") for one in (*two.people(RSA_COMPANY), two.uploader, *two.officers())] + [
        (None, SECRETS[RSA_COMPANY])
    ]
    for thing in readable(two):
        if thing.ids:
            own_link = {"transport": two.linked} if thing.path.startswith(LINKS) else {}
            ids = (
                two.ids[RSA_COMPANY]
                | own_link
                | ({"fingerprint": two.lost} if "/desk/certificates" in thing.path else {})
            )
            if "application" in thing.ids and "/desk/" not in thing.path:
                ids = ids | {"application": two.draft}
            if thing.path in DECLARED:
                ids = ids | {"transport": two.declared}
            answers = [two.ask(who, thing, ids, reader) for who, reader in own]
            led = [one for one in answers if one.headers.get("location", "").endswith(ids.get("number", ""))]
            codes = [one.status_code for one in answers]
            assert 200 in codes or ("/found?text=" in thing.path and led), (thing, codes)


def test_what_is_anothers_reads_as_what_is_not_there(two: TwoCompanies) -> None:
    asked, canaries = 0, two.canaries(RSA_COMPANY)
    for thing in readable(two):
        if thing.path == BEARER:
            continue
        for who, reader in askers(two):
            answer = two.ask(who, thing, two.ids[RSA_COMPANY], reader)
            if thing.ids:
                nothing = two.ask(who, thing, NOT_THERE, reader)
                assert told(answer, two.ids[RSA_COMPANY]) == told(nothing, NOT_THERE), (thing, who)
            named_by_asker = thing.of(two.ids[RSA_COMPANY]) if thing.ids else ""
            leaks = [one for one in canaries if one in answer.text and one not in named_by_asker]
            assert leaks == [], (thing, who)
            asked += 1
    assert asked > 200


def filled(body: Any, ids: Mapping[str, str], account: str, name: str = "") -> Any:
    """The sample of a body with ids in their places."""
    if isinstance(body, dict):
        return {key: filled(one, ids, account, key) for key, one in body.items()}
    if isinstance(body, list):
        return [filled(one, ids, account, name) for one in body]
    known = {**ids, "numbers": ids["number"], "held_back": ids["number"], "never_came": ids["number"]}
    return {**known, "account": account, "tax_code": RSA_COMPANY, "company": RSA_COMPANY}.get(name, body)


def changing(two: TwoCompanies, account: str) -> Iterator[Thing]:
    sampler = Desk.__new__(Desk)
    sampler.told = two.told
    for method, path, operation in two.operations():
        content = operation.get("requestBody", {}).get("content", {})
        if method != "GET":
            schema = content.get("application/json", {}).get("schema")
            body = filled(sampler.sample(schema), two.ids[RSA_COMPANY], account) if schema else {}
            yield Thing(method, path, body)


def test_nothing_of_anothers_is_changed(two: TwoCompanies) -> None:
    before, asked = two.rows_of(RSA_COMPANY), 0
    assert len(before) > 30
    for who in (None, *two.people(P256_COMPANY)):
        for account in {RSA_COMPANY, who.account if who else ""}:
            for thing in changing(two, account):
                assert set(thing.ids) <= NOT_THERE.keys(), thing
                answer = two.ask(who, thing, two.ids[RSA_COMPANY])
                assert answer.status_code < 500, (thing, answer.text)
                sent_by_asker = f"{thing.body}{thing.of(two.ids[RSA_COMPANY])}"
                leaks = [one for one in two.canaries(RSA_COMPANY) if one in answer.text and one not in sent_by_asker]
                assert leaks == [], (thing, who)
                asked += 1
        assert two.rows_of(RSA_COMPANY) == before, who
    assert asked > 100


def says_of(two: TwoCompanies, kind: str) -> dict[str, Any]:
    """Right words about the first company's own things."""
    ids = two.ids[RSA_COMPANY]
    of_waiting = {"number": ids["number"], "state": "documents"}
    if kind == "hq02-send":
        return drafted_list(two.house, [a_cleared_one(two)])
    if kind == "hq01-send":
        return drafted_documents(two.house, documents("TWO"))
    if kind == "documents-give":
        return {**of_waiting, "documents": named([("một.txt", b"1")])}
    return {**of_waiting, "request": "ask-cancellation", "ground": "declared-twice", "reason": "x"}


def a_cleared_one(two: TwoCompanies) -> str:
    return cleared_imports(two.house, f"TWO{len(two.house.rows('SELECT 1 FROM declaration'))}")[0]


@pytest.mark.parametrize("kind", ["declaration-ask", "documents-give", "hq02-send", "hq01-send"])
class TestDeedsAboutDeclarations:
    def test_another_company_composes_none(self, two: TwoCompanies, kind: str) -> None:
        """Exactly as of a declaration that never was."""
        [_, stranger], says = two.people(P256_COMPANY), says_of(two, kind)
        told = code_of(composed, two.house, kind, stranger.account, **says)
        assert told == (
            "" if kind in ("hq01-send", "hq02-send") else "NOT-FOUND"
        )  # sums and a digest name nobody's numbers

    def test_another_company_signs_none(self, two: TwoCompanies, kind: str) -> None:
        [_, owner], says = two.people(RSA_COMPANY), says_of(two, kind)
        text = composed(two.house, kind, owner.account, **says).text
        before = two.rows_of(RSA_COMPANY)
        assert code_of(sent, two.house, signed(text, the_pki().p256)) not in ("", "DOCUMENTS-MISSING", "SECRET-MISSING")
        assert two.rows_of(RSA_COMPANY) == before
