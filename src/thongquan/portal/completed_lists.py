"""Lists HQ 02 of one's own company, or before one's own office: all of them, one, and one that is drawn up."""

from datetime import date
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan.authority.completed_list_open import open_list
from thongquan.authority.completed_list_possible import Possible, Wish, possible_lines
from thongquan.authority.completed_lists_seen import (
    LineShown,
    LinesShown,
    ListShown,
    lines_seen,
    list_seen,
    lists_seen,
    may_answer,
)
from thongquan.authority.delegation_give import offices_on
from thongquan.authority.paging import CursorUnknown
from thongquan.authority.ports import ReadingRoom
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day
from thongquan.declaration.completed_list import ListLine
from thongquan.portal.completed_list_words import answers, answers_of_lines, directions, measures, states_of_lists
from thongquan.portal.declaration_words import states_of_declarations
from thongquan.portal.language import dong, moment, number, tongue
from thongquan.portal.listing import Column, Filter, Listing, exported, listing
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of

_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_WITHOUT_CHARACTERS = 4_000


def routes() -> list[HTTPRouteHandler]:
    return [lists, new_list, one_list]


@get("/lists/hq02")
async def lists(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account = visit.needs("user", "officer").who.account
    shown = _listing(visit, request)
    state = shown.asked.where.get("state", "")
    found = await visit.counter.read(lambda room: lists_seen(room, account, state, shown.asked.wanted))
    rows = [_row(visit, one) for one in found.rows]
    if shown.asked.as_csv:
        return exported("hq02", shown.columns, rows)
    return page(visit, "hq02.html", listing=shown.showing(found), rows=rows)


@get("/lists/hq02/new")
async def new_list(request: Asked) -> Response[bytes]:
    """What the address asks for is looked up at once; nothing is kept until it is signed."""
    visit = visit_of(request)
    account, today = visit.needs("user").who.account, business_day(visit.counter.clock())
    asked = _asked(request, today)
    wish, found = _wish(asked, today), None
    if wish is not None:
        found = await visit.counter.read(lambda room: possible_lines(room, account, wish))
    context: dict[str, Any] = {"asked": asked, "offices": offices_on(today), "found": found, "account": account}
    context |= {"most": LIMITS.hq02_lines, **_words(visit), **_drawn_up(visit, found, asked["measure"])}
    return page(visit, "hq02_new.html", signs=True, **context)


@get("/lists/hq02/{list_id:str}")
async def one_list(request: Asked, list_id: FromPath[str]) -> Response[bytes]:
    """That an officer has it before him is recorded: nothing is released unseen."""
    visit = visit_of(request)
    account = visit.needs("user", "officer").who.account
    shown = listing(request, _columns(visit, ""))
    after = _place(shown.asked.after)

    def read(room: ReadingRoom) -> tuple[ListShown, LinesShown, bool]:
        one = list_seen(room, account, list_id)
        return one, lines_seen(room, account, list_id, after), may_answer(room, account, one)

    one, lines, answering = await visit.counter.read(read)
    if answering:
        await visit.counter.ask(lambda now: open_list(now, account, list_id))
    shown = listing(request, _columns(visit, one.says.measure))
    rows = [_line(visit, line, one.says.measure) for line in lines.lines]
    if shown.asked.as_csv:
        return exported(f"hq02-{list_id}", shown.columns, rows)
    shown = shown.leading_to(str(lines.next) if lines.next else "").counted(one.says.count, is_counted=True)
    context: dict[str, Any] = {"one": one, "listing": shown, "rows": rows, "account": account, "answering": answering}
    context |= {"answers": list(answers(visit).items()), **_words(visit)}
    return page(visit, "hq02_one.html", signs=answering, **context)


def _asked(request: Asked, today: date) -> dict[str, str]:
    names = ("direction", "office", "flight", "vat_rate")
    asked = {name: str(request.query_params.get(name, "")).strip() for name in names}
    without = str(request.query_params.get("without", ""))[:_WITHOUT_CHARACTERS].split()
    asked |= {"day": (_day(str(request.query_params.get("day", ""))) or today).isoformat()}
    measure = "weight" if request.query_params.get("measure") == "weight" else "packages"
    return {**asked, "measure": measure, "without": " ".join(without)}


def _wish(asked: dict[str, str], today: date) -> Wish | None:
    """None: the form was not filled in yet."""
    if asked["direction"] not in ("import", "export") or not asked["office"]:
        return None
    day, without = date.fromisoformat(asked["day"]), frozenset(asked["without"].split())
    return Wish(asked["direction"], asked["office"], day, today, asked["flight"], asked["vat_rate"], without)


def _drawn_up(visit: Visit, found: Possible | None, measure: str) -> dict[str, Any]:
    """The first lines, as the list would show them."""
    if found is None:
        return {"rows": [], "columns": []}
    rows = [_possible(one, measure) for one in found.lines[: LIMITS.page_rows]]
    return {"rows": rows, "columns": _columns(visit, measure)[:-1]}


def _words(visit: Visit) -> dict[str, Any]:
    return {"directions": directions(visit), "measures": measures(visit), "states": states_of_lists(visit)}


def _listing(visit: Visit, request: Asked) -> Listing:
    _ = tongue(visit.language).gettext
    columns = [
        Column("number", _("Số bản kê")),
        Column("sent", _("Gửi lúc"), sorts=True),
        Column("company", _("Doanh nghiệp")),
        Column("direction", _("Loại hình")),
        Column("count", _("Số tờ khai"), is_number=True),
        Column("state", _("Trạng thái")),
        Column("answered", _("Hải quan trả lời lúc")),
    ]
    states = [(state, word) for state, (word, _tone) in states_of_lists(visit).items()]
    return listing(request, columns, [Filter("state", _("Trạng thái"), states)], sort="-sent")


def _row(visit: Visit, one: ListShown) -> dict[str, Any]:
    state = states_of_lists(visit)[one.state]
    return {
        "href": f"/lists/hq02/{one.list_id}",
        "number": one.number,
        "sent": moment(one.sent_at),
        "company": one.company,
        "direction": directions(visit)[one.says.direction],
        "count": one.says.count,
        "state": state[0],
        "answered": moment(one.answered_at) if one.answered_at else "",
        "kinds": {"state": state[1]},
        "hints": {"direction": one.says.flight},
    }


def _columns(visit: Visit, measure: str) -> list[Column]:
    """Columns 1 to 6 of the form; the last is its remark."""
    _ = tongue(visit.language).gettext
    return [
        Column("line", _("STT"), is_number=True),
        Column("number", _("Số tờ khai")),
        Column("house_bill", _("Số vận đơn")),
        Column("goods", _("Tên hàng")),
        Column("amount", _("Trọng lượng (kg)") if measure == "weight" else _("Số kiện"), is_number=True),
        Column("became", _("Ghi chú")),
    ]


def _line(visit: Visit, one: LineShown, measure: str) -> dict[str, Any]:
    word, tone = answers_of_lines(visit)[one.became]
    state = states_of_declarations(visit.language)[one.state][0]
    return {
        "line": one.line,
        "number": one.number,
        "house_bill": one.house_bill,
        "goods": one.goods,
        "amount": one.packages if measure == "packages" else one.weight,
        "became": word or state,
        "kinds": {"became": tone} if word else {},
        "hints": {"became": state} if word and state != word else {},
    }


def _possible(one: ListLine, measure: str) -> dict[str, Any]:
    amount = number(one.packages) if measure == "packages" else format(one.weight, "f").replace(".", ",")
    told = {"line": one.line, "number": one.number, "house_bill": one.house_bill, "goods": one.goods, "amount": amount}
    return {**told, "vat": dong(one.vat)}


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _place(after: str) -> int:
    """Raises CursorUnknown: no line of a list ends a page there."""
    if not after:
        return 0
    if not (after.isascii() and after.isdecimal() and int(after) <= LIMITS.hq02_lines):
        raise CursorUnknown
    return int(after)
