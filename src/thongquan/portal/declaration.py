"""One declaration before its filer: what was declared, what customs decided and why, its life, what is next."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan import law
from thongquan.authority.own_declaration import OwnShown, OwnStep, own_declaration
from thongquan.base.limits import LIMITS
from thongquan.declaration.cancellation import grounds
from thongquan.declaration.codec import decode_line
from thongquan.declaration.conditions import StepNotNow
from thongquan.declaration.correction import changes, with_filled
from thongquan.declaration.lifecycle import called, standing
from thongquan.portal.declaration_papers import labels, paper, papers_of
from thongquan.portal.declaration_words import channels, states_of_declarations, steps_of_declarations
from thongquan.portal.deposit_words import taxes_of
from thongquan.portal.language import day, tongue
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.registration.deeds_declarations import GIVINGS, REQUESTS

Row = tuple[str, str, str]


def routes() -> list[HTTPRouteHandler]:
    return [declaration, ask, documents]


@get("/declarations/{number:str}")
async def declaration(request: Asked, number: FromPath[str]) -> Response[bytes]:
    """With `format`, one of its papers instead."""
    visit = visit_of(request)
    one = await shown_to(visit, number)
    if wanted := str(request.query_params.get("format", "")):
        return await paper(visit, one, wanted)
    return page(visit, "declaration.html", **_about(visit, one))


@get("/declarations/{number:str}/ask")
async def ask(request: Asked, number: FromPath[str]) -> Response[bytes]:
    """Withdraw it, or ask for its cancellation."""
    visit = visit_of(request)
    account = visit.needs("user").who.account
    one = await shown_to(visit, number)
    steps = _offered(one, REQUESTS, "ask-cancellation")
    words = steps_of_declarations(visit.language)
    options = [(step.name, words[step.name]) for step in steps]
    names = _names_of_grounds(visit)
    choices = [(ground, names[ground]) for step in steps for ground in step.grounds]
    may_withdraw = any(step.name == "withdraw" for step in steps)
    about: dict[str, Any] = {"account": account, "options": options, "grounds": choices, "may_withdraw": may_withdraw}
    return page(visit, "declaration_ask.html", signs=True, **about, **head(visit, one))


@get("/declarations/{number:str}/documents")
async def documents(request: Asked, number: FromPath[str]) -> Response[bytes]:
    """Give what customs asked for."""
    visit = visit_of(request)
    account = visit.needs("user").who.account
    one = await shown_to(visit, number)
    _offered(one, GIVINGS, "give-documents")
    limits = {
        "left": LIMITS.declaration_documents - len(one.decision.documents),
        "each": LIMITS.document_bytes >> 20,
        "together": LIMITS.declaration_documents_bytes >> 20,
    }
    return page(visit, "declaration_documents.html", signs=True, account=account, limits=limits, **head(visit, one))


async def shown_to(visit: Visit, number: str) -> OwnShown:
    """Raises NotFound: there is no such declaration that is the visitor's company's business."""
    account, at = visit.needs("admin", "user").who.account, visit.counter.clock()
    trust = visit.counter.authority().trust
    return await visit.counter.read(lambda room: own_declaration(room, account, number, trust, at))


def _offered(one: OwnShown, kind: Mapping[str, str], otherwise: str) -> list[OwnStep]:
    """The steps of this kind that lead on from here.

    Raises:
        StepNotNow: none does.
    """
    steps = [step for step in one.steps if step.name in kind]
    if not steps:
        raise StepNotNow(number=one.decision.number, **called(otherwise), **standing(one.decision.state))
    return steps


def head(visit: Visit, one: OwnShown) -> dict[str, Any]:
    """What stands on top of every page of a declaration."""
    return {
        "one": one,
        "decision": one.decision,
        "house_bill": decode_line(one.line.encode()).house_bill,
        "states": states_of_declarations(visit.language),
        "channels": channels(visit.language),
    }


def _about(visit: Visit, one: OwnShown) -> dict[str, Any]:
    offered = {step.name for step in one.steps}
    say = law.wording(visit.language).say
    return {
        **head(visit, one),
        "parcel": [(labels(visit, one.decision.form)[field], value, "") for field, value in _parcel(one)],
        "declared": declared(visit, one),
        "labels": labels(visit, one.decision.form),
        "steps": steps_of_declarations(visit.language),
        "ground_names": _names_of_grounds(visit),
        "categories": "; ".join(say(f"category.{one}") for one in one.decision.categories),
        "papers": papers_of(visit, one),
        **taxes_of(visit, one.decision, one.filer),
        "may_ask": bool(offered & REQUESTS.keys()),
        "may_give": bool(offered & GIVINGS.keys()),
        "may_withdraw": "withdraw" in offered,
    }


def _parcel(one: OwnShown) -> list[tuple[str, str]]:
    signed = decode_line(one.line.encode())
    fields = ("house_bill", "master_bill", "goods_description", "packages")
    return [(field, spelled(getattr(signed, field))) for field in fields if hasattr(signed, field)]


def declared(visit: Visit, one: OwnShown) -> list[Row]:
    """Criterion by criterion, in the order of the annex; what customs filled in and what was corrected says so."""
    _ = tongue(visit.language).gettext
    signed = decode_line(one.line.encode())
    whole, rows = with_filled(signed, one.decision), []
    before = {change.field: spelled(change.before) for change in changes(one.first, whole)}
    for item in law.criteria(one.decision.form):
        value = spelled(getattr(whole, item.field))
        if value and not getattr(signed, item.field):
            value = _("{value} (hải quan điền)").format(value=value)
        if item.field in before:
            value = _("{value} (khi đăng ký: {before})").format(value=value or "–", before=before[item.field] or "–")
        label = item.label[visit.language]
        rows.append((f"{item.criterion}. {label}" if item.criterion else label, value, ""))
    if code := getattr(signed, "hs_code", ""):
        rows.append((_("Mã HS (để tính thuế)"), code, ""))
    return rows


def spelled(value: Any) -> str:
    if value is None:
        return ""
    return day(value) if isinstance(value, date) else str(value)


def _names_of_grounds(visit: Visit) -> dict[str, str]:
    english = visit.language != "vi"
    return {one.id: one.name.en if english else one.name.vi for one in grounds().values()}
