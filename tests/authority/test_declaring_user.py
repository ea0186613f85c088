"""A filing is signed by a certificate that a user declares with, at the moment of receipt; nobody else declares."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from authority.house import House, a_filing, add_company, lines_of, the_pki
from demo_pki import NOW, RSA_COMPANY
from thongquan.base.moment import stamp
from thongquan.numbering.user_id import is_user_id, unit_of
from thongquan.registration.account import Account, Person

INSTANT = timedelta(microseconds=1)
SECOND = timedelta(seconds=1)


def the_user(house: House) -> Account:
    return house.books.accounts.user_of(the_pki().certificate("rsa").issuer_serial)


def put(house: House, **changes: Any) -> None:
    account = replace(the_user(house), **changes)
    house.sit(lambda now: now.books.accounts.put(account))


def filed(house: House, moment: Any = NOW) -> str:
    """The refusal's code, or "registered"."""
    house.clock.now = max(house.clock.now, moment)
    [told] = house.file(replace(a_filing(lines_of(f"A{moment:%H%M%S%f}")), at=moment))
    return told if isinstance(told, str) else str(told["outcomes"][0]["outcome"])


def test_each_certificate_that_an_operator_adds_declares_through_a_user_of_its_company(house: House) -> None:
    user = the_user(house)
    assert is_user_id(user.name)
    assert unit_of(user.name) == house.books.company(RSA_COMPANY).code
    assert (user.kind, user.password_state, filed(house)) == ("user", "none", "registered")


def test_added_again_a_certificate_keeps_its_user(house: House) -> None:
    before, der = house.rows("SELECT * FROM account"), the_pki().certificate("rsa").der
    put(house, ended_at=stamp(NOW))
    add_company(house, house.books.company(RSA_COMPANY).name, RSA_COMPANY, der)
    assert len(house.rows("SELECT * FROM account")) == len(before)
    assert filed(house, NOW + SECOND) == "ACCOUNT-ENDED"


def test_a_user_whose_default_password_was_never_changed_declares(house: House) -> None:
    put(house, password_state="default", password_until=stamp(NOW - SECOND))
    assert filed(house) == "registered"


def test_an_administrators_certificate_without_a_user_declares_nothing(house: House) -> None:
    certificate = the_pki().certificate("rsa").issuer_serial
    house.sit(lambda now: now.books.connection.execute("DELETE FROM account WHERE certificate = ?", (certificate,)))
    admin = Account(RSA_COMPANY, "admin", RSA_COMPANY, certificate, Person(), stamp(NOW))
    house.sit(lambda now: now.books.accounts.add(admin))
    assert filed(house) == "ACCOUNT-CANNOT-DECLARE"


@pytest.mark.parametrize(("early", "told"), [(INSTANT, "ACCOUNT-NOT-YET"), (timedelta(), "registered")])
def test_a_user_declares_from_the_moment_of_effect(house: House, early: timedelta, told: str) -> None:
    put(house, effective_at=stamp(NOW + SECOND))
    assert filed(house, NOW + SECOND - early) == told


@pytest.mark.parametrize(("early", "told"), [(INSTANT, "registered"), (timedelta(), "ACCOUNT-ENDED")])
def test_a_user_declares_until_the_moment_of_its_end(house: House, early: timedelta, told: str) -> None:
    """An end may lie ahead: what is entered today takes effect tomorrow."""
    put(house, ended_at=stamp(NOW + timedelta(minutes=1)))
    assert filed(house, NOW + timedelta(minutes=1) - early - (SECOND if early else timedelta())) == told


def test_a_signer_who_is_remembered_changes_at_the_moment_and_nobody_says_so(house: House) -> None:
    put(house, effective_at=stamp(NOW + SECOND), ended_at=stamp(NOW + 3 * SECOND))
    told = [filed(house, NOW + seconds * SECOND) for seconds in range(4)]
    assert told == ["ACCOUNT-NOT-YET", "registered", "registered", "ACCOUNT-ENDED"]


def test_a_successor_declares_when_the_one_before_has_ended(house: House) -> None:
    put(house, ended_at=stamp(NOW + SECOND))
    after = Account("00001ZZZ", "user", RSA_COMPANY, the_user_ended(house), Person(), stamp(NOW + SECOND))
    house.sit(lambda now: now.books.accounts.add(after))
    assert [filed(house, NOW), filed(house, NOW + SECOND)] == ["registered", "registered"]
    assert house.books.signer(after.certificate).users[-1].name == "00001ZZZ"


def the_user_ended(house: House) -> bytes:
    """The certificate of the user that has an end."""
    [(certificate,)] = house.rows("SELECT certificate FROM account WHERE ended_at <> ''")
    return bytes(certificate)


def test_one_certificate_has_one_user(house: House) -> None:
    again = replace(the_user(house), name="00001ZZZ")
    with pytest.raises(house.books.failures):
        house.sit(lambda now: now.books.accounts.add(again))
