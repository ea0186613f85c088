"""An officer decides on a declaration that waits, and signs it: clear it, or refuse it with the reason."""

import os

from msgspec.structs import replace

from thongquan.authority.ports import Act, Books, Case
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import NotFound, NotWaiting, OfficerUnknown, ReasonMissing
from thongquan.authority.sitting import Sitting
from thongquan.base.canonical import canonical
from thongquan.base.fault import Fault
from thongquan.base.moment import stamp
from thongquan.declaration.model import Decision
from thongquan.numbering.declaration_number import is_number
from thongquan.registration.deeds_officers import DeclarationDecide
from thongquan.registration.duty import may_decide, not_of_own_company
from thongquan.registration.model import Officer
from thongquan.signing.checkpoint import SALT_BYTES, receipt_leaf


def faults(now: Sitting, account: str, says: DeclarationDecide) -> list[Fault]:
    """Refused as a whole: what an officer may not see he is not told the faults of."""
    case = decidable(now, account, says)
    shown, is_now = (says.channel, says.state), (case.decision.channel, case.decision.state)
    return [] if shown == is_now else [Fault("DECLARATION-CHANGED", "state", {"number": says.number})]


def declaration_decide(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    """The decision is an act of its own with its own leaf; what was registered stays as it was.

    Act and deed are one transaction: neither is ever there without the other.
    """
    says, officer, books, at = signed.deed.says, signed.by.officer, now.books, stamp(now.at)
    assert isinstance(says, DeclarationDecide)
    assert officer is not None  # the door saw to it
    case = case_of(books, says.number)
    decision = _decided(case.decision, officer, says, at)
    if says.verdict == "clear":
        decision = replace(decision, head_of_office=books.head_of(officer.office))
    spelled = canonical(decision)
    salt = os.urandom(SALT_BYTES)
    books.decide(case, Act(decision, spelled, salt, receipt_leaf(salt, case.signed, spelled), at))
    outcome = {"number": decision.number, "state": decision.state, "at": at}
    return Done(outcome, company=decision.on_behalf_of or case.filer, delegation=decision.delegation)


def decidable(now: Sitting, officer_id: str, says: DeclarationDecide) -> Case:
    """The declaration, if this officer may decide it now, and so.

    Raises:
        Refusal: no such officer or declaration, not his to decide or not now, decided already, or without reason.
    """
    officer = now.books.officer(officer_id)
    if officer is None:
        raise OfficerUnknown(officer=officer_id)
    case = case_of(now.books, says.number)
    may_decide(officer, case.decision.office.code, now.at)
    _not_of_own_company(now.books, officer, case)
    if case.decision.state != "registered":
        raise NotWaiting(number=says.number, state=case.decision.state)
    if says.verdict == "refuse" and not says.reason:
        raise ReasonMissing
    return case


def _not_of_own_company(books: Books, officer: Officer, case: Case) -> None:
    companies = {case.filer, case.decision.on_behalf_of} - {""}
    theirs = [one for company in companies for one in books.accounts.of_company(company)]
    not_of_own_company(officer, books.accounts.account(officer.id), theirs)


def case_of(books: Books, number: str) -> Case:
    case = books.case(number) if is_number(number) else None
    if case is None:
        raise NotFound
    return case


def _decided(registered: Decision, officer: Officer, says: DeclarationDecide, at: str) -> Decision:
    taken = replace(registered, inspected_at=at, decided_by=officer.id, reason=says.reason)
    if says.verdict == "refuse":
        return replace(taken, state="refused")
    return replace(taken, state="cleared", cleared_at=at)


PROCEDURE = Procedure(DeclarationDecide, "officer", declaration_decide, faults, in_session=True)
