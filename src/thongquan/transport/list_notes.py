"""Whether the lines of a list are filled in as the notes of its form say, whoever made it: TT 191/2015 PL III.

Each fault names how many lines, or bills, and the first of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from thongquan.base.citation import cite
from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.transport.lists import BillLine, BillList, GoodsList, PackageLine

_01, _04 = "TT 191/2015 PL III 01-BKVD/TKXX", "TT 191/2015 PL III 04-BKHH"
ENTERPRISE = cite("TRANSPORT-LIST-ENTERPRISE", f"{_04} (1)", "seed")
BILL = cite("TRANSPORT-LIST-BILL", f"{_04} (6)", "seed")
BILL_TWICE = cite("TRANSPORT-LIST-BILL-TWICE", f"{_01} (5)", "assumption")
PACKAGE = cite("TRANSPORT-LIST-PACKAGE", f"{_04} (8)", "seed")
PACKAGE_TWICE = cite("TRANSPORT-LIST-PACKAGE-TWICE", f"{_04} (8)", "assumption")
PARTED = cite("TRANSPORT-LIST-PARTED", f"{_04} (8)", "seed")
HEAD = cite("TRANSPORT-LIST-HEAD", "", "assumption")
CELL = cite("TRANSPORT-LIST-CELL", "", "assumption")
_NAMED = 10

List = BillList | GoodsList


def faults_of_notes(lists: Sequence[List], transporter: str) -> Iterator[Fault]:
    """`transporter`: its name on the declaration, which stands for (1) where the list leaves that blank."""
    for place, one in enumerate(lists, start=1):
        at = f"lists.{place}"
        if not (one.enterprise or transporter).strip():
            yield Fault(ENTERPRISE, f"{at}.enterprise", {"number": one.number})
        yield from _of_head(one, at)
        every: Sequence[BillLine | PackageLine] = one.lines
        yield from _told(BILL, at, (n for n, line in enumerate(every, start=1) if not line.bill))
        yield from _told(CELL, at, (n for n, line in enumerate(every, start=1) if not _is_held(line)))
        yield from _of_bills(one, at) if isinstance(one, BillList) else _of_packages(one, at)
    runs = [line for one in lists if isinstance(one, GoodsList) for line in one.lines if line.package]
    yield from _told(PACKAGE_TWICE, "lists", _twice(f"{line.bill} {line.package}" for line in runs))


def _of_head(one: List, at: str) -> Iterator[Fault]:
    """Whether the form can show what stands above its lines."""
    for name, told in (("enterprise", one.enterprise), ("number", one.number), ("place", one.place)):
        if len(told) > LIMITS.transport_name_characters or not told.isprintable():
            yield Fault(HEAD, f"{at}.{name}", {"limit": LIMITS.transport_name_characters})


def _of_bills(one: BillList, at: str) -> Iterator[Fault]:
    yield from _told(BILL_TWICE, at, _twice(line.bill for line in one.lines if line.bill))


def _of_packages(one: GoodsList, at: str) -> Iterator[Fault]:
    """Note (8): each package by its number, all of one bill before the next. A bill alone may have none to tell."""
    counts = Counter(line.bill for line in one.lines)
    unnamed = (n for n, line in enumerate(one.lines, start=1) if not line.package and counts[line.bill] > 1)
    yield from _told(PACKAGE, at, unnamed)
    begun = [bill for bill, _ in groupby(line.bill for line in one.lines)]
    yield from _told(PARTED, at, _twice(begun))


def _is_held(line: BillLine | PackageLine) -> bool:
    """Whether the form can show what its cells say."""
    numbers = (line.bill, line.package, line.carrier_seal) if isinstance(line, PackageLine) else (line.bill,)
    goods = line.goods if isinstance(line, PackageLine) else ""
    is_short = max(map(len, numbers)) <= LIMITS.transport_number_characters
    return is_short and len(goods) <= LIMITS.transport_name_characters and all(map(str.isprintable, (*numbers, goods)))


def _twice(told: Iterable[str]) -> list[str]:
    return [one for one, count in Counter(told).items() if count > 1]


def _told(code: str, at: str, named: Iterable[str | int]) -> Iterator[Fault]:
    found = [str(one) for one in named]
    if found:
        yield Fault(code, at, {"how_many": len(found), "named": found[:_NAMED]})
