"""Taxes on the deposit account: reserved at registration, settled at clearance, given back where it came to nothing."""

from decimal import Decimal
from typing import Any

import pytest

from authority.deciding import decide
from authority.deeds import code_of
from authority.depositing import VAT, figures, moved, open_account, top_up
from authority.house import House, a_filing, lines_of
from authority.test_correcting import NUMBER, YELLOW, a_correction, corrected
from building import a_mic
from demo_pki import P256_COMPANY
from storage.operating import damage_of, operator_of
from thongquan.base.limits import LIMITS
from thongquan.declaration.codec import encode_line
from thongquan.deposit.model import Figures

MILLION = 1_000_000
HS = {"hs_code": "33049930"}


def filed(house: House, *lines: bytes, **terms: Any) -> list[Any]:
    """The decision of each line, or the codes of its faults."""
    [answer] = house.file(a_filing(list(lines), **terms))
    return [one.get("decision") or [fault["code"] for fault in one["faults"]] for one in answer["outcomes"]]


def waiting(house: House) -> Any:
    """One import in the yellow channel."""
    [decision] = filed(house, encode_line(a_mic(**YELLOW, **HS)))
    assert decision["state"] == "registered"
    return decision


class TestWithoutAnAccount:
    def test_taxes_are_noted_as_due_and_nothing_is_moved(self, house: House) -> None:
        [decision] = filed(house, *lines_of("A1", **HS))
        assert (decision["taxes"], "secured_by" in decision, moved(house)) == ([["GTGT", VAT]], False, [])

    def test_a_blank_hs_code_takes_the_normal_rate(self, house: House) -> None:
        [decision] = filed(house, *lines_of("A1"))
        assert decision["taxes"] == [["GTGT", 84_110]]


class TestGreen:
    def test_is_charged_at_once_with_a_receipt(self, house: House) -> None:
        open_account(house, MILLION)
        [decision] = filed(house, *lines_of("A1", **HS))
        assert (decision["secured_by"], decision["receipt"]) == ("deposit", 2026000000001)
        assert moved(house) == [("charge", "GTGT", VAT, 2026000000001)]
        assert figures(house) == Figures(MILLION - VAT, 0)

    def test_receipts_run_within_office_and_year(self, house: House) -> None:
        open_account(house, MILLION)
        first = filed(house, *lines_of("A1", "A2"))
        [third] = filed(house, *lines_of("A3"))
        assert [one["receipt"] % 100 for one in (*first, third)] == [1, 2, 3]


class TestTooLittle:
    def test_the_line_that_exceeds_it_is_refused_and_the_others_go_on(self, house: House) -> None:
        open_account(house, 2 * VAT + 10_000)
        lines = lines_of("A1", "A2", **HS) + lines_of("A3") + lines_of("A4", invoice_value=Decimal(1), **HS)
        first, second, third, fourth = filed(house, *lines)
        assert third == ["DEPOSIT-TOO-LITTLE"]
        assert [one["receipt"] % 100 for one in (first, second, fourth)] == [1, 2, 3]
        assert figures(house) == Figures(10_000 - fourth["taxes"][0][1], 0)

    def test_the_fault_says_what_is_needed_and_left_of_which_account(self, house: House) -> None:
        open_account(house, 50_000)
        [answer] = house.file(a_filing(lines_of("A1", **HS)))
        [fault] = answer["outcomes"][0]["faults"]
        assert fault["facts"] == {
            "needed": VAT, "left": 50_000, "missing": VAT - 50_000, "company": "9901234560", "office": "02DS",
        }  # fmt: skip

    def test_filings_of_one_group_spend_it_once(self, house: House) -> None:
        open_account(house, VAT)
        answers = house.file(a_filing(lines_of("A1", **HS)), a_filing(lines_of("A2", **HS)))
        assert [one["outcomes"][0]["outcome"] for one in answers] == ["registered", "refused"]
        assert figures(house) == Figures(0, 0)

    def test_another_company_s_account_is_not_touched(self, house: House) -> None:
        open_account(house, MILLION, P256_COMPANY)
        filed(house, *lines_of("A1"))
        assert figures(house, P256_COMPANY) == Figures(MILLION, 0)


