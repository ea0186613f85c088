"""A filer's own user takes a step: withdraws a declaration that nobody looked at yet, or asks for its cancellation."""

from thongquan.authority.acting import is_suspended
from thongquan.authority.decide import case_of, enter
from thongquan.authority.ports import Case
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import NotFound
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.base.moment import stamp
from thongquan.declaration.cancellation import DIRECTION
from thongquan.declaration.conditions import Taking
from thongquan.declaration.lifecycle import step_taken
from thongquan.declaration.model import Decision
from thongquan.registration.account import Account
from thongquan.registration.deeds_declarations import DeclarationAsk
from thongquan.registration.delegation import Doing, ForAnother, delegation_for


def faults(now: Sitting, account: str, says: DeclarationAsk) -> list[Fault]:
    """Another company's declaration looks like one that never was."""
    case, _ = asked(now, account, says)
    if says.state != case.decision.state:
        return [Fault("DECLARATION-CHANGED", "state", {"number": says.number})]
    return []


def declaration_ask(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, DeclarationAsk)
    return enter(now, *asked(now, signed.deed.account, says))


def asked(now: Sitting, user: str, says: DeclarationAsk) -> tuple[Case, Decision]:
    """The declaration, and what becomes of it, if this user may ask so now.

    Raises:
        Refusal: there is no such declaration that is the user's business, or the step does not lead on from here.
    """
    account = now.books.accounts.account(user)
    case = case_of(now.books, says.number)
    if account is None or account.kind != "user" or not is_business_of(now, account, case, "cancel"):
        raise NotFound
    return case, step_taken(
        case.decision, "declarant", Taking(says.request, user, stamp(now.at), says.reason, says.ground)
    )


def is_business_of(now: Sitting, account: Account, case: Case, what: Doing) -> bool:
    """The filer's own, the principal's own, or by a delegation that still is in effect and lets it."""
    principal = case.decision.on_behalf_of or case.filer
    if account.tax_code == principal:
        return True
    if account.tax_code != case.filer or is_suspended(now.books, principal):
        return False
    direction, office = DIRECTION[case.decision.form], case.decision.office.code
    act = ForAnother(case.filer, account.name, principal, direction, office, what)
    return delegation_for(act, now.books.delegations.between(case.filer, principal), stamp(now.at)) is not None


PROCEDURE = Procedure(DeclarationAsk, "account", declaration_ask, faults, in_session=True)
