"""Confirming, replacing, suspending and ending a company's certificates: who may, and what becomes of accounts."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from authority.accounts import KEPT, account_of, log_in, register_admin
from authority.deeds import code_of, composed, sent, signed
from authority.house import House, a_filing, lines_of, operated, the_pki
from authority.signers import (
    YEAR,
    Holder,
    about,
    an_officer,
    by_officer,
    confirmed,
    ended,
    registered,
    state_of,
    suspended,
)
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from signing.certificates import Ca
from thongquan.authority import certificate_confirm_by_officer
from thongquan.authority.deed_door import admit_deed
from thongquan.authority.deed_work import carry_out
from thongquan.authority.log_in import still_open
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.base.moment import stamp
from thongquan.registration.account import Account, Person
from thongquan.registration.model import NEVER
from thongquan.signing.certificate import read_certificate

FIRST, STRANGER = the_pki().rsa, the_pki().p256
OLD = FIRST.certificate.fingerprint


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """The first company has one certificate, and so has the other."""
    house = House(tmp_path)
    yield house
    house.close()


@pytest.fixture
def second(house: House) -> Holder:
    """Of the first company; it waits."""
    holder = Holder()
    registered(house, holder)
    return holder


class TestConfirming:
    def test_makes_a_waiting_certificate_count(self, house: House, second: Holder) -> None:
        confirmed(house, second, FIRST)
        assert (state_of(house, second), state_of(house, FIRST)) == ("registered", "registered")

    def test_is_not_for_the_one_that_waits(self, house: House, second: Holder) -> None:
        assert code_of(confirmed, house, second, second) == "CERTIFICATE-WAITING"

    def test_of_one_by_itself_is_refused_even_where_it_counts_again(self, house: House, second: Holder) -> None:
        """It confirmed others before and was put back to waiting in the same moment."""
        confirmed(house, second, FIRST)
        text = composed(house, "certificate-confirm", RSA_COMPANY, **about(second)).text
        passed = house.sit(lambda now: admit_deed(now, signed(text, second), PROCEDURES))
        house.sit(lambda now: now.books.certificates.put(second.certificate.issuer_serial, "waiting"))
        assert code_of(house.sit, lambda now: carry_out(now, passed, {}, PROCEDURES)) == "CERTIFICATE-WAITING"

    def test_is_not_for_another_company(self, house: House, second: Holder) -> None:
        text = composed(house, "certificate-confirm", P256_COMPANY, **about(second)).text
        assert code_of(sent, house, signed(text, STRANGER)) == "CERTIFICATE-NOT-HELD"
        text = composed(house, "certificate-confirm", RSA_COMPANY, **about(second)).text
        assert code_of(sent, house, signed(text, STRANGER)) == "SIGNER-UNKNOWN"
        assert state_of(house, second) == "waiting"

    def test_happens_once(self, house: House, second: Holder) -> None:
        confirmed(house, second, FIRST)
        assert code_of(confirmed, house, second, FIRST) == "CERTIFICATE-NOT-WAITING"

    def test_names_the_serial_of_the_same_certificate(self, house: House, second: Holder) -> None:
        says = {**about(second), "serial": FIRST.certificate.serial}
        text = composed(house, "certificate-confirm", RSA_COMPANY, **says).text
        assert code_of(sent, house, signed(text, FIRST)) == "CERTIFICATE-NOT-HELD"

    def test_names_the_old_key_and_the_new(self, house: House) -> None:
        third = Holder()
        registered(house, third, replaces=OLD)
        text = composed(house, "certificate-confirm", RSA_COMPANY, **about(third, replaces=OLD)).text
        assert {RSA_COMPANY, OLD, third.certificate.fingerprint} <= {
            line.partition(": ")[2] for line in text.split("\n")
        }
        assert code_of(confirmed, house, third, FIRST) == "CERTIFICATE-REPLACES-ANOTHER"
        assert state_of(house, third) == "waiting"

    def test_of_an_old_key_that_was_not_asked_for_is_refused(self, house: House, second: Holder) -> None:
        assert code_of(confirmed, house, second, FIRST, replaces=OLD) == "CERTIFICATE-REPLACES-ANOTHER"

    def test_asks_whether_it_is_still_good(self, house: House) -> None:
        """Registered on its last day, confirmed when that was over."""
        second = Holder(made_at=NOW - 3 * YEAR + timedelta(days=1))
        registered(house, second)
        house.clock.now = NOW + timedelta(days=1, seconds=1)
        assert code_of(confirmed, house, second, FIRST) == "CERT-EXPIRED"


class TestReplacing:
    @pytest.fixture
    def third(self, house: House) -> Holder:
        register_admin(house, FIRST)
        holder = Holder()
        registered(house, holder, replaces=OLD)
        return holder

    def test_ends_the_old_one_and_moves_its_accounts(self, house: House, third: Holder) -> None:
        user = user_of(house, FIRST)
        done = confirmed(house, third, FIRST, replaces=OLD)
        told = {"state": "registered", "replaced": OLD, "replaced_state": "ended"}
        assert done.outcome == {**told, "accounts": f"{user} {RSA_COMPANY}"}
        assert (state_of(house, FIRST), state_of(house, third)) == ("ended", "registered")
        new = third.certificate.issuer_serial
        assert [account_of(house, name).certificate for name in (RSA_COMPANY, user)] == [new, new]

    def test_logs_in_with_the_new_one_and_the_same_password(self, house: House, third: Holder) -> None:
        confirmed(house, third, FIRST, replaces=OLD)
        assert code_of(log_in, house, FIRST) == "CERTIFICATE-ENDED"
        assert log_in(house, third, password=KEPT).outcome["kind"] == "admin"

    def test_ends_the_sessions_of_the_old_one(self, house: House, third: Holder) -> None:
        open_before = house.sit(lambda now: still_open(now.books, RSA_COMPANY, OLD, now.at))
        confirmed(house, third, FIRST, replaces=OLD)
        open_after = house.sit(lambda now: still_open(now.books, RSA_COMPANY, OLD, now.at))
        assert (open_before, open_after) == (True, False)

    def test_leaves_alone_what_was_closed_before(self, house: House, third: Holder) -> None:
        user = user_of(house, FIRST)
        house.rows("UPDATE account SET ended_at = '2026-09-01T00:00:00.000000Z' WHERE kind = 'user'")
        confirmed(house, third, FIRST, replaces=OLD)
        assert account_of(house, user).certificate == FIRST.certificate.issuer_serial

    def test_of_a_stolen_one_leaves_it_suspended(self, house: House, third: Holder, tmp_path: Path) -> None:
        fourth = Holder()
        registered(house, fourth)
        confirmed(house, fourth, FIRST)
        suspended(house, FIRST, fourth)
        confirmed(house, third, fourth, replaces=OLD)
        assert state_of(house, FIRST) == "suspended"
        assert account_of(house).certificate == third.certificate.issuer_serial

    def test_never_gives_one_certificate_two_users(self, house: House, third: Holder) -> None:
        house.sit(lambda now: now.books.accounts.add(a_user("00001BBB", third)))
        assert code_of(confirmed, house, third, FIRST, replaces=OLD) == "ALREADY-REGISTERED"
        assert state_of(house, third) == "waiting"


def user_of(house: House, signer: Any) -> str:
    """Who declares with this certificate."""
    return str(house.books.accounts.user_of(signer.certificate.issuer_serial).name)


def a_user(name: str, signer: Any) -> Account:
    at = "2026-09-01T00:00:00.000000Z"
    return Account(name, "user", RSA_COMPANY, signer.certificate.issuer_serial, Person("Đặng Thị Thu Hà"), at)


class TestSuspending:
    def test_counts_from_the_next_message_on(self, house: House) -> None:
        filing = a_filing(lines_of("A1"))
        assert house.file(filing)[0]["outcomes"][0]["outcome"] == "registered"
        suspended(house, FIRST, FIRST)
        assert house.file(a_filing(lines_of("A2"))) == ["CERTIFICATE-BLOCKED"]
        assert house.file(filing) == ["CERTIFICATE-BLOCKED"]

    def test_one_that_is_a_colleagues(self, house: House, second: Holder) -> None:
        confirmed(house, second, FIRST)
        suspended(house, FIRST, second)
        assert (state_of(house, FIRST), state_of(house, second)) == ("suspended", "registered")

    def test_one_that_waits(self, house: House, second: Holder) -> None:
        suspended(house, second, FIRST)
        assert code_of(confirmed, house, second, FIRST) == "CERTIFICATE-NOT-WAITING"

    def test_one_of_another_company_is_refused(self, house: House) -> None:
        assert code_of(suspended, house, FIRST, STRANGER) == "CERTIFICATE-NOT-HELD"
        text = composed(house, "certificate-suspend", RSA_COMPANY, **about(FIRST, reason="stolen")).text
        assert code_of(sent, house, signed(text, STRANGER)) == "SIGNER-UNKNOWN"

    def test_ends_its_sessions(self, house: House) -> None:
        register_admin(house, FIRST)
        suspended(house, FIRST, FIRST)
        assert not house.sit(lambda now: still_open(now.books, RSA_COMPANY, OLD, now.at))

    def test_between_door_and_deed_stops_the_deed(self, house: House, second: Holder) -> None:
        text = composed(house, "certificate-confirm", RSA_COMPANY, **about(second)).text
        passed = house.sit(lambda now: admit_deed(now, signed(text, FIRST), PROCEDURES))
        suspended(house, FIRST, FIRST)
        assert code_of(house.sit, lambda now: carry_out(now, passed, {}, PROCEDURES)) == "CERTIFICATE-BLOCKED"

    def test_is_for_good(self, house: House) -> None:
        suspended(house, FIRST, FIRST)
        assert code_of(registered, house, FIRST) == "CERTIFICATE-BLOCKED"
        assert code_of(suspended, house, FIRST, FIRST) == "CERTIFICATE-BLOCKED"


class TestEnding:
    def test_ends_what_its_holder_may_do(self, house: House, second: Holder) -> None:
        confirmed(house, second, FIRST)
        ended(house, second, FIRST)
        assert code_of(suspended, house, FIRST, second) == "CERTIFICATE-ENDED"

    def test_one_of_another_company_is_refused(self, house: House) -> None:
        assert code_of(ended, house, FIRST, STRANGER) == "CERTIFICATE-NOT-HELD"


OPERATORS = the_pki().officer("vh01").certificate.fingerprint


class TestByAnOperator:
    @staticmethod
    def suspend(house: House, serial: str, **more: Any) -> str:
        operated(house, "certificate-suspend", serial=serial, **{"reason": "stolen", **more})
        company: str = house.rows("SELECT company FROM deed ORDER BY seq DESC LIMIT 1")[0][0]
        return company

    def test_the_only_certificate_is_suspended_and_it_is_on_record(self, house: House) -> None:
        assert self.suspend(house, FIRST.certificate.serial, note="gọi điện lúc 3 giờ") == RSA_COMPANY
        assert house.file(a_filing(lines_of("A1"))) == ["CERTIFICATE-BLOCKED"]
        [deed, *_] = house.books.deeds.of_company(RSA_COMPANY, before=100, limit=10)
        assert (deed.kind, deed.account, deed.certificate) == ("operator-certificate-suspend", "vh01", OPERATORS)
        assert OLD in deed.text

    def test_a_serial_that_nobody_has_is_refused(self, house: House) -> None:
        assert code_of(self.suspend, house, FIRST.certificate.serial[:-1]) == "CERTIFICATE-NOT-HELD"
        assert code_of(self.suspend, house, "%") == "CERTIFICATE-NOT-HELD"

    def test_a_serial_of_two_issuers_asks_whose_is_meant(self, house: House) -> None:
        serial = FIRST.certificate.serial
        name = x509.Name([x509.NameAttribute(NameOID.USER_ID, f"MST:{P256_COMPANY}")])
        twin = read_certificate(Ca("Khác").issue(name, serial=int(serial, 16)))
        register = partial(house.books.certificates.register, state="registered", until=NEVER, at=stamp(NOW), deed=1)
        house.sit(lambda _: register(twin))
        assert code_of(self.suspend, house, serial) == "SERIAL-AMBIGUOUS"
        assert self.suspend(house, serial, tax_code=RSA_COMPANY) == RSA_COMPANY
        assert house.books.certificates.signatory(twin.issuer_serial).state == "registered"

    def test_a_reason_that_is_none_is_refused(self, house: House) -> None:
        assert code_of(self.suspend, house, FIRST.certificate.serial, reason="just so") == "FORM-FAULTY"
        assert state_of(house, FIRST) == "registered"


Two = tuple[Any, Any]


class TestByAnOfficer:
    @pytest.fixture
    def two(self) -> Two:
        return an_officer(), an_officer("ct01")

    @pytest.fixture
    def lost(self, house: House) -> Holder:
        """The company's only certificate is gone; another waits."""
        suspended(house, FIRST, FIRST)
        holder = Holder()
        registered(house, holder, replaces=OLD)
        return holder

    def test_a_company_without_any_goes_on(self, house: House, lost: Holder, two: Two) -> None:
        by_officer(house, lost, two[0], replaces=OLD)
        assert by_officer(house, lost, two[1], "ct01", replaces=OLD).outcome["state"] == "registered"
        assert state_of(house, lost) == "registered"
        [second, first, *_] = house.books.deeds.of_company(RSA_COMPANY, before=100, limit=10)
        assert [(one.account, one.kind) for one in (first, second)] == [
            (officer, "certificate-confirm-by-officer") for officer in ("cb01", "ct01")
        ]

    def test_a_company_that_has_one_confirms_itself(self, house: House, second: Holder) -> None:
        assert code_of(by_officer, house, second, an_officer()) == "COMPANY-CONFIRMS-ITSELF"

    def test_one_that_ran_out_does_not_count(self, house: House, second: Holder) -> None:
        house.rows("UPDATE certificate SET until = '2026-09-02T03:00:00.000000Z' WHERE state = 'registered'")
        assert by_officer(house, second, an_officer()).outcome["seconded_by"] == "cb01"

    @pytest.mark.parametrize("role", ["auditor", "operator"])
    def test_who_only_reads_or_runs_the_machine_does_not_decide(self, house: House, lost: Holder, role: str) -> None:
        officer = an_officer()
        house.rows("UPDATE officer SET role = ? WHERE id = 'cb01'", role)
        assert code_of(by_officer, house, lost, officer, replaces=OLD) == "OFFICER-DOES-NOT-DECIDE"

    def test_who_left_does_not_decide(self, house: House, lost: Holder) -> None:
        officer = an_officer()
        house.rows("UPDATE officer SET ended_at = '2026-09-01T00:00:00.000000Z' WHERE id = 'cb01'")
        assert code_of(by_officer, house, lost, officer, replaces=OLD) == "OFFICER-DOES-NOT-DECIDE"

    def test_who_is_off_duty_does_not_decide(self, house: House, lost: Holder) -> None:
        officer = an_officer()
        house.rows("UPDATE officer SET hours = '19:00-07:00' WHERE id = 'cb01'")
        assert code_of(by_officer, house, lost, officer, replaces=OLD) == "OFFICER-OFF-DUTY"

    def test_who_is_one_of_the_company_does_not_decide(self, house: House, lost: Holder) -> None:
        own = house.books.accounts.account("cb01")
        theirs = house.books.accounts.of_company(RSA_COMPANY)[0]
        house.books.accounts.put(msgspec.structs.replace(theirs, person=own.person))
        assert code_of(by_officer, house, lost, an_officer(), replaces=OLD) == "OFFICER-OWN-COMPANY"

    def test_a_company_does_not_sign_as_an_officer(self, house: House, lost: Holder) -> None:
        """The account that the deed names is the officer's; the signature is not."""
        an_officer()
        says = about(lost, tax_code=RSA_COMPANY, grounds="x", replaces=OLD)
        text = composed(house, "certificate-confirm-by-officer", "cb01", **says).text
        assert code_of(sent, house, signed(text, STRANGER)) == "SIGNER-UNKNOWN"

    def test_of_four_eyes_two_are_anothers(self, house: House, lost: Holder, two: Two) -> None:
        assert by_officer(house, lost, two[0], replaces=OLD).outcome == {"state": "waiting", "seconded_by": "cb01"}
        assert code_of(by_officer, house, lost, two[0], replaces=OLD) == "FOUR-EYES"
        assert state_of(house, lost) == "waiting"

    def test_both_look_at_one_and_the_same_registration(self, house: House, lost: Holder, two: Two) -> None:
        """Registered again with other particulars, both must look again."""
        by_officer(house, lost, two[0], replaces=OLD)
        registered(house, lost)
        assert by_officer(house, lost, two[1], "ct01").outcome["seconded_by"] == "ct01"

    def test_one_is_enough_where_so_set(self, house: House, lost: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(certificate_confirm_by_officer, "FOUR_EYES", Always("none"))
        assert by_officer(house, lost, an_officer(), replaces=OLD).outcome["state"] == "registered"


class Always:
    """A parameter as a customs service may set it."""

    def __init__(self, value: str) -> None:
        self._value = value

    def on(self, _day: Any) -> str:
        return self._value
