"""Attachments by themselves of one's own company, or before one's own office: all, a new one, one, and its change."""

from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan.authority.attachment_checks import PROCEDURES, TOTAL_SIZE
from thongquan.authority.attachments_seen import (
    AttachmentRow,
    FileShown,
    attachment_seen,
    attachments_seen,
    may_examine,
    note_look,
)
from thongquan.authority.delegation_give import offices_on
from thongquan.authority.refusals import NotFound
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day
from thongquan.portal.language import moment, tongue
from thongquan.portal.listing import Column, Filter, Listing, exported, listing
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of

_KIB = 1024


def routes() -> list[HTTPRouteHandler]:
    return [attachments, new_attachment, one_attachment, change_attachment]


@get("/attachments")
async def attachments(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account = visit.needs("user", "officer").who.account
    shown = _listing(visit, request)
    state = shown.asked.where.get("state", "")
    found = await visit.counter.read(lambda room: attachments_seen(room, account, state, shown.asked.wanted))
    rows = [_row(visit, one) for one in found.rows]
    if shown.asked.as_csv:
        return exported("attachments", shown.columns, rows)
    planning = visit.counter.plans.of(account) is not None
    return page(visit, "attachments.html", listing=shown.showing(found), rows=rows, planning=planning)


@get("/attachments/new")
async def new_attachment(request: Asked) -> Response[bytes]:
    """Registered (HYS), or sent to customs as a message (MSB)."""
    visit = visit_of(request)
    who, today = visit.needs("user").who, business_day(visit.counter.clock())
    types = [(code, row[f"name_{visit.language}"]) for code, row in PROCEDURES.on(today).items()]
    form = "MSB" if request.query_params.get("form") == "MSB" else "HYS"
    context: dict[str, Any] = {
        "form_kind": form,
        "offices": offices_on(today),
        "types": types,
        "chosen": next((code for code, _ in types if code == request.query_params.get("type")), types[0][0]),
        "limits": _limits(visit),
    }
    return page(visit, "attachment_new.html", signs=True, account=who.account, **context)


@get("/attachments/{attachment:str}")
async def one_attachment(request: Asked, attachment: FromPath[str]) -> Response[bytes]:
    """Its latest version, or `?version=`. That an officer has it before him is recorded: nothing is examined unseen."""
    visit = visit_of(request)
    account = visit.needs("user", "officer").who.account
    version = _version(str(request.query_params.get("version", "")))
    one = await visit.counter.read(lambda room: attachment_seen(room, account, attachment, version))
    examining = await visit.counter.read(lambda room: may_examine(room, account, one))
    await visit.counter.ask(lambda now: note_look(now, account, one.number, one.version))
    context: dict[str, Any] = {
        "one": one,
        "state": _state(visit, one.examined_at),
        "account": account,
        "examining": examining,
    }
    return page(visit, "attachment.html", signs=examining, **context)


@get("/attachments/{attachment:str}/change")
async def change_attachment(request: Asked, attachment: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    account = visit.needs("user").who.account
    one = await visit.counter.read(lambda room: attachment_seen(room, account, attachment))
    if not one.may_change:
        raise NotFound
    context: dict[str, Any] = {"one": one, "kept": [_kept(file) for file in one.documents], "limits": _limits(visit)}
    left = LIMITS.attachment_changes - one.changes
    return page(visit, "attachment_change.html", signs=True, account=account, left=left, **context)


def _version(text: str) -> int | None:
    """Raises NotFound: it is no number of a version."""
    if not text:
        return None
    if len(text) > 1 or not text.isdecimal() or not text.isascii():
        raise NotFound
    return int(text)


def _kept(file: FileShown) -> dict[str, Any]:
    """A file as a text names it, for whoever keeps it."""
    return {"name": file.name, "size": str(file.size), "sha256": file.sha256}


def _limits(visit: Visit) -> dict[str, int]:
    today = business_day(visit.counter.clock())
    return {"files": LIMITS.attachment_files, "together": TOTAL_SIZE.on(today) // _KIB}


def _state(visit: Visit, examined_at: str) -> tuple[str, str]:
    _ = tongue(visit.language).gettext
    return (_("Đã kiểm tra"), "good") if examined_at else (_("Chờ kiểm tra"), "warning")


def _listing(visit: Visit, request: Asked) -> Listing:
    _ = tongue(visit.language).gettext
    columns = [
        Column("number", _("Số tệp tin đính kèm")),
        Column("registered", _("Đăng ký lúc"), sorts=True),
        Column("company", _("Doanh nghiệp")),
        Column("procedure", _("Phân loại")),
        Column("version", _("Số lần thay đổi"), is_number=True),
        Column("state", _("Trạng thái")),
    ]
    words = [("waiting", _("Chờ kiểm tra")), ("examined", _("Đã kiểm tra"))]
    return listing(request, columns, [Filter("state", _("Trạng thái"), words)], sort="-registered")


def _row(visit: Visit, one: AttachmentRow) -> dict[str, Any]:
    word, tone = _state(visit, one.examined_at)
    return {
        "href": f"/attachments/{one.number}",
        "number": one.number,
        "registered": moment(one.registered_at),
        "company": one.company,
        "procedure": one.procedure or one.form,
        "version": one.version,
        "state": word,
        "kinds": {"state": tone},
        "hints": {"company": one.filer if one.filer != one.company else "", "procedure": one.office},
    }
