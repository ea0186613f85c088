"""An officer who lost the password, or whose identity number is not on file, comes back by an operator's signature.

The operator does not come in by it: what opens the account is the officer's own certificate.
"""

from datetime import timedelta

import msgspec
import pytest

from authority import operators
from authority.accounts import account_of, change, log_in, put
from authority.deciding import decide
from authority.deeds import code_of
from authority.house import House, operated, the_pki
from authority.test_officers import BY_OPERATOR, a_red, deeds
from demo_pki import NOW
from thongquan.authority.deed_ports import Sought
from thongquan.authority.deed_work import compose
from thongquan.authority.log_in import still_open
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.authority.refusals import FormFaulty
from thongquan.base.limits import LIMITS
from thongquan.base.moment import read_stamp
from thongquan.registration.account import Person

OFFICER, OPERATOR = the_pki().officer("cb01"), the_pki().officer("vh01")
LOST, CODE, NEW = "the lost password", "kept", "a new password"
"""Marks in place of hashes; a code that is drawn in tests is kept as `kept`."""


@pytest.fixture
def lost(house: House) -> House:
    """The officer is logged in somewhere with the password that he lost; then an operator gives a code."""
    put(house, "cb01", password=LOST)
    assert log_in(house, OFFICER, "cb01", LOST).outcome["kind"] == "officer"
    assert still_open(house.books, "cb01", OFFICER.certificate.fingerprint, house.clock())
    operated(house, "officer-password", id="cb01")
    return house


class TestThePassword:
    def test_that_was_lost_is_dead_at_once(self, lost: House) -> None:
        assert code_of(log_in, lost, OFFICER, "cb01", LOST) == "PASSWORD-WRONG"

    def test_given_in_its_place_opens_nothing_but_its_own_change(self, lost: House) -> None:
        assert code_of(log_in, lost, OFFICER, "cb01", CODE) == "PASSWORD-MUST-CHANGE"
        change(lost, OFFICER, 2, "cb01", password=CODE, new_password=NEW)
        assert log_in(lost, OFFICER, "cb01", NEW).outcome["kind"] == "officer"

    def test_ends_whatever_session_was_open(self, lost: House) -> None:
        assert not still_open(lost.books, "cb01", OFFICER.certificate.fingerprint, lost.clock())

    @pytest.mark.parametrize(("less", "code"), [(1, "PASSWORD-MUST-CHANGE"), (-1, "PASSWORD-LAPSED")])
    def test_is_good_for_a_week_and_not_a_second_longer(self, lost: House, less: int, code: str) -> None:
        until = read_stamp(account_of(lost, "cb01").password_until)
        assert timedelta() < until - NOW - timedelta(seconds=LIMITS.officer_code_seconds) < timedelta(seconds=1)
        lost.clock.now = until - timedelta(seconds=less)
        assert code_of(log_in, lost, OFFICER, "cb01", CODE) == code

    def test_is_on_record_by_number_and_not_in_the_text(self, lost: House) -> None:
        assert deeds(lost, "operator-officer-password") == [BY_OPERATOR]
        [deed] = lost.books.deeds.all_of(Sought("operator-officer-password"), 10**6, 2)
        assert "Mật khẩu số: 1\nThay bằng mật khẩu số: 2\n" in deed.text
        assert deed.outcome["password_number"] == "2"

    def test_of_which_the_text_names_another_number_is_not_given(self, lost: House) -> None:
        told = code_of(operated, lost, "officer-password", id="cb01", replaces="1", becomes="2")
        assert told == "PASSWORD-REPLACED"

    def test_lets_no_operator_in_who_has_seen_it(self, lost: House) -> None:
        """He has the code and his own certificate, and lacks the officer's."""
        assert code_of(log_in, lost, OPERATOR, "cb01", CODE) == "SIGNER-UNKNOWN"
        told = code_of(change, lost, OPERATOR, 2, "cb01", password=CODE, new_password=NEW)
        assert told == "SIGNER-UNKNOWN"
        assert account_of(lost, "cb01").password_state == "default"

    def test_is_not_had_with_the_operators_own_certificate_put_to_the_officer(self, lost: House) -> None:
        der = OPERATOR.certificate.der
        says = {"id": "cb01", "name": "Lê Văn Công", "office": "02DS", "role": "officer", **operators.named(der)}
        told = code_of(operators.operated, lost, "officer-add", says, pki=the_pki(), ders=[der])
        assert told == "ALREADY-REGISTERED"

    @pytest.mark.parametrize(("officer", "code"), [("nobody", "OFFICER-UNKNOWN"), ("vh01", "")])
    def test_is_given_to_whoever_has_an_account(self, house: House, officer: str, code: str) -> None:
        assert code_of(operated, house, "officer-password", id=officer) == code


