"""The officer's pages of certificates that wait for customs: what they show, and to whom."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from authority.house import NAMES, House, the_pki
from authority.signers import Holder, by_officer, registered, suspended
from demo_pki import RSA_COMPANY
from portal.owned_applying import ADMIN, OFFICER
from portal.visiting import Visitor

FIRST = the_pki().rsa
OLD = FIRST.certificate.fingerprint


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    suspended(house, FIRST, FIRST)
    yield house
    house.close()


@pytest.fixture
def lost(house: House) -> Holder:
    holder = Holder()
    registered(house, holder, replaces=OLD)
    return holder


@pytest.fixture
def officer(house: House) -> Visitor:
    visitor = Visitor(house)
    visitor.log_in(OFFICER)
    return visitor


def address(holder: Holder) -> str:
    return f"/desk/certificates/{holder.certificate.fingerprint}"


def test_the_queue_leads_to_each_that_waits(officer: Visitor, lost: Holder) -> None:
    page = officer.get("/desk/certificates").text
    assert f'href="{address(lost)}"' in page
    assert all(word in page for word in (lost.certificate.serial, RSA_COMPANY, NAMES[RSA_COMPANY], "chưa ai", "Đúng"))
    assert address(lost) not in officer.get("/desk/certificates?company=không%20có").text
    assert lost.certificate.serial in officer.get("/desk/certificates?format=csv&sort=-hours").text


def test_the_officers_home_leads_to_the_queue(officer: Visitor) -> None:
    assert 'href="/desk/certificates"' in officer.get("/").text


def test_a_case_shows_what_matters_and_has_the_text_confirmed(house: House, officer: Visitor, lost: Holder) -> None:
    page = officer.get(address(lost)).text
    for word in (lost.certificate.serial, OLD, "Đã ngừng", "sẽ được thay", "Chưa ai xác nhận", "Cần hai công chức"):
        assert word in page
    assert 'data-kind="certificate-confirm-by-officer"' in page
    assert f'name="replaces" value="{OLD}"' in page
    assert house.rows("SELECT officer, what FROM look") == [("cb01", lost.certificate.fingerprint)]


def test_after_a_first_confirmation_it_names_who_gave_it(house: House, officer: Visitor, lost: Holder) -> None:
    by_officer(house, lost, the_pki().officer("ct01"), "ct01", replaces=OLD)
    assert "Đã xác nhận lần thứ nhất: ct01." in officer.get(address(lost)).text
    assert "<td>ct01</td>" in officer.get("/desk/certificates").text


def test_a_refusal_has_a_text_of_its_own(officer: Visitor, lost: Holder) -> None:
    page = officer.get(address(lost) + "?verdict=refuse").text
    assert 'data-kind="certificate-refuse-by-officer"' in page
    assert "Lý do từ chối" in page


@pytest.mark.parametrize("visitor", ["nobody", "admin"])
def test_nobody_else_sees_queue_or_case(house: House, lost: Holder, visitor: str) -> None:
    stranger = Visitor(house)
    if visitor == "admin":
        stranger.log_in(ADMIN)
    for path in ("/desk/certificates", address(lost)):
        assert lost.certificate.serial not in stranger.get(path).text


def test_what_does_not_wait_for_customs_is_not_there(officer: Visitor, house: House) -> None:
    assert officer.get(f"/desk/certificates/{OLD}").status_code == 404
    theirs = Holder(the_pki().p256.certificate.tax_code)
    registered(house, theirs)
    assert officer.get(address(theirs)).status_code == 404
