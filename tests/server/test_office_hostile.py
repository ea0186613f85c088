"""The office's socket is for the server's own user; what comes over it is judged all the same."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from authority.deciding import decide_over, signed_text
from authority.house import a_filing, an_owner, the_pki
from authority.operators import OPERATOR, operate_over
from authority.running import Server
from building import a_mic
from thongquan.base.limits import LIMITS
from thongquan.declaration.codec import encode_line
from thongquan.numbering.declaration_number import is_number

BIDI, NUL, BREAK, ZERO_WIDTH = "a\u202eb", "a\0b", "a\r\nb", "a\u200bb"


def told(server: Server, path: str, **body: Any) -> httpx.Response:
    with server.office() as office:
        return office.post(path, json=body)


def decided(server: Server, number: str, *more: str, **named: str) -> httpx.Response:
    with server.office() as office:
        return decide_over(office, number, *more, **named)


def a_yellow(server: Server, house: str) -> str:
    owner = {**an_owner(house), "importer_name": f"NGUOI {house}"}
    line = encode_line(a_mic(goods_description="Drone mini", house_bill=house, **owner))
    outcome = server.file(a_filing([line])).json()["outcomes"][0]
    assert outcome["outcome"] == "registered", outcome
    number = outcome["decision"]["number"]
    assert is_number(number)
    return str(number)


def operated(server: Server, kind: str, ders: list[bytes] | None = None, /, **says: Any) -> httpx.Response:
    with server.office() as office:
        return operate_over(office, kind, says, pki=the_pki(), ders=ders)


@pytest.mark.parametrize("text", [BIDI, NUL, BREAK, ZERO_WIDTH, "", " a", "e\u0301", "a" * 501])
def test_names_are_of_plain_characters(server: Server, text: str) -> None:
    company = operated(server, "company-add", [], name=text, tax_code="9900000001")
    officer = operated(server, "officer-add", [], id="x9", name=text, office="02DS", role="officer")
    its_id = operated(server, "officer-add", [], id=text, name="x", office="02DS", role="officer")
    assert [one.json()["code"] for one in (company, officer, its_id)] == ["FORM-FAULTY"] * 3


@pytest.mark.parametrize("text", [BIDI, NUL, BREAK, ZERO_WIDTH, "a" * 501])
def test_reasons_are_of_plain_characters(server: Server, text: str) -> None:
    number = a_yellow(server, f"REASON{len(text)}{ord(text[1])}")
    assert decided(server, number, "refuse", text).json()["code"] == "FORM-FAULTY"
    longest = "a" * LIMITS.office_text_characters
    assert decided(server, number, "refuse", longest).status_code == 200


FOUNDER = {"id": "vh02", "name": "X", "office": "02DS", "identity": "1", "certificate": "", "by": "root"}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/office/operators", {**FOUNDER, "certificate": "!!"}),
        ("/office/operators", {**FOUNDER, "certificate": "Ä"}),
        ("/office/operators", {**FOUNDER, "role": "head"}),
        ("/office/operators", {**FOUNDER, "id": 1}),
        ("/office/deeds/declaration-decide", {"account": 1, "says": {}}),
        ("/office/deeds/declaration-decide", {"account": "cb01", "says": {}, "state": "cleared"}),
        ("/office/deeds", {"text": "x", "signature": "!!"}),
    ],
)
def test_nonsense_is_malformed_and_no_failure_of_ours(server: Server, path: str, body: dict[str, Any]) -> None:
    answer = told(server, path, **body)
    assert (answer.status_code, answer.json()["code"]) == (400, "REQUEST-MALFORMED")


def test_a_certificate_that_is_none_is_refused(server: Server) -> None:
    named = {"serial": "1", "fingerprint": "0" * 64}
    answer = operated(server, "company-add", [b"\0"], name="X", tax_code="9900000002", certificates=[named])
    assert answer.json()["code"] == "CERT-UNREADABLE"
    assert operated(server, "company-add", [], name="Y", tax_code="9900000002").status_code == 200


@pytest.mark.parametrize("changes", [{"code": "AAAAA"}, {"suspended": False}, {"tax_code": "'; DROP TABLE act"}])
def test_what_no_text_of_ours_says_is_not_composed(server: Server, changes: dict[str, Any]) -> None:
    says = {"name": "X", "tax_code": "9900000001", **changes}
    assert operated(server, "company-add", [], **says).json()["code"] == "FORM-FAULTY"


@pytest.mark.parametrize("sent", ["!!", "AAAA BBBB"])
def test_what_is_beside_the_text_is_what_the_text_names(server: Server, sent: str) -> None:
    with server.office() as office:
        says = {"name": "X", "tax_code": "9900000001"}
        asked = {"account": OPERATOR, "says": says}
        text = office.post("/office/deeds/operator-company-add", json=asked).json()["text"]
        body = signed_text(text, the_pki().officer(OPERATOR))
        answer = office.post("/office/deeds", json={**body, "secrets": {"certificates": sent}})
    assert answer.json()["code"] in ("CERTIFICATES-DIFFER", "CERT-UNREADABLE")


def test_an_officer_of_another_office_decides_nothing(server: Server) -> None:
    far = {"id": "far01", "name": "Ở XA", "office": "01E1", "role": "officer"}
    assert operated(server, "officer-add", [], **far).status_code == 200
    number = a_yellow(server, "FAR1")
    assert decided(server, number, officer="far01").status_code == 403
    assert decided(server, number).status_code == 200


def test_what_nobody_signed_decides_nothing(server: Server) -> None:
    """Whoever can open the socket composes, but does not hold the officer's key."""
    number = a_yellow(server, "BYNOBODY1")
    says = {"number": number, "channel": "3", "state": "registered", "verdict": "goods-fit"}
    with server.office() as office:
        assert office.get(f"/office/declarations/{number}?officer=cb01").status_code == 200
    text = told(server, "/office/deeds/declaration-decide", account="cb01", says=says).json()["text"]
    by_another = told(server, "/office/deeds", **signed_text(text, the_pki().officer("ct01")))
    by_a_company = told(server, "/office/deeds", **signed_text(text, the_pki().rsa))
    assert {one.json()["code"] for one in (by_another, by_a_company)} == {"SIGNER-UNKNOWN"}
    assert told(server, f"/office/declarations/{number}/decision", officer="cb01", verdict="clear").status_code == 404


@pytest.mark.parametrize("kind", ["login", "certificate-suspend", "delegation-give"])
def test_only_what_officers_sign_is_composed_there(server: Server, kind: str) -> None:
    assert told(server, f"/office/deeds/{kind}", account="cb01").json()["code"] == "NOT-FOUND"


def test_of_eight_who_decide_at_once_one_has_decided(server: Server) -> None:
    number = a_yellow(server, "ATONCE1")
    verdicts = ["clear", "refuse"] * 4
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda verdict: decided(server, number, verdict, "x"), verdicts))
    codes = sorted(one.status_code for one in answers)
    assert codes.count(200) == 1
    assert set(codes) <= {200, 409, 422}  # decided already, or no longer in the state that the deed names


@pytest.mark.parametrize("number", ["abc", "100000000010%00", "999999999999", "..%2f..", "%ff"])
def test_what_is_not_there_is_not_found(server: Server, number: str) -> None:
    with server.office() as office:
        assert office.get(f"/office/declarations/{number}").status_code == 404
