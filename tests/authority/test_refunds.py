"""The refund list of undeliverable goods: what came back, what is to come back, and that the ledger says the same."""

from datetime import date

import pytest

from authority.closing import OFFICE, at, room
from authority.deciding import decide
from authority.delegations import BROKER, PRINCIPAL, add_administrators, for_the_principal, given
from authority.depositing import VAT, open_account, top_up
from authority.house import House, a_filing
from authority.life_done import Doing
from authority.listing import cleared_imports, user_of
from authority.refunding import HS, OCTOBER, REASON, SEPTEMBER, listed, refund, send_back
from authority.test_correcting import YELLOW
from authority.test_guarantees import register, secured
from building import a_mec, a_mic
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.authority.decide import NotReturned
from thongquan.authority.deposit_days_seen import DayTooLong
from thongquan.authority.deposit_statement import statement_seen
from thongquan.authority.refunds_seen import (
    Months,
    RefundPeriod,
    office_refunds_seen,
    printable_refunds,
    refund_list_seen,
    refunds_seen,
)
from thongquan.authority.refusals import NotFound
from thongquan.authority.tax_receipts_seen import receipt_seen
from thongquan.base.limits import LIMITS
from thongquan.declaration.codec import encode_line
from thongquan.storage.refunds import DUE, REVERSALS

MILLION = 1_000_000


@pytest.fixture
def paid(house: House) -> list[str]:
    """Three imports of 2 September that were paid from an account."""
    at(house, "2026-09-02 11:00")
    open_account(house, MILLION)
    return cleared_imports(house, "A1", "A2", "A3", scan=False, **HS)


class TestLine:
    def test_goods_that_went_back_are_due(self, house: House, paid: list[str]) -> None:
        at(house, "2026-09-05 09:00")
        back = send_back(house, paid[0])
        [line] = listed(house).due
        assert (line.number, line.state, line.taxes) == (int(paid[0]), "due", {"GTGT": VAT})
        assert line.returned is not None
        assert (line.returned.number, line.returned.at[:10]) == (int(back), "2026-09-05")
        assert (line.receipt, line.receipted_at[:10], line.declared_at[:10]) == (
            2026000000001,
            "2026-09-02",
            "2026-09-02",
        )

    def test_what_came_back_names_reason_day_and_entry(self, house: House, paid: list[str]) -> None:
        send_back(house, paid[0])
        at(house, "2026-09-07 09:00")
        refund(house, paid[0])
        one = listed(house)
        [line] = one.refunded
        [(entry,)] = house.rows("SELECT seq FROM movement WHERE kind = 'reverse'")
        assert (line.state, line.reason, line.refunded_at[:10], line.entries) == (
            "refunded",
            REASON,
            "2026-09-07",
            [entry],
        )
        assert (one.due, one.others) == ([], 0)

    def test_the_day_of_the_receipt_is_that_of_the_ledger(self, house: House, paid: list[str]) -> None:
        """Of goods that customs cleared a day after they were registered; and after their acts were erased."""
        [answer] = house.file(a_filing([encode_line(a_mic(**YELLOW, **HS))]))
        number = answer["outcomes"][0]["decision"]["number"]
        at(house, "2026-09-03 11:00")
        decide(house, number, "clear")
        decide(house, number, "scan-suspect", "nghi vấn")
        at(house, "2026-09-04 11:00")
        for verdict in ("inspect", "goods-fit", "clear"):
            decide(house, number, verdict, "kiểm tra lại")
        send_back(house, number)
        at(house, "2026-09-05 11:00")
        refund(house, number)
        receipt = house.books.case(number).decision.receipt
        told = receipt_seen(room(house), "cb01", OFFICE, str(receipt)).at
        assert told[:10] == "2026-09-03"
        assert [line.receipted_at for line in listed(house).refunded] == [told]
        house.rows("UPDATE act SET sealed = x''")
        assert [line.receipted_at for line in listed(house).refunded] == [told]

    def test_taxes_come_back_once_the_return_is_cleared_and_no_sooner(self, house: House, paid: list[str]) -> None:
        back = send_back(house, paid[0], cleared=False, goods_description="Drone mini")
        with pytest.raises(NotReturned):
            refund(house, paid[0])
        decide(house, back)
        refund(house, paid[0])

    def test_it_waits_while_the_return_is_not_cleared(self, house: House, paid: list[str]) -> None:
        back = send_back(house, paid[0])
        house.rows("UPDATE declaration SET state = 'registered' WHERE number = ?", int(back))
        assert [line.state for line in listed(house).due] == ["waiting"]

    def test_a_return_that_came_to_nothing_makes_nothing_due(self, house: House, paid: list[str]) -> None:
        back = send_back(house, paid[0])
        for state, live in (("refused", 1), ("cancelled", 0)):
            house.rows("UPDATE declaration SET state = ?, live = ? WHERE number = ?", state, live, int(back))
            assert listed(house).due == []
        again = send_back(house, paid[0], "BACK2")
        assert [line.returned.number for line in listed(house).due if line.returned] == [int(again)]
        refund(house, paid[0])
        assert [line.returned.number for line in listed(house).refunded if line.returned] == [int(again)]

    def test_goods_that_went_back_twice_are_due_once(self, house: House, paid: list[str]) -> None:
        first = send_back(house, paid[0])
        send_back(house, paid[0], "BACK2")
        assert [line.returned.number for line in listed(house).due if line.returned] == [int(first)]
        refund(house, paid[0])
        assert [line.returned.number for line in listed(house).refunded if line.returned] == [int(first)]

    def test_of_two_returns_the_one_that_was_cleared_counts(self, house: House, paid: list[str]) -> None:
        """Taxes come back for it, so the list does not say that they wait for the other."""
        first = send_back(house, paid[0], cleared=False, goods_description="Drone mini")
        at(house, "2026-10-05 09:00")
        second = send_back(house, paid[0], "BACK2")
        [line] = listed(house, SEPTEMBER, OCTOBER).due
        assert line.returned is not None
        assert (line.state, line.returned.number) == ("due", int(second))
        assert [len(listed(house, month).due) for month in (SEPTEMBER, OCTOBER)] == [0, 1]
        refund(house, paid[0])
        assert [line.returned.number for line in listed(house, OCTOBER).refunded if line.returned] == [int(second)]
        decide(house, first)
        assert listed(house, SEPTEMBER, OCTOBER).due == []

    def test_what_is_given_back_while_the_list_is_read_is_on_it_once(self, house: House, paid: list[str]) -> None:
        send_back(house, paid[0])
        books, asked = room(house), list[str]()

        def interrupting(_: object, sql: str, __: object) -> bool:
            if asked and asked[-1] in (DUE, REVERSALS) and len({DUE, REVERSALS} & {*asked}) == 1:
                refund(house, paid[0])
            asked.append(sql)
            return True

        books._connection.exec_trace = interrupting
        one = refund_list_seen(books, "cb01", OFFICE, Months(SEPTEMBER, SEPTEMBER), RSA_COMPANY)
        assert [(line.number, line.state) for line in [*one.refunded, *one.due]] == [(int(paid[0]), "refunded")]


