"""A certificate whose user was cancelled neither files nor signs for its company; the others go on (rows 2 and 7)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from authority.accounts import KEPT, OTHER, an_admin, register_admin
from authority.applying import a_declarant, approved, people_of
from authority.deeds import code_of, composed, sent, signed
from authority.house import House, the_pki
from authority.signers import Holder, about, an_officer, by_officer, confirmed, ended, registered, state_of, suspended
from demo_pki import RSA_COMPANY
from thongquan.authority.application_effect import take_effect
from thongquan.authority.deed_door import admit_deed
from thongquan.authority.deed_work import carry_out
from thongquan.authority.own_records import certificates_of_company
from thongquan.authority.procedure_list import PROCEDURES

ADMIN = the_pki().rsa
DAY = timedelta(days=1)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    people_of(house)
    yield house
    house.close()


@pytest.fixture
def left(house: House) -> Holder:
    """Of a user that was cancelled: it counts until midnight."""
    holder = Holder()
    registered(house, holder)
    confirmed(house, holder, ADMIN)
    [user] = approved(house, a_declarant(holder), terminals=0).users
    house.clock.now += DAY
    approved(house, {"action": "remove", "user": user}, terminals=0)
    return holder


@pytest.fixture
def waiting(house: House) -> Holder:
    holder = Holder()
    registered(house, holder)
    return holder


def state_told(house: House, holder: Holder) -> str:
    at = house.clock.now
    return next(
        one.state
        for one in house.sit(lambda now: certificates_of_company(now.books, RSA_COMPANY, at))
        if one.fingerprint == holder.certificate.fingerprint
    )


def test_until_the_cancelling_takes_effect_it_speaks_for_the_company(
    house: House, left: Holder, waiting: Holder
) -> None:
    assert confirmed(house, waiting, left).outcome["state"] == "registered"


@pytest.mark.parametrize("what", ["certificate-confirm", "certificate-suspend", "certificate-end", "admin-register"])
def test_afterwards_it_signs_nothing_for_the_company(house: House, left: Holder, waiting: Holder, what: str) -> None:
    house.clock.now += DAY
    said = {
        "certificate-confirm": about(waiting),
        "certificate-suspend": about(ADMIN, reason="stolen"),
        "certificate-end": about(ADMIN),
        "admin-register": an_admin(ADMIN, replaces="1"),
    }[what]
    secrets = {"password": "", "new_password": OTHER} if what == "admin-register" else {}
    text = composed(house, what, RSA_COMPANY, **said).text
    assert code_of(sent, house, signed(text, left), **secrets) == "ACCOUNT-ENDED"
    assert (state_of(house, waiting), state_of(house, ADMIN)) == ("waiting", "registered")


def test_every_kind_that_a_company_signs_is_tried() -> None:
    kinds = {"certificate-confirm", "certificate-suspend", "certificate-end", "admin-register"}
    assert {kind for kind, one in PROCEDURES.items() if one.signed_by == "company"} == kinds


def test_the_administrators_certificate_goes_on_when_its_user_is_cancelled(house: House, waiting: Holder) -> None:
    """An operator tied a user to it; the administrator's account signs with it still."""
    house.rows("UPDATE account SET ended_at = '2026-09-01T00:00:00.000000Z' WHERE kind = 'user'")
    assert confirmed(house, waiting, ADMIN).outcome["state"] == "registered"


def test_it_stops_between_door_and_deed(house: House, left: Holder, waiting: Holder) -> None:
    text = composed(house, "certificate-confirm", RSA_COMPANY, **about(waiting)).text
    passed = house.sit(lambda now: admit_deed(now, signed(text, left), PROCEDURES))
    house.clock.now += DAY
    assert code_of(house.sit, lambda now: carry_out(now, passed, {}, PROCEDURES)) == "ACCOUNT-ENDED"


def test_only_whoever_can_sign_with_it_is_told(house: House, left: Holder, waiting: Holder) -> None:
    """To others it looks like one that nobody registered."""
    house.clock.now += DAY
    text = composed(house, "certificate-confirm", RSA_COMPANY, **about(waiting)).text
    other = composed(house, "certificate-confirm", RSA_COMPANY, **about(left)).text
    forged = signed(text, left).__class__(text.encode(), left.sign(other.encode()))
    assert code_of(sent, house, forged) == "SIGNER-UNKNOWN"


def test_for_a_new_user_it_speaks_again(house: House, left: Holder, waiting: Holder) -> None:
    house.clock.now += DAY
    approved(house, a_declarant(left, identity="079185000124"), terminals=0)
    house.clock.now += DAY
    house.sit(take_effect)
    assert confirmed(house, waiting, left).outcome["state"] == "registered"


def test_one_that_no_user_ever_had_is_the_companys_own(house: House, left: Holder, waiting: Holder) -> None:
    third = Holder()
    registered(house, third)
    confirmed(house, third, ADMIN)
    assert confirmed(house, waiting, third).outcome["state"] == "registered"


def test_the_company_still_ends_it_and_sees_why(house: House, left: Holder) -> None:
    assert state_told(house, left) == "registered"
    house.clock.now += DAY
    assert state_told(house, left) == "left"
    ended(house, left, ADMIN)
    assert state_told(house, left) == "ended"


def test_a_company_with_no_other_asks_officers(house: House, left: Holder, waiting: Holder) -> None:
    house.clock.now += DAY
    suspended(house, ADMIN, ADMIN)
    assert by_officer(house, waiting, an_officer()).outcome["seconded_by"] == "cb01"


def test_before_it_takes_effect_officers_leave_it_to_the_company(house: House, left: Holder, waiting: Holder) -> None:
    suspended(house, ADMIN, ADMIN)
    assert code_of(by_officer, house, waiting, an_officer()) == "COMPANY-CONFIRMS-ITSELF"


def test_it_makes_nobody_administrator(tmp_path: Path) -> None:
    """Where the company has no administrator yet, the first to sign would be."""
    house = House(tmp_path / "other")
    house.rows("UPDATE account SET ended_at = '2026-09-01T00:00:00.000000Z' WHERE kind = 'user'")
    assert code_of(register_admin, house, ADMIN, new=KEPT) == "ACCOUNT-ENDED"
    house.close()