class TestTheIdentityNumber:
    def test_that_is_missing_is_put_on_file_and_the_officer_decides(self, house: House) -> None:
        put(house, "cb01", person=Person("Lê Văn Công", email="cong@haiquan.example"))
        number = a_red(house)
        assert code_of(decide, house, number) == "OFFICER-IDENTITY-UNKNOWN"
        operated(house, "officer-change", id="cb01", identity="079180000777")
        assert account_of(house, "cb01").person == Person("Lê Văn Công", "079180000777", "cong@haiquan.example")
        assert decide(house, number).decided_by == "cb01"
        assert deeds(house, "operator-officer-change") == [BY_OPERATOR]

    def test_changes_neither_password_nor_certificate(self, house: House) -> None:
        before = account_of(house, "cb01")
        operated(house, "officer-change", id="cb01", identity="079180000777")
        assert msgspec.structs.replace(account_of(house, "cb01"), person=before.person) == before

    def test_needs_an_account_to_be_on_file_of(self, house: House) -> None:
        says = {"id": "CC001", "name": "X", "office": "02DS", "role": "officer"}
        operators.operated(house, "officer-add", says, pki=the_pki(), ders=[])
        told = code_of(operated, house, "officer-change", id="CC001", identity="1")
        assert told == "OFFICER-ACCOUNT-MISSING"


class TestHours:
    """07:00-19:00 in Viet Nam is 00:00-12:00 in UTC."""

    @pytest.mark.parametrize(
        ("at", "code"),
        [("23:59:59", "OFFICER-OFF-DUTY"), ("00:00:00", ""), ("11:59:58", ""), ("12:00:00", "OFFICER-OFF-DUTY")],
    )
    def test_outside_of_them_nobody_logs_in_and_whoever_was_is_out(self, house: House, at: str, code: str) -> None:
        put(house, "cb01", password=LOST)
        operated(house, "officer-change", id="cb01", hours="07:00-19:00")
        hour, minute, second = map(int, at.split(":"))
        house.clock.now = NOW.replace(hour=hour, minute=minute, second=second) + timedelta(days=1)
        assert code_of(log_in, house, OFFICER, "cb01", LOST) == code
        fingerprint = OFFICER.certificate.fingerprint
        assert still_open(house.books, "cb01", fingerprint, house.clock()) is (code == "")

    def test_over_midnight_are_hours_too(self, house: House) -> None:
        put(house, "cb01", password=LOST)
        operated(house, "officer-change", id="cb01", hours="19:00-07:00")
        assert code_of(log_in, house, OFFICER, "cb01", LOST) == "OFFICER-OFF-DUTY"
        house.clock.now = NOW.replace(hour=12) + timedelta(days=1)
        assert code_of(log_in, house, OFFICER, "cb01", LOST) == ""

    def test_keep_nobody_from_changing_a_password(self, house: House) -> None:
        put(house, "cb01", password=LOST)
        operated(house, "officer-change", id="cb01", hours="19:00-07:00")
        assert code_of(change, house, OFFICER, 1, "cb01", password=LOST, new_password=NEW) == ""


def test_a_log_in_for_nobody_is_refused_at_the_field_of_the_account(house: House) -> None:
    with pytest.raises(FormFaulty) as refused:
        house.sit(lambda now: compose(now, PROCEDURES, "login", "", {}))
    assert [(one.code, one.at) for one in refused.value.faults] == [("ACCOUNT-MISSING", "account")]
