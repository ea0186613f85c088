"""Pages of attachments by themselves: listed, registered, changed, examined; on both sides, and of nobody else."""

import re
from collections.abc import Iterator
from html import unescape

import msgspec
import pytest

from authority.attaching import CONTRACT, FILES, INVOICE, change, examine, register, see, send_files, user_of
from authority.deeds import code_of, composed
from authority.house import House
from demo_pki import P256_COMPANY
from portal.flying import declarant, the_declarant
from portal.owned_applying import OFFICER, people
from portal.visiting import Visitor


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("attachment-pages"))
    people(house)
    yield house
    house.close()


@pytest.fixture(scope="module")
def user(house: House) -> Visitor:
    return declarant(house)


@pytest.fixture(scope="module")
def officer(house: House) -> Visitor:
    visitor = Visitor(house)
    visitor.log_in(OFFICER)
    return visitor


def test_both_sides_see_it_and_each_may_do_its_own(house: House, user: Visitor, officer: Visitor) -> None:
    number = register(house, remarks="Chuyến KE0361")
    for side, acts in ((user, (True, False)), (officer, (False, True))):
        assert f'href="/attachments/{number}"' in side.get("/attachments?state=waiting").text
        page = side.get(f"/attachments/{number}").text
        assert all(one in page for one in (number, "Chuyến KE0361", INVOICE[0], f"/api/v1/attachments/{number}/0/1"))
        found = (f"/attachments/{number}/change" in page, 'data-kind="attachment-examine"' in page)
        assert found == acts


def test_whoever_opened_it_may_sign_that_he_examined_it(house: House, officer: Visitor) -> None:
    number = register(house)
    says = {"number": number, "version": "0", "company": see(house, number).company}
    assert code_of(composed, house, "attachment-examine", OFFICER.account, **says) == "NOT-LOOKED-AT"
    officer.get(f"/attachments/{number}")
    assert composed(house, "attachment-examine", OFFICER.account, **says).text


def test_an_earlier_version_is_shown_and_not_examined(house: House, user: Visitor, officer: Visitor) -> None:
    number = register(house)
    change(house, number, [CONTRACT], [CONTRACT])
    for side in (user, officer):
        page = side.get(f"/attachments/{number}?version=0").text
        assert INVOICE[0] in page
        assert CONTRACT[0] not in page
        assert 'data-kind="attachment-examine"' not in page
        assert f"/attachments/{number}/change" not in page
    assert user.get(f"/attachments/{number}?version=5").status_code == 404
    assert user.get(f"/attachments/{number}?version=x").status_code == 404


def test_a_change_begins_with_what_is_there(house: House, user: Visitor) -> None:
    number = register(house, phone="0901", remarks="một")
    page = user.get(f"/attachments/{number}/change").text
    kept = [msgspec.json.decode(unescape(one)) for one in re.findall(r'data-kept="([^"]*)"', page)]
    shown = see(house, number).documents
    assert [one["sha256"] for one in kept] == [one.sha256 for one in shown]
    assert [one["name"] for one in kept] == [name for name, _ in FILES]
    assert 'value="0901"' in page
    examine(house, number)
    assert user.get(f"/attachments/{number}/change").status_code == 404


def test_a_name_that_means_harm_is_text(house: House, user: Visitor) -> None:
    number = register(house, [("\"><img src=x onerror='alert(1)'>", b"1\n")])
    for path in (f"/attachments/{number}", f"/attachments/{number}/change"):
        assert "<img" not in user.get(path).text


def test_both_forms_ask_for_what_the_text_names(user: Visitor) -> None:
    page = user.get("/attachments/new").text
    assert 'data-kind="attachment-register"' in page
    assert all(f'value="{one}"' in page for one in ("BKV", "BKH", "KHC", "02DS"))
    assert 'data-kind="attachment-send"' in user.get("/attachments/new?form=MSB").text


def test_another_company_sees_nothing_of_it(house: House) -> None:
    number, other = register(house), Visitor(house)
    other.log_in(the_declarant(house, P256_COMPANY, "p256"))
    for rest in ("", "/change"):
        assert other.get(f"/attachments/{number}{rest}").status_code == 404
    assert number not in other.get("/attachments").text
    assert user_of(house, P256_COMPANY) != user_of(house)


def test_is_complete_in_english(house: House, user: Visitor, officer: Visitor) -> None:
    number = send_files(house, subject="x")
    page = officer.get(f"/attachments/{number}?lang=en").text
    assert all(word in page for word in (f"Attachment {number}", "Waiting for customs to examine", "Extra files (MSB)"))
    user.get("/attachments?lang=vi")
