"""A company's independent transport declarations as a table: by state, overdue, or by number."""

from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from thongquan.authority.paging import Page
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.authority.transports_seen import Sought, TransportHead, head_of, own_transport, transports_seen
from thongquan.portal.language import moment, tongue
from thongquan.portal.listing import Column, Filter, Listing, exported, listing
from thongquan.portal.rendering import page
from thongquan.portal.transport_words import directions, state_of, states_of_transports
from thongquan.portal.visit import Asked, Visit, visit_of

OVERDUE = "overdue"


def routes() -> list[HTTPRouteHandler]:
    return [transports]


@get("/transport")
async def transports(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account, at = visit.needs("admin", "user").who.account, visit.counter.clock()
    shown = _listing(visit, request)
    where = shown.asked.where

    def read(room: ReadingRoom) -> Page[TransportHead]:
        if number := where.get("number", ""):
            return _of_number(room, account, number, where.get("state", ""), at)
        late = where.get("state") == OVERDUE
        sought = Sought(queue="overdue") if late else Sought(state=where.get("state", ""))
        return transports_seen(room, account, at, sought, shown.asked.wanted)

    found = await visit.counter.read(read)
    rows = [_row(visit, one) for one in found.rows]
    if shown.asked.as_csv:
        return exported("transports", shown.columns, rows)
    kept = visit.counter.plans.of(account)
    return page(visit, "transports.html", listing=shown.showing(found), rows=rows, drawn=kept)


def _of_number(room: ReadingRoom, account: str, number: str, state: str, at: Any) -> Page[TransportHead]:
    """That one, if it is the company's and stands so; another's is not there."""
    try:
        one = head_of(room, own_transport(room, account, number), at)
    except NotFound:
        return Page([], "", 0, is_counted=True)
    fits = one.is_overdue if state == OVERDUE else state in ("", one.state)
    return Page([one] if fits else [], "", int(fits), is_counted=True)


def _listing(visit: Visit, request: Asked) -> Listing:
    _ = tongue(visit.language).gettext
    columns = [
        Column("number", _("Số tờ khai vận chuyển")),
        Column("lodged", _("Đăng ký lúc"), sorts=True),
        Column("direction", _("Hướng")),
        Column("ends", _("Hải quan nơi đi → nơi đến")),
        Column("due", _("Hạn đến đích"), sorts=True),
        Column("state", _("Trạng thái")),
        Column("corrected", _("Số lần sửa"), is_number=True),
    ]
    words = [(state, word) for state, (word, _tone) in states_of_transports(visit.language).items()]
    filters = [
        Filter("number", _("Số tờ khai vận chuyển")),
        Filter("state", _("Trạng thái"), [*words, (OVERDUE, _("Đang vận chuyển, quá hạn đến"))]),
    ]
    return listing(request, columns, filters, sort="-lodged")


def _row(visit: Visit, one: TransportHead) -> dict[str, Any]:
    word, tone = state_of(visit.language, one)
    return {
        "href": f"/transport/{one.number}",
        "number": one.number,
        "lodged": moment(one.lodged_at),
        "direction": directions(visit.language)[one.direction],
        "ends": f"{one.office} → {one.arrival_office}",
        "due": moment(one.due_at),
        "state": word,
        "corrected": one.corrected,
        "kinds": {"state": tone},
    }
