"""A transport declaration as a form: registered from a plan, changed as a draft, corrected; then its text is signed.

Nothing of the form is kept between the steps: declaration and lists stand in the page beside the text, whose digest
binds them.
"""

from collections.abc import Iterable
from typing import Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec.structs import replace

from thongquan.authority.paging import Wanted
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import FormFaulty
from thongquan.authority.transport_lodge import drafted
from thongquan.authority.transports_seen import Sought, TransportShown, transport_seen, transport_told, transports_seen
from thongquan.base.fault import Fault
from thongquan.base.moment import business_day
from thongquan.portal.forms import FORM_FIELD
from thongquan.portal.refusals import FormMalformed
from thongquan.portal.rendering import go_to, page
from thongquan.portal.transport import shown_to, top
from thongquan.portal.transport_items import Block, Field, Shown, beside, cargo_blocks, whole_fields
from thongquan.portal.transport_lodging import (
    ATTACHMENT,
    LINE,
    Lodging,
    differences,
    of_correction,
    of_draft,
    of_plan,
    offered,
)
from thongquan.portal.transport_new import plan_at, registered
from thongquan.portal.transport_plans import Drawn
from thongquan.portal.transport_words import labels
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.transport.lifecycle import moved
from thongquan.transport.lodged import Lodged, packed, read, spelled
from thongquan.transport.model import TransportDeclaration

AGAIN, PLAN, VERSION = "again", "plan", "version"
_OF_THE_PAGE = frozenset({FORM_FIELD, AGAIN, PLAN, VERSION, ATTACHMENT})


def routes() -> list[HTTPRouteHandler]:
    return [register, registered_so, change, changed_so, correct, corrected_so]


@get("/transport/plan/{place:str}")
async def register(request: Asked, place: FromPath[str]) -> Response[bytes] | Redirect:
    visit = visit_of(request)
    if visit.counter.plans.of(visit.needs("user").who.account) is None:
        return go_to("/transport/new")
    kept, at = await plan_at(visit, place)
    if (await registered(visit, kept))[at - 1]:
        return go_to("/transport/plan")
    return await _form(visit, await _of_plan(visit, kept, at), [], kept)


@post("/transport/plan/{place:str}")
async def registered_so(request: Asked, place: FromPath[str]) -> Response[bytes] | Redirect:
    """A plan that was drawn up anew meanwhile is shown instead."""
    visit = visit_of(request)
    kept = visit.counter.plans.of(visit.needs("user").who.account)
    if kept is None or visit.form.one(PLAN) != kept.id:
        return go_to("/transport/plan")
    kept, at = await plan_at(visit, place)
    one = await _of_plan(visit, kept, at)
    answer, body = await _taken(visit, one, kept)
    if body is not None:
        visit.counter.plans.keep(visit.account, replace(kept, typed=body.declaration))
    return answer


