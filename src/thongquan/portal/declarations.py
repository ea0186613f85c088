"""A company's declarations as a table: searched by what is written on parcels and papers, by state, channel and day."""

from datetime import date, datetime
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from thongquan.authority.own_declaration_ports import OwnDeclaration, OwnSought
from thongquan.authority.own_declarations import own_declarations
from thongquan.authority.paging import Page
from thongquan.portal.declaration_words import channels, directions, states_of_declarations
from thongquan.portal.language import moment, tongue
from thongquan.portal.listing import Column, Filter, Listing, exported, listing
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of

_DAYS = ("%d/%m/%Y", "%Y-%m-%d")


def routes() -> list[HTTPRouteHandler]:
    return [declarations]


@get("/declarations")
async def declarations(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account, at = visit.needs("admin", "user").who.account, visit.counter.clock()
    shown = _listing(visit, request)
    typed = dict(shown.asked.where)
    day = read_day(text) if (text := typed.pop("day", "")) else None
    found: Page[OwnDeclaration] = Page([], "", 0, is_counted=True)
    if day or not text:
        sought = OwnSought(**typed, day=day)
        found = await visit.counter.read(lambda room: own_declarations(room, account, at, sought, shown.asked.wanted))
    rows = [_row(visit, one) for one in found.rows]
    if shown.asked.as_csv:
        return exported("declarations", shown.columns, rows)
    unread = text if text and not day else ""
    return page(visit, "declarations.html", listing=shown.showing(found), rows=rows, unread=unread)


def read_day(text: str) -> date | None:
    """As people write it, or as programs do; None where it is no day.

    >>> read_day("05/09/2026")
    datetime.date(2026, 9, 5)
    """
    for spelling in _DAYS:
        try:
            return datetime.strptime(text, spelling).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _listing(visit: Visit, request: Asked) -> Listing:
    _ = tongue(visit.language).gettext
    columns = [
        Column("number", _("Số tờ khai")),
        Column("registered", _("Đăng ký lúc"), sorts=True),
        Column("house_bill", _("Vận đơn thứ cấp")),
        Column("master_bill", _("Vận đơn chủ")),
        Column("channel", _("Kết quả phân luồng")),
        Column("state", _("Trạng thái")),
        Column("direction", _("Loại hình")),
    ]
    states = [(state, word) for state, (word, _tone) in states_of_declarations(visit.language).items()]
    filters = [
        Filter("number", _("Số tờ khai")),
        Filter("house_bill", _("Vận đơn thứ cấp")),
        Filter("master_bill", _("Vận đơn chủ")),
        Filter("state", _("Trạng thái"), states),
        Filter("channel", _("Luồng"), [(code, word) for code, (word, _tone) in channels(visit.language).items()]),
        Filter("direction", _("Loại hình"), list(directions(visit.language).items())),
        Filter("day", _("Ngày đăng ký (dd/mm/yyyy)")),
    ]
    return listing(request, columns, filters, sort="-registered")


def _row(visit: Visit, one: OwnDeclaration) -> dict[str, Any]:
    _ = tongue(visit.language).gettext
    state, channel = states_of_declarations(visit.language)[one.state], channels(visit.language)[one.channel]
    return {
        "href": f"/declarations/{one.number}",
        "number": one.number,
        "registered": moment(one.registered_at),
        "house_bill": one.house_bill or _("đã xóa theo hạn lưu"),
        "master_bill": one.master_bill,
        "channel": channel[0],
        "state": state[0],
        "direction": directions(visit.language)[one.direction],
        "kinds": {"channel": channel[1], "state": state[1]},
    }
