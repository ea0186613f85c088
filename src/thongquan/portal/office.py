"""An office: what an officer may do here, its people for the head, the record of deeds for auditors."""

from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from thongquan.authority.deed_ports import Sought
from thongquan.authority.officer_ports import OfficerSought
from thongquan.authority.officers_seen import (
    OfficerShown,
    officer_asking,
    officers_seen,
    recorded,
)
from thongquan.portal.desk_transports import waiting_told
from thongquan.portal.language import moment, tongue
from thongquan.portal.listing import Column, Filter, Listing, exported, listing
from thongquan.portal.recorded import deed_row, place_before, record_listing
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.registration.duty import on_duty


def routes() -> list[HTTPRouteHandler]:
    return [office, audit]


@get("/office")
async def office(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account, at = visit.needs("officer").who.account, visit.counter.clock()
    officer = await visit.counter.read(lambda room: officer_asking(room, account, at))
    about: dict[str, Any] = {"officer": officer, "duty": on_duty(officer.hours, at), "roles": _roles(visit.language)}
    about["transports"] = await waiting_told(visit)
    if officer.role not in ("head", "auditor"):
        return page(visit, "office.html", listing=None, rows=[], **about)
    shown = _team_listing(visit, request, whole=officer.role == "auditor")
    sought = OfficerSought(**shown.asked.where)
    people = await visit.counter.read(lambda room: officers_seen(room, account, at, sought, shown.asked.wanted))
    rows = [_person(visit, one) for one in people.rows]
    if shown.asked.as_csv:
        return exported("officers", shown.columns, rows)
    return page(visit, "office.html", listing=shown.showing(people), rows=rows, **about)


@get("/audit")
async def audit(request: Asked) -> Response[bytes]:
    """Read only; the filters stand in the address, and so does the place where the page begins."""
    visit = visit_of(request)
    account, at = visit.needs("officer").who.account, visit.counter.clock()
    shown = record_listing(visit, request, whole=True)
    sought = Sought(**shown.asked.where)
    before = place_before(shown.asked.after)
    found = await visit.counter.read(lambda room: recorded(room, account, at, sought, before))
    rows = [deed_row(visit, one) for one in found.deeds]
    if shown.asked.as_csv:
        return exported("record", shown.columns, rows)
    shown = shown.leading_to(str(found.next or "")).counted(found.total, is_counted=found.is_counted)
    return page(visit, "audit.html", listing=shown, rows=rows, deeds=found.deeds)


def _team_listing(visit: Visit, request: Asked, *, whole: bool) -> Listing:
    """`whole`: of all offices."""
    _ = tongue(visit.language).gettext
    columns = [
        Column("id", _("Số hiệu"), sorts=True),
        Column("name", _("Họ tên")),
        Column("office", _("Chi cục")),
        Column("role", _("Vai trò")),
        Column("team", _("Đội")),
        Column("hours", _("Giờ trực")),
        Column("state", _("Trạng thái")),
        Column("last_login", _("Lần đăng nhập trước")),
    ]
    filters = [Filter("role", _("Vai trò"), [*_roles(visit.language).items()]), Filter("team", _("Đội"))]
    if whole:
        filters.insert(0, Filter("office", _("Chi cục")))
    return listing(request, columns, filters, sort="id")


def _person(visit: Visit, one: OfficerShown) -> dict[str, Any]:
    _ = tongue(visit.language).gettext
    state, kind = (_("Ngoài giờ"), "warning")
    if one.ended_at:
        state, kind = (_("Đã thôi"), "")
    elif one.on_duty:
        state, kind = (_("Đang trực"), "good")
    return {
        "id": one.id,
        "name": one.name,
        "office": one.office,
        "role": _roles(visit.language)[one.role],
        "team": one.team or "–",
        "hours": one.hours or _("mọi giờ"),
        "state": state,
        "last_login": moment(one.last_login) if one.last_login else "–",
        "kinds": {"state": kind},
        "hints": {} if one.has_account else {"state": _("chưa có tài khoản")},
    }


def _roles(language: str) -> dict[str, str]:
    _ = tongue(language).gettext
    return {
        "officer": _("Công chức"),
        "head": _("Lãnh đạo chi cục"),
        "auditor": _("Thanh tra"),
        "operator": _("Vận hành"),
    }
