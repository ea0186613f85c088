"""A declaration corrected in the browser: a form of what may change, the difference, and the statement that is signed.

Nothing is kept between the steps: line and statement stand in the page, and the front door believes of them only what
the signature binds. Who sends the same again gets the same answer.
"""

import secrets
from base64 import b64decode
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan import law
from thongquan.authority.call_up import CalledUp
from thongquan.authority.own_declaration import to_correct
from thongquan.authority.refusals import FormFaulty, NotFound
from thongquan.base.canonical import canonical
from thongquan.base.fault import Fault
from thongquan.base.moment import business_day, stamp
from thongquan.declarant.correction import Corrected, Standing, corrected, read
from thongquan.declarant.filing import line_of, new_batch
from thongquan.declarant.refusals import ValueUnreadable
from thongquan.declaration.cancellation import DIRECTION
from thongquan.declaration.codec import decode_line, encode_line
from thongquan.declaration.correction import FLAG, IMMUTABLE
from thongquan.declaration.model import Correction, Decision, Declaration, ExportCorrection, ImportCorrection
from thongquan.law.criteria import Item
from thongquan.portal.declaration import head, shown_to, spelled
from thongquan.portal.declaration_papers import labels
from thongquan.portal.forms import FORM_FIELD, Form
from thongquan.portal.refusals import FormMalformed
from thongquan.portal.rendering import faulty, page
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.signing import merkle
from thongquan.signing.statement import Statement, read_statement

AGAIN, REPORT = "again", "report"
UNREADABLE = "FIELD-UNREADABLE"
_OF_THE_PAGE = {FORM_FIELD, AGAIN, REPORT}


class Field(msgspec.Struct, frozen=True):
    """One item that may be corrected."""

    name: str
    label: str
    value: str
    kind: str
    """Of the input: "date" or "text"."""
    filled: str
    """What customs filled in, where the line is blank."""
    most: int
    """Characters; 0 where nothing says."""


class SignedCorrection(msgspec.Struct, frozen=True):
    """What the signing panel sends: the statement as it was shown, its signature in base64, and the line beside it."""

    text: str
    signature: str
    line: str


class _Outcome(msgspec.Struct, frozen=True):
    outcome: str
    faults: list[Fault] = []


class _Answer(msgspec.Struct, frozen=True):
    """As much of an answer as is needed."""

    outcomes: list[_Outcome]


def routes() -> list[HTTPRouteHandler]:
    return [correct, corrected_so, correction_signed]


