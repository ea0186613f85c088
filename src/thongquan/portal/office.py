"""An office: what an officer may do here, its people for the head, the record of deeds for auditors."""

from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from thongquan.authority.deed_ports import Sought
from thongquan.authority.officers_seen import (
    OfficerShown,
    officer_asking,
    officers_seen,
    recorded,
)
from thongquan.authority.own_records import LATEST, DeedShown
from thongquan.portal.language import moment, tongue
from thongquan.portal.listing import Column, Filter, Listing, exported, listing
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.registration.deed import KINDS
from thongquan.registration.duty import on_duty


def routes() -> list[HTTPRouteHandler]:
    return [office, audit]


@get("/office")
async def office(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account, at = visit.needs("officer").who.account, visit.counter.clock()
    officer = await visit.counter.read(lambda room: officer_asking(room, account, at))
    people: list[OfficerShown] = []
    if officer.role in ("head", "auditor"):
        people = await visit.counter.read(lambda room: officers_seen(room, account, at))
    duty = on_duty(officer.hours, at)
    return page(visit, "office.html", officer=officer, duty=duty, people=people, roles=_roles(visit.language))


@get("/audit")
async def audit(request: Asked) -> Response[bytes]:
    """Read only; the filters stand in the address, and so does the place where the page begins."""
    visit = visit_of(request)
    account, at = visit.needs("officer").who.account, visit.counter.clock()
    shown = _listing(visit, request)
    sought = Sought(**shown.asked.where)
    before = int(shown.asked.after) if shown.asked.after.isdecimal() and len(shown.asked.after) < 19 else LATEST
    found = await visit.counter.read(lambda room: recorded(room, account, at, sought, before))
    rows = [_row(visit, one) for one in found.deeds]
    if shown.asked.as_csv:
        return exported("record", shown.columns, rows)
    return page(visit, "audit.html", listing=shown.leading_to(str(found.next or "")), rows=rows, deeds=found.deeds)


def _listing(visit: Visit, request: Asked) -> Listing:
    _ = tongue(visit.language).gettext
    columns = [
        Column("place", _("Thứ tự"), is_number=True),
        Column("at", _("Lúc")),
        Column("work", _("Việc")),
        Column("account", _("Ai")),
        Column("company", _("Cho doanh nghiệp")),
        Column("delegation", _("Theo ủy quyền")),
        Column("certificate", _("Chứng thư số (SHA-256)")),
    ]
    kinds = sorted(KINDS, key=lambda kind: _work(visit, kind))
    filters = [
        Filter("kind", _("Loại việc"), [(kind, _work(visit, kind)) for kind in kinds]),
        Filter("account", _("Tài khoản")),
        Filter("company", _("Mã số thuế")),
    ]
    return listing(request, columns, filters)


def _row(visit: Visit, one: DeedShown) -> dict[str, Any]:
    return {
        "place": one.place,
        "at": moment(one.at),
        "work": _work(visit, one.kind),
        "account": one.account,
        "company": one.company or "–",
        "delegation": one.delegation[:12] or "–",
        "certificate": one.certificate[:16] or "–",
    }


def _work(visit: Visit, kind: str) -> str:
    known = KINDS.get(kind)
    if known is None:
        return kind
    return known.work_en if visit.language == "en" else known.work


def _roles(language: str) -> dict[str, str]:
    _ = tongue(language).gettext
    return {
        "officer": _("Công chức"),
        "head": _("Lãnh đạo chi cục"),
        "auditor": _("Thanh tra"),
        "operator": _("Vận hành"),
    }
