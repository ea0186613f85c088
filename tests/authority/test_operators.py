"""Operators sign what they do; the first is founded without a signature, once."""

from datetime import timedelta
from typing import Any

import pytest

from authority import operators
from authority.deeds import code_of
from authority.house import House, add_officer, operated, the_pki
from authority.operators import found
from demo_pki import NOW
from thongquan.authority.deed_ports import Sought
from thongquan.registration.model import Officer

SERIAL = the_pki().officer("vh01").certificate.serial
BY = the_pki().officer("vh01").certificate.fingerprint
IN_VIET_NAM = timedelta(hours=7)


def founds(house: House, who: str = "CC001") -> str:
    return code_of(found, house, the_pki(), who)


def try_as(house: House, by: str, **more: Any) -> str:
    says = {"tax_code": "9900000001", "name": "Công ty Mới"}
    return code_of(operators.operated, house, "company-add", says, pki=the_pki(), ders=[], by=by, **more)


class TestTheFirst:
    def test_is_on_record_unsigned_under_the_name_of_whoever_typed(self, house: House) -> None:
        [deed] = house.rows("SELECT seq, account, certificate FROM deed WHERE kind = 'operator-found'")
        assert deed == (1, "root", "")
        [text] = [one.text for one in house.books.deeds.all_of(Sought(kind="operator-found"), 10**6, 2)]
        assert "Việc: Lập người vận hành đầu tiên, không có chữ ký số (operator-found)\nHệ thống:" in text
        assert "Số hiệu công chức: vh01\nHọ và tên: Đỗ Văn Hành\n" in text

    def test_is_the_only_one_who_is_founded(self, house: House) -> None:
        assert founds(house) == "OPERATOR-EXISTS"
        assert house.books.officer("CC001") is None

    def test_an_operator_who_has_ended_or_whose_certificate_is_lost_signs_nothing_any_more(self, house: House) -> None:
        operated(house, "officer-suspend", id="vh01", serial=SERIAL)
        assert try_as(house, "vh01") == "CERTIFICATE-BLOCKED"
        assert founds(house) == "", "otherwise the machine would have no operator for ever"
        assert try_as(house, "CC001") == ""

    def test_while_another_operator_can_sign_nobody_is_founded(self, house: House) -> None:
        second = Officer("CC001", "Nguyễn Văn Thử", "02DS", "operator")
        add_officer(house, second, the_pki().officer("CC001").certificate.der, "1")
        operated(house, "officer-end", id="vh01")
        assert founds(house, "cb01") == "OPERATOR-EXISTS"

    def test_takes_nobody_who_is_there_already(self, house: House) -> None:
        operated(house, "officer-end", id="vh01")
        assert founds(house, "cb01") == "ALREADY-REGISTERED"
        assert founds(house, "vh01") == "ALREADY-REGISTERED"


class TestWhatOperatorsDo:
    @pytest.mark.parametrize("role", ["officer", "head", "auditor"])
    def test_no_other_role_does(self, house: House, role: str) -> None:
        house.sit(lambda now: now.books.connection.execute("UPDATE officer SET role = ? WHERE id = 'cb01'", (role,)))
        assert try_as(house, "cb01") == "OPERATOR-ONLY"
        assert house.books.company("9900000001") is None

    def test_counts_only_with_the_certificate_of_the_account_that_it_names(self, house: House) -> None:
        assert try_as(house, "vh01", signer=the_pki().officer("cb01")) == "SIGNER-UNKNOWN"
        assert try_as(house, "vh01", signer=the_pki().rsa) == "SIGNER-UNKNOWN"

    @pytest.mark.parametrize(
        ("hour", "minute", "code"), [(6, 59, "OFFICER-OFF-DUTY"), (7, 0, ""), (18, 59, ""), (19, 0, "OFFICER-OFF-DUTY")]
    )
    def test_is_done_in_hours_of_duty_by_the_clock_in_viet_nam(
        self, house: House, hour: int, minute: int, code: str
    ) -> None:
        operated(house, "officer-change", id="vh01", hours="07:00-19:00")
        at = NOW.replace(hour=0, minute=0) + timedelta(days=1, hours=hour, minutes=minute) - IN_VIET_NAM
        house.clock.now = at
        assert try_as(house, "vh01") == code

    def test_is_on_record_with_who_for_whom_and_by_which_certificate(self, house: House) -> None:
        assert try_as(house, "vh01") == ""
        [deed] = house.rows("SELECT account, company, certificate FROM deed WHERE company = '9900000001'")
        assert deed == ("vh01", "9900000001", BY)

    def test_is_done_once(self, house: House) -> None:
        from thongquan.authority.deed_door import ReceivedDeed, admit_deed
        from thongquan.authority.deed_work import carry_out, compose
        from thongquan.authority.procedure_list import OPERATING

        says = {"tax_code": "9900000001", "name": "Công ty Mới"}
        text = house.sit(lambda now: compose(now, OPERATING, "operator-company-add", "vh01", says)).text.encode()
        received = ReceivedDeed(text, the_pki().officer("vh01").sign(text))
        signed = house.sit(lambda now: admit_deed(now, received, OPERATING))
        secrets = {"certificates": ""}
        house.sit(lambda now: carry_out(now, signed, secrets, OPERATING))
        assert code_of(house.sit, lambda now: carry_out(now, signed, secrets, OPERATING)) == "DEED-REPEATED"
        assert code_of(house.sit, lambda now: admit_deed(now, received, OPERATING)) == "DEED-REPEATED"

    def test_takes_no_certificate_that_the_text_does_not_name(self, house: House) -> None:
        """Whoever can open the socket puts another company's certificate beside what an operator signed."""
        says = {"tax_code": "9900000001", "name": "Công ty Mới"}
        ders = [the_pki().certificate("rsa").der]
        assert (
            code_of(operators.operated, house, "company-add", says, pki=the_pki(), ders=ders) == "CERTIFICATES-DIFFER"
        )
        assert house.books.company("9900000001") is None


@pytest.mark.parametrize("by", ["", "a\u202eb", "a\nb", " a", "x" * 501])
def test_whoever_founds_has_a_name_of_plain_characters(house: House, by: str) -> None:
    operated(house, "officer-end", id="vh01")
    assert code_of(found, house, the_pki(), "CC001", by) == "TEXT-NOT-PLAIN"
    assert house.books.officer("CC001") is None
