"""What is signed of a flight, batch by batch: first what secures its taxes is chosen. Once signed, it is filed."""

import asyncio
import base64
import binascii
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec.structs import replace

from thongquan import law
from thongquan.authority.filing_allowed import may_file
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.securities_seen import Means, means_seen, security_fault
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault, Refusal
from thongquan.base.moment import business_day
from thongquan.declarant.flight_model import LINES
from thongquan.portal import flight_paying as paying
from thongquan.portal.flight_acts import require_principal
from thongquan.portal.flight_filing import StatementStale
from thongquan.portal.flight_paying import Chosen, read_security
from thongquan.portal.flight_record import Flight, Prepared
from thongquan.portal.refusals import FormMalformed
from thongquan.portal.rendering import faulty, go_to, page
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.signing.statement import Statement, read_statement


class Signed(msgspec.Struct, frozen=True):
    """What the signing panel sends; `signature` is base64 of the CMS message."""

    text: str
    signature: str


def routes() -> list[HTTPRouteHandler]:
    return [secure, sign_flight, signed]


@post("/flights/{flight:str}/security")
async def secure(request: Asked, flight: FromPath[str]) -> Response[bytes] | Redirect:
    """Another statement of the batch, with what secures its taxes; one that may not be used is told at once."""
    visit = visit_of(request)
    company = visit.needs("user").who.company
    given, desk = visit.form.read(Chosen), visit.counter.flights
    found = await desk.find(company, flight)
    require_principal(visit, found)
    security = read_security(given.security)
    prepared = await asyncio.to_thread(desk.filer.prepared, found)
    left = [text for text in prepared.statements if text] if prepared else []
    if prepared is None or not left or (statement := read_statement(left[0].encode())).batch != given.batch:
        raise StatementStale
    told = await _told(visit, found, prepared, replace(statement, security=security))
    if told["faults"]:
        told["text"], told["statement"] = left[0], statement
        return faulty(visit, "flight_sign.html", told.pop("faults"), flight=found, why=None, **told)
    await asyncio.to_thread(desk.filer.secure, found, given.batch, security)
    return go_to(f"/flights/{found.id}/sign#taxes")


@get("/flights/{flight:str}/sign")
async def sign_flight(request: Asked, flight: FromPath[str]) -> Response[bytes] | Redirect:
    """The statement of the next batch with the signing panel; or why whoever is here may not file it."""
    visit = visit_of(request)
    company = visit.needs("user", "admin").who.company
    desk = visit.counter.flights
    found = await desk.find(company, flight)
    prepared = await asyncio.to_thread(desk.filer.prepared, found)
    if prepared is None or not any(prepared.statements):
        return go_to(f"/flights/{found.id}")
    statement = read_statement(next(filter(None, prepared.statements)).encode())
    why = await _why_not(visit, found, statement)
    told = await _told(visit, found, prepared, statement)
    return page(visit, "flight_sign.html", signs=not why and not told["faults"], flight=found, why=why, **told)


async def _told(visit: Visit, found: Flight, prepared: Prepared, statement: Statement) -> dict[str, Any]:
    """Of the first batch that is left, as this statement has it."""
    left = [place for place, text in enumerate(prepared.statements) if text]
    batch, text = prepared.batches[left[0]], prepared.statements[left[0]]
    company, today = visit.needs("user", "admin").who.company, business_day(visit.counter.clock())

    def asked(room: ReadingRoom) -> tuple[Means | None, Fault | None]:
        fault = security_fault(room, statement.security, statement, today) if statement.security else None
        return means_seen(room, company, statement, today), fault

    means, fault = await visit.counter.read(asked)

    def lines() -> bytes:
        return visit.counter.flights.keeper.piece(found, f"{LINES}{left[0]}") or b""

    of_it = {"text": text, "batch": batch, "after": len(left) - 1, "statement": statement}
    return of_it | await asyncio.to_thread(paying.told, visit, batch, statement, means, fault, lines=lines)


async def _why_not(visit: Visit, found: Flight, statement: Statement) -> tuple[str, str] | None:
    """Asked of the authority, as the front door asks it of the signature."""
    session = visit.needs("user", "admin")
    words = law.wording(visit.language)

    def asked(now: Sitting) -> None:
        may_file(now, session.who.account, session.who.kind, statement)

    try:
        require_principal(visit, found)
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
    require_principal(visit, found)
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
