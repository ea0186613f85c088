"""Logging in: certificate and password, neither enough alone; a default password opens nothing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from authority.accounts import (
    KEPT,
    OTHER,
    USER,
    account_of,
    add_user,
    log_in,
    put,
    register_admin,
    second_signer,
    with_second,
)
from authority.deeds import code_of, composed, sent, signed
from authority.house import House, the_pki
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from thongquan.authority.log_in import still_open
from thongquan.base.limits import LIMITS
from thongquan.base.moment import stamp

RSA, P256 = the_pki().rsa, the_pki().p256
FINGERPRINT = RSA.certificate.fingerprint


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    with_second(house)
    register_admin(house, RSA)
    yield house
    house.close()


def test_certificate_and_password_together_log_in(house: House) -> None:
    assert log_in(house, RSA).outcome == {"kind": "admin", "last_login": ""}


def test_the_last_login_is_told_at_the_next(house: House) -> None:
    log_in(house, RSA)
    first = account_of(house).last_login
    assert first > stamp(NOW)
    assert log_in(house, RSA).outcome["last_login"] == first


def test_the_certificate_without_the_password_does_not(house: House) -> None:
    assert code_of(log_in, house, RSA, password="") == "PASSWORD-WRONG"
    assert code_of(log_in, house, RSA, password=OTHER) == "PASSWORD-WRONG"


@pytest.mark.parametrize("signer", [P256, "second"])
def test_the_password_without_the_certificate_does_not(house: House, signer: object) -> None:
    """Not even with another certificate of the same company."""
    by = second_signer() if signer == "second" else P256
    assert code_of(log_in, house, by) == "SIGNER-UNKNOWN"


def test_an_unknown_account_is_answered_like_one_with_another_certificate(house: House) -> None:
    assert code_of(log_in, house, P256, "0000000000") == code_of(log_in, house, P256, RSA_COMPANY) == "SIGNER-UNKNOWN"


def test_an_account_without_password_is_not_opened_by_an_empty_one(house: House) -> None:
    put(house, password="", password_state="none")
    assert code_of(log_in, house, RSA, password="") == "PASSWORD-WRONG"


@pytest.mark.parametrize(("seconds", "code"), [(LIMITS.login_seconds - 1, ""), (LIMITS.login_seconds + 1, "DEED-LATE")])
def test_a_challenge_is_good_for_some_minutes(house: House, seconds: int, code: str) -> None:
    text = composed(house, "login", RSA_COMPANY).text
    house.clock.now += timedelta(seconds=seconds)
    assert code_of(sent, house, signed(text, RSA), password=KEPT) == code


def test_and_for_one_login(house: House) -> None:
    received = signed(composed(house, "login", RSA_COMPANY).text, RSA)
    sent(house, received, password=KEPT)
    assert code_of(sent, house, received, password=KEPT) == "DEED-REPEATED"


def test_the_text_names_system_account_moment_and_number(house: House) -> None:
    labels = [line.split(": ")[0] for line in composed(house, "login", RSA_COMPANY).text.splitlines()[1:]]
    assert labels == ["Việc", "Hệ thống", "Tài khoản", "Thời điểm", "Số dùng một lần"]


class TestADefaultPassword:
    def test_opens_nothing(self, house: House) -> None:
        add_user(house)
        assert code_of(log_in, house, RSA, USER) == "PASSWORD-MUST-CHANGE"
        assert account_of(house, USER).last_login == ""

    def test_ends_unused_after_its_term(self, house: House) -> None:
        add_user(house, password_until=stamp(NOW))
        assert code_of(log_in, house, RSA, USER) == "PASSWORD-LAPSED"

    def test_but_only_for_who_shows_it(self, house: House) -> None:
        add_user(house, password_until=stamp(NOW))
        assert code_of(log_in, house, RSA, USER, OTHER) == "PASSWORD-WRONG"


def _suspend(house: House) -> None:
    house.sit(lambda now: now.books.certificates.put(RSA.certificate.issuer_serial, "suspended"))


def _close(house: House) -> None:
    put(house, ended_at=stamp(NOW))


def _exchange(house: House) -> None:
    put(house, certificate=second_signer().certificate.issuer_serial)


class TestWhatWasOpened:
    def test_stays_open(self, house: House) -> None:
        assert still_open(house.books, RSA_COMPANY, FINGERPRINT, house.clock())

    @pytest.mark.parametrize("happened", [_suspend, _close, _exchange])
    def test_is_closed_with_its_account_or_certificate(self, house: House, happened: object) -> None:
        happened(house)  # type: ignore[operator]  # one of the functions above
        assert not still_open(house.books, RSA_COMPANY, FINGERPRINT, house.clock())
        assert code_of(log_in, house, RSA) in {"SIGNER-UNKNOWN", "CERTIFICATE-BLOCKED"}

    def test_an_account_is_not_open_before_its_time(self, house: House) -> None:
        put(house, effective_at=stamp(NOW + timedelta(days=1)))
        assert not still_open(house.books, RSA_COMPANY, FINGERPRINT, NOW)
        assert still_open(house.books, RSA_COMPANY, FINGERPRINT, NOW + timedelta(days=1))

    def test_nobodys_is_not(self, house: House) -> None:
        assert not still_open(house.books, P256_COMPANY, FINGERPRINT, house.clock())

    def test_an_account_that_is_closed_between_door_and_desk_does_not_log_in(self, house: House) -> None:
        from thongquan.authority.deed_door import admit_deed
        from thongquan.authority.deed_work import carry_out
        from thongquan.authority.procedure_list import PROCEDURES

        received = signed(composed(house, "login", RSA_COMPANY).text, RSA)
        passed = house.sit(lambda now: admit_deed(now, received, PROCEDURES))
        _close(house)
        secrets = {"password": KEPT}
        assert code_of(house.sit, lambda now: carry_out(now, passed, secrets, PROCEDURES)) == "SIGNER-UNKNOWN"


def test_what_is_recorded_of_a_login_holds_no_password(house: House) -> None:
    log_in(house, RSA)
    deeds = house.books.deeds.of_company(RSA_COMPANY, before=100, limit=10)
    assert [deed.kind for deed in deeds][:2] == ["login", "admin-register"]
    assert not any(KEPT in str(msgspec.structs.asdict(deed)) for deed in deeds)
