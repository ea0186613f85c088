"""What a company may plan a transport of: the cargo of its own declarations, as they stand now, a page at a time.

Told is what a list of transport says of goods, and no person: it is asked for with a terminal's key.
"""

from datetime import date, datetime
from decimal import Decimal

import msgspec

from thongquan.authority.completed_lines import transport_of
from thongquan.authority.completed_list_ports import Candidate
from thongquan.authority.feed_readers import company_of_account
from thongquan.authority.own_declaration_ports import OwnSought
from thongquan.authority.paging import Page, Wanted
from thongquan.authority.ports import ReadingRoom
from thongquan.base.moment import business_day, read_stamp
from thongquan.declaration.codec import decode_line
from thongquan.numbering.declaration_number import uncorrected


class CargoSought(msgspec.Struct, frozen=True):
    """Of one day; "" and None leave it open."""

    direction: str
    day: date
    """On which they were registered, in Viet Nam."""
    master_bill: str = ""
    flight: str = ""
    """As declared, or without its day."""
    released_on: date | None = None
    """Cleared on this day; those that are not cleared at all are told as well."""


class CargoDeclared(msgspec.Struct, frozen=True):
    """The cargo of one declaration."""

    number: str
    """As it stands: the 12th digit counts corrections."""
    state: str
    cleared_at: str
    """A `stamp`; "" while it is not cleared."""
    house_bill: str
    master_bill: str
    flight: str
    packages: int
    goods: str
    weight: Decimal | None
    """Gross."""


def cargo_seen(
    room: ReadingRoom, account: str, at: datetime, sought: CargoSought, wanted: Wanted
) -> Page[CargoDeclared]:
    """By `registered`. A page that is empty may have a next one: so many are looked through at once.

    Raises:
        NotFound: the account is closed, or no company's.
        CursorUnknown
    """
    own = OwnSought(direction=sought.direction, day=sought.day, master_bill=sought.master_bill)
    page = room.own_declarations.page_of(company_of_account(room, account, at), own, wanted)
    known = room.completed_lists.candidates([uncorrected(one.number) for one in page.rows])
    cargo = [_cargo(one) for one in known.values()]
    rows = [one for one in cargo if _fits(one, sought)]
    return Page(rows, page.next, len(rows), is_counted=not page.next)


def _cargo(found: Candidate) -> CargoDeclared:
    declaration, decision = decode_line(found.case.signed), found.case.decision
    flight, master_bill = transport_of(declaration)
    return CargoDeclared(
        number=decision.number,
        state=decision.state,
        cleared_at=decision.cleared_at,
        house_bill=declaration.house_bill,
        master_bill=master_bill,
        flight=flight,
        packages=declaration.packages or 0,
        goods=declaration.goods_description,
        weight=declaration.gross_weight,
    )


def _fits(one: CargoDeclared, sought: CargoSought) -> bool:
    if sought.flight and sought.flight not in (one.flight, one.flight.partition("/")[0]):
        return False
    return not (sought.released_on and one.cleared_at) or business_day(read_stamp(one.cleared_at)) == sought.released_on
