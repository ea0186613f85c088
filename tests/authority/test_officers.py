"""Officers as operators register them: with a certificate of their own, an account, and on record."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from authority import operators
from authority.deciding import decide
from authority.deeds import code_of
from authority.house import House, a_filing, add_officer, an_owner, operated, the_pki
from building import a_mic
from demo_pki import NOW, RSA_COMPANY
from thongquan.base.moment import read_stamp
from thongquan.declaration.codec import encode_line
from thongquan.registration.model import Officer

NEW = Officer("CC001", "Nguyễn Văn Thử", "02DS", "officer", "01", "07:00-19:00")
IDENTITY = "079180000104"


def add(house: House, officer: Officer = NEW, der: bytes = b"", identity: str = "") -> str:
    return code_of(add_officer, house, officer, der, identity)


def change(house: House, officer: str = "cb01", **says: str) -> str:
    return code_of(operated, house, "officer-change", id=officer, **says)


def end(house: House, officer: str) -> str:
    return code_of(operated, house, "officer-end", id=officer)


def suspend(house: House, officer: str, serial: str) -> str:
    return code_of(operated, house, "officer-suspend", id=officer, serial=serial)


def der(officer: str = "CC001") -> bytes:
    return the_pki().officer(officer).certificate.der


def deeds(house: House, kind: str) -> list[tuple[str, ...]]:
    return house.rows("SELECT account, company, certificate FROM deed WHERE kind = ?", kind)


def everything(house: House) -> list[Any]:
    return [house.rows(f"SELECT * FROM {table}") for table in ("officer", "officer_certificate", "account")]


BY_OPERATOR = ("vh01", "", the_pki().officer("vh01").certificate.fingerprint)


def a_red(house: House, name: str = "B1") -> str:
    [answer] = house.file(a_filing([encode_line(a_mic(goods_description="Drone", house_bill=name, **an_owner(name)))]))
    return str(answer["outcomes"][0]["decision"]["number"])


class TestAdding:
    def test_is_on_record_with_who_signed_and_by_which_certificate(self, house: House) -> None:
        assert add(house, NEW, der(), IDENTITY) == ""
        assert deeds(house, "operator-officer-add")[-1] == BY_OPERATOR

    def test_again_changes_nothing(self, house: House) -> None:
        add(house, NEW, der(), IDENTITY)
        before = everything(house)
        assert add(house, NEW, der(), IDENTITY) == ""
        assert everything(house) == before

    def test_a_certificate_later_lets_the_officer_decide(self, house: House) -> None:
        number = a_red(house)
        add(house)
        assert add(house, NEW, b"", IDENTITY) == "OFFICER-CERTIFICATE-MISSING"
        assert code_of(decide, house, number, officer="CC001") == "OFFICER-IDENTITY-UNKNOWN"
        add(house, NEW, der(), IDENTITY)
        assert decide(house, number, officer="CC001").decided_by == "CC001"

    def test_an_account_needs_an_identity_number(self, house: House) -> None:
        says = {"id": "CC001", "name": "X", "office": "02DS", "role": "officer", "account": True}
        told = code_of(operators.operated, house, "officer-add", says, pki=the_pki(), ders=[])
        assert told == "OFFICER-IDENTITY-MISSING"
        assert house.books.officer("CC001") is None

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"office": "ZZZZ"}, "OFFICE-UNKNOWN"),
            ({"hours": "7:00-19:00"}, "OFFICER-HOURS"),
            ({"hours": "07:00-24:00"}, "OFFICER-HOURS"),
            ({"hours": "07:00-07:00"}, "OFFICER-HOURS"),
            ({"hours": "22:00-06:00"}, ""),
            ({"id": "9901234560"}, "OFFICER-ID"),
            ({"id": "00001AB9"}, "OFFICER-ID"),
            ({"id": "00001AB"}, ""),
            ({"name": ""}, "FORM-FAULTY"),
            ({"team": "a\u202eb"}, "FORM-FAULTY"),
            ({"id": "cb01", "team": "01"}, "ALREADY-REGISTERED"),
        ],
    )
    def test_of_what_is_not_right_is_refused(self, house: House, changes: dict[str, Any], code: str) -> None:
        assert add(house, replace(NEW, **changes)) == code

    def test_takes_no_account_of_a_company(self, house: House) -> None:
        made = replace(house.books.accounts.account("cb01"), name="CC001", kind="user", tax_code=RSA_COMPANY)
        house.books.accounts.add(made)
        before = everything(house)
        assert add(house, NEW, der()) == "OFFICER-ID"
        assert everything(house) == before

    def test_takes_no_companys_certificate_and_nobody_elses(self, house: House) -> None:
        assert add(house, NEW, the_pki().rsa.certificate.der) == "CERT-OF-A-COMPANY"
        assert add(house, NEW, the_pki().intermediate_ders[0]) == "CERT-IS-CA"
        assert add(house, NEW, der("cb01")) == "ALREADY-REGISTERED"
        assert house.books.officer("CC001") is None

    def test_an_officers_certificate_files_nothing(self, house: House) -> None:
        filing = a_filing([encode_line(a_mic())])
        forged = replace(filing, signature=the_pki().officer("cb01").sign(filing.statement))
        assert house.file(forged) == ["SIGNER-UNKNOWN"]


class TestChanging:
    def test_counts_at_once(self, house: House) -> None:
        number = a_red(house)
        assert change(house, office="01E1") == ""
        assert code_of(decide, house, number) == "OFFICER-OTHER-OFFICE"
        assert deeds(house, "operator-officer-change") == [BY_OPERATOR]

    def test_to_what_it_was_is_nothing_to_sign(self, house: House) -> None:
        assert change(house, office="02DS") == "OFFICER-UNCHANGED"
        assert deeds(house, "operator-officer-change") == []

    def test_whoever_has_ended_signs_nothing_any_more_and_what_he_decided_stays(self, house: House) -> None:
        decided, other = decide(house, a_red(house)), a_red(house, "B2")
        end(house, "cb01")
        assert code_of(decide, house, other) == "OFFICER-ENDED"
        assert house.books.case(decided.number).decision == decided
        assert not house.books.accounts.account("cb01").is_open("9999")
        assert end(house, "cb01") == "OFFICER-ENDED"

    def test_the_head_who_has_ended_stands_on_nothing_new(self, house: House) -> None:
        assert house.books.head_of("02DS") == "Trần Thị Trưởng"
        end(house, "ct01")
        assert house.books.head_of("02DS") == ""

    def test_a_suspended_certificate_signs_nothing_within_the_second(self, house: House) -> None:
        number, serial = a_red(house), the_pki().officer("cb01").certificate.serial
        assert suspend(house, "cb01", serial) == ""
        assert code_of(decide, house, number) == "CERTIFICATE-BLOCKED"
        assert suspend(house, "cb01", serial) == "CERTIFICATE-BLOCKED"
        assert deeds(house, "operator-officer-suspend") == [BY_OPERATOR]

    def test_of_nobody_is_refused(self, house: House) -> None:
        assert end(house, "nobody") == "OFFICER-UNKNOWN"
        assert suspend(house, "cb01", "ff") == "CERTIFICATE-NOT-HELD"


def test_what_is_decided_is_signed_and_both_stand_in_the_record(house: House) -> None:
    number = a_red(house)
    decision = decide(house, number, "refuse", "hàng cấm")
    [(account, company, certificate, delegation)] = house.rows(
        "SELECT account, company, certificate, delegation FROM deed WHERE kind = 'declaration-decide'"
    )
    assert (account, certificate) == ("cb01", the_pki().officer("cb01").certificate.fingerprint)
    assert (company, delegation) == ("9901234560", "")
    assert (decision.state, decision.decided_by, decision.reason) == ("refused", "cb01", "hàng cấm")
    assert house.rows("SELECT by, kind FROM act WHERE number = ? ORDER BY seq", int(number))[-1] == ("cb01", "decided")
    [deed] = house.books.deeds.of_company("9901234560", 1000, 1)
    assert f"Số tờ khai: {number}\nKết quả phân luồng: Luồng đỏ (3)\n" in deed.text
    assert read_stamp(deed.outcome["at"]) - NOW < timedelta(seconds=1)


def test_what_cannot_be_entered_leaves_neither_act_nor_deed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    number, before = a_red(house), house.rows("SELECT (SELECT count(*) FROM act), (SELECT count(*) FROM deed)")
    monkeypatch.setattr(type(house.books.deeds), "enter", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        decide(house, number)
    assert house.rows("SELECT (SELECT count(*) FROM act), (SELECT count(*) FROM deed)") == before
    assert house.books.case(number).decision.state == "registered"