@get("/declarations/{number:str}/correct")
async def correct(request: Asked, number: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    decision, called = await _called(visit, number)
    return page(visit, "declaration_correct.html", **await _form(visit, decision, called), faults=[], form=None)


@post("/declarations/{number:str}/correct")
async def corrected_so(request: Asked, number: FromPath[str]) -> Response[bytes]:
    """Composes and judges; nothing is sent. `again`: back to the form, with what was typed."""
    visit = visit_of(request)
    decision, called = await _called(visit, number)
    asked = _typed(visit.form, decision, called)
    if visit.form.one(AGAIN):
        shown = await _form(visit, decision, called)
        return page(visit, "declaration_correct.html", **shown, faults=[], form=visit.form)
    faults, one = _judged(visit, decision, called, asked)
    if one is None or faults:
        return faulty(
            visit, "declaration_correct.html", faults, **await _form(visit, decision, called), form=visit.form
        )
    return page(visit, "declaration_corrected.html", signs=True, **await _composed(visit, decision, one))


@post("/declarations/{number:str}/corrected")
async def correction_signed(request: Asked, number: FromPath[str]) -> Response[bytes]:
    """What the panel sends goes through the front door like any filing.

    Raises:
        FormFaulty: the correction was refused, with its faults.
        Refusal: the filing was.
    """
    visit = visit_of(request)
    visit.needs("user")
    sent = visit.form.read(SignedCorrection, exact=frozenset({"text", "line"}))
    await shown_to(visit, number)  # another's is not there; how it stands the front door looks at
    statement = read_statement(sent.text.encode())
    if (statement.kind, statement.count) != ("correction", 1) or not _is_of(sent, number):
        raise NotFound
    parts = (sent.text.encode(), _signature(sent), sent.line.encode() + b"\n")
    answer = msgspec.json.decode(await visit.counter.door.file(parts), type=_Answer)
    if faults := [fault for one in answer.outcomes for fault in one.faults]:
        raise FormFaulty(faults)
    told = msgspec.json.encode({"next": f"/declarations/{number}"})
    return Response(told, status_code=200, media_type="application/json")


async def _called(visit: Visit, number: str) -> tuple[Decision, CalledUp]:
    account, at = visit.needs("user").who.account, visit.counter.clock()
    return await visit.counter.read(lambda room: to_correct(room, account, number, at))


async def _form(visit: Visit, decision: Decision, called: CalledUp) -> dict[str, Any]:
    one = await shown_to(visit, decision.number)
    items = law.criteria(decision.form)
    signed = decode_line(called.line.encode())
    return {
        **head(visit, one),
        "fields": [_field(visit, item, signed, called) for item in items if item.field not in called.locked],
        "locked": list(_locked(visit, one.line, called)),
        "left": called.left,
        "labels": labels(visit, decision.form),
        "flag": FLAG,
    }


def _field(visit: Visit, item: Item, signed: Declaration, called: CalledUp) -> Field:
    value = getattr(signed, item.field)
    kind = "date" if item.attribute == "D" else "text"
    label = item.label[visit.language]
    return Field(
        name=item.field,
        label=f"{item.criterion}. {label}" if item.criterion else label,
        value=_plain(value),
        kind=kind,
        filled=called.filled.get(item.field, ""),
        most=item.characters if item.attribute in ("A", "W") else 0,
    )


def _plain(value: str | int | Decimal | date | None) -> str:
    """As `read` reads it back."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _locked(visit: Visit, line: str, called: CalledUp) -> Iterator[tuple[str, str, str]]:
    """Label, value, and what says that it stays so."""
    signed = decode_line(line.encode())
    form = "MIC" if called.procedure == "MID" else "MEC"
    cites = {one.field: one.cites for one in IMMUTABLE.locked if one.form == form}
    for item in law.criteria(form):
        if item.field in called.locked:
            value = spelled(getattr(signed, item.field)) or called.filled.get(item.field, "")
            yield item.label[visit.language], value, cites[item.field]


def _typed(form: Form, decision: Decision, called: CalledUp) -> dict[str, str]:
    """The items of the form: all that may change, and nothing else.

    Raises:
        FormMalformed
    """
    free = {item.field for item in law.criteria(decision.form)} - set(called.locked)
    if form.files or form.fields.keys() - free - _OF_THE_PAGE or not free & form.fields.keys():
        raise FormMalformed
    return {name: form.one(name) for name in form.fields.keys() & free}


def _judged(
    visit: Visit, decision: Decision, called: CalledUp, asked: dict[str, str]
) -> tuple[list[Fault], Corrected | None]:
    """All that is wrong, and the correction; None where a value cannot even be read."""
    registered = decode_line(called.line.encode())
    kind = ImportCorrection if isinstance(registered, ImportCorrection) else ExportCorrection
    called_here = labels(visit, decision.form)
    unread = [name for name, value in asked.items() if not _is_readable(kind, name, value)]
    if unread:
        return [Fault(UNREADABLE, name, {"field": called_here[name], "found": asked[name]}) for name in unread], None
    report = FLAG if visit.form.one(REPORT) else ""
    now = Standing(registered, decision, visit.counter.authority().system)
    one = corrected(now, asked, business_day(visit.counter.clock()), report)
    return one.faults, one


def _is_readable(kind: Any, name: str, value: str) -> bool:
    """As the line will be read: no day that is none, and no number that no rule could reckon with."""
    try:
        decode_line(encode_line(kind(**read(kind, {name: value}))))
    except (ValueUnreadable, msgspec.MsgspecError):
        return False
    return True


async def _composed(visit: Visit, decision: Decision, one: Corrected) -> dict[str, Any]:
    """The line with a fresh nonce, and the statement over it."""
    line = line_of(one.correction)
    shown = await shown_to(visit, decision.number)
    now = visit.counter.clock()
    statement = Statement(
        system=visit.counter.authority().system,
        kind="correction",
        batch=new_batch(now),
        filer=shown.filer,
        on_behalf_of=decision.on_behalf_of or shown.filer,
        office=decision.office.code,
        direction="export" if DIRECTION[decision.form] == "export" else "import",
        count=1,
        root=merkle.root([merkle.leaf_hash(line)]).hex(),
        reader=sha256(secrets.token_bytes(32)).hexdigest(),  # nobody's: it is read back in a session
        created_at=stamp(now),
    )
    typed = [(name, value) for name in visit.form.fields if name != FORM_FIELD for value in [visit.form.one(name)]]
    return {
        **head(visit, shown),
        "line": line.decode(),
        "statement": canonical(statement).decode(),
        "changes": [(change.field, spelled(change.before), spelled(change.after)) for change in one.changes],
        "warnings": one.warnings,
        "labels": labels(visit, decision.form),
        "typed": typed,
    }


def _signature(sent: SignedCorrection) -> bytes:
    try:
        return b64decode(sent.signature, validate=True)
    except ValueError:
        raise FormMalformed from None


def _is_of(sent: SignedCorrection, number: str) -> bool:
    """The line corrects this declaration, under whichever of its numbers."""
    try:
        declared = decode_line(sent.line.encode())
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return False
    return isinstance(declared, Correction) and declared.number[:-1] == number[:-1]
