"""Guarantees of banks: registered by an officer, chosen by the filing, used up and given back."""

from typing import Any

import pytest

from authority.deciding import decide
from authority.deeds import code_of
from authority.depositing import OFFICE, VAT, done, moved, open_account
from authority.house import House, a_filing, lines_of
from authority.test_charging import HS, filed
from authority.test_correcting import YELLOW
from building import a_mic
from demo_pki import P256_COMPANY, RSA_COMPANY
from rule_cases.case import where
from storage.operating import damage_of, operator_of
from thongquan.base.citation import cited
from thongquan.declaration.codec import encode_line
from thongquan.deposit.purse import ACCOUNT_NEEDED

NUMBER = "BL-2026/17"
LONG_AGO = {"since": "2026-01-01", "until": "2026-09-01"}


def register(house: House, amount: int = 1_000_000, **changes: Any) -> int:
    says = {"number": NUMBER, "scope": "general", "bank": "Ngân hàng Thử Nghiệm", "company": RSA_COMPANY}
    says |= {"office": OFFICE, "since": "2026-01-01", "until": "2026-12-31", **changes}
    return int(done(house, "guarantee-register", **{**says, "amount": amount}).outcome["account"])


def end(house: House) -> None:
    says = {"number": NUMBER, "company": RSA_COMPANY, "office": OFFICE, "reason": "ngân hàng rút"}
    done(house, "guarantee-end", **says)


def secured(house: House, kind: str = "general", number: str = NUMBER, **declared: Any) -> Any:
    """The decision on one declaration that chose it, or the VNACCS codes of what refused it."""
    line = encode_line(a_mic(**{"nonce": "2" * 32, **HS, **declared}))
    [answer] = house.file(a_filing([line], security={"kind": kind, "number": number}))
    [one] = answer["outcomes"]
    return one.get("decision") or [fault["result_code"] for fault in one["faults"]]


def left(house: House, account: int) -> tuple[int, int]:
    figures = house.books.deposits.figures(account)
    return figures.available, figures.reserved


class TestWhatItSecures:
    def test_is_used_up_though_the_goods_are_cleared_at_once(self, house: House) -> None:
        account = register(house)
        decision = secured(house)
        assert (decision["state"], decision["secured_by"], "receipt" in decision) == ("cleared", NUMBER, False)
        assert (left(house, account), moved(house)) == ((1_000_000 - VAT, VAT), [("reserve", "GTGT", VAT, 0)])

    def test_is_given_back_when_the_taxes_were_paid(self, house: House) -> None:
        account = register(house)
        number = secured(house)["number"]
        assert decide(house, number, "taxes-paid", "UNC 77 ngày 05/09").taxes_ended == "paid"
        assert left(house, account) == (1_000_000, 0)
        assert code_of(decide, house, number, "taxes-paid", "nữa") == "TAXES-NOT-GUARANTEED"

    def test_is_given_back_when_the_declaration_comes_to_nothing(self, house: House) -> None:
        account = register(house)
        decide(house, secured(house, **YELLOW)["number"], "refuse", "không hợp lệ")
        assert left(house, account) == (1_000_000, 0)

    def test_the_deposit_account_is_left_alone(self, house: House) -> None:
        register(house)
        deposit = open_account(house, 500_000)
        secured(house)
        assert left(house, deposit) == (500_000, 0)

    def test_the_books_are_sound_then(self, house: House) -> None:
        register(house)
        decide(house, secured(house)["number"], "taxes-paid", "UNC 77")
        end(house)
        assert damage_of(operator_of(house)) == []


class TestRefusalsOfAGeneralGuarantee:
    def test_unknown(self, house: House) -> None:
        assert secured(house) == ["E7021"]

    def test_ended(self, house: House) -> None:
        register(house)
        end(house)
        assert secured(house) == ["E7022"]

    def test_of_another_company(self, house: House) -> None:
        register(house, company=P256_COMPANY)
        assert secured(house) == ["E7023"]

    @pytest.mark.parametrize(("since", "found"), [("2026-09-02", []), ("2026-09-03", ["E7024"])])
    def test_not_yet_in_effect(self, house: House, since: str, found: list[str]) -> None:
        register(house, since=since)
        decision = secured(house)
        assert decision == found or (not found and decision["secured_by"] == NUMBER)

    @pytest.mark.parametrize(("until", "found"), [("2026-09-02", []), ("2026-09-01", ["E7025"])])
    def test_expired(self, house: House, until: str, found: list[str]) -> None:
        register(house, until=until)
        decision = secured(house)
        assert decision == found or (not found and decision["secured_by"] == NUMBER)

    def test_too_little(self, house: House) -> None:
        register(house, VAT - 1)
        assert secured(house) == ["E7026"]


class TestRefusalsOfAnIndividualGuarantee:
    @pytest.mark.parametrize(
        ("changes", "found"),
        [
            ({"company": P256_COMPANY}, "E7006"),
            ({"form": "MEC"}, "E7003"),
            ({"declared_on": "2026-09-03"}, "E7005"),
            ({"since": "2026-09-03"}, "E7007"),
            (LONG_AGO, "E7008"),
            ({"amount": VAT - 1}, "E7009"),
            ({"bill": "ANOTHER1"}, "E7037"),
            ({"scope": "general"}, "E7001"),
        ],
    )
    def test_by_what_it_says(self, house: House, changes: dict[str, Any], found: str) -> None:
        register(house, **{"scope": "individual", **changes})
        assert secured(house, "individual") == [found]

    def test_unknown(self, house: House) -> None:
        assert secured(house, "individual") == ["E7001"]

    @pytest.mark.parametrize("bill", ["SEL00000001VN", "180-44712040"])
    def test_a_fitting_one_secures(self, house: House, bill: str) -> None:
        register(house, scope="individual", form="MIC", declared_on="2026-09-02", bill=bill)
        assert secured(house, "individual")["secured_by"] == NUMBER


def test_without_an_account_a_filing_is_refused_where_the_law_demands_one(house: House) -> None:
    with where({ACCOUNT_NEEDED: True}):
        assert filed(house, *lines_of("A1")) == [["DEPOSIT-NO-ACCOUNT"]]
    assert cited("DEPOSIT-NO-ACCOUNT").result_code == "E7000"
