"""Ledgers as they may come about: any sequence of movements of a few accounts, each with what it leaves behind."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from thongquan.base.moment import business_day, read_stamp, stamp
from thongquan.deposit.posting import PUT_IN, TAXES, USED, Posting

COMPANIES = ("0101234567", "0301111119")
BEGINS = datetime(2026, 9, 1, 15, 0, tzinfo=UTC)
_TO = {"top-up": (1, 0), "pay-back": (-1, 0), "reserve": (-1, 1), "release": (1, -1), "settle": (0, -1),
       "charge": (-1, 0), "reverse": (1, 0)}  # fmt: skip
"""What each kind does to what is available and reserved."""


def a_posting(
    seq: int = 1, kind: str = "charge", at: str = "2026-09-02T03:00:00.000000Z", **changes: object
) -> Posting:
    known = {"company": COMPANIES[0], "number": 100000000010, "tax": "GTGT", "amount": 84_000}
    known |= {"available": 0, "reserved": 0, "receipt": 2026000000001}
    if kind in PUT_IN:
        known |= {"number": 0, "tax": "", "receipt": 0}
    return Posting(seq=seq, kind=kind, at=at, **{**known, **changes})  # type: ignore[arg-type] # of many kinds


_OF = (*TAXES, "CBPG")
_MOVE = st.tuples(
    st.integers(0, 240), st.integers(0, 1), st.sampled_from(sorted(_TO)), st.integers(1, 1_000_000), st.integers(0, 11)
)
_MOVES = st.lists(_MOVE, max_size=30)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Posting]:
    """In the order of the ledger, over three days in Viet Nam; nothing is ever overdrawn."""
    held = {company: [0, 0] for company in COMPANIES}
    found: list[Posting] = []
    at = BEGINS
    for seq, (minutes, who, kind, amount, of) in enumerate(draw(_MOVES), start=1):
        at += timedelta(minutes=minutes)
        available, reserved = (one + amount * to for one, to in zip(held[COMPANIES[who]], _TO[kind], strict=True))
        if available < 0 or reserved < 0:
            continue
        held[COMPANIES[who]] = [available, reserved]
        number, tax, receipt = (0, "", 0) if kind in PUT_IN else (of % 4 + 1, _OF[of % 6], of % 3 + 1)
        receipt = receipt if kind in USED else 0
        found.append(Posting(seq, COMPANIES[who], kind, stamp(at), number, tax, amount, available, reserved, receipt))
    return found


def day_of(one: Posting) -> str:
    return business_day(read_stamp(one.at)).isoformat()


def of_day(ledger: list[Posting], day: str, company: str = "") -> list[Posting]:
    return [one for one in ledger if day_of(one) == day and company in ("", one.company)]


def opening(ledger: list[Posting], day: str, company: str) -> int:
    """What lay in the account when the day began."""
    before = [one for one in ledger if day_of(one) < day and one.company == company]
    return before[-1].balance if before else 0


def days(ledger: list[Posting]) -> list[str]:
    return sorted({day_of(one) for one in ledger})
