"""Several declarations that an officer opened and marked: one step on all of them, and what became of each."""

import re
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan import law
from thongquan.authority.decide_choosing import Marked, marked
from thongquan.authority.decide_several import DecidedOne, decided_several
from thongquan.authority.refusals import NotFound
from thongquan.base.limits import LIMITS
from thongquan.declaration.lifecycle import called, standing
from thongquan.portal.declaration_words import channels, states_of_declarations, steps_of_declarations
from thongquan.portal.language import tongue
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.registration.deeds_declarations import TOGETHER

_PLACE = re.compile(r"[1-9][0-9]{0,17}")


def routes() -> list[HTTPRouteHandler]:
    return [several, decided]


@get("/desk/several")
async def several(request: Asked) -> Response[bytes]:
    """The numbers stand in the address. What was not opened as it stands now is shown apart, and not signed for."""
    visit = visit_of(request)
    account, at = visit.needs("officer").who.account, visit.counter.clock()
    numbers = [str(one) for one in request.query_params.getall("number", [])][: LIMITS.declarations_together]
    found = await visit.counter.read(lambda room: marked(room, account, at, numbers))
    seen = [one for one in found if one.is_seen]
    return page(
        visit,
        "desk_several.html",
        signs=True,
        account=account,
        seen=seen,
        unseen=[one for one in found if not one.is_seen],
        step_options=_steps(visit, seen),
        states=states_of_declarations(visit.language),
        channels=channels(visit.language),
    )


@get("/desk/decided/{deed:str}")
async def decided(request: Asked, deed: FromPath[str]) -> Response[bytes]:
    """Only whoever signed it."""
    visit = visit_of(request)
    account, at = visit.needs("officer").who.account, visit.counter.clock()
    if not _PLACE.fullmatch(deed):
        raise NotFound
    done = await visit.counter.read(lambda room: decided_several(room, account, int(deed), at))
    return page(
        visit,
        "desk_decided.html",
        done=done,
        step=steps_of_declarations(visit.language)[done.verdict],
        refused=[_why_not(visit, account, done.verdict, one) for one in done.each if one.refusal],
        well=[one for one in done.each if not one.refusal],
        states=states_of_declarations(visit.language),
    )


def _steps(visit: Visit, seen: list[Marked]) -> list[tuple[str, str]]:
    """Those that lead on for any; where not for all, for how many."""
    _ = tongue(visit.language).gettext
    names, found = steps_of_declarations(visit.language), []
    for step in TOGETHER:
        count = sum(step in one.steps for one in seen)
        told = names[step] if count == len(seen) else _("{step} (được {count} tờ khai)")
        if count:
            found.append((step, told.format(step=names[step], count=count)))
    return found


def _why_not(visit: Visit, account: str, verdict: str, one: DecidedOne) -> dict[str, Any]:
    words = law.wording(visit.language)
    facts = {"number": one.number, "officer": account, **called(verdict), **standing(one.state)}
    return {"number": one.number, "why": f"{words.text(one.refusal, facts)} {words.fix(one.refusal, facts)}"}
