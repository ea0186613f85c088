"""For the driver of a transport, who has no account: whoever bears the link sees that transport, and tells of it.

The address is the key. It is rated by network address and by link, and what is unknown, ended or over answers alike.
"""

import re
import secrets
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from thongquan.authority.refusals import FormFaulty
from thongquan.authority.transport_report import DriverSees, LinkDead, driver_sees, take_report
from thongquan.base.fault import Fault
from thongquan.portal.driver_words import standing_words, told_words
from thongquan.portal.forms import JSON
from thongquan.portal.rendering import faulty, go_to, page
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.registration.secret import link_hash
from thongquan.transport.reports import IN_TURN, SEALS, TOLD, Report

_ID_BYTES = 16
_BETWEEN_SEALS = re.compile(r"[\s,;]+")


class Telling(msgspec.Struct, frozen=True):
    """The form with which something is told."""

    id: str
    what: str
    note: str = ""
    seals: str = ""
    """As they are read, with blanks between them."""
    told_at: str = ""
    """Filled in by the page's script."""


def routes() -> list[HTTPRouteHandler]:
    return [driver, driver_tells]


@get("/t/{secret:str}")
async def driver(request: Asked, secret: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    _keep_pace(visit, secret)
    try:
        seen = await _seen(visit, secret)
    except LinkDead:
        return page(visit, "driver_dead.html", status=404)
    return page(visit, "driver.html", faults=[], **_shown(visit, seen))


@post("/t/{secret:str}")
async def driver_tells(request: Asked, secret: FromPath[str]) -> Response[bytes] | Redirect:
    """A page's script is answered in JSON, refusals as problem details; a plain form by a page."""
    visit = visit_of(request)
    _keep_pace(visit, secret)
    is_script = JSON in request.headers.get("accept", "").encode("latin-1")
    telling = visit.form.read(Telling)
    try:
        report = await visit.counter.ask(lambda now: take_report(now, secret, _given(telling)))
    except LinkDead:
        if is_script:
            raise
        return page(visit, "driver_dead.html", status=404)
    except FormFaulty as told:
        if is_script:
            raise
        return await _once_more(visit, secret, telling, told.faults)
    return _answered(report) if is_script else go_to(visit.path)


def _keep_pace(visit: Visit, secret: str) -> None:
    """Raises TooOften: this network address, or this link from wherever."""
    seconds = visit.counter.clock().timestamp()
    visit.counter.links.take(visit.source, seconds)
    visit.counter.link.take(link_hash(secret).hex(), seconds)


async def _seen(visit: Visit, secret: str) -> DriverSees:
    """Raises LinkDead."""
    return await visit.counter.read(lambda room: driver_sees(room, secret, visit.counter.clock()))


def _given(telling: Telling) -> dict[str, Any]:
    return {**msgspec.structs.asdict(telling), "seals": [one for one in _BETWEEN_SEALS.split(telling.seals) if one]}


async def _once_more(visit: Visit, secret: str, telling: Telling, found: tuple[Fault, ...]) -> Response[bytes]:
    """The form as it was typed, with what is wrong at its fields."""
    seen = await _seen(visit, secret)
    own = telling.what if telling.what in TOLD else ""
    at = {name: f"{own}-{name}" for name in ("note", "seals")} if own else {}
    faults = [Fault(one.code, at.get(one.at.partition(".")[0], ""), one.facts) for one in found]
    return faulty(visit, "driver.html", faults, **_shown(visit, seen, telling))


def _shown(visit: Visit, seen: DriverSees, telling: Telling | None = None) -> dict[str, Any]:
    return {
        "seen": seen,
        "typed": telling,
        "standing": standing_words(visit.language)[seen.state],
        "words": told_words(visit.language),
        "in_turn": IN_TURN,
        "most_seals": SEALS,
        "ids": {what: secrets.token_hex(_ID_BYTES) for what in TOLD},
    }


def _answered(report: Report) -> Response[bytes]:
    told = {"id": report.said.id, "what": report.said.what, "received_at": report.received_at}
    return Response(msgspec.json.encode(told), media_type="application/json")
