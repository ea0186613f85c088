"""One flight: how far it is, its verdicts, what was filed of it and what became of that; and what can be taken away."""

import asyncio
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan import law
from thongquan.authority.securities_seen import free_at
from thongquan.portal.flight_desk import FlightDesk
from thongquan.portal.flight_files import FILES
from thongquan.portal.flight_record import Filing, Flight, Waiting
from thongquan.portal.flight_rows import table
from thongquan.portal.flight_words import standing
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of


def routes() -> list[HTTPRouteHandler]:
    return [flight]


@get("/flights/{flight:str}")
async def flight(request: Asked, flight: FromPath[str]) -> Response[bytes]:
    """Whoever looks has what was begun brought to its end, should the server have been restarted meanwhile."""
    visit = visit_of(request)
    company = visit.needs("user", "admin").who.company
    desk = visit.counter.flights
    found = await desk.find(company, flight)
    found = await visit.counter.read(lambda room: desk.follow(found, room))
    wanted = FILES.get(str(request.query_params.get("format", "")))
    if wanted is not None:
        return await wanted(visit, found, request)
    told = await asyncio.to_thread(_about, visit, request, desk, found)
    return page(visit, "flight.html", waiting=await _waiting(visit, found), **told)


async def _waiting(visit: Visit, flight: Flight) -> list[tuple[Waiting, int | None]]:
    """What waits for money at each office, and what is free there: in one's own account, another's is not told."""
    if not flight.waiting or flight.on_behalf_of not in ("", flight.company):
        return [(one, None) for one in flight.waiting]
    return await visit.counter.read(
        lambda room: [(one, free_at(room, flight.company, one.office)) for one in flight.waiting]
    )


def _about(visit: Visit, request: Asked, desk: FlightDesk, found: Flight) -> dict[str, Any]:
    """All that the page says. Rows of an older version are shown while the flight is judged anew."""
    progress = desk.progress(found)
    is_judged = found.judged > 0 and not found.failed
    words = law.wording(visit.language)
    return {
        "flight": found,
        "progress": progress,
        "is_working": progress is not None or found.must_be_judged or bool(found.pending),
        "standing": standing(visit.language, found, progress),
        "summary": desk.summary(found) if is_judged else None,
        "table": table(visit, request, desk, found) if is_judged else None,
        "refusals": [_refused(visit, one) for one in found.filings if one.refusal],
        "failure": (words.text(found.failed, found.facts), words.fix(found.failed, found.facts)),
        "not_checked": words.say,
        "prints": visit.counter.limits.flight_prints_at_once,
        "may_sign": visit.session is not None and visit.session.who.kind == "user",
    }


def _refused(visit: Visit, filing: Filing) -> tuple[str, str]:
    words = law.wording(visit.language)
    return words.text(filing.refusal, filing.facts), words.fix(filing.refusal, filing.facts)
