"""What a declarant does with a flight: mend a cell, have statements composed, once more if money lacked, delete it."""

import asyncio

import msgspec
from litestar import post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from thongquan.base.fault import Refusal
from thongquan.declarant.flight_model import Edit
from thongquan.portal.flight_record import Flight
from thongquan.portal.refusals import FormMalformed
from thongquan.portal.rendering import go_to
from thongquan.portal.visit import Asked, Visit, visit_of


class OtherPrincipal(Refusal):
    """The flight is another principal's business than the one for whom the session acts."""

    code = "FLIGHT-OTHER-PRINCIPAL"


class Mend(msgspec.Struct, frozen=True):
    """`back` is the query of the table from which it was mended."""

    row: str
    sheet: str
    line: str
    column: str
    text: str = ""
    back: str = ""


def routes() -> list[HTTPRouteHandler]:
    return [mend, prepare, again, forget]


@post("/flights/{flight:str}/mend")
async def mend(request: Asked, flight: FromPath[str]) -> Redirect:
    visit = visit_of(request)
    company = visit.needs("user").who.company
    given, desk = visit.form.read(Mend, exact=frozenset({"text"})), visit.counter.flights
    found = await desk.find(company, flight)
    try:
        row, cell = int(given.row), Edit(int(given.sheet), int(given.line), int(given.column), given.text.strip())
    except ValueError:
        raise FormMalformed from None
    await asyncio.to_thread(desk.mend, found, row, cell)
    return go_to(f"/flights/{found.id}?{_query(given.back, row)}#row-{row}")


def _query(back: str, row: int) -> str:
    """The table as it was, with the row that was mended open still if it needs more."""
    kept = [pair for pair in back.split("&") if pair and not pair.startswith(("row=", "lang=", "format="))]
    return "&".join([*(pair for pair in kept if pair.isascii() and pair.isprintable()), f"row={row}"])


@post("/flights/{flight:str}/prepare")
async def prepare(request: Asked, flight: FromPath[str]) -> Redirect:
    visit = visit_of(request)
    company = visit.needs("user").who.company
    desk = visit.counter.flights
    found = await desk.find(company, flight)
    require_principal(visit, found)
    await asyncio.to_thread(desk.filer.prepare, found, visit.counter.authority().system)
    return go_to(f"/flights/{found.id}/sign")


@post("/flights/{flight:str}/again")
async def again(request: Asked, flight: FromPath[str]) -> Redirect:
    """What waited for money, or for another guarantee, is judged once more, to be signed once more."""
    visit = visit_of(request)
    company = visit.needs("user").who.company
    desk = visit.counter.flights
    found = await desk.find(company, flight)
    await asyncio.to_thread(desk.again, found)
    return go_to(f"/flights/{found.id}")


@post("/flights/{flight:str}/forget")
async def forget(request: Asked, flight: FromPath[str]) -> Redirect:
    visit = visit_of(request)
    company = visit.needs("user").who.company
    desk = visit.counter.flights
    found = await desk.find(company, flight)
    await asyncio.to_thread(desk.forget, found)
    return go_to("/flights")


def require_principal(visit: Visit, found: Flight) -> None:
    if visit.session is not None and visit.session.who.acts_for != found.on_behalf_of:
        raise OtherPrincipal(principal=found.on_behalf_of or found.company)
