"""A tax receipt tells its taxes, and the counter-entry that voids it."""

from deposit.ledgers import a_posting
from thongquan.deposit.receipt import receipt_of

LATER = "2026-09-03T03:00:00.000000Z"


def test_a_receipt_holds_until_a_counter_entry_voids_it() -> None:
    issued = [a_posting(1, tax="NK", amount=12_000), a_posting(2)]
    one = receipt_of(issued)
    assert one is not None
    assert (one.taxes, one.total, one.voided_at) == ({"NK": 12_000, "GTGT": 84_000}, 96_000, "")
    voided = receipt_of(
        [*issued, a_posting(7, "reverse", at=LATER, tax="NK", amount=12_000), a_posting(8, "reverse", at=LATER)]
    )
    assert voided is not None
    assert (voided.voided_at, voided.voided, voided.taxes) == (LATER, one.taxes, one.taxes)


def test_what_issues_none_is_none() -> None:
    assert receipt_of([a_posting(1, "reserve", receipt=0)]) is None
