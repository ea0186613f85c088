"""HQ 03 and HQ 04 are what the ledger says of the day, whatever was moved."""

from hypothesis import given, settings
from hypothesis import strategies as st

from deposit.ledgers import COMPANIES, a_posting, day_of, days, ledgers, of_day, opening
from thongquan.deposit.daily import account_day, digest_of, of_company, office_day
from thongquan.deposit.posting import Posting

DAY = "2026-09-02"


@settings(max_examples=25)
@given(ledgers())
def test_hq03_is_what_went_to_the_budget_and_came_back(ledger: list[Posting]) -> None:
    for day in days(ledger):
        one = office_day("02DS", day, of_day(ledger, day))
        for tax in one.taxes:
            assert one.taxes[tax] == sum(row.used for row in of_day(ledger, day) if row.tax == tax)
        assert one.total == sum(line.total for line in one.lines) == sum(one.taxes.values())


@settings(max_examples=25)
@given(ledgers())
def test_hq04_closes_with_opening_and_what_came_in_less_what_was_used(ledger: list[Posting]) -> None:
    for day in days(ledger):
        for company in COMPANIES:
            began, rows = opening(ledger, day, company), of_day(ledger, day, company)
            one = account_day("02DS", day, company, began, rows)
            assert one.closing == began - one.used + one.put_in
            assert one.closing == (rows[-1].balance if rows else began)


@settings(max_examples=25)
@given(ledgers())
def test_column_6_is_4_less_5_on_every_line_and_lines_follow_each_other(ledger: list[Posting]) -> None:
    for day in days(ledger):
        one = account_day(
            "02DS", day, COMPANIES[0], opening(ledger, day, COMPANIES[0]), of_day(ledger, day, COMPANIES[0])
        )
        held = one.opening
        for line in one.lines:
            assert line.before == held + line.put_in
            held = line.before - (line.line.total if line.line else 0)
            assert line.after == held


@settings(max_examples=25)
@given(ledgers())
def test_both_forms_say_the_same_of_every_tax(ledger: list[Posting]) -> None:
    for day in days(ledger):
        whole = office_day("02DS", day, of_day(ledger, day))
        for company in COMPANIES:
            account = account_day("02DS", day, company, 0, of_day(ledger, day, company))
            assert account.taxes == of_company(whole, company).taxes
            assert [one.line for one in account.lines if one.line] == of_company(whole, company).lines


@settings(max_examples=25)
@given(ledgers(), st.randoms(use_true_random=False))
def test_the_order_of_storage_makes_no_difference(ledger: list[Posting], random: object) -> None:
    mixed = [*ledger]
    random.shuffle(mixed)  # type: ignore[attr-defined] # hypothesis hands a Random
    for day in days(ledger):
        assert office_day("02DS", day, of_day(mixed, day)) == office_day("02DS", day, of_day(ledger, day))


@settings(max_examples=25)
@given(ledgers())
def test_what_comes_later_changes_no_day_before_it(ledger: list[Posting]) -> None:
    for place in range(len(ledger)):
        before, day = ledger[:place], day_of(ledger[place])
        for earlier in days(before):
            if earlier < day:
                digests = {digest_of(office_day("02DS", earlier, of_day(rows, earlier))) for rows in (before, ledger)}
                assert len(digests) == 1


def test_the_day_is_the_one_in_viet_nam() -> None:
    late, early = a_posting(1, at="2026-09-02T16:59:59.999999Z"), a_posting(2, at="2026-09-02T17:00:00.000000Z")
    assert (day_of(late), day_of(early)) == ("2026-09-02", "2026-09-03")


def test_a_receipt_and_its_counter_entry_on_one_day_are_two_lines() -> None:
    rows = [
        a_posting(1),
        a_posting(2, tax="NK", amount=12_000),
        a_posting(3, "reverse"),
        a_posting(4, "reverse", tax="NK", amount=12_000),
    ]
    one = office_day("02DS", DAY, rows)
    assert [(line.total, line.voids) for line in one.lines] == [(96_000, False), (-96_000, True)]
    assert one.taxes == {"GTGT": 0, "NK": 0}


def test_what_is_reserved_lies_in_the_account_still() -> None:
    rows = [a_posting(1, "reserve", receipt=0, available=16_000, reserved=84_000)]
    one = account_day("02DS", DAY, COMPANIES[0], 100_000, rows)
    assert (one.lines, one.closing) == ([], 100_000)


def test_money_that_comes_in_is_a_line_that_uses_no_tax() -> None:
    one = account_day(
        "02DS", DAY, COMPANIES[0], 5, [a_posting(1, "top-up", amount=100), a_posting(2, "pay-back", amount=30)]
    )
    assert [(line.before, line.after, line.put_in) for line in one.lines] == [(105, 105, 100), (75, 75, -30)]
    assert one.taxes == {}
