"""For auditors: all that was decided on a declaration, and why. For everybody: the draw of each day."""

from datetime import date
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from thongquan import law
from thongquan.authority.auditing import ActAudited, declaration_audited, require_auditor
from thongquan.authority.draws import draw_told, draws_told
from thongquan.channel.categories import categories_of
from thongquan.declaration.cancellation import grounds
from thongquan.numbering.declaration_number import is_number
from thongquan.portal.declaration_words import channels, states_of_declarations, steps_of_declarations
from thongquan.portal.rendering import go_to, page
from thongquan.portal.visit import Asked, Visit, visit_of

_TEXT_CHARACTERS = 100


def routes() -> list[HTTPRouteHandler]:
    return [draws, draw, look_for, declaration]


@get("/audit/draws")
async def draws(request: Asked) -> Response[bytes]:
    """The commitments of the latest days, with what is opened of them."""
    visit = visit_of(request)
    at, authority = visit.counter.clock(), visit.counter.authority()
    told = await visit.counter.read(lambda room: draws_told(room, authority, at))
    return page(visit, "audit_draws.html", draws=told, on=date.fromisoformat)


@get("/audit/draws/{day:str}")
async def draw(request: Asked, day: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    at, authority = visit.counter.clock(), visit.counter.authority()
    told = await visit.counter.read(lambda room: draw_told(room, authority, day, at))
    return page(visit, "audit_draw.html", told=told, draw=told.draw, day=date.fromisoformat(told.draw.day))


@get("/audit/declarations")
async def look_for(request: Asked) -> Response[bytes] | Redirect:
    """Where an auditor types or scans a number; of any office."""
    visit = visit_of(request)
    account, at = visit.needs("officer").who.account, visit.counter.clock()
    await visit.counter.read(lambda room: require_auditor(room, account, at))
    number = str(request.query_params.get("number", "")).strip()[:_TEXT_CHARACTERS]
    if is_number(number):
        return go_to(f"/audit/declarations/{number}")
    return page(visit, "audit_declarations.html", number=number)


@get("/audit/declarations/{number:str}")
async def declaration(request: Asked, number: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    account, at = visit.needs("officer").who.account, visit.counter.clock()
    found = await visit.counter.read(lambda room: declaration_audited(room, account, number, at))
    return page(
        visit, "audit_declaration.html", found=found, acts=_acts(visit, found.acts), now=found.acts[-1].decision
    )


def _acts(visit: Visit, acts: list[ActAudited]) -> list[dict[str, Any]]:
    """Each with its words, and whether an officer chose another channel than the one that was given."""
    english = visit.language != "vi"
    words, steps = law.wording(visit.language), steps_of_declarations(visit.language)
    states, named = states_of_declarations(visit.language), channels(visit.language)
    cancelling = {one.id: one.name.en if english else one.name.vi for one in grounds().values()}
    before, told = "", []
    for one in acts:
        now = one.decision
        told.append({
            "one": one,
            "step": steps.get(now.step if one.kind != "registered" else "", now.step),
            "state": states[now.state],
            "channel": named[now.channel],
            "overridden": one.kind == "decided" and before != now.channel,
            "reasons": [(code, words.say(f"channel.{code}")) for code in one.reasons],
            "ground": cancelling.get(now.ground, now.ground),
            "categories": [words.say(f"category.{name}") for name in now.categories or categories_of(one.reasons)],
        })  # fmt: skip
        before = now.channel
    return told
