"""*Đăng ký/cập nhật tài khoản quản trị*: who may make it, and who may change it (threat 7)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from authority.accounts import (
    EMAIL,
    KEPT,
    OTHER,
    account_of,
    an_admin,
    log_in,
    put,
    register_admin,
    second_signer,
    with_second,
)
from authority.deeds import code_of, composed, sent, signed
from authority.house import House, the_pki
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.authority.password_change import PasswordReplaced
from thongquan.signing.sign import Pkcs12Signer

RSA, P256 = the_pki().rsa, the_pki().p256


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


@pytest.fixture
def two(house: House) -> House:
    """A company with two certificates, the first of which is its administrator's."""
    with_second(house)
    register_admin(house, RSA)
    return house


class TestTheFirstTime:
    def test_the_certificate_that_will_log_in_signs(self, house: House) -> None:
        assert register_admin(house, RSA).outcome == {"account": "registered", "password_number": "1"}
        account = account_of(house)
        assert (account.kind, account.tax_code, account.person.email) == ("admin", RSA_COMPANY, EMAIL)
        assert account.certificate == RSA.certificate.issuer_serial

    def test_another_certificate_of_the_company_does_not(self, house: House) -> None:
        with_second(house)
        assert code_of(register_admin, house, RSA, second_signer()) == "CERTIFICATE-DIFFERS"
        assert account_of(house) is None

    def test_nor_one_of_another_company(self, house: House) -> None:
        assert code_of(register_admin, house, RSA, P256) == "SIGNER-UNKNOWN"
        assert account_of(house) is None

    def test_an_unregistered_certificate_cannot_be_chosen(self, house: House) -> None:
        second = second_signer()
        assert code_of(register_admin, house, second, RSA) == "CERTIFICATE-NOT-OF-COMPANY"

    def test_nor_can_another_companys(self, house: House) -> None:
        text = composed(house, "admin-register", RSA_COMPANY, **an_admin(P256)).text
        assert code_of(sent, house, signed(text, RSA), password="", new_password=KEPT) == "CERTIFICATE-NOT-OF-COMPANY"

    @pytest.mark.parametrize("state", ["suspended", "ended", "waiting"])
    def test_one_that_does_not_count_cannot_be_chosen(self, two: House, state: str) -> None:
        two.sit(lambda now: now.books.certificates.put(second_signer().certificate.issuer_serial, state))
        assert code_of(register_admin, two, second_signer(), RSA, present=KEPT) == "CERTIFICATE-NOT-OF-COMPANY"

    def test_serial_and_fingerprint_are_of_one_certificate(self, house: House) -> None:
        assert code_of(register_admin, house, RSA, serial=P256.certificate.serial) == "CERTIFICATE-NOT-OF-COMPANY"

    @pytest.mark.parametrize("email", ["", "quantri", "a@b", "a b@c.vn", "a@@c.vn", "a@c.vn\n", "a" * 250 + "@c.vn"])
    def test_the_address_looks_like_one(self, house: House, email: str) -> None:
        assert code_of(register_admin, house, RSA, email=email) == "FORM-FAULTY"

    def test_the_text_names_account_and_certificate_and_no_password(self, house: House) -> None:
        text = composed(house, "admin-register", RSA_COMPANY, **an_admin(RSA)).text
        assert f"Tài khoản: {RSA_COMPANY}\n" in text
        assert RSA.certificate.fingerprint in text
        assert "Mật khẩu" not in text


class TestAChange:
    def test_the_own_certificate_and_the_password_together_may(self, two: House) -> None:
        carried = register_admin(two, RSA, present=KEPT, new=OTHER, email="moi@thunghiem.example")
        assert carried.outcome == {"account": "changed", "password_number": "2"}
        assert (account_of(two).password, account_of(two).person.email) == (OTHER, "moi@thunghiem.example")

    @pytest.mark.parametrize("present", ["", OTHER])
    def test_the_own_certificate_alone_may_not(self, two: House, present: str) -> None:
        """A thief of the token does not set the password anew."""
        assert code_of(register_admin, two, RSA, present=present, new=OTHER) == "PASSWORD-WRONG"
        assert account_of(two).password == KEPT

    def test_a_second_person_may_set_a_new_password_for_who_forgot_it(self, two: House) -> None:
        register_admin(two, RSA, second_signer(), new=OTHER)
        assert account_of(two).password == OTHER
        assert account_of(two).certificate == RSA.certificate.issuer_serial

    def test_the_old_certificate_may_put_another_in_its_place(self, two: House) -> None:
        assert register_admin(two, second_signer(), RSA, present=KEPT).outcome["certificate"] == "changed"
        assert account_of(two).certificate == second_signer().certificate.issuer_serial
        log_in(two, second_signer())
        assert code_of(log_in, two, RSA) == "SIGNER-UNKNOWN"

    @pytest.mark.parametrize("present", ["", KEPT, OTHER])
    def test_the_new_one_never_puts_itself_in_place(self, two: House, present: str) -> None:
        """Whoever holds a certificate of the company, and even knows the password, needs a second person."""
        assert code_of(register_admin, two, second_signer(), present=present) == "SECOND-PERSON-NEEDED"
        assert account_of(two).certificate == RSA.certificate.issuer_serial

    def test_a_closed_account_stays_closed(self, two: House) -> None:
        put(two, ended_at="2026-09-02T02:00:00.000000Z")
        assert code_of(register_admin, two, RSA, present=KEPT) == "ACCOUNT-CLOSED"

    def test_a_captured_request_is_carried_out_once(self, two: House) -> None:
        text = composed(two, "admin-register", RSA_COMPANY, **an_admin(RSA, replaces="1")).text
        received = signed(text, second_signer())
        sent(two, received, password="", new_password=OTHER)
        assert code_of(sent, two, received, password="", new_password=KEPT) == "DEED-REPEATED"
        assert account_of(two).password == OTHER


