"""An officer takes a step in the life of a declaration, and signs it: see `declaration.lifecycle`."""

import os
from collections.abc import Collection

from msgspec.structs import replace

from thongquan.authority.charging import decided as decided_on_account
from thongquan.authority.declaration_open import has_looked
from thongquan.authority.ports import Act, Books, Case
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import NotFound, NotLookedAt, OfficerUnknown
from thongquan.authority.sitting import Sitting
from thongquan.base.canonical import canonical
from thongquan.base.fault import Fault, Refusal
from thongquan.base.moment import stamp
from thongquan.channel.categories import categories_of
from thongquan.declaration.conditions import Taking
from thongquan.declaration.lifecycle import PERMITTED, step_taken
from thongquan.declaration.model import Decision, PaperTwin
from thongquan.numbering.declaration_number import is_number
from thongquan.registration.deeds_declarations import DeclarationDecide
from thongquan.registration.duty import may_decide, not_of_own_company
from thongquan.registration.model import Officer
from thongquan.signing.checkpoint import SALT_BYTES, receipt_leaf


class NotReturned(Refusal):
    """Taxes are refunded for goods that were sent back, by a cleared declaration whose notes name this one."""

    code = "TAXES-NOT-RETURNED"


def faults(now: Sitting, account: str, says: DeclarationDecide) -> list[Fault]:
    """Refused as a whole: what an officer may not see he is not told the faults of.

    Its number tells whether it was corrected since he looked at it: that is said before anything else. Whoever was
    overtaken by somebody else is told so; whoever never looked is told that.
    """
    case = seen(now, account, says.number)
    changed = [Fault("DECLARATION-CHANGED", "state", {"number": says.number})]
    if says.number != case.decision.number:
        return changed
    decided(now, account, says)
    if (says.channel, says.state) != (case.decision.channel, case.decision.state):
        return changed
    if not has_looked(now, account, case):
        raise NotLookedAt
    return []


def declaration_decide(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    """The decision is an act of its own with its own leaf; what was registered stays as it was.

    Act and deed are one transaction: neither is ever there without the other.
    """
    says, officer = signed.deed.says, signed.by.officer
    assert isinstance(says, DeclarationDecide)
    assert officer is not None  # the door saw to it
    return enter_officers(now, *decided(now, officer.id, says))


def enter_officers(now: Sitting, case: Case, decision: Decision) -> Done:
    """As `enter`. What is cleared names the head of the office, and from then on why it was looked at."""
    if decision.step == "clear":
        head, told = now.books.head_of(decision.office.code), categories_of(case.reasons)
        decision = replace(decision, head_of_office=head, categories=told)
    return enter(now, case, decision)


def enter(now: Sitting, case: Case, decision: Decision) -> Done:
    """The act of a step, with its leaf, and with what it moves on an account."""
    decision, movements = decided_on_account(now, case.filer, case.decision, decision)
    at, spelled, salt = stamp(now.at), canonical(decision), os.urandom(SALT_BYTES)
    now.books.decide(case, Act(decision, spelled, salt, receipt_leaf(salt, case.signed, spelled), at, movements))
    outcome = {"number": decision.number, "state": decision.state, "at": at}
    return Done(outcome, company=decision.on_behalf_of or case.filer, delegation=decision.delegation)


def decided(now: Sitting, officer_id: str, says: DeclarationDecide) -> tuple[Case, Decision]:
    """The declaration, and the decision on it, if this officer may take the step now.

    Raises:
        Refusal: no such officer or declaration, not his to decide or not now, or the step does not lead on from here.
    """
    case = seen(now, officer_id, says.number)
    paper = PaperTwin(says.paper_number, says.paper_date, says.paper_officer) if says.paper_number else None
    taking = Taking(says.verdict, officer_id, stamp(now.at), says.reason, says.ground, paper=paper)
    after = step_taken(case.decision, "officer", taking)
    if taking.step == "refund-taxes":
        require_returned(now.books, case)
    return case, after


def require_returned(books: Books, case: Case) -> None:
    """Raises NotReturned: no declaration that was cleared brings its goods back."""
    returns = books.own_declarations.returned_by(case.number)
    if not any(case_of(books, number).decision.state in PERMITTED for number in returns):
        raise NotReturned(number=case.decision.number)


def seen(now: Sitting, officer_id: str, number: str) -> Case:
    """The declaration, if it is this officer's to decide on.

    Raises:
        Refusal: no such officer or declaration, or not his to decide, or not now.
    """
    officer = now.books.officer(officer_id)
    if officer is None:
        raise OfficerUnknown(officer=officer_id)
    case = case_of(now.books, number)
    may_decide(officer, case.decision.office.code, now.at)
    require_not_of_own_company(now.books, officer, {case.filer, case.decision.on_behalf_of} - {""})
    return case


def require_not_of_own_company(books: Books, officer: Officer, companies: Collection[str]) -> None:
    """The officer is nobody of these companies, by their tax codes."""
    theirs = [one for company in companies for one in books.accounts.of_company(company)]
    not_of_own_company(officer, books.accounts.account(officer.id), theirs)


def case_of(books: Books, number: str) -> Case:
    case = books.case(number) if is_number(number) else None
    if case is None:
        raise NotFound
    return case


PROCEDURE = Procedure(DeclarationDecide, "officer", declaration_decide, faults, in_session=True)
