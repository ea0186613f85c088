"""An officer decides on a declaration that waits: clear it, or refuse it with the reason."""

import os
from typing import Literal

from msgspec.structs import replace

from thongquan.authority.plain_text import plain_text
from thongquan.authority.ports import Act, Books, Case
from thongquan.authority.refusals import NotFound, NotWaiting, OfficerUnknown, ReasonMissing
from thongquan.authority.sitting import Sitting
from thongquan.base.canonical import canonical
from thongquan.base.moment import stamp
from thongquan.declaration.model import Decision
from thongquan.numbering.declaration_number import is_number
from thongquan.registration.model import Officer
from thongquan.registration.rules import may_decide
from thongquan.signing.checkpoint import SALT_BYTES, receipt_leaf

Verdict = Literal["clear", "refuse"]


def decide(now: Sitting, number: str, officer_id: str, verdict: Verdict, reason: str) -> Decision:
    """Record the decision as an act of its own with its own leaf; what was registered stays as it was."""
    books, at = now.books, stamp(now.at)
    officer = books.officer(officer_id)
    if officer is None:
        raise OfficerUnknown(officer=officer_id)
    case = case_of(books, number)
    may_decide(officer, case.decision.office.code)
    if case.decision.state != "registered":
        raise NotWaiting(number=number, state=case.decision.state)
    if verdict == "refuse" and not reason.strip():
        raise ReasonMissing
    plain_text("reason", reason)
    decision = _decided(case.decision, officer, verdict, reason, at)
    if verdict == "clear":
        decision = replace(decision, head_of_office=books.head_of(officer.office))
    spelled = canonical(decision)
    salt = os.urandom(SALT_BYTES)
    books.decide(case, Act(decision, spelled, salt, receipt_leaf(salt, case.signed, spelled), at))
    return decision


def case_of(books: Books, number: str) -> Case:
    case = books.case(number) if is_number(number) else None
    if case is None:
        raise NotFound
    return case


def _decided(registered: Decision, officer: Officer, verdict: Verdict, reason: str, at: str) -> Decision:
    taken = replace(registered, inspected_at=at, decided_by=officer.id, reason=reason)
    return replace(taken, state="refused") if verdict == "refuse" else replace(taken, state="cleared", cleared_at=at)
