"""What a filing is secured by: the deposit account, or the guarantee that its statement names, if that may be used.

A guarantee is asked whether it is there, the company's own, in effect, and meant for this declaration, in this order;
the first that it fails is told of every line that it would secure.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from thongquan.authority.authority import Desk
from thongquan.authority.deposit_ports import Deposits
from thongquan.base.citation import cite
from thongquan.base.fault import Fault
from thongquan.consignment.bill import normalised
from thongquan.declaration.model import Declaration, ImportDeclaration
from thongquan.deposit.model import Account
from thongquan.registration.deeds_deposit import GuaranteeRegister
from thongquan.signing.statement import Security, Statement

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


class Secured(NamedTuple):
    account: Account | None
    """From which the filing is paid; None where it has none, or chose a guarantee that may not be used."""
    refused: Refused | None


def secured_by(statement: Statement, company: str, deposits: Deposits, desk: Desk) -> Secured:
    """`company` is who owes the taxes."""
    chosen = statement.security
    if chosen is None:
        return Secured(deposits.of(company, statement.office) if desk.form == "MIC" else None, None)
    account = deposits.guarantee(chosen.number, statement.office)
    elsewhere = deposits.guarantee_elsewhere(chosen.number) if account is None else None
    found = _unusable(chosen, account, elsewhere, company, desk)
    if found is not None:
        return Secured(None, lambda _declaration: found)
    assert account is not None  # else it is unusable
    assert account.terms is not None  # as every guarantee has
    return Secured(account, _unfit(account.terms, chosen))


def _unusable(
    chosen: Security, account: Account | None, elsewhere: Account | None, company: str, desk: Desk
) -> Fault | None:
    kind, facts = chosen.kind, {"number": chosen.number}
    known = account or (elsewhere if kind == "individual" else None)
    if known is None or known.terms is None or known.terms.scope != kind:
        return Fault(UNKNOWN[kind], "", {**facts})
    if known.company != company:
        return Fault(NOT_YOURS[kind], "", {**facts})
    if account is None:
        return Fault(OTHER_OFFICE, "", {**facts, "office": known.office})
    return _not_in_effect(known, known.terms, desk.day) or _other_form(known.terms, desk)


def _not_in_effect(account: Account, terms: GuaranteeRegister, day: date) -> Fault | None:
    """An individual one that was ended is told as expired: there is no other code for it."""
    scope = terms.scope
    if account.ended_at and scope == "general":
        return Fault(ENDED, "", {"number": terms.number})
    if terms.since > day.isoformat():
        return Fault(NOT_YET[scope], "", {"number": terms.number, "day": terms.since})
    if account.ended_at or terms.until < day.isoformat():
        return Fault(EXPIRED[scope], "", {"number": terms.number, "until": terms.until})
    return None


def _other_form(terms: GuaranteeRegister, desk: Desk) -> Fault | None:
    if terms.form and terms.form != desk.form:
        return Fault(OTHER_FORM, "", {"number": terms.number, "form": terms.form})
    if terms.declared_on and terms.declared_on != desk.day.isoformat():
        return Fault(OTHER_DAY, "", {"number": terms.number, "day": terms.declared_on})
    return None


def _unfit(terms: GuaranteeRegister, chosen: Security) -> Refused | None:
    if not terms.bill:
        return None
    meant = normalised(terms.bill)

    def refused(declaration: Declaration) -> Fault | None:
        bills = [declaration.house_bill]
        if isinstance(declaration, ImportDeclaration):
            bills.append(declaration.master_bill)
        if meant in map(normalised, bills):
            return None
        return Fault(OTHER_BILL, "house_bill", {"number": chosen.number, "bill": terms.bill})

    return refused
