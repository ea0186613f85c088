"""A transport is planned, from a file or from what is typed, and its plan is shown before anything is signed."""

from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.authority.transport_attachment import KINDS
from thongquan.authority.transport_planned import registered_as
from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day, stamp
from thongquan.portal.language import tongue
from thongquan.portal.rendering import faulty, go_to, page
from thongquan.portal.transport_papers import paper_of_list
from thongquan.portal.transport_plans import Drawn, drawn
from thongquan.portal.transport_reading import COLUMNS, ROWS, asked_in, planned_from_file, planned_from_rows
from thongquan.portal.transport_words import cases, forms, names_of
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.transport.cases import BY_DECLARATION
from thongquan.transport.plan import Planned

FILE, ROWS_TYPED = "file", "form"


def routes() -> list[HTTPRouteHandler]:
    return [new_transport, plan_transport, planned_transports]


@get("/transport/new")
async def new_transport(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    visit.needs("user")
    return await _form(visit, ROWS_TYPED if request.query_params.get("by") == ROWS_TYPED else FILE, [])


@post("/transport/new")
async def plan_transport(request: Asked) -> Response[bytes] | Redirect:
    """Nothing is signed or kept in the books: the plan waits in memory until its declarations are registered."""
    visit = visit_of(request)
    account = visit.needs("user").who.account
    by = ROWS_TYPED if visit.form.one("by") == ROWS_TYPED else FILE
    asked, faults = asked_in(visit.form, _today(visit))
    upload = visit.form.file("file")
    if by == FILE and (upload is None or not upload.content):
        faults.append(Fault("FILE-NOT-CHOSEN", "file"))
    if faults:
        return await _form(visit, by, faults)
    work = (lambda: planned_from_file(upload, asked)) if upload else (lambda: planned_from_rows(visit.form, asked))
    found: Planned = await visit.counter.plans.work(work)
    if found.faults:
        return await _form(visit, by, list(found.faults))
    visit.counter.plans.keep(account, drawn(found.plans, found.notes, stamp(visit.counter.clock())))
    return go_to("/transport/plan")


@get("/transport/plan")
async def planned_transports(request: Asked) -> Response[bytes] | Redirect:
    """The plan as it waits: which case, why, what is assumed, and which of its declarations were registered since."""
    visit = visit_of(request)
    kept = visit.counter.plans.of(visit.needs("user").who.account)
    if kept is None:
        return go_to("/transport/new")
    if wanted := str(request.query_params.get("format", "")):
        made = [made for one in kept.plans for made in one.lists]
        return await paper_of_list(made, str(request.query_params.get("list", "")), wanted)
    numbers = await registered(visit, kept)
    return page(visit, "transport_plan.html", drawn=kept, plans=list(_shown(visit, kept, numbers)), left=_left(numbers))


async def registered(visit: Visit, kept: Drawn) -> list[str]:
    """The number under which each plan was registered, "" of those that wait."""
    account = visit.needs("user").who.account
    return await visit.counter.read(lambda room: registered_as(room, account, kept.salts, kept.since))


async def plan_at(visit: Visit, place: FromPath[str]) -> tuple[Drawn, int]:
    """The user's plan, and which of its declarations is meant.

    Raises:
        NotFound: it has none of this place.
    """
    kept = visit.counter.plans.of(visit.needs("user").who.account)
    at = int(place) if place.isascii() and place.isdecimal() and len(place) <= len(str(LIMITS.form_fields)) else 0
    if kept is None or not 1 <= at <= len(kept.plans):
        raise NotFound
    return kept, at


def _left(numbers: list[str]) -> int:
    """The first that waits, from 1; 0 where none does."""
    return next((place for place, number in enumerate(numbers, start=1) if not number), 0)


def _shown(visit: Visit, kept: Drawn, numbers: list[str]) -> Any:
    _ = tongue(visit.language).gettext
    purposes, lists = names_of("transport_purposes", visit.language, _today(visit)), 0
    for place, (one, number) in enumerate(zip(kept.plans, numbers, strict=True), start=1):
        yield {
            "place": place,
            "number": number,
            "plan": one,
            "case": cases(visit.language)[one.case],
            "form": forms(visit.language)[one.form] if one.form else "",
            "counted": _("tờ khai xuất khẩu") if one.direction in BY_DECLARATION else _("vận đơn"),
            "purpose": f"{one.purpose} · {purposes.get(one.purpose, '')}".rstrip(" ·"),
            "first_list": lists + 1,
            "attached_as": KINDS[one.form] if one.form else "",
        }
        lists += len(one.lists)


async def _form(visit: Visit, by: str, faults: list[Fault]) -> Response[bytes]:
    company = visit.needs("user").who.company

    def read(room: ReadingRoom) -> str:
        found = room.company(company)
        return found.name if found else company

    limits = visit.counter.limits
    told: dict[str, Any] = {
        "by": by,
        "purposes": [("", ""), *names_of("transport_purposes", visit.language, _today(visit)).items()],
        "cells": [fault for fault in faults if fault.facts.get("cell")],
        "columns": COLUMNS,
        "rows": ROWS,
        "enterprise": await visit.counter.read(read),
        "largest": limits.flight_file_bytes >> 20,
        "most": limits.transport_packages,
    }
    if faults:
        return faulty(visit, "transport_new.html", faults, form=visit.form, **told)
    return page(visit, "transport_new.html", form=None, faults=[], **told)


def _today(visit: Visit) -> date:
    return business_day(visit.counter.clock())