class TestThePasswordThatIsReplaced:
    """The text names its number, so that what was signed before the last change undoes nothing."""

    def test_is_none_the_first_time(self, house: House) -> None:
        assert code_of(register_admin, house, RSA, replaces="1") == "PASSWORD-NOTHING-TO-REPLACE"
        assert account_of(house) is None

    @pytest.mark.parametrize("replaces", ["", "2", "7"])
    def test_is_the_present_one_and_its_number_is_told_to_who_signed(self, two: House, replaces: str) -> None:
        text = composed(two, "admin-register", RSA_COMPANY, **an_admin(RSA, replaces=replaces)).text
        with pytest.raises(PasswordReplaced) as refused:
            sent(two, signed(text, second_signer()), password="", new_password=OTHER)
        assert refused.value.facts == {"number": 1}
        assert account_of(two).password == KEPT

    @pytest.mark.parametrize("by", [RSA, "second"])
    def test_an_older_text_never_undoes_a_newer_one(self, two: House, by: object) -> None:
        signer = second_signer() if by == "second" else RSA
        kept_back = signed(composed(two, "admin-register", RSA_COMPANY, **an_admin(RSA, replaces="1")).text, signer)
        register_admin(two, RSA, present=KEPT, new=OTHER)
        assert code_of(sent, two, kept_back, password=OTHER, new_password=KEPT) == "PASSWORD-REPLACED"
        assert (account_of(two).password, account_of(two).password_number) == (OTHER, 2)

    def test_stands_in_the_text(self, two: House) -> None:
        text = composed(two, "admin-register", RSA_COMPANY, **an_admin(RSA, replaces="1")).text
        assert "\nThay mật khẩu số: 1\n" in text

    def test_of_a_stranger_its_number_is_not_told(self, two: House) -> None:
        assert code_of(register_admin, two, RSA, P256, replaces="7") == "SIGNER-UNKNOWN"


@pytest.mark.parametrize("chosen", ["rsa", "second", "p256"])
@pytest.mark.parametrize("by", ["rsa", "second", "p256"])
@pytest.mark.parametrize("account", [RSA_COMPANY, P256_COMPANY])
def test_no_company_touches_another_ones_account(two: House, account: str, chosen: str, by: str) -> None:
    """All combinations of account, certificate chosen and signer."""
    register_admin(two, P256, new="hash of the other company's")
    signers = {"rsa": RSA, "second": second_signer(), "p256": P256}
    before = {name: account_of(two, name) for name in (RSA_COMPANY, P256_COMPANY)}
    text = composed(two, "admin-register", account, **an_admin(signers[chosen])).text
    secrets = {"password": before[account].password, "new_password": "hash of an intruder's"}
    code = code_of(sent, two, signed(text, signers[by]), **secrets)
    own = {RSA_COMPANY: {"rsa", "second"}, P256_COMPANY: {"p256"}}[account]
    if not {chosen, by} <= own:
        assert code in {"SIGNER-UNKNOWN", "CERTIFICATE-NOT-OF-COMPANY"}
        assert account_of(two, account) == before[account]
    [other] = {RSA_COMPANY, P256_COMPANY} - {account}
    assert account_of(two, other) == before[other]


def test_the_builders_are_of_whom_they_say() -> None:
    signers: list[Pkcs12Signer] = [RSA, second_signer(), P256]
    assert [one.certificate.tax_code for one in signers] == [RSA_COMPANY, RSA_COMPANY, P256_COMPANY]
