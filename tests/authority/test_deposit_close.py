"""A day of the deposit accounts is closed once, in order, when it is over; later entries stand on their own day."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from authority.closing import FIRST, OFFICE, SECOND, THIRD, at, close, closing, hq03, hq04, room
from authority.deciding import decide
from authority.deeds import sent, signed
from authority.depositing import VAT, open_account, top_up
from authority.house import House, a_filing, lines_of, the_pki
from authority.listing import faults_of, user_of
from building import a_mic
from demo_pki import P256_COMPANY, RSA_COMPANY
from storage.operating import damage_of, operator_of
from thongquan.authority.deposit_close import DayClosed
from thongquan.authority.deposit_day import forms_of, next_to_close
from thongquan.authority.deposit_days_seen import DayTooLong, closed_days, day_to_close, printable
from thongquan.authority.paging import ordered
from thongquan.authority.refusals import NotFound
from thongquan.authority.tax_receipts_seen import receipt_seen, vat_seen
from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.declaration.codec import encode_line
from thongquan.storage import integrity

MILLION = 1_000_000
HS = {"hs_code": "33049930"}
TAMPERINGS = (
    "UPDATE movement SET amount = amount + 1, available = available - 1 WHERE kind = 'charge'",
    "UPDATE movement SET receipt = receipt + 1 WHERE kind = 'charge'",
    "UPDATE closed_day SET number = '9/BK-02DS'",
    "UPDATE closed_account SET closing = closing + 1",
    "UPDATE closed_account SET number = '9/BK-02DS-00001'",
    "DELETE FROM closed_account",
    "DELETE FROM closed_day",
)


@pytest.fixture
def told(house: House) -> list[str]:
    """Two days of one office: charged, settled, topped up; then one receipt voided and a company of its own charged.

    The numbers of the declarations.
    """
    at(house, "2026-09-02 11:00")
    open_account(house, MILLION)
    return filed(house, *lines_of("A1", "A2", **HS), encode_line(a_mic(house_bill="A3", flight="KE0359/02SEP", **HS)))


def filed(house: House, *lines: bytes, **terms: Any) -> list[str]:
    [answer] = house.file(a_filing(list(lines), **terms))
    return [one["decision"]["number"] for one in answer["outcomes"]]


def voided(house: House, number: str) -> None:
    decide(house, number, "scan-suspect", "nghi vấn")
    decide(house, number, "seize", "hàng cấm")


def refused(work: Any, *arguments: Any, **more: Any) -> str:
    with pytest.raises(Refusal) as told:
        work(*arguments, **more)
    return told.value.code


class TestWhen:
    def test_a_day_is_closed_from_its_midnight_in_viet_nam_on(self, house: House, told: list[str]) -> None:
        at(house, "2026-09-02 23:59")
        assert faults_of(closing, house, FIRST) == [("DAY-NOT-OVER", "day")]
        at(house, "2026-09-03 00:00")
        assert close(house, FIRST).outcome["number"] == "1/BK-02DS"

    def test_what_came_on_the_other_side_of_midnight_is_of_the_next_day(self, house: House, told: list[str]) -> None:
        at(house, "2026-09-02 23:59")
        filed(house, *lines_of("B1", **HS))
        at(house, "2026-09-03 00:00")
        filed(house, *lines_of("B2", **HS))
        counted = [len(hq03(house, day).rows) for day in (FIRST, SECOND)]
        assert counted == [len(told) + 1, 1]

    def test_days_are_closed_in_their_order_and_once(self, house: House, told: list[str]) -> None:
        at(house, "2026-09-04 09:00")
        filed(house, *lines_of("B1", **HS))
        at(house, "2026-09-05 09:00")
        assert faults_of(closing, house, THIRD) == [("DAY-NOT-NEXT", "day")]
        close(house, FIRST)
        assert refused(closing, house, FIRST) == DayClosed.code
        assert next_to_close(house.books.closings, OFFICE) == THIRD  # nothing was moved between them
        assert close(house, THIRD).outcome["number"] == "2/BK-02DS"
        assert next_to_close(house.books.closings, OFFICE) is None

    def test_a_text_signed_twice_closes_once(self, house: House, told: list[str]) -> None:
        at(house, "2026-09-03 09:00")
        texts = [closing(house, FIRST), closing(house, FIRST)]
        for text, outcome in zip(texts, ["", DayClosed.code], strict=True):
            key = the_pki().officer("cb01")
            if outcome:
                assert refused(sent, house, signed(text, key)) == outcome
            else:
                sent(house, signed(text, key))


class TestWhatIsSigned:
    def test_transfers_come_to_the_sum_of_each_column(self, house: House, told: list[str]) -> None:
        at(house, "2026-09-03 09:00")
        for wrong in ([], [{"tax": "NK", "reference": "1"}], [{"tax": "GTGT", "amount": 1, "reference": "1"}]):
            assert faults_of(closing, house, FIRST, transfers=wrong) == [("DAY-TRANSFERS", "transfers")]

    def test_forms_that_are_not_those_shown_are_not_closed(self, house: House, told: list[str]) -> None:
        at(house, "2026-09-03 09:00")
        assert faults_of(closing, house, FIRST, hq03_digest="0" * 64) == [("DAY-CHANGED", "day")]
        assert faults_of(closing, house, FIRST, hq04_digest="0" * 64) == [("DAY-CHANGED", "day")]

    def test_the_officer_who_signed_prepared_the_forms(self, house: House, told: list[str]) -> None:
        at(house, "2026-09-03 09:00")
        close(house, FIRST)
        for sheet in (hq03(house, FIRST), hq04(house, FIRST)):
            assert (sheet.prepared_by, sheet.prepared_at[:10]) == (house.books.officer("cb01").name, "2026-09-03")
        assert (hq03(house, FIRST).number, hq04(house, FIRST).number) == ("1/BK-02DS", "1/BK-02DS-00001")


class TestAClosedDay:
    def test_never_changes_and_what_undoes_it_stands_on_its_own_day(self, house: House, told: list[str]) -> None:
        charged = next(one for one in told if house.books.case(one).decision.state == "cleared")
        at(house, "2026-09-03 09:00")
        close(house, FIRST)
        before = hq03(house, FIRST), hq04(house, FIRST)
        voided(house, charged)
        top_up(house, 5, reference="FT26245000002")
        assert (hq03(house, FIRST), hq04(house, FIRST)) == before
        [undone] = hq03(house, SECOND).rows
        assert (undone["declaration"], undone["GTGT"]) == (charged, -VAT)
        assert hq04(house, SECOND).rows[0]["opening"] == before[1].sums["closing"]
        at(house, "2026-09-04 09:00")
        close(house, SECOND)
        assert hq03(house, SECOND).sums["total"] == -VAT
        assert damage_of(operator_of(house)) == []

    def test_that_is_touched_is_found(self, house: House, told: list[str]) -> None:
        at(house, "2026-09-03 09:00")
        close(house, FIRST)
        for tampering in TAMPERINGS:
            assert "closed-day" in found_after(house, lambda books, sql=tampering: books.connection.execute(sql)), (
                tampering
            )
        assert "closed-day" in found_after(house, with_its_accounts)
        assert found_after(house, lambda _books: None) == set()


def with_its_accounts(books: Any) -> None:
    """The ledger is tampered with, and what is kept of each account is made to fit."""
    books.connection.execute("UPDATE movement SET receipt = receipt + 1 WHERE kind = 'charge'")
    for company, digest in forms_of(books.closings, OFFICE, FIRST).digests.items():
        books.connection.execute("UPDATE closed_account SET digest = ? WHERE company = ?", (digest, company))


def found_after(house: House, tamper: Callable[[Any], object]) -> set[str]:
    """What the check finds, before all is undone."""
    books, ledger = house.books, house.parts.ledger
    ledger.begin()
    tamper(books)
    found = {one.what for one in integrity.check(books.connection, books.deposits._vault)}
    ledger.rollback()
    return found


class TestWhoSees:
    def test_a_company_sees_its_own_lines_and_its_own_account(self, house: House, told: list[str]) -> None:
        open_account_of_other(house)
        filed(house, *lines_of("C1", **HS), key="p256", filer=P256_COMPANY)
        whole, own, other = (hq03(house, FIRST, one) for one in ("cb01", user_of(house), user_of(house, P256_COMPANY)))
        assert len(whole.rows) == len(own.rows) + len(other.rows)
        assert (len(other.rows), other.tax_code, whole.tax_code) == (1, P256_COMPANY, "")
        assert hq04(house, FIRST, user_of(house), company="").tax_code == RSA_COMPANY
        with pytest.raises(NotFound):
            hq04(house, FIRST, user_of(house), company=P256_COMPANY)

    def test_closed_days_are_the_office_s_to_see(self, house: House, told: list[str]) -> None:
        at(house, "2026-09-03 09:00")
        shown = day_to_close(room(house), "cb01", OFFICE, SECOND)
        assert (shown.day, shown.is_over, shown.taxes) == (
            "2026-09-02",
            True,
            {"GTGT": hq03(house, FIRST).sums["total"]},
        )
        close(house, FIRST)
        [one] = closed_days(room(house), "cb01", OFFICE, ordered("-day")).rows
        assert (one.day, one.total, one.transfers[0].reference) == ("2026-09-02", shown.total, "KBNN 0209 GTGT")
        with pytest.raises(NotFound):
            closed_days(room(house), user_of(house), OFFICE, ordered("-day"))


class TestAReceipt:
    def test_tells_its_taxes_and_which_entry_voids_it(self, house: House, told: list[str]) -> None:
        charged = next(one for one in told if house.books.case(one).decision.state == "cleared")
        receipt = str(house.books.case(charged).decision.receipt)
        one = receipt_seen(room(house), user_of(house), OFFICE, receipt)
        assert (one.declaration, one.taxes, one.voided_at) == (charged, {"GTGT": VAT}, "")
        at(house, "2026-09-03 09:00")
        voided(house, charged)
        [[seq]] = house.rows("SELECT seq FROM movement WHERE kind = 'reverse'")
        again = receipt_seen(room(house), user_of(house), OFFICE, one.receipt)
        assert (again.voided_by, again.given_back, again.taxes) == ([seq], VAT, one.taxes)

    def test_every_receipt_is_found(self, house: House, told: list[str]) -> None:
        for receipt, number in house.rows("SELECT DISTINCT receipt, number FROM movement WHERE receipt > 0"):
            assert receipt_seen(room(house), "cb01", OFFICE, str(receipt)).declaration == str(number)

    def test_another_s_and_none_look_alike(self, house: House, told: list[str]) -> None:
        open_account_of_other(house)
        own = house.rows("SELECT receipt FROM movement WHERE receipt > 0")[0][0]
        wrong = [(user_of(house), spelled) for spelled in ("2026000009999", "0009999/2026", "1", "x")]
        for account, receipt in (*wrong, (user_of(house, P256_COMPANY), str(own))):
            assert refused(receipt_seen, room(house), account, OFFICE, receipt) == NotFound.code


def test_the_vat_list_has_the_month_s_lines_by_consignee(house: House, told: list[str]) -> None:
    one = vat_seen(room(house), user_of(house), FIRST.replace(day=1))
    assert one.vat == hq03(house, FIRST).sums["GTGT"] == sum(of.vat for of in one.consignees)
    assert {line.of.consignee for line in one.lines} != {""}
    assert vat_seen(room(house), user_of(house), FIRST.replace(month=8, day=1)).lines == []


def test_day_lines_printed_are_just_as_many_as_fit(house: House, told: list[str]) -> None:
    sheet = hq03(house, FIRST)
    most = [sheet.rows[0]] * LIMITS.day_lines_printed
    assert printable(replace(sheet, rows=most)).rows == most
    assert refused(printable, replace(sheet, rows=[*most, most[0]])) == DayTooLong.code


def open_account_of_other(house: House) -> None:
    open_account(house, company=P256_COMPANY)
    top_up(house, MILLION, P256_COMPANY, reference="FT26245000009")
