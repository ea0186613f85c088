"""Threats 6, 7 and 8: secrets are made when they are shown, once, in time, to their company, and kept as hashes."""

from datetime import timedelta
from typing import Any

import pytest

from authority.applying import (
    a_declarant,
    a_signer,
    approved,
    carried,
    credentials,
    deed,
    everybody,
)
from authority.deeds import code_of, composed, sent, signed
from authority.house import House
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.authority.deed_work import Carried
from thongquan.authority.refusals import FormFaulty
from thongquan.base.limits import LIMITS
from thongquan.base.moment import read_stamp, stamp
from thongquan.registration.secret import key_hash

DAY = timedelta(days=1)


class Given:
    """A company with one user and one terminal, in effect."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.signers = everybody(house)
        made = approved(house, a_declarant(self.signers[0]))
        [self.user], [self.terminal] = made.users, made.terminals
        house.clock.now += DAY

    def read(self, kind: str = "credentials-read") -> tuple[str, str]:
        shown = credentials(self.house, kind, [self.user], {self.terminal: self.user}).shown
        return shown[f"password {self.user}"], shown[f"access_key {self.terminal}"]

    def check(self, password: str, key: str, **changes: Any) -> Carried:
        signer, terminal = changes.get("signer", self.signers[0]), changes.get("terminal", self.terminal)
        secrets = {"password": f"hash of {password}", "access_key": key}
        return deed(self.house, "credentials-check", self.user, signer, terminal=terminal, secrets=secrets)

    def rotate(self, hours: int) -> str:
        says = {"terminal": self.terminal, "user": self.user, "overlap_hours": hours}
        done = deed(self.house, "terminal-rotate", RSA_COMPANY, a_signer(RSA_COMPANY), **says)
        return done.shown[f"access_key {self.terminal}"]


@pytest.fixture
def given(house: House) -> Given:
    return Given(house)


def faults_of(work: Any, *arguments: Any) -> list[tuple[str, str]]:
    with pytest.raises(FormFaulty) as refused:
        work(*arguments)
    return [(one.code, one.at) for one in refused.value.faults]


class TestReading:
    def test_before_it_is_read_there_is_no_secret(self, given: Given) -> None:
        account = given.house.books.accounts.account(given.user)
        assert (account.password, account.password_state) == ("", "none")
        assert given.house.books.terminals.terminal(given.terminal).key == b""

    def test_what_is_read_works(self, given: Given) -> None:
        assert given.check(*given.read()).outcome["works"] == "yes"

    def test_a_second_read_is_refused_with_the_way_out(self, given: Given) -> None:
        given.read()
        read_before = [("CREDENTIALS-READ-BEFORE", "passwords.0.user"), ("CREDENTIALS-READ-BEFORE", "keys.0.terminal")]
        assert faults_of(given.read) == read_before
        old = given.house.books.accounts.account(given.user).password
        password, key = given.read("credentials-renew")
        assert given.house.books.accounts.account(given.user).password != old
        assert given.check(password, key).outcome["works"] == "yes"

    def test_what_was_renewed_is_dead_before(self, given: Given) -> None:
        password, key = given.read()
        new_password, new_key = given.read("credentials-renew")
        assert code_of(given.check, password, new_key) == "PASSWORD-WRONG"
        assert code_of(given.check, new_password, key) == "TERMINAL-REFUSED"

    @pytest.mark.parametrize(("late", "faults"), [(-1, 0), (1, 2)])
    def test_what_nobody_reads_in_time_is_not_given_out(self, given: Given, late: int, faults: int) -> None:
        until = read_stamp(given.house.books.terminals.terminal(given.terminal).readable_until)
        given.house.clock.now = until + timedelta(seconds=late)
        if not faults:
            assert given.read()
            return
        assert [code for code, _ in faults_of(given.read)] == ["CREDENTIALS-TOO-LATE"] * faults
        assert given.read("credentials-renew")

    @pytest.mark.parametrize(("late", "code"), [(-1, ""), (1, "PASSWORD-LAPSED")])
    def test_a_default_password_that_nobody_changes_ends(self, given: Given, late: int, code: str) -> None:
        password, key = given.read()
        until = read_stamp(given.house.books.accounts.account(given.user).password_until)
        assert until - given.house.clock.now > timedelta(days=29)
        given.house.clock.now = until + timedelta(seconds=late)
        assert code_of(given.check, password, key) == code

    def test_the_text_names_the_number_of_each_secret_and_no_secret(self, given: Given) -> None:
        says = {"passwords": [{"user": given.user}], "keys": [{"terminal": given.terminal, "user": given.user}]}
        text = composed(given.house, "credentials-read", RSA_COMPANY, **says).text
        assert f"\nMật khẩu mặc định 1 · User ID: {given.user}\nMật khẩu mặc định 1 · Số thứ tự mới: 1\n" in text
        done = carried(given.house, text, a_signer(RSA_COMPANY))
        told = (given.house.books.deeds.of_company(RSA_COMPANY, 1000, 1)[0], done.outcome)
        assert not any(secret in str(told) for secret in done.shown.values())

    def test_a_text_that_was_signed_and_kept_changes_nothing_later(self, given: Given) -> None:
        says = {"passwords": [{"user": given.user}]}
        kept = composed(given.house, "credentials-renew", RSA_COMPANY, **says).text
        given.read("credentials-renew")
        assert code_of(carried, given.house, kept, a_signer(RSA_COMPANY)) == "FORM-FAULTY"

    def test_without_a_password_made_up_nothing_is_kept(self, given: Given) -> None:
        text = composed(given.house, "credentials-read", RSA_COMPANY, passwords=[{"user": given.user}]).text
        assert code_of(sent, given.house, signed(text, a_signer(RSA_COMPANY))) == "SECRET-MISSING"
        assert given.house.books.accounts.account(given.user).password_state == "none"

    @pytest.mark.parametrize(("more", "code"), [(0, "CREDENTIALS-USER-UNKNOWN"), (1, "FIELD-TOO-MANY")])
    def test_so_many_are_read_at_once(self, given: Given, more: int, code: str) -> None:
        users = [{"user": f"00001Z{n:02d}", "number": 1} for n in range(LIMITS.credentials_at_once + more)]
        work = lambda: composed(given.house, "credentials-read", RSA_COMPANY, passwords=users)  # noqa: E731 - as above
        assert {code for code, _ in faults_of(work)} == {code}


class TestOwners:
    """Threat 7: what another company has is not there."""

    @pytest.mark.parametrize("kind", ["credentials-read", "credentials-renew"])
    def test_another_companys_secrets(self, given: Given, kind: str) -> None:
        says = {
            "passwords": [{"user": given.user, "number": 1}],
            "keys": [{"terminal": given.terminal, "number": 1, "user": given.user, "certificate": "0" * 64}],
        }
        work = lambda: composed(given.house, kind, P256_COMPANY, **says)  # noqa: E731 - at once
        found = {code for code, _ in faults_of(work)}
        assert found == {"CREDENTIALS-USER-UNKNOWN", "TERMINAL-UNKNOWN"}

    def test_another_companys_terminal(self, given: Given) -> None:
        rotate = {
            "terminal": given.terminal,
            "number": 2,
            "user": given.user,
            "certificate": "0" * 64,
            "overlap_hours": 1,
        }
        end = {"terminal": given.terminal, "reason": "Không dùng nữa."}
        for kind, says in (("terminal-rotate", rotate), ("terminal-end", end)):
            work = lambda: composed(given.house, kind, P256_COMPANY, **says)  # noqa: B023, E731 - at once
            assert ("TERMINAL-UNKNOWN", "terminal") in faults_of(work)

    @pytest.mark.parametrize("account", ["cb01", "nobody"])
    def test_nobody_but_an_administrator_reads_them(self, given: Given, account: str) -> None:
        asked = {"passwords": [{"user": given.user}]}
        for kind in ("credentials-read", "credentials-renew"):
            assert code_of(composed, given.house, kind, account, **asked) == "NOT-FOUND"

    def test_a_user_does_not_read_its_own(self, given: Given) -> None:
        assert (
            code_of(composed, given.house, "credentials-read", given.user, passwords=[{"user": given.user}])
            == "NOT-FOUND"
        )


class TestTerminals:
    """Threat 8: bound to certificate and terminal, changed with overlap, closed at once."""

    @pytest.mark.parametrize(("seconds", "code"), [(-1, ""), (1, "TERMINAL-REFUSED")])
    def test_the_old_key_works_until_its_overlap_ends(self, given: Given, seconds: int, code: str) -> None:
        password, old = given.read()
        new = given.rotate(2)
        given.house.clock.now += timedelta(hours=2, seconds=seconds)
        assert code_of(given.check, password, old) == code
        assert given.check(password, new).outcome["works"] == "yes"

    def test_without_overlap_it_is_dead_at_once(self, given: Given) -> None:
        password, old = given.read()
        given.rotate(0)
        assert code_of(given.check, password, old) == "TERMINAL-REFUSED"

    @pytest.mark.parametrize(("hours", "is_right"), [(0, True), (24, True), (-1, False), (25, False)])
    def test_an_overlap_has_its_limit(self, given: Given, hours: int, is_right: bool) -> None:
        assert LIMITS.terminal_key_overlap_hours == 24
        given.read()
        assert (
            bool(given.rotate(hours))
            if is_right
            else faults_of(given.rotate, hours) == [("TERMINAL-OVERLAP", "overlap_hours")]
        )

    def test_a_terminal_without_key_has_none_to_change(self, given: Given) -> None:
        assert faults_of(given.rotate, 0) == [("TERMINAL-NO-KEY", "terminal")]

    def test_a_key_is_good_for_its_own_terminal(self, given: Given) -> None:
        password, key = given.read()
        assert code_of(given.check, password, key, terminal="ZZZZZZ") == "TERMINAL-REFUSED"
        assert key_hash(key, given.terminal) != key_hash(key, "ZZZZZZ")

    def test_a_key_is_good_with_its_own_certificate(self, given: Given) -> None:
        password, key = given.read()
        terminal = given.house.books.terminals.terminal(given.terminal)
        assert terminal.opens(key, given.signers[0].certificate.issuer_serial, stamp(given.house.clock.now))
        assert not terminal.opens(key, given.signers[1].certificate.issuer_serial, stamp(given.house.clock.now))
        assert code_of(given.check, password, key, signer=given.signers[1]) == "SIGNER-UNKNOWN"

    def test_a_closed_terminal_is_closed_at_once(self, given: Given) -> None:
        password, key = given.read()
        says = {"terminal": given.terminal, "reason": "Máy hỏng."}
        deed(given.house, "terminal-end", RSA_COMPANY, a_signer(RSA_COMPANY), **says)
        assert code_of(given.check, password, key) == "TERMINAL-REFUSED"
        assert given.house.books.terminals.terminal(given.terminal).key == b""


def test_of_secrets_the_database_holds_only_hashes(given: Given) -> None:
    password, key = given.read()
    new = given.rotate(2)
    pages = b"".join(file.read_bytes() for file in given.house.service.data.iterdir() if file.is_file())
    for planted in (key, new, f"hash of {password}", "Đặng Thị Thu Hà", "079185000123", "12 Lê Lợi", "028 3822 0001"):
        assert planted.encode() not in pages
    assert given.terminal.encode() in pages
