"""An officer's queue of declarations, the field in which one scans or types a number, and what it found."""

from datetime import date
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from thongquan.authority.declaration_ports import DeclarationsSought
from thongquan.authority.declaration_queue import InQueue, queue, search
from thongquan.authority.officers_seen import officer_asking
from thongquan.authority.transport_desk import desk_found
from thongquan.base.moment import business_day
from thongquan.declaration.derived import TEAMS, teams_of
from thongquan.declaration.lifecycle import WAITING
from thongquan.portal.declaration_words import channels, directions, states_of_declarations
from thongquan.portal.language import moment, tongue
from thongquan.portal.listing import Column, Filter, Listing, exported, listing
from thongquan.portal.rendering import go_to, page
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.registration.duty import DECIDING

_TEXT_CHARACTERS = 100


def routes() -> list[HTTPRouteHandler]:
    return [declarations, found]


@get("/desk/declarations")
async def declarations(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account = visit.needs("officer").who.account
    at = visit.counter.clock()
    officer = await visit.counter.read(lambda room: officer_asking(room, account, at))
    shown = _listing(visit, request, officer.office)
    sought = DeclarationsSought(**shown.asked.where)
    waiting = await visit.counter.read(lambda room: queue(room, account, at, sought, shown.asked.wanted))
    rows = [_row(visit, one) for one in waiting.rows]
    if shown.asked.as_csv:
        return exported("declarations", shown.columns, rows)
    return page(
        visit,
        "desk_declarations.html",
        listing=shown.showing(waiting),
        rows=rows,
        text="",
        own_team=officer.team,
        decides=officer.role in DECIDING,
    )


@get("/desk/found")
async def found(request: Asked) -> Response[bytes] | Redirect:
    """What a scanner types ends with Enter: one declaration found is opened at once, of goods or of transport."""
    visit = visit_of(request)
    account, at = visit.needs("officer").who.account, visit.counter.clock()
    text = str(request.query_params.get("text", ""))[:_TEXT_CHARACTERS]
    numbers = await visit.counter.read(lambda room: search(room, account, at, text))
    if len(numbers) == 1:
        return go_to(f"/desk/declarations/{numbers[0]}")
    if not numbers and (number := await visit.counter.read(lambda room: desk_found(room, account, text))):
        return go_to(f"/desk/transports/{number}")
    return page(visit, "desk_found.html", text=text.strip(), numbers=numbers)


def _listing(visit: Visit, request: Asked, office: str) -> Listing:
    _ = tongue(visit.language).gettext
    columns = [
        Column("number", _("Số tờ khai")),
        Column("registered", _("Đăng ký lúc"), sorts=True),
        Column("hours", _("Đã chờ (giờ)"), is_number=True),
        Column("deadline", _("Hạn xử lý")),
        Column("channel", _("Kết quả phân luồng")),
        Column("state", _("Trạng thái")),
        Column("direction", _("Loại hình")),
        Column("team", _("Đội thủ tục")),
        Column("filer", _("Người khai")),
    ]
    words = states_of_declarations(visit.language)
    filters = [
        Filter("state", _("Trạng thái"), [(state, words[state][0]) for state in WAITING]),
        Filter("channel", _("Luồng"), [(code, word) for code, (word, _tone) in channels(visit.language).items()]),
        Filter("team", _("Đội thủ tục"), teams(office, business_day(visit.counter.clock()))),
        Filter("direction", _("Loại hình"), list(directions(visit.language).items())),
        Filter("filer", _("Đầu mã số thuế")),
    ]
    return listing(request, columns, filters, sort="registered")


def teams(office: str, day: date) -> list[tuple[str, str]]:
    """Those that are listed for an office, with their names."""
    rows = TEAMS.on(day)
    return [(team, f"{team} · {rows[f'{office}{team}']['name']}") for team in teams_of(office, day)]


def _row(visit: Visit, one: InQueue) -> dict[str, Any]:
    _ = tongue(visit.language).gettext
    waiting = one.waiting
    state, channel = states_of_declarations(visit.language)[waiting.state], channels(visit.language)[waiting.channel]
    until = moment(one.deadline) if one.deadline else _("không tính")
    late = {"deadline": "bad"} if one.is_overdue else {}
    return {
        "href": f"/desk/declarations/{waiting.number}",
        "number": waiting.number,
        "registered": moment(waiting.registered_at),
        "hours": one.hours,
        "deadline": _("{until}, quá hạn").format(until=until) if one.is_overdue else until,
        "channel": channel[0],
        "state": state[0],
        "direction": directions(visit.language)[waiting.direction],
        "team": waiting.team or "–",
        "filer": waiting.filer,
        "chosen_by": waiting.number if one.is_seen else "",
        "kinds": {"channel": channel[1], "state": state[1], **late},
    }