class TestPeriod:
    def test_due_in_the_month_of_the_return_and_refunded_in_that_of_the_refund(
        self, house: House, paid: list[str]
    ) -> None:
        at(house, "2026-09-30 23:59")
        send_back(house, paid[0])
        at(house, "2026-10-01 00:01")
        send_back(house, paid[1], "BACK2")
        assert [len(listed(house, month).due) for month in (SEPTEMBER, OCTOBER)] == [1, 1]
        refund(house, paid[0])
        assert [len(listed(house, month).due) for month in (SEPTEMBER, OCTOBER)] == [0, 1]
        assert [len(listed(house, month).refunded) for month in (SEPTEMBER, OCTOBER)] == [0, 1]
        both = listed(house, SEPTEMBER, OCTOBER)
        assert (both.since, both.until, len(both.refunded), len(both.due)) == ("2026-09-01", "2026-10-31", 1, 1)

    def test_a_return_at_the_first_moment_of_a_month_is_of_that_month(self, house: House, paid: list[str]) -> None:
        back = send_back(house, paid[0])
        midnight = "2026-09-30T17:00:00.000000Z"  # in Viet Nam
        house.rows("UPDATE declaration SET registered_at = ? WHERE number = ?", midnight, int(back))
        assert [len(listed(house, month).due) for month in (SEPTEMBER, OCTOBER)] == [0, 1]

    def test_refund_months_are_at_most_twelve_and_in_order(self, house: House, paid: list[str]) -> None:
        assert listed(house, date(2025, 10, 1), SEPTEMBER).due == []
        for first, last in ((date(2025, 9, 1), SEPTEMBER), (OCTOBER, SEPTEMBER)):
            with pytest.raises(RefundPeriod) as refused:
                listed(house, first, last)
            assert refused.value.facts["limit"] == LIMITS.refund_months == 12


class TestOtherReasons:
    def test_are_summed_beside_the_list_which_equals_the_statement(self, house: House, paid: list[str]) -> None:
        send_back(house, paid[0])
        refund(house, paid[0])
        decide(house, paid[1], "scan-suspect", "nghi vấn")
        decide(house, paid[1], "seize", "hàng cấm")
        one = listed(house)
        assert ([line.number for line in one.refunded], one.others) == ([int(paid[0])], VAT)
        statement = statement_seen(room(house), "cb01", OFFICE, RSA_COMPANY, SEPTEMBER)
        assert one.given_back == statement.summed("given_back") == 2 * VAT

    def test_goods_that_the_addressee_refused_stand_on_the_list_without_a_return(self, house: House) -> None:
        do = Doing(house)
        open_account(house, MILLION, P256_COMPANY)
        number = next(
            one["decision"]["number"]
            for place in range(20)
            for one in do.file("import", "green", f"REF{place}")
            if one["decision"]["state"] == "cleared"
        )
        decide(house, number, "scan-suspect", "nghi vấn")
        asked = {"request": "ask-cancellation", "ground": "recipient-refused", "reason": "không nhận"}
        do.send(do.request(number, do.user, **asked))
        decide(house, number, "grant-cancellation", "đồng ý")
        one = listed(house, company=P256_COMPANY)
        assert [(line.number, line.returned, line.total) for line in one.refunded] == [(int(number), None, 84_110)]
        assert one.others == 0

    def test_once_erased_the_return_tells_and_the_reason_is_blank(self, house: House, paid: list[str]) -> None:
        send_back(house, paid[0])
        refund(house, paid[0])
        decide(house, paid[1], "scan-suspect", "nghi vấn")
        decide(house, paid[1], "seize", "hàng cấm")
        house.rows("UPDATE act SET sealed = x''")
        one = listed(house)
        assert [(line.number, line.reason) for line in one.refunded] == [(int(paid[0]), "")]
        assert one.others == VAT


