"""A declaration corrected in the browser, as far as the server: form, difference, statement, front door."""

import html
import re
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from authority.accounts import add_user
from authority.deciding import decide
from authority.house import House, the_pki
from authority.test_declaration_desk import filed
from authority.test_own_declarations import registered
from portal.owned import DECLARING
from portal.visiting import Visitor
from thongquan.base.limits import LIMITS
from thongquan.declaration.codec import decode_line

JSON = {"accept": "application/json"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    add_user(house)
    yield house
    house.close()


@pytest.fixture
def user(house: House) -> Visitor:
    visitor = Visitor(house)
    visitor.log_in(DECLARING)
    return visitor


def composed(user: Visitor, number: str, **fields: str) -> dict[str, str]:
    """What the page has the browser sign, and the line beside it."""
    page = user.post(f"/declarations/{number}/correct", fields)
    assert page.status_code == 200, page.text
    line = re.search(r'name="line" value="([^"]*)"', page.text)
    text = re.search(r'data-part="text">([^<]*)</pre>', page.text)
    assert line is not None
    assert text is not None
    return {"line": html.unescape(line[1]), "text": html.unescape(text[1])}


def signed(told: dict[str, str], key: str = "rsa") -> dict[str, str]:
    return {**told, "signature": b64encode(getattr(the_pki(), key).sign(told["text"].encode())).decode()}


def sent(user: Visitor, number: str, told: dict[str, Any]) -> httpx.Response:
    return user.post(f"/declarations/{number}/corrected", told, headers=JSON)


def test_the_form_is_filled_in_and_offers_nothing_that_may_not_change(house: House, user: Visitor) -> None:
    [number] = filed(house, "D1")
    page = user.get(f"/declarations/{number}/correct").text
    assert re.search(r'<input id="packages"[^>]* value="1"', page)
    assert 'type="date"' in page
    assert 'name="importer_code"' not in page
    assert "TT 191/2015 PL II.B.03" in page


def test_the_difference_is_shown_before_anything_is_signed(house: House, user: Visitor) -> None:
    [number] = filed(house, "D1")
    page = user.post(f"/declarations/{number}/correct", {"packages": "2"}).text
    assert re.search(r"<th scope=\"row\">[^<]+</th><td>1</td><td>2</td>", page)
    assert house.books.case(number).decision.number == number
    again = user.post(f"/declarations/{number}/correct", {"packages": "2", "again": "1"}).text
    assert re.search(r'<input id="packages"[^>]* value="2"', again)


def test_a_correction_may_be_signed_with_a_token_through_the_helper(house: House, user: Visitor) -> None:
    [number] = filed(house, "D1")
    page = user.post(f"/declarations/{number}/correct", {"packages": "2"})
    assert 'data-part="way"' in page.text
    assert f'data-port="{LIMITS.signer_port}"' in page.text
    assert f"http://127.0.0.1:{LIMITS.signer_port}" in page.headers["content-security-policy"]


def test_what_was_signed_corrects_it_exactly_once(house: House, user: Visitor) -> None:
    [number] = filed(house, "D1")
    told = signed(composed(user, number, packages="2", report="P"))
    answers = [sent(user, number, told) for _ in range(2)]
    assert [one.json() for one in answers] == [{"next": f"/declarations/{number}"}] * 2
    case = house.books.case(number)
    assert case.decision.number == f"{number[:11]}1"
    assert decode_line(case.signed).packages == 2
    assert house.rows("SELECT count(*) FROM correction") == [(1,)]
    assert user.get(f"/declarations/{number}?format=correction").content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("fields", "at"), [({"packages": "hai"}, "packages"), ({"gross_weight": "NaN"}, "gross_weight"), ({}, "")]
)
def test_faults_stand_beside_their_fields_and_what_was_typed_is_kept(
    house: House, user: Visitor, fields: dict[str, str], at: str
) -> None:
    [number] = filed(house, "D1")
    answer = user.post(f"/declarations/{number}/correct", {"packages": "1", **fields})
    assert answer.status_code == 422
    assert "data-sign" not in answer.text
    if at:
        assert f'href="#{at}"' in answer.text
        assert f'value="{fields[at]}"' in answer.text


def test_an_item_that_is_locked_is_no_field_of_the_form(house: House, user: Visitor) -> None:
    [number] = filed(house, "D1")
    assert user.post(f"/declarations/{number}/correct", {"importer_code": "0123456789"}).status_code == 400


def test_the_front_door_decides_not_the_page(house: House, user: Visitor) -> None:
    [number] = filed(house, "D1")
    told = composed(user, number, packages="2")
    other = told["line"].replace('"packages":2', '"packages":3')
    assert sent(user, number, signed({**told, "line": other})).json()["code"] == "ROOT-DIFFERS"
    assert sent(user, number, signed(told, "p256")).json()["code"] == "NO-RIGHT-TO-ACT"
    decide(house, number, "refuse", "hàng cấm")
    refused = sent(user, number, signed(told))
    assert (refused.status_code, refused.json()["code"]) == (422, "FORM-FAULTY")
    assert refused.json()["faults"][0]["text"]["vi"]
    assert house.books.case(number).decision.number == number


def test_it_is_of_the_declaration_of_its_page(house: House, user: Visitor) -> None:
    one, other = filed(house, "D1", "D2")
    told = signed(composed(user, one, packages="2"))
    assert sent(user, other, told).status_code == 404
    assert sent(user, one, {**told, "line": "{}"}).status_code == 404


def test_what_is_cleared_says_why_it_is_not_corrected(house: House, user: Visitor) -> None:
    [number] = registered(house, "D1")
    assert user.get(f"/declarations/{number}/correct").status_code == 409
