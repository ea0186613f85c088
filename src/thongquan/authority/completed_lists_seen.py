"""Lists HQ 02 as they are read back: by the company that sent them, and by the office that answers them."""

import msgspec

from thongquan.authority.completed_list_ports import Became, CompletedList, Told
from thongquan.authority.paging import Page, Wanted
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.sent_list_ports import ListState
from thongquan.authority.sent_lists import office_name, own, sought
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day, read_stamp
from thongquan.declaration.codec import decode_line
from thongquan.declaration.completed_list import list_line
from thongquan.forms.completed_list import PrintedLine, PrintedList, PrintedVat
from thongquan.registration.deeds_completed import Hq02Send


class ListShown(msgspec.Struct, frozen=True):
    list_id: str
    number: str
    company: str
    state: ListState
    sent_at: str
    sent_by: str
    answered_at: str
    """"" while customs have not answered."""
    answered_by: str
    says: Hq02Send
    """As it was signed: sums, VAT, and the digest over its lines."""


class LineShown(msgspec.Struct, frozen=True):
    line: int
    number: str
    house_bill: str
    goods: str
    packages: int
    weight: str
    state: str
    """Of the declaration now."""
    became: Became
    """As customs answered: "" while they have not."""
    leaf: str
    """Audit leaf in hex, as the list's digest binds it."""


class LinesShown(msgspec.Struct, frozen=True):
    lines: list[LineShown]
    next: int
    """`after` of the next page; 0 on the last."""


def lists_seen(room: ReadingRoom, account: str, state: str, wanted: Wanted) -> Page[ListShown]:
    """Of one's own company, or before one's own office; a page by `sent`.

    Raises:
        NotFound: it is nobody's account, or that of an officer who may not read.
        CursorUnknown
    """
    return room.completed_lists.page(sought(room, account, state), wanted).told(_shown)


def list_seen(room: ReadingRoom, account: str, list_id: str) -> ListShown:
    """Raises NotFound: there is none of this id, or another's."""
    return _shown(own(room, account, room.completed_lists.list_of(list_id)))


def lines_seen(room: ReadingRoom, account: str, list_id: str, after: int, limit: int = LIMITS.page_rows) -> LinesShown:
    """The lines behind that one.

    Raises:
        NotFound: as for `list_seen`.
        Erased: the term of its declarations has passed.
    """
    one = own(room, account, room.completed_lists.list_of(list_id))
    found = room.completed_lists.told(one.row, after, limit + 1)
    shown = [_line(told) for told in found[:limit]]
    return LinesShown(shown, shown[-1].line if len(found) > limit else 0)


def printed_list(room: ReadingRoom, account: str, list_id: str) -> PrintedList:
    """What the form shows. Raises as `lines_seen`."""
    one = own(room, account, room.completed_lists.list_of(list_id))
    says, day = one.says, business_day(read_stamp(one.sent_at))
    company, officer = room.company(one.company), room.officers.officer(one.answered_by)
    return PrintedList(
        direction="import" if says.direction == "import" else "export",
        number=one.number,
        office_name=office_name(says.office, day),
        company_name=company.name if company else one.company,
        measure="packages" if says.measure == "packages" else "weight",
        sent_at=one.sent_at,
        signed_by=one.sent_by,
        lines=[_printed(told) for told in room.completed_lists.told(one.row, 0, LIMITS.hq02_lines)],
        vat=PrintedVat(says.customs_value, says.vat_rate, says.vat) if says.vat_rate else None,
        answered_at=one.answered_at,
        officer_name=officer.name if officer else "",
        is_confirmed=one.state == "confirmed",
    )


def _shown(one: CompletedList) -> ListShown:
    return ListShown(
        one.id, one.number, one.company, one.state, one.sent_at, one.sent_by, one.answered_at, one.answered_by, one.says
    )


def _line(told: Told) -> LineShown:
    line = list_line(told.listed.line, decode_line(told.signed), told.decision, told.leaf)
    return LineShown(
        line=line.line,
        number=line.number,
        house_bill=line.house_bill,
        goods=line.goods,
        packages=line.packages,
        weight=format(line.weight, "f"),
        state=told.decision.state,
        became=told.listed.became,
        leaf=told.leaf.hex(),
    )


def _printed(told: Told) -> PrintedLine:
    line = list_line(told.listed.line, decode_line(told.signed), told.decision, told.leaf)
    became, original = told.listed.became, told.decision.original
    return PrintedLine(line.number, line.house_bill, line.goods, line.packages, line.weight, became, original)
