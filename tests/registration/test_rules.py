"""Who may speak for whom, and what the office asks of those it registers."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from authority.deciding import decide
from authority.deeds import code_of
from authority.house import NAMES, House, a_filing, add_company, add_officer, lines_of, the_pki
from building import a_mic
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from thongquan.base.moment import stamp
from thongquan.declaration.codec import encode_line
from thongquan.registration.delegation import ForAnother
from thongquan.registration.duty import may_decide
from thongquan.registration.model import Company, Officer, Signer, SigningUser
from thongquan.registration.rules import account_is_open, may_act


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


def a_signer(*, suspended: bool = False, **changes: Any) -> Signer:
    users = (SigningUser("00001AAA", stamp(NOW)),)
    company = Company(RSA_COMPANY, "X", "00001", suspended)
    return Signer(company, the_pki().certificate("rsa"), **{"users": users, **changes})


@pytest.mark.parametrize(
    ("signer", "code"),
    [
        (a_signer(), ""),
        (a_signer(suspended=True), "COMPANY-SUSPENDED"),
        (a_signer(state="suspended"), "CERTIFICATE-BLOCKED"),
        (a_signer(state="waiting"), "CERTIFICATE-WAITING"),
        (a_signer(state="ended"), "CERTIFICATE-ENDED"),
        (a_signer(until=stamp(NOW)), ""),
        (a_signer(until=stamp(NOW - timedelta(microseconds=1))), "CERTIFICATE-ENDED"),
    ],
)
def test_an_account_is_open_unless_suspended_or_its_certificate_blocked(signer: Signer, code: str) -> None:
    assert code_of(lambda: account_is_open(signer, NOW)) == code


@pytest.mark.parametrize(
    ("filer", "principal", "code"),
    [
        (RSA_COMPANY, RSA_COMPANY, ""),
        (RSA_COMPANY, P256_COMPANY, "NO-RIGHT-TO-ACT"),
        (P256_COMPANY, P256_COMPANY, "NO-RIGHT-TO-ACT"),
        (P256_COMPANY, RSA_COMPANY, "NO-RIGHT-TO-ACT"),
    ],
)
def test_without_a_delegation_a_company_acts_for_itself_only(filer: str, principal: str, code: str) -> None:
    act = ForAnother(filer, "00001AAA", principal, "import", "02DS", "file")
    assert code_of(lambda: may_act(a_signer(), act, [], stamp(NOW))) == code


@pytest.mark.parametrize(("office", "code"), [("02DS", ""), ("01B1", "OFFICER-OTHER-OFFICE")])
def test_an_officer_decides_for_one_office(office: str, code: str) -> None:
    assert code_of(lambda: may_decide(Officer("x", "X", "02DS", "officer"), office, NOW)) == code


class TestCompanies:
    def test_are_registered_again_without_change(self, house: House) -> None:
        der = the_pki().certificate("rsa").der
        before = house.rows("SELECT * FROM company") + house.rows("SELECT * FROM certificate")
        add_company(house, NAMES[RSA_COMPANY], RSA_COMPANY, der)
        assert house.rows("SELECT * FROM company") + house.rows("SELECT * FROM certificate") == before

    def test_are_not_overwritten(self, house: House) -> None:
        assert code_of(add_company, house, "Tên khác", RSA_COMPANY) == "ALREADY-REGISTERED"

    def test_take_only_certificates_issued_to_their_own_tax_code(self, house: House) -> None:
        der = the_pki().certificate("p256").der
        told = code_of(add_company, house, NAMES[RSA_COMPANY], RSA_COMPANY, der)
        assert told == "REG-TAX-CODE"

    def test_take_no_issuers_certificate(self, house: House) -> None:
        der = the_pki().intermediate_ders[0]
        told = code_of(add_company, house, "Mới", "0100109106", der)
        assert told == "CERT-IS-CA"
        assert house.books.company("0100109106") is None

    def test_registered_while_serving_can_file_at_once(self, house: House) -> None:
        house.sit(lambda now: now.books.connection.execute("DELETE FROM certificate"))
        house.books.forget()
        filing = a_filing(lines_of("A1"))
        assert house.file(filing) == ["SIGNER-UNKNOWN"]
        der = the_pki().certificate("rsa").der
        add_company(house, NAMES[RSA_COMPANY], RSA_COMPANY, der)
        assert house.file(filing)[0]["outcomes"][0]["outcome"] == "registered"


class TestOfficers:
    def test_are_registered_again_without_change_and_not_overwritten(self, house: House) -> None:
        officer = Officer("cb01", "Lê Văn Công", "02DS", "officer")
        assert code_of(add_officer, house, officer) == ""
        other = Officer("cb01", "Người khác", "02DS", "officer")
        assert code_of(add_officer, house, other) == "ALREADY-REGISTERED"

    def test_belong_to_an_office_that_exists(self, house: House) -> None:
        officer = Officer("x", "X", "ZZZZ", "officer")
        assert code_of(add_officer, house, officer) == "OFFICE-UNKNOWN"

    @pytest.mark.parametrize(
        ("officer", "verdict", "reason", "code"),
        [
            ("cb01", "clear", "", ""),
            ("cb01", "refuse", "hàng cấm", ""),
            ("cb01", "refuse", "", "REASON-MISSING"),
            ("cb01", "refuse", "  ", "FORM-FAULTY"),
            ("nobody", "clear", "", "OFFICER-UNKNOWN"),
            ("cb99", "clear", "", "OFFICER-OTHER-OFFICE"),
        ],
    )
    def test_decide_on_what_waits(self, house: House, officer: str, verdict: Any, reason: str, code: str) -> None:
        add_officer(house, Officer("cb99", "X", "01B1", "officer"))
        house.file(a_filing([encode_line(a_mic(goods_description="drone"))]))
        assert code_of(lambda: decide(house, "100000000010", verdict, reason, officer)) == code

    def test_do_not_decide_on_what_is_cleared(self, house: House) -> None:
        """One in fifty is drawn for a look, so some are filed and the first that is cleared is taken."""
        [answer] = house.file(a_filing(lines_of("A1", "A2", "A3", "A4", "A5")))
        decisions = [one["decision"] for one in answer["outcomes"]]
        number = next(one["number"] for one in decisions if one["channel"] == "1")
        assert code_of(lambda: decide(house, number, "refuse", "x")) == "STEP-NOT-NOW"

    @pytest.mark.parametrize("number", ["100000000010", "199999999999"])
    def test_do_not_decide_on_what_is_not_there(self, house: House, number: str) -> None:
        assert code_of(lambda: decide(house, number, "clear", "")) == "NOT-FOUND"