class TestYellow:
    def test_is_reserved_and_settled_when_it_is_cleared(self, house: House) -> None:
        open_account(house, MILLION)
        assert "receipt" not in waiting(house)
        assert figures(house) == Figures(MILLION - VAT, VAT)
        assert decide(house, NUMBER).receipt == 2026000000001
        assert moved(house) == [("reserve", "GTGT", VAT, 0), ("settle", "GTGT", VAT, 2026000000001)]
        assert figures(house) == Figures(MILLION - VAT, 0)

    @pytest.mark.parametrize("verdict", ["refuse", "to-paper"])
    def test_is_released_when_it_comes_to_nothing(self, house: House, verdict: str) -> None:
        open_account(house, MILLION)
        waiting(house)
        decide(house, NUMBER, verdict, "không hợp lệ")
        assert (moved(house)[-1][0], figures(house)) == ("release", Figures(MILLION, 0))

    def test_stays_settled_while_a_scan_holds_it_and_is_reversed_when_it_is_refused(self, house: House) -> None:
        open_account(house, MILLION)
        waiting(house)
        decide(house, NUMBER)
        decide(house, NUMBER, "scan-suspect", "nghi vấn")
        assert figures(house) == Figures(MILLION - VAT, 0)
        decide(house, NUMBER, "seize", "hàng cấm")
        assert (moved(house)[-1], figures(house)) == (("reverse", "GTGT", VAT, 2026000000001), Figures(MILLION, 0))


class TestACorrection:
    @pytest.mark.parametrize(("value", "kind"), [(35, "reserve"), (25, "release")])
    def test_moves_the_difference(self, house: House, value: int, kind: str) -> None:
        open_account(house, MILLION)
        waiting(house)
        [decision] = corrected(house, a_correction(invoice_value=Decimal(value), **HS))
        [(_, owed)] = decision["taxes"]
        assert moved(house)[-1] == (kind, "GTGT", abs(owed - VAT), 0)
        assert figures(house) == Figures(MILLION - owed, owed)

    def test_that_cannot_be_paid_is_refused_and_moves_nothing(self, house: House) -> None:
        open_account(house, VAT)
        waiting(house)
        assert corrected(house, a_correction(invoice_value=Decimal(35), **HS)) == [["DEPOSIT-TOO-LITTLE"]]
        assert figures(house) == Figures(0, VAT)

    def test_after_a_clearance_that_was_taken_back_gives_all_back_and_reserves_anew(self, house: House) -> None:
        open_account(house, MILLION)
        waiting(house)
        decide(house, NUMBER)
        decide(house, NUMBER, "scan-suspect", "nghi vấn")
        [decision] = corrected(house, a_correction(invoice_value=Decimal(35), **HS))
        [(_, owed)] = decision["taxes"]
        assert [one[0] for one in moved(house)] == ["reserve", "settle", "reverse", "reserve"]
        assert figures(house) == Figures(MILLION - owed, owed)
        decide(house, NUMBER, "inspect")
        decide(house, NUMBER, "goods-fit")
        assert decide(house, NUMBER).receipt == 2026000000002

    def test_two_filings_of_one_group_do_not_move_the_difference_twice(self, house: House) -> None:
        open_account(house, MILLION)
        waiting(house)
        lines = [a_correction(invoice_value=Decimal(value), **HS) for value in (25, 20)]
        house.file(*(a_filing([line], kind="correction") for line in lines))
        [(_, owed)] = house.books.case(NUMBER).decision.taxes
        assert figures(house) == Figures(MILLION - owed, owed)


class TestOfficers:
    def test_a_reference_of_the_bank_counts_once(self, house: House) -> None:
        open_account(house, MILLION)
        assert code_of(top_up, house, MILLION) == "FORM-FAULTY"
        assert figures(house) == Figures(MILLION, 0)

    @pytest.mark.parametrize("amount", [0, -1, LIMITS.movement_dong + 1])
    def test_an_amount_is_more_than_nothing_and_not_beyond_belief(self, house: House, amount: int) -> None:
        open_account(house)
        assert code_of(top_up, house, amount) == "FORM-FAULTY"

    def test_movement_dong_is_just_enough(self, house: House) -> None:
        open_account(house, LIMITS.movement_dong)
        assert figures(house).available == LIMITS.movement_dong

    def test_there_is_one_account_for_company_and_office(self, house: House) -> None:
        open_account(house)
        assert code_of(open_account, house) == "FORM-FAULTY"


def test_the_books_are_sound_after_all_of_it(house: House) -> None:
    open_account(house, MILLION)
    filed(house, *lines_of("A1", **HS))
    number = filed(house, encode_line(a_mic(**YELLOW, **HS, nonce="1" * 32)))[0]["number"]
    decide(house, number)
    decide(house, number, "scan-suspect", "nghi vấn")
    decide(house, number, "seize", "hàng cấm")
    assert damage_of(operator_of(house)) == []
