"""What a company may put on a list HQ 02: its declarations of one day that were cleared and stand on no open list."""

from collections import Counter
from datetime import date, timedelta

import msgspec

from thongquan.authority.completed_lines import Heading, gives_vat, line_of, registered_on, transport_of, vat_rates
from thongquan.authority.completed_list_ports import Candidate, Listable
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.base.limits import LIMITS
from thongquan.base.moment import begin_of, stamp
from thongquan.declaration.codec import decode_line
from thongquan.declaration.completed_list import ListLine, Sums, summed


class Wish(msgspec.Struct, frozen=True):
    direction: str
    office: str
    day: date
    """On which they were registered."""
    made_on: date
    """The day on which the list is made: its law counts for the list."""
    flight: str = ""
    vat_rate: str = ""
    """"" the highest in force, where the list gives VAT."""
    without: frozenset[str] = frozenset()
    """Numbers, as they stand now, that are left for another list."""


class Possible(msgspec.Struct, frozen=True):
    lines: list[ListLine]
    sums: Sums
    vat_rate: str
    """"" where the list gives no VAT."""
    flights: list[tuple[str, int]]
    """How many lines each flight of that day would have, whichever was asked for."""
    is_cut: bool
    """There are more of that day than a list holds."""


def possible_lines(room: ReadingRoom, account: str, wish: Wish) -> Possible:
    """Raises NotFound: it is no user's account."""
    found = room.accounts.account(account)
    if found is None or found.kind != "user":
        raise NotFound
    company, since = found.tax_code, stamp(begin_of(wish.day))
    until, limit = stamp(begin_of(wish.day + timedelta(days=1))), LIMITS.hq02_lines + 1
    numbers = room.completed_lists.listable(Listable(company, wish.office, wish.direction, since, until), limit)
    known = room.completed_lists.candidates(numbers[: LIMITS.hq02_lines])
    rate = vat_rate_of(wish)
    heading = Heading(company, wish.direction, wish.office, wish.flight, vat_rate=rate)
    flights: Counter[str] = Counter()
    lines: list[ListLine] = []
    for candidate in known.values():
        declaration = decode_line(candidate.case.signed)
        flight, _ = transport_of(declaration)
        if not _is_possible(candidate, rate):
            continue
        flights[flight] += 1
        if candidate.case.decision.number not in wish.without and wish.flight in ("", flight):
            lines.append(line_of(heading, candidate, len(lines) + 1, declaration))
    return Possible(
        lines, summed(lines), rate, sorted((one, count) for one, count in flights.items() if one), len(numbers) == limit
    )


def vat_rate_of(wish: Wish) -> str:
    """The rate that was asked for, if there is one and the list gives VAT; else the highest."""
    if not gives_vat(wish.direction, wish.made_on):
        return ""
    rates = vat_rates(wish.made_on)
    return wish.vat_rate if wish.vat_rate in rates else rates[0]


def _is_possible(candidate: Candidate, rate: str) -> bool:
    """Nobody asked for its cancellation, and the rate was in force when it was registered."""
    return not candidate.case.decision.cancellation and (not rate or rate in vat_rates(registered_on(candidate)))
