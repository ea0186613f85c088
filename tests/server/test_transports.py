"""Transport declarations over HTTP: drafted, lodged, declared; what is another's looks like what is not there."""

import zlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from authority.applying import a_signer
from authority.running import Server
from authority.transporting import a_goods_list, beside
from building import DAY
from demo_pki import P256_COMPANY, RSA_COMPANY
from server.applying import Applicant, logged_in
from server.logging_in import Person
from server.test_attachments import register
from server.test_completed_lists import opened
from thongquan.transport.filling import notes_1
from transport.declared import a_transport

NOWHERE = "599999999999"
SPELT = b'{"salt":"' + b"5a" * 16 + b'","declaration":{"form":"OLA","number":%s'
UNREAD = beside(a_transport())


@dataclass
class Made:
    user: Applicant
    number: str
    body: str


def listed(attachment: str) -> str:
    ola = a_transport(
        start_day=DAY, start_hour="23", finish_day=DAY, finish_hour="23", transport_type="KS", pieces=(),
        cargo={"cargo_number": "BK01", "goods_name": "chi tiết theo vận đơn"},
        remarks=notes_1("04-BKHH", attachment),
    )  # fmt: skip
    return beside(ola, [a_goods_list()])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    server, user = opened(tmp_path_factory.mktemp("transports"))
    assert Person(server, P256_COMPANY).register().status_code == 200
    yield server, user
    server.end()


@pytest.fixture(scope="module")
def made(server: tuple[Server, str]) -> Made:
    user = logged_in(server[0], server[1], a_signer(RSA_COMPANY))
    body = listed(register(user))
    text = user.post("/api/v1/transports", {"doing": "register", "declaration": body}).json()["text"]
    return Made(user, user.send(text, declaration=body).json()["outcome"]["number"], body)


@pytest.mark.parametrize("rest", ["", "/lines", "/json", "/pdf", "/lists/pdf", "/reports", "/links"])
def test_a_transport_is_shown_to_its_company_and_to_no_other(server: tuple[Server, str], made: Made, rest: str) -> None:
    other = logged_in(server[0], P256_COMPANY)
    assert made.user.get(f"/api/v1/transports/{made.number}{rest}").status_code == 200
    theirs, nothing = (other.get(f"/api/v1/transports/{one}{rest}") for one in (made.number, NOWHERE))
    assert (theirs.status_code, theirs.json()["code"]) == (404, nothing.json()["code"])


def test_nobody_else_drafts_a_step(server: tuple[Server, str], made: Made) -> None:
    says = {"version": 1, "state": "drafted", "step": "declare"}
    other = logged_in(server[0], P256_COMPANY)
    theirs, nothing = (other.post(f"/api/v1/transports/{one}/steps", says) for one in (made.number, NOWHERE))
    assert (theirs.status_code, theirs.json()["code"]) == (404, nothing.json()["code"])


def test_a_step_over_http_moves_it_once(made: Made) -> None:
    says = {"version": 1, "state": "drafted", "step": "declare"}
    text = made.user.post(f"/api/v1/transports/{made.number}/steps", says).json()["text"]
    assert made.user.send(text).json()["outcome"]["state"] == "declared"
    shown = made.user.get(f"/api/v1/transports/{made.number}").json()
    assert (shown["head"]["state"], shown["possible"]) == ("declared", ["correct", "cancel"])
    [row] = made.user.get("/api/v1/transports?state=declared").json()["rows"]
    assert row["number"] == made.number
    asked = {"doing": "change", "declaration": made.body, "number": made.number, "version": 2}
    answer = made.user.post("/api/v1/transports", asked)
    assert (answer.status_code, answer.json()["code"]) == (409, "OLA-DECLARED")


def test_a_line_is_amended_over_http_and_nobody_else_drafts_that(server: tuple[Server, str], made: Made) -> None:
    says = {"version": 2, "form": "04-BKHH", "run": 1, "line": 1, "changes": [{"column": 7, "value": "Kem"}]}
    other = logged_in(server[0], P256_COMPANY)
    theirs, nothing = (other.post(f"/api/v1/transports/{one}/amendments", says) for one in (made.number, NOWHERE))
    assert (theirs.status_code, theirs.json()["code"]) == (404, nothing.json()["code"])
    text = made.user.post(f"/api/v1/transports/{made.number}/amendments", says).json()["text"]
    assert made.user.send(text).json()["outcome"]["version"] == "3"
    shown = made.user.get(f"/api/v1/transports/{made.number}").json()
    assert shown["lists"][0]["waiting"] == [1]


def as_it_travels(spelling: bytes) -> str:
    return b64encode(zlib.compress(spelling)).decode()


@pytest.mark.parametrize(
    "body",
    [
        "", "x", "AAAA", UNREAD[:-8], as_it_travels(b"[" * 100_000), as_it_travels(SPELT % b'"\xed\xa0\x80"'),
        as_it_travels(SPELT % b"[" + b"[" * 100_000),
    ],
)  # fmt: skip
def test_what_is_no_declaration_is_refused(made: Made, body: str) -> None:
    answer = made.user.post("/api/v1/transports", {"doing": "register", "declaration": body})
    assert (answer.status_code, answer.json()["code"]) == (422, "TRANSPORT-BODY-UNREADABLE")


@pytest.mark.parametrize(
    "body", [b'"\xff"', b'{"account":"\xed\xa0\x80"}', b"[" * 100_000, b'{"says":{"a":' + b"[" * 100_000]
)
def test_json_that_is_no_utf_8_or_deep_without_end_is_its_senders_mistake(
    server: tuple[Server, str], body: bytes
) -> None:
    answer = server[0].client.post("/api/v1/deeds", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "REQUEST-MALFORMED")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_there_is_no_cargo_at_either_end_of_time(made: Made, day: str) -> None:
    answer = made.user.get(f"/api/v1/transports/cargo?direction=import&day={day}")
    assert (answer.status_code, answer.json()["rows"]) == (200, [])
