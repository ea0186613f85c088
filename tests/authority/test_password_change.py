"""*Đổi mật khẩu cho UserID*: the present password, the new one, and the signature of the account's own certificate."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from authority.accounts import (
    COMPANIES,
    EMAIL,
    KEPT,
    OTHER,
    USER,
    account_of,
    add_user,
    an_admin,
    change,
    log_in,
    put,
    register_admin,
    second_signer,
    with_second,
)
from authority.deeds import code_of, composed, sent, signed
from authority.house import House, the_pki
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from thongquan.authority.deed_door import admit_deed
from thongquan.authority.password_work import PasswordsAsked, faults_of_new, kept_anew, passwords_asked
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.base.moment import stamp

RSA, P256 = the_pki().rsa, the_pki().p256


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    with_second(house)
    register_admin(house, RSA)
    yield house
    house.close()


def test_a_default_password_becomes_an_own_one(house: House) -> None:
    add_user(house)
    assert change(house, RSA, 1, USER).outcome == {"password_number": "2"}
    account = account_of(house, USER)
    assert (account.password, account.password_state, account.password_until) == (OTHER, "own", "")
    log_in(house, RSA, USER, OTHER)


def test_an_administrator_changes_his_own(house: House) -> None:
    change(house, RSA, 1)
    assert account_of(house).password == OTHER
    assert code_of(log_in, house, RSA) == "PASSWORD-WRONG"


def test_the_present_password_is_needed(house: House) -> None:
    assert code_of(change, house, RSA, 1, password=OTHER) == "PASSWORD-WRONG"
    assert code_of(change, house, RSA, 1, password="") == "PASSWORD-WRONG"
    assert account_of(house).password == KEPT


def test_a_default_password_that_lapsed_cannot_be_changed(house: House) -> None:
    add_user(house, password_until=stamp(NOW))
    assert code_of(change, house, RSA, 1, USER) == "PASSWORD-LAPSED"


@pytest.mark.parametrize("signer", [P256, "second"])
def test_only_the_accounts_own_certificate_signs(house: House, signer: object) -> None:
    by = second_signer() if signer == "second" else P256
    assert code_of(change, house, by, 1) == "SIGNER-UNKNOWN"


@pytest.mark.parametrize("number", [2, 7])
def test_a_text_for_another_password_is_refused_and_the_owner_told_the_number(house: House, number: int) -> None:
    assert code_of(change, house, RSA, number) == "PASSWORD-REPLACED"


def test_a_text_signed_before_the_last_change_is_good_no_more(house: House) -> None:
    earlier = signed(composed(house, "password-change", RSA_COMPANY, replaces="1", becomes="2").text, RSA)
    change(house, RSA, 1)
    assert code_of(sent, house, earlier, password=OTHER, new_password=KEPT) == "PASSWORD-REPLACED"


def test_a_captured_request_is_carried_out_once(house: House) -> None:
    received = signed(composed(house, "password-change", RSA_COMPANY, replaces="1", becomes="2").text, RSA)
    sent(house, received, password=KEPT, new_password=OTHER)
    assert code_of(sent, house, received, password=OTHER, new_password=KEPT) == "DEED-REPEATED"


@pytest.mark.parametrize(("replaces", "becomes"), [("0", "1"), ("1", "1"), ("1", "3"), ("-1", "0"), ("01", "2")])
def test_the_numbers_follow_each_other(house: House, replaces: str, becomes: str) -> None:
    says = {"replaces": replaces, "becomes": becomes}
    assert code_of(composed, house, "password-change", RSA_COMPANY, **says) == "FORM-FAULTY"


def test_composing_tells_nobody_which_accounts_there_are(house: House) -> None:
    for kind, says in (
        ("password-change", {"replaces": "1", "becomes": "2"}),
        ("login", {}),
        ("admin-register", an_admin(RSA)),
    ):
        known, unknown = (composed(house, kind, name, **says).text for name in (RSA_COMPANY, "0000000000"))
        without = [line for line in known.splitlines() if not line.startswith(("Tài khoản", "Thời điểm", "Số dùng"))]
        assert set(without) <= set(unknown.splitlines())


@pytest.mark.parametrize("account", [RSA_COMPANY, P256_COMPANY, USER])
@pytest.mark.parametrize("by", ["rsa", "second", "p256"])
def test_no_company_changes_another_ones_password(house: House, account: str, by: str) -> None:
    """All combinations of account and signer, each with the right present password."""
    add_user(house)
    register_admin(house, P256)
    signers = {"rsa": RSA, "second": second_signer(), "p256": P256}
    code = code_of(change, house, signers[by], 1, account)
    owner = COMPANIES.get(account, "rsa")
    assert code == ("" if by == owner else "SIGNER-UNKNOWN")
    assert account_of(house, account).password == (OTHER if by == owner else KEPT)


def asked(house: House, kind: str, account: str, **says: object) -> PasswordsAsked:
    received = signed(composed(house, kind, account, **says).text, RSA)
    passed = house.sit(lambda now: admit_deed(now, received, PROCEDURES))
    return house.sit(lambda now: passwords_asked(now, passed))  # type: ignore[no-any-return]  # `sit` gives what it is given


class TestWhatIsAskedOfThePasswords:
    def test_the_present_one_of_an_account_that_signs_for_itself(self, house: House) -> None:
        assert asked(house, "login", RSA_COMPANY).kept == KEPT

    def test_none_of_one_that_does_not_exist_yet(self, house: House) -> None:
        house.sit(lambda now: now.books.connection.execute("DELETE FROM account"))
        assert asked(house, "admin-register", RSA_COMPANY, **an_admin(RSA)).kept == ""

    def test_none_when_a_second_person_signs(self, house: House) -> None:
        put(house, certificate=second_signer().certificate.issuer_serial)
        assert asked(house, "admin-register", RSA_COMPANY, **an_admin(second_signer())).kept == ""

    def test_what_everybody_knows_of_the_owner_is_not_in_a_new_one(self, house: House) -> None:
        found = asked(house, "admin-register", RSA_COMPANY, **an_admin(RSA, name="Trần Văn Bình"))
        for told in (RSA_COMPANY, EMAIL, "Trần Văn Bình"):
            assert "PASSWORD-TELLS-WHO" in [one.code for one in faults_of_new(found, f"trâu {told} sông", "")]
        assert faults_of_new(found, "bốn con trâu uống sông", "") == []

    def test_a_user_is_asked_for_what_the_wire_can_carry(self, house: House) -> None:
        add_user(house)
        found = asked(house, "password-change", USER, replaces="1", becomes="2")
        assert faults_of_new(found, "q7Vd2#Rk", "") == []
        assert [one.code for one in faults_of_new(found, "12345678", "")] == ["PASSWORD-FROM-THE-TUTORIAL"]
        assert "PASSWORD-TELLS-WHO" in [one.code for one in faults_of_new(found, "00001q7#", "")]


class TestHashedAnew:
    def test_the_same_password_is_kept_with_todays_parameters(self, house: House) -> None:
        house.sit(lambda now: kept_anew(now, RSA_COMPANY, KEPT, "hash of today"))
        assert (account_of(house).password, account_of(house).password_number) == ("hash of today", 1)

    def test_one_that_was_changed_meanwhile_is_left_alone(self, house: House) -> None:
        house.sit(lambda now: kept_anew(now, RSA_COMPANY, OTHER, "hash of today"))
        assert account_of(house).password == KEPT
