"""A bank's statement before an officer: which line is for which account, and which is for none; then one signature."""

import asyncio
import os
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler

from thongquan import law
from thongquan.authority.deposit_accounts_seen import deciding_officer
from thongquan.authority.deposit_matching import Matched, matched
from thongquan.authority.ports import ReadingRoom
from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.deposit.bank import LineLeft, Statement
from thongquan.manifest.bank_statement import read_statement
from thongquan.manifest.model import Unreadable
from thongquan.portal.rendering import faulty, page
from thongquan.portal.visit import Asked, Visit, visit_of

FIELD = "file"


def routes() -> list[HTTPRouteHandler]:
    return [statement, look_at_statement]


@get("/desk/statement")
async def statement(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    await _office(visit)
    return page(visit, "desk_statement.html", form=None, faults=[], found=None, **_limits(visit))


@post("/desk/statement")
async def look_at_statement(request: Asked) -> Response[bytes]:
    """Nothing is kept of the file: what is booked are the lines that are signed."""
    visit = visit_of(request)
    office, file = await _office(visit), visit.form.file(FIELD)
    if file is None or not file.content:
        return _refused(visit, Fault("FILE-NOT-CHOSEN", FIELD))
    try:
        told = await asyncio.to_thread(read_apart, file.content)
    except Unreadable as refusal:
        return _refused(visit, Fault(refusal.code, FIELD, refusal.facts))

    def read(room: ReadingRoom) -> tuple[Matched, dict[str, str]]:
        found = matched(room, office, told.lines)
        known = {one.company: room.company(one.company) for one in found.matched}
        return found, {code: company.name for code, company in known.items() if company}

    found, names = await visit.counter.read(read)
    now = found.matched[: LIMITS.deed_entries]
    left = sorted([*told.left, *found.left], key=lambda one: one.line)
    context: dict[str, Any] = {"found": now, "names": names, "left": [_why(visit, one) for one in left]}
    context |= {"total": sum(one.line.amount for one in now), "later": len(found.matched) - len(now)}
    context |= {"digest": sha256(file.content).hexdigest(), "office": office, "file_name": file.name}
    context["spelled"] = date.fromisoformat
    account = visit.needs("officer").who.account
    return page(visit, "desk_statement.html", signs=True, account=account, **context, **_limits(visit))


def read_apart(file: bytes) -> Statement:
    """These bytes touch no disk. Raises Unreadable."""
    handle = os.memfd_create("statement", os.MFD_CLOEXEC)
    try:
        with os.fdopen(os.dup(handle), "wb") as into:
            into.write(file)
        return read_statement(Path(f"/proc/self/fd/{handle}"))
    finally:
        os.close(handle)


async def _office(visit: Visit) -> str:
    account = visit.needs("officer").who.account
    return await visit.counter.read(lambda room: deciding_officer(room, account).office)


def _limits(visit: Visit) -> dict[str, Any]:
    return {"largest": visit.counter.limits.form_file_bytes >> 10, "most": LIMITS.deed_entries}


def _refused(visit: Visit, fault: Fault) -> Response[bytes]:
    return faulty(visit, "desk_statement.html", [fault], form=visit.form, found=None, **_limits(visit))


def _why(visit: Visit, one: LineLeft) -> dict[str, Any]:
    words = law.wording(visit.language)
    return {
        "line": one.line,
        "reference": one.reference,
        "remark": one.remark,
        "why": words.text(one.code, {}),
        "fix": words.fix(one.code, {}),
    }
