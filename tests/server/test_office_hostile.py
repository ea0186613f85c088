"""The office's socket is for the server's own user; what comes over it is judged all the same."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from authority.house import a_filing, an_owner
from authority.running import Server
from building import a_mic
from thongquan.base.limits import LIMITS
from thongquan.declaration.codec import encode_line
from thongquan.numbering.declaration_number import is_number

BIDI, NUL, BREAK, ZERO_WIDTH = "a\u202eb", "a\0b", "a\r\nb", "a\u200bb"


def told(server: Server, path: str, **body: Any) -> httpx.Response:
    with server.office() as office:
        return office.post(path, json=body)


def a_yellow(server: Server, house: str) -> str:
    owner = {**an_owner(house), "importer_name": f"NGUOI {house}"}
    line = encode_line(a_mic(goods_description="Drone mini", house_bill=house, **owner))
    number = server.file(a_filing([line])).json()["outcomes"][0]["decision"]["number"]
    assert is_number(number)
    return str(number)


@pytest.mark.parametrize("text", [BIDI, NUL, BREAK, ZERO_WIDTH, "", " a", "e\u0301", "a" * 501])
def test_names_are_of_plain_characters(server: Server, text: str) -> None:
    company = told(server, "/office/companies", name=text, tax_code="9900000001", certificates=[])
    officer = told(server, "/office/officers", id="x9", name=text, office="02DS")
    its_id = told(server, "/office/officers", id=text, name="x", office="02DS")
    assert [one.json()["code"] for one in (company, officer, its_id)] == ["TEXT-NOT-PLAIN"] * 3


@pytest.mark.parametrize("text", [BIDI, NUL, BREAK, ZERO_WIDTH, "a" * 501])
def test_reasons_are_of_plain_characters(server: Server, text: str) -> None:
    number = a_yellow(server, f"REASON{len(text)}{ord(text[1])}")
    path = f"/office/declarations/{number}/decision"
    assert told(server, path, officer="cb01", verdict="refuse", reason=text).json()["code"] == "TEXT-NOT-PLAIN"
    longest = "a" * LIMITS.office_text_characters
    assert told(server, path, officer="cb01", verdict="refuse", reason=longest).status_code == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/office/companies", {"name": "X", "tax_code": "9900000001", "certificates": ["!!"]}),
        ("/office/companies", {"name": "X", "tax_code": "9900000001", "certificates": ["Ä"]}),
        ("/office/companies", {"name": "X", "tax_code": "'; DROP TABLE act", "certificates": []}),
        ("/office/companies", {"name": "X", "tax_code": "9900000001", "certificates": [], "suspended": False}),
        ("/office/companies", {"name": "X", "tax_code": "9900000001", "certificates": [], "code": "AAAAA"}),
        ("/office/officers", {"id": "x", "name": "X", "office": "02DS", "role": "admin"}),
        ("/office/declarations/100000000010/decision", {"officer": "cb01", "verdict": "maybe"}),
        ("/office/declarations/100000000010/decision", {"officer": "cb01", "verdict": "clear", "state": "cleared"}),
        ("/office/declarations/100000000010/decision", {"officer": 1, "verdict": "clear"}),
    ],
)
def test_nonsense_is_malformed_and_no_failure_of_ours(server: Server, path: str, body: dict[str, Any]) -> None:
    answer = told(server, path, **body)
    assert (answer.status_code, answer.json()["code"]) == (400, "REQUEST-MALFORMED")


def test_a_certificate_that_is_none_is_refused(server: Server) -> None:
    answer = told(server, "/office/companies", name="X", tax_code="9900000002", certificates=["AAAA"])
    assert answer.json()["code"] == "CERT-UNREADABLE"
    assert told(server, "/office/companies", name="Y", tax_code="9900000002", certificates=[]).status_code == 200


def test_an_officer_of_another_office_decides_nothing(server: Server) -> None:
    assert told(server, "/office/officers", id="far01", name="Ở XA", office="01E1").status_code == 200
    path = f"/office/declarations/{a_yellow(server, 'FAR1')}/decision"
    assert told(server, path, officer="far01", verdict="clear").status_code == 403
    assert told(server, path, officer="cb01", verdict="clear").status_code == 200


def test_of_eight_who_decide_at_once_one_has_decided(server: Server) -> None:
    path = f"/office/declarations/{a_yellow(server, 'ATONCE1')}/decision"
    verdicts = ["clear", "refuse"] * 4
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda verdict: told(server, path, officer="cb01", verdict=verdict, reason="x"), verdicts)
        )
    assert sorted(one.status_code for one in answers) == [200] + [409] * 7


@pytest.mark.parametrize("number", ["abc", "100000000010%00", "999999999999", "..%2f..", "%ff"])
def test_what_is_not_there_is_not_found(server: Server, number: str) -> None:
    with server.office() as office:
        assert office.get(f"/office/declarations/{number}").status_code == 404
