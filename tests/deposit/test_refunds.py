"""The refund list as a fold: whatever the ledger, what stands on it and beside it is all that came back."""

from hypothesis import given, settings
from hypothesis import strategies as st

from deposit.ledgers import COMPANIES, a_posting, ledgers
from thongquan.deposit.posting import Posting
from thongquan.deposit.refunds import counter_entries, others_of


def caused(ledger: list[Posting]) -> list[tuple[Posting, int]]:
    """One act moves the taxes of one declaration at once."""
    return [(one, 100 * one.receipt + one.number) for one in ledger]


@settings(max_examples=25)
@given(ledgers(), st.sets(st.integers(0, 500)), st.randoms(use_true_random=False))
def test_counter_entries_are_the_reversals_of_the_ledger(ledger: list[Posting], acts: set[int], mixed: object) -> None:
    rows = caused(ledger)
    mixed.shuffle(rows)  # type: ignore[attr-defined] # a Random
    entries, undelivered = counter_entries(rows), dict.fromkeys(acts)
    back = [one for one in entries if one.act in undelivered]
    reversals = [one for one in ledger if one.kind == "reverse"]
    assert sum(one.total for one in back) + others_of(entries, undelivered) == sum(one.amount for one in reversals)
    assert sorted(place for one in entries for place in one.entries) == [one.seq for one in reversals]
    assert all(amount > 0 for one in entries for amount in one.taxes.values())


def test_taxes_of_one_act_are_one_counter_entry_and_those_of_another_another() -> None:
    rows = [
        (a_posting(1, "charge"), 1),
        (a_posting(2, "reverse", tax="NK", amount=5), 2),
        (a_posting(3, "reverse", amount=7), 2),
        (a_posting(4, "reverse", amount=7), 3),
        (a_posting(5, "reverse", amount=7, company=COMPANIES[1]), 3),
    ]
    found = counter_entries(rows)
    assert [(one.act, one.taxes, one.entries) for one in found] == [
        (2, {"GTGT": 7, "NK": 5}, [2, 3]),
        (3, {"GTGT": 7}, [4]),
        (3, {"GTGT": 7}, [5]),
    ]
