"""The officers' gate on a phone: a number that is typed or scanned, vehicles and seals, and what is confirmed there."""

import re

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from thongquan.authority.refusals import NotFound
from thongquan.authority.transport_gate import AtGate, Gate, at_gate, gate_seen
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day, stamp
from thongquan.numbering.declaration_number import is_number
from thongquan.portal.language import tongue
from thongquan.portal.rendering import go_to, page
from thongquan.portal.transport_words import state_of, transport_words
from thongquan.portal.visit import Asked, Visit, visit_of

_BETWEEN = re.compile(r"[\s.,*-]+")
"""What people put between the digits of a number, and readers around it."""
CARRIER_SEALS = 20
"""*Assumption*: so many of a run are compared one by one at a gate; of the others their number is told."""
_LONGEST = LIMITS.transport_number_characters


def routes() -> list[HTTPRouteHandler]:
    return [gate, before_one]


@get("/desk/gate")
async def gate(request: Asked) -> Response[bytes] | Redirect:
    """A part is the one that is asked for, and with it all that the page holds for when there is no network."""
    visit = visit_of(request)
    visit.needs("officer")
    seen, typed = await _seen(visit), str(request.query_params.get("number", ""))[:_LONGEST]
    number = understood(typed, seen)
    one = await _one(visit, number) if is_number(number) else None
    if one is not None and not visit.is_part:
        return go_to(f"/desk/gate/{number}")
    return _shown(visit, seen, one, typed)


@get("/desk/gate/{transport:str}")
async def before_one(request: Asked, transport: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    visit.needs("officer")
    one = await _one(visit, transport)
    if one is None:
        raise NotFound
    return _shown(visit, await _seen(visit), one, transport)


def understood(typed: str, seen: Gate) -> str:
    """The declaration's number, typed with blanks and dots or as bars say it; else what was typed.

    Of a list before this gate it is that of its declaration.

    >>> understood(" 5000.0000 0012", Gate([], [], True))
    '500000000012'
    """
    digits = _BETWEEN.sub("", typed)
    if is_number(digits):
        return digits
    named = typed.strip().casefold()
    found = {one.head.number for one in (*seen.arriving, *seen.leaving) if named in map(str.casefold, one.lists)}
    return found.pop() if len(found) == 1 else typed.strip()


async def _seen(visit: Visit) -> Gate:
    account, at = visit.account, visit.counter.clock()
    return await visit.counter.read(lambda room: gate_seen(room, account, at))


async def _one(visit: Visit, number: str) -> AtGate | None:
    """None: there is none, or it is another office's, which is told alike."""
    account, at = visit.account, visit.counter.clock()
    try:
        return await visit.counter.read(lambda room: at_gate(room, account, number, at))
    except NotFound:
        return None


def _shown(visit: Visit, seen: Gate, one: AtGate | None, typed: str) -> Response[bytes]:
    visit.films, at = True, visit.counter.clock()
    return page(
        visit,
        "gate.html",
        signs=True,
        account=visit.account,
        gate=seen,
        one=one,
        typed=typed,
        now=stamp(at),
        limits=LIMITS,
        most_seals=CARRIER_SEALS,
        words=transport_words(visit.language, business_day(at)),
        state=lambda told: state_of(visit.language, told.head),
        acts=acts_of(visit.language),
    )


def acts_of(language: str) -> dict[str, str]:
    """Step → what its button at the gate says."""
    _ = tongue(language).gettext
    return {
        "seal": _("Niêm phong"),
        "depart": _("Cho khởi hành"),
        "arrive": _("Đã đến, nguyên vẹn"),
        "arrive-differing": _("Đã đến, có sai khác"),
    }