@get("/transport/{transport:str}/change")
async def change(request: Asked, transport: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    return await _form(visit, await _of_draft(visit, transport), [])


@post("/transport/{transport:str}/change")
async def changed_so(request: Asked, transport: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    return (await _taken(visit, await _of_draft(visit, transport)))[0]


@get("/transport/{transport:str}/correct")
async def correct(request: Asked, transport: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    return await _form(visit, await _of_correction(visit, transport), [])


@post("/transport/{transport:str}/correct")
async def corrected_so(request: Asked, transport: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    return (await _taken(visit, await _of_correction(visit, transport)))[0]


async def _of_plan(visit: Visit, kept: Drawn, at: int) -> Lodging:
    who, now = visit.needs("user").who, visit.counter.clock()

    def latest(room: ReadingRoom) -> TransportDeclaration:
        page_of = transports_seen(room, who.account, now, Sought(), Wanted("lodged", descending=True, rows=1))
        if page_of.rows:
            return offered(transport_seen(room, who.account, page_of.rows[0].number, now).declaration)
        company = room.company(who.company)
        return TransportDeclaration(transporter_code=who.company, transporter_name=company.name if company else "")

    return of_plan(kept, at, await visit.counter.read(latest))


async def _of_draft(visit: Visit, number: str) -> Lodging:
    """Raises NotFound, StepNotNow."""
    one, account = await _open_to(visit, number, "change"), visit.account
    body = read(await visit.counter.read(lambda room: transport_told(room, account, number)))
    return of_draft(one, body)


async def _of_correction(visit: Visit, number: str) -> Lodging:
    """Raises NotFound, StepNotNow."""
    return of_correction(await _open_to(visit, number, "correct"))


async def _open_to(visit: Visit, number: str, step: str) -> TransportShown:
    """Raises StepNotNow: the step does not lead on from where it stands."""
    visit.needs("user")
    one = await shown_to(visit, number)
    moved(number, one.head.state, step, "declarant")
    return one


async def _taken(visit: Visit, one: Lodging, kept: Drawn | None = None) -> tuple[Response[bytes], Lodged | None]:
    """The form again with its faults; or the page with the text to sign, and what it is about."""
    _require_ours(visit, one)
    if visit.form.one(AGAIN):
        return await _form(visit, one, [], kept), None
    if visit.form.one(VERSION) != str(one.version):
        return await _form(visit, one, [Fault("TRANSPORT-CHANGED", VERSION, {"number": one.number})], kept), None
    body, faults = one.whole(visit.form, visit.language)
    beside_it, account = packed(spelled(body)), visit.account
    asked = {"doing": one.doing, **({"number": one.number, "version": one.version} if one.number else {})}
    try:
        says = await visit.counter.ask(lambda now: drafted(now, account, asked, beside_it))
    except FormFaulty as told:
        unread = {fault.at for fault in faults}
        faults += [fault for fault in told.faults if fault.at not in unread]
    if faults:
        return await _form(visit, one, faults, kept), None
    return await _to_sign(visit, one, body, {**says, "declaration": beside_it}), body


def _require_ours(visit: Visit, one: Lodging) -> None:
    """Raises FormMalformed: the form has fields that its page does not."""
    form = visit.form
    if form.files or form.fields.keys() - _names(visit, one) - _OF_THE_PAGE or form.fields.keys() & one.fixed:
        raise FormMalformed


def _shown(visit: Visit, one: Lodging) -> tuple[list[Field], list[Block]]:
    how = Shown(one.fixed, visit.language, business_day(visit.counter.clock()))
    return whole_fields(one.base, how), cargo_blocks(one.base, how, one.blank)


def _names(visit: Visit, one: Lodging) -> set[str]:
    fields, blocks = _shown(visit, one)
    names = {field.name for field in [*fields, *(field for block in blocks for field in block.fields)]}
    return names | {f"cargo.{block.place}.{LINE}" for block in blocks if one.deletes}


async def _form(visit: Visit, one: Lodging, faults: Iterable[Fault], kept: Drawn | None = None) -> Response[bytes]:
    renamed = {"remarks": ATTACHMENT} if one.wants_attachment else {}
    found = beside(faults, {*_names(visit, one), ATTACHMENT, VERSION}, renamed)
    fields, blocks = _shown(visit, one)
    context: dict[str, Any] = {
        **await top(visit, one.number),
        "one": one,
        "drawn": kept,
        "fields": fields,
        "blocks": blocks,
        "labels": labels(visit.language),
        "form": visit.form if visit.method == "POST" else None,
        "faults": found,
        "is_changed": any(fault.code == "TRANSPORT-CHANGED" for fault in found),
    }
    return page(visit, "transport_lodge.html", status=422 if found else 200, **context)


async def _to_sign(visit: Visit, one: Lodging, body: Lodged, says: dict[str, Any]) -> Response[bytes]:
    names = [name for name in visit.form.fields if name != FORM_FIELD]
    context: dict[str, Any] = {
        **await top(visit, one.number),
        "one": one,
        "says": says,
        "typed": [(name, visit.form.one(name)) for name in names],
        "changes": differences(one.base, body.declaration, labels(visit.language)) if one.number else [],
        "account": visit.account,
        "next": f"/transport/{one.number}" if one.number else "/transport/plan",
    }
    return page(visit, "transport_sign.html", signs=True, **context)
