"""One transport before its company: what was declared, how it stands, its vehicles, seals and lists, what is next."""

from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan.authority.ports import ReadingRoom
from thongquan.authority.transport_amending import AMENDED_IN
from thongquan.authority.transport_links_seen import ReportShown, reports_seen
from thongquan.authority.transports_seen import (
    LinesShown,
    LinesWanted,
    TransportShown,
    transport_lines_seen,
    transport_seen,
)
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day, read_stamp
from thongquan.portal.completed_lists import place_of
from thongquan.portal.listing import Listing, exported, listing
from thongquan.portal.rendering import page
from thongquan.portal.transport_papers import paper, papers_of
from thongquan.portal.transport_words import columns_of_list, row_of_line, state_of, transport_words, waits_for
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.transport.judging import faults_of
from thongquan.transport.lifecycle import is_open

FIRST_STEPS = ("declare", "depart", "arrive")
"""What one mostly comes for; the others stand beside it."""
_WHERE = {"change": "change", "correct": "correct"}


def routes() -> list[HTTPRouteHandler]:
    return [one_transport]


@get("/transport/{transport:str}")
async def one_transport(request: Asked, transport: FromPath[str]) -> Response[bytes]:
    """With `format`, one of its papers or the lines that are seen; `list` says which list's lines."""
    visit = visit_of(request)
    account = visit.needs("admin", "user").who.account
    one = await shown_to(visit, transport)
    place, wanted = _place(str(request.query_params.get("list", "")), one), str(request.query_params.get("format", ""))
    if wanted not in ("", "csv"):
        return await paper(visit, transport, str(request.query_params.get("list", "")), wanted)
    shown, rows = None, list[dict[str, Any]]()
    if place:
        shown = listing(request, columns_of_list(visit.language, one.lists[place - 1].form))
        asked = LinesWanted(place, place_of(shown.asked.after))
        lines = await visit.counter.read(lambda room: transport_lines_seen(room, account, transport, asked))
        rows = [_line(visit, one, place, line) for line in lines.lines]
        if shown.asked.as_csv:
            return exported(f"transport-{transport}-{place}", shown.columns, rows)
        shown = _onward(shown, lines, one.lists[place - 1].lines)
    told = await reports_to(visit, transport)
    return page(visit, "transport.html", listing=shown, rows=rows, place=place, reports=told, **_about(visit, one))


async def shown_to(visit: Visit, number: str) -> TransportShown:
    """Raises NotFound: there is no such transport of the visitor's company."""
    account, at = visit.needs("admin", "user").who.account, visit.counter.clock()

    def read(room: ReadingRoom) -> TransportShown:
        return transport_seen(room, account, number, at)

    return await visit.counter.read(read)


async def reports_to(visit: Visit, number: str) -> list[ReportShown]:
    """What its drivers told. Raises NotFound."""
    account = visit.needs("admin", "user").who.account
    return await visit.counter.read(lambda room: reports_seen(room, account, number))


def head(visit: Visit, one: TransportShown) -> dict[str, Any]:
    """What stands on top of every page of a transport."""
    words = transport_words(visit.language, business_day(read_stamp(one.head.lodged_at)))
    return {"shown": one, "words": words, "state": state_of(visit.language, one.head)}


async def top(visit: Visit, number: str) -> dict[str, Any]:
    """The same for one by its number; for a new one nothing."""
    return head(visit, await shown_to(visit, number)) if number else {"shown": None}


def _about(visit: Visit, one: TransportShown) -> dict[str, Any]:
    amended = sum(len(made.waiting) for made in one.lists)
    drafted = one.head.state == "drafted"
    today = business_day(visit.counter.clock())
    return {
        **head(visit, one),
        "waits": waits_for(visit.language, one.head, asked=bool(one.standing.asked), amended=amended),
        "steps": [(step, _address(one.head.number, step)) for step in _in_order(one)],
        "papers": papers_of(visit, one),
        "hinders": faults_of(one.declaration, today)[: LIMITS.faults_told] if drafted else [],
    }


def _in_order(one: TransportShown) -> list[str]:
    """Of the steps that lead on those that nothing keeps; the main one first. What customs told customs take back."""
    asked, amended = bool(one.standing.asked), any(made.waiting for made in one.lists)
    steps = [step for step in one.possible if is_open(step, asked=asked, amended=amended)]
    if one.standing.departed and one.standing.departed.office and "take-back-departure" in steps:
        steps.remove("take-back-departure")
    return sorted(steps, key=lambda step: step not in FIRST_STEPS)


def _address(number: str, step: str) -> str:
    return f"/transport/{number}/{_WHERE.get(step, f'steps/{step}')}"


def _place(text: str, one: TransportShown) -> int:
    """Which list's lines are shown, from 1; 0 where there is none."""
    place = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(len(one.lists))) else 1
    return min(max(place, 1), len(one.lists))


def _line(visit: Visit, one: TransportShown, place: int, line: Any) -> dict[str, Any]:
    may = may_amend(one, place) and (not line.amended or line.confirmed is None)
    address = f"/transport/{one.head.number}/amend?list={place}&line={line.line}"
    return {**row_of_line(visit.language, line), "amend": address if may else ""}


def may_amend(one: TransportShown, place: int) -> bool:
    """Form 01 while the dossier is checked, form 04 until its run is sealed; by its user, while no end is asked for."""
    made = one.lists[place - 1]
    if not one.possible or one.standing.asked or one.head.state not in AMENDED_IN:
        return False
    return not made.customs_seals if made.form == "04-BKHH" else one.head.state == "declared"


def _onward(shown: Listing, lines: LinesShown, total: int) -> Listing:
    return shown.leading_to(str(lines.next) if lines.next else "").counted(total, is_counted=True)
