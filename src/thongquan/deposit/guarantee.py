"""Whether a guarantee may secure a declaration: there, the company's own, in effect, and meant for it, in this order.

The first that it fails is told of every line that it would secure. The authority asks this of its books, a declarant of
what he was told of his own guarantees.
"""

from collections.abc import Callable
from datetime import date
from typing import Protocol

from thongquan.base.citation import cite
from thongquan.base.fault import Fault
from thongquan.consignment.bill import normalised
from thongquan.declaration.model import Declaration, ImportDeclaration
from thongquan.registration.deeds_deposit import GuaranteeRegister
from thongquan.signing.statement import Security

Refused = Callable[[Declaration], Fault | None]
"""What is wrong with the guarantee that a filing chose, for this declaration."""

_MIC = "VNACCS 2014 MIC"
UNKNOWN = {
    "individual": cite("SECURITY-INDIVIDUAL-UNKNOWN", f"{_MIC} E7001", "term-2014", result_code="E7001"),
    "general": cite("SECURITY-GENERAL-UNKNOWN", f"{_MIC} E7021", "term-2014", result_code="E7021"),
}
NOT_YOURS = {
    "individual": cite("SECURITY-INDIVIDUAL-NOT-YOURS", f"{_MIC} E7006", "term-2014", result_code="E7006"),
    "general": cite("SECURITY-GENERAL-NOT-YOURS", f"{_MIC} E7023", "term-2014", result_code="E7023"),
}
NOT_YET = {
    "individual": cite("SECURITY-INDIVIDUAL-NOT-YET", f"{_MIC} E7007", "term-2014", result_code="E7007"),
    "general": cite("SECURITY-GENERAL-NOT-YET", f"{_MIC} E7024", "term-2014", result_code="E7024"),
}
EXPIRED = {
    "individual": cite("SECURITY-INDIVIDUAL-EXPIRED", f"{_MIC} E7008", "term-2014", result_code="E7008"),
    "general": cite("SECURITY-GENERAL-EXPIRED", f"{_MIC} E7025", "term-2014", result_code="E7025"),
}
TOO_LITTLE = {
    "individual": cite("SECURITY-INDIVIDUAL-TOO-LITTLE", f"{_MIC} E7009", "term-2014", result_code="E7009", form="MIC"),
    "general": cite("SECURITY-GENERAL-TOO-LITTLE", f"{_MIC} E7026", "term-2014", result_code="E7026", form="MIC"),
}
ENDED = cite("SECURITY-GENERAL-ENDED", f"{_MIC} E7022", "term-2014", result_code="E7022")
OTHER_OFFICE = cite("SECURITY-OTHER-OFFICE", f"{_MIC} E7004", "term-2014", result_code="E7004")
OTHER_FORM = cite("SECURITY-OTHER-FORM", f"{_MIC} E7003", "term-2014", result_code="E7003")
OTHER_DAY = cite("SECURITY-OTHER-DAY", f"{_MIC} E7005", "term-2014", result_code="E7005")
OTHER_BILL = cite("SECURITY-OTHER-BILL", f"{_MIC} E7037", "term-2014", result_code="E7037")


class Guarantee(Protocol):
    """What is needed of one."""

    @property
    def company(self) -> str: ...
    @property
    def office(self) -> str: ...
    @property
    def ended_at(self) -> str: ...
    @property
    def terms(self) -> GuaranteeRegister | None: ...


class Filed(Protocol):
    """What is declared, and when it is registered."""

    @property
    def form(self) -> str: ...
    @property
    def day(self) -> date: ...


def unusable(
    chosen: Security, account: Guarantee | None, elsewhere: Guarantee | None, company: str, desk: Filed
) -> Fault | None:
    """Of `account`, which has that number at this office; `elsewhere` has it at another one."""
    kind, facts = chosen.kind, {"guarantee": chosen.number}
    known = account or (elsewhere if kind == "individual" else None)
    if known is None or known.terms is None or known.terms.scope != kind:
        return Fault(UNKNOWN[kind], "", {**facts})
    if known.company != company:
        return Fault(NOT_YOURS[kind], "", {**facts})
    if account is None:
        return Fault(OTHER_OFFICE, "", {**facts, "office": known.office})
    return _not_in_effect(known, known.terms, desk.day) or _other_form(known.terms, desk)


def _not_in_effect(account: Guarantee, terms: GuaranteeRegister, day: date) -> Fault | None:
    """An individual one that was ended is told as expired: there is no other code for it."""
    scope = terms.scope
    if account.ended_at and scope == "general":
        return Fault(ENDED, "", {"guarantee": terms.number})
    if terms.since > day.isoformat():
        return Fault(NOT_YET[scope], "", {"guarantee": terms.number, "day": terms.since})
    if account.ended_at or terms.until < day.isoformat():
        return Fault(EXPIRED[scope], "", {"guarantee": terms.number, "until": terms.until})
    return None


def _other_form(terms: GuaranteeRegister, desk: Filed) -> Fault | None:
    if terms.form and terms.form != desk.form:
        return Fault(OTHER_FORM, "", {"guarantee": terms.number, "form": terms.form})
    if terms.declared_on and terms.declared_on != desk.day.isoformat():
        return Fault(OTHER_DAY, "", {"guarantee": terms.number, "day": terms.declared_on})
    return None


def unfit(terms: GuaranteeRegister, chosen: Security) -> Refused | None:
    """None where it is meant for any declaration."""
    if not terms.bill:
        return None
    meant = normalised(terms.bill)

    def refused(declaration: Declaration) -> Fault | None:
        bills = [declaration.house_bill]
        if isinstance(declaration, ImportDeclaration):
            bills.append(declaration.master_bill)
        if meant in map(normalised, bills):
            return None
        return Fault(OTHER_BILL, "house_bill", {"guarantee": chosen.number, "bill": terms.bill})

    return refused