class TestWhose:
    def test_a_company_sees_its_own_and_nobody_anothers(self, house: House, paid: list[str]) -> None:
        send_back(house, paid[0])
        open_account(house, 0, P256_COMPANY)
        assert len(listed(house, account=user_of(house)).due) == 1
        own = listed(house, company="", account=user_of(house, P256_COMPANY))
        assert (own.company, own.due) == (P256_COMPANY, [])
        for account, office, company in (
            (user_of(house, P256_COMPANY), OFFICE, RSA_COMPANY),
            ("cb01", "01BB", RSA_COMPANY),
            ("cb01", OFFICE, ""),
            ("nobody", OFFICE, RSA_COMPANY),
        ):
            with pytest.raises(NotFound):
                listed(house, account=account, office=office, company=company)

    def test_an_office_sees_each_company_summed(self, house: House, paid: list[str]) -> None:
        open_account(house, 0, P256_COMPANY)
        top_up(house, MILLION, P256_COMPANY, reference="FT9")
        [theirs] = cleared_imports(house, "B1", scan=False, company=P256_COMPANY, **HS)
        send_back(house, paid[0])
        send_back(house, paid[1], "BACK2")
        send_back(house, theirs, "BACK3", key="p256")
        refund(house, paid[0])
        months = Months(SEPTEMBER, SEPTEMBER)
        found = office_refunds_seen(room(house), "cb01", OFFICE, months)
        assert [(one.company, one.refunded, one.refunded_lines, one.due, one.due_lines) for one in found] == sorted(
            [(RSA_COMPANY, VAT, 1, VAT, 1), (P256_COMPANY, 0, 0, VAT, 1)]
        )
        for account, office in ((user_of(house), OFFICE), ("cb01", "01BB")):
            with pytest.raises(NotFound):
                office_refunds_seen(room(house), account, office, months)

    def test_of_a_brokers_filing_it_is_the_principals_list(self, house: House) -> None:
        add_administrators(house)
        given(house, exports=True)
        open_account(house, MILLION)
        open_account(house, 0, BROKER)
        [answer] = house.file(for_the_principal(lines=[encode_line(a_mic(house_bill="A1", **HS))]))
        number = answer["outcomes"][0]["decision"]["number"]
        notes = f"Hàng không phát được. TK nhập khẩu gốc: {number}"
        back = encode_line(a_mec(house_bill="BACK", notes=notes))
        [answer] = house.file(for_the_principal(lines=[back], direction="export"))
        assert answer["outcomes"][0]["decision"]["original"] == number
        assert [line.number for line in listed(house, company=PRINCIPAL).due] == [int(number)]
        assert listed(house, company=BROKER).due == []

    def test_what_a_guarantee_secures_is_not_given_back_here(self, house: House) -> None:
        register(house)
        open_account(house, MILLION)
        send_back(house, secured(house)["number"])
        assert (listed(house).due, listed(house).refunded) == ([], [])


def test_a_list_too_long_for_paper_is_refused_and_one_that_fits_is_not(house: House, paid: list[str]) -> None:
    send_back(house, paid[0])
    sheet = refunds_seen(room(house), "cb01", OFFICE, Months(SEPTEMBER, SEPTEMBER), RSA_COMPANY)
    sheet.due.extend(sheet.due * (LIMITS.day_lines_printed - 1))
    assert printable_refunds(sheet) is sheet
    sheet.refunded.extend(sheet.due[:1])
    with pytest.raises(DayTooLong):
        printable_refunds(sheet)


def test_nothing_stored_is_looked_through(house: House) -> None:
    for sql, asked in ((REVERSALS, (1, 1, 2)), (DUE, (1, 2, OFFICE, RSA_COMPANY))):
        plan = [row[3] for row in house.rows(f"EXPLAIN QUERY PLAN {sql}", *asked)]
        assert not [step for step in plan if step.startswith("SCAN")], plan
    [moved, *_] = [row[3] for row in house.rows(f"EXPLAIN QUERY PLAN {REVERSALS}", 1, 1, 2) if " m " in row[3]]
    assert moved.endswith("(account=? AND kind=? AND seq>? AND seq<?)")
