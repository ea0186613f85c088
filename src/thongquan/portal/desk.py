"""An officer's queue of applications, and one of them with everything that there is to know, to be decided on."""

from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan.authority.application_ports import QueueSought
from thongquan.authority.application_queue import CaseShown, InQueue, case_shown, open_case, queue
from thongquan.portal.application_words import actions, states, steps
from thongquan.portal.language import moment, tongue
from thongquan.portal.listing import Column, Filter, Listing, exported, listing
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.registration.application import WAITING


def routes() -> list[HTTPRouteHandler]:
    return [registrations, registration]


@get("/desk/registrations")
async def registrations(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account = visit.needs("officer").who.account
    shown = _listing(visit, request)
    sought, at = QueueSought(**shown.asked.where), visit.counter.clock()
    waiting = await visit.counter.read(lambda room: queue(room, account, at, sought, shown.asked.wanted))
    rows = [_row(visit, one) for one in waiting.rows]
    if shown.asked.as_csv:
        return exported("registrations", shown.columns, rows)
    return page(visit, "desk_registrations.html", listing=shown.showing(waiting), rows=rows)


@get("/desk/registrations/{application:str}")
async def registration(request: Asked, application: FromPath[str]) -> Response[bytes]:
    """That the officer has it before him is recorded: nothing is decided unseen."""
    visit = visit_of(request)
    account = visit.needs("officer").who.account
    opened = await visit.counter.ask(lambda now: open_case(now, account, application))
    trust, at = visit.counter.authority().trust, visit.counter.clock()
    case = await visit.counter.read(lambda _: case_shown(opened, trust, at))
    return page(visit, "desk_registration.html", signs=True, account=account, **_about(visit, case))


def _about(visit: Visit, case: CaseShown) -> dict[str, Any]:
    return {
        "case": case,
        "application": case.application,
        "waits": case.application.state in WAITING,
        "certificates": {one.place: one for one in case.certificates},
        "states": states(visit.language),
        "steps": steps(visit.language),
        "actions": actions(visit.language),
    }


def _listing(visit: Visit, request: Asked) -> Listing:
    _ = tongue(visit.language).gettext
    columns = [
        Column("sent", _("Gửi lúc"), sorts=True),
        Column("hours", _("Đã chờ (giờ)"), is_number=True),
        Column("company", _("Doanh nghiệp"), sorts=True),
        Column("tax_code", _("Mã số thuế"), sorts=True),
        Column("state", _("Trạng thái")),
    ]
    words = states(visit.language)
    filters = [
        Filter("state", _("Trạng thái"), [(state, words[state][0]) for state in WAITING]),
        Filter("company", _("Tên hoặc mã số thuế")),
    ]
    return listing(request, columns, filters, sort="sent")


def _row(visit: Visit, one: InQueue) -> dict[str, Any]:
    waiting = one.waiting
    word, kind = states(visit.language)[waiting.state]
    return {
        "href": f"/desk/registrations/{waiting.id}",
        "sent": moment(waiting.sent_at),
        "hours": one.hours,
        "company": waiting.company,
        "tax_code": waiting.tax_code,
        "state": word,
        "kinds": {"state": kind},
    }
