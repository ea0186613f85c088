"""What a declarant does with a flight: mend a cell, have the statement composed, sign it, delete the flight."""

import asyncio
import base64
import binascii
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from thongquan import law
from thongquan.authority.filing_allowed import may_file
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Refusal
from thongquan.declarant.flight_model import Edit
from thongquan.portal.flight_record import Flight, Prepared
from thongquan.portal.refusals import FormMalformed
from thongquan.portal.rendering import go_to, page
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.signing.statement import read_statement


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


class Signed(msgspec.Struct, frozen=True):
    """What the signing panel sends; `signature` is base64 of the CMS message."""

    text: str
    signature: str


def routes() -> list[HTTPRouteHandler]:
    return [mend, prepare, sign_flight, signed, forget]


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
    _require_principal(visit, found)
    await asyncio.to_thread(desk.filer.prepare, found, visit.counter.authority().system)
    return go_to(f"/flights/{found.id}/sign")


@get("/flights/{flight:str}/sign")
async def sign_flight(request: Asked, flight: FromPath[str]) -> Response[bytes] | Redirect:
    """The statement of the next batch with the signing panel; or why whoever is here may not file it."""
    visit = visit_of(request)
    company = visit.needs("user", "admin").who.company
    desk = visit.counter.flights
    found = await desk.find(company, flight)
    prepared = await asyncio.to_thread(desk.filer.prepared, found)
    left = [place for place, text in enumerate(prepared.statements) if text] if prepared else []
    if prepared is None or not left:
        return go_to(f"/flights/{found.id}")
    why = await _why_not(visit, found, prepared.statements[left[0]])
    told = _told(prepared, left)
    return page(visit, "flight_sign.html", signs=not why, flight=found, why=why, **told)


def _told(prepared: Prepared, left: list[int]) -> dict[str, Any]:
    batch, text = prepared.batches[left[0]], prepared.statements[left[0]]
    return {"text": text, "batch": batch, "after": len(left) - 1, "statement": read_statement(text.encode())}


async def _why_not(visit: Visit, found: Flight, text: str) -> tuple[str, str] | None:
    """Asked of the authority, as the front door asks it of the signature."""
    session = visit.needs("user", "admin")
    words, statement = law.wording(visit.language), read_statement(text.encode())

    def asked(now: Sitting) -> None:
        may_file(now, session.who.account, session.who.kind, statement)

    try:
        _require_principal(visit, found)
        await visit.counter.ask(asked)
    except Refusal as refusal:
        return words.text(refusal.code, refusal.facts), words.fix(refusal.code, refusal.facts)
    return None


@post("/flights/{flight:str}/sign")
async def signed(request: Asked, flight: FromPath[str]) -> Response[bytes] | Redirect:
    """The signed batch is kept, then it goes to the clerk. Sent twice, it is filed once."""
    visit = visit_of(request)
    who = visit.needs("user").who
    desk, given = visit.counter.flights, visit.form.read(Signed, exact=frozenset({"text"}))
    found = await desk.find(who.company, flight)
    _require_principal(visit, found)
    kept = await asyncio.to_thread(desk.filer.keep, found, who.account, given.text, _der(given.signature))
    await desk.filer.see_to(kept)
    kept = await asyncio.to_thread(desk.keeper.find, who.company, flight)
    prepared = await asyncio.to_thread(desk.filer.prepared, kept)
    more = prepared is not None and any(prepared.statements)
    onward = f"/flights/{kept.id}/sign" if more else f"/flights/{kept.id}"
    if "application/json" in request.headers.get("accept", ""):
        return Response(msgspec.json.encode({"next": onward}), media_type="application/json")
    return go_to(onward)


def _der(signature: str) -> bytes:
    try:
        return base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError):
        raise FormMalformed from None


@post("/flights/{flight:str}/forget")
async def forget(request: Asked, flight: FromPath[str]) -> Redirect:
    visit = visit_of(request)
    company = visit.needs("user").who.company
    desk = visit.counter.flights
    found = await desk.find(company, flight)
    await asyncio.to_thread(desk.forget, found)
    return go_to("/flights")


def _require_principal(visit: Visit, found: Flight) -> None:
    if visit.session is not None and visit.session.who.acts_for != found.on_behalf_of:
        raise OtherPrincipal(principal=found.on_behalf_of or found.company)
