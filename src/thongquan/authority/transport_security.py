"""Whether the security that a transport names holds: a bank's guarantee in the ledger, checked when it is declared.

Checked and not reserved: the ledger's movements follow declarations of goods, and a transport owes nothing while it
arrives. *Assumption*: sign and number of a general security together are the number under which it is registered; an
individual one is found by the cargo number that it is meant for.
"""

from collections.abc import Iterator
from datetime import timedelta

from thongquan import law
from thongquan.authority.sitting import Sitting
from thongquan.authority.transport_ports import Transport
from thongquan.base.citation import cite
from thongquan.base.fault import Fault
from thongquan.base.moment import business_day
from thongquan.consignment.bill import normalised
from thongquan.deposit.model import Account
from thongquan.registration.deeds_deposit import GuaranteeRegister
from thongquan.transport.model import TransportDeclaration

DAYS = law.parameter("transport_security_days", int)
INDIVIDUAL, GENERAL = "A", "B"
UNKNOWN = cite("OLC-SECURITY-UNKNOWN", "VNACCS 2014 OLC E0005", "term-2014", result_code="E0005")
NOT_YOURS = cite("OLC-SECURITY-NOT-YOURS", "VNACCS 2014 OLC E0006", "term-2014", result_code="E0006")
SHORT = cite("OLC-SECURITY-SHORT", "VNACCS 2014 OLC E0010", "term-2014", result_code="E0010")
TOO_LITTLE = cite("OLC-SECURITY-TOO-LITTLE", "", "assumption")


def security_faults(now: Sitting, one: Transport, ola: TransportDeclaration) -> Iterator[Fault]:
    """There, the company's own, in effect until so many days after the planned end, and with enough left."""
    if not ola.security:
        return
    account = _general(now, one, ola) if ola.security == GENERAL else _individual(now, one, ola)
    terms, day = account.terms if account else None, business_day(now.at)
    facts = {"guarantee": _number(ola) or "–"}
    if account is None or terms is None or account.ended_at or terms.since > day.isoformat():
        yield Fault(UNKNOWN, "security", {**facts})
        return
    if account.company != one.company:
        yield Fault(NOT_YOURS, "security", {**facts})
        return
    assert ola.finish_day is not None  # its faults say so before
    needed = (ola.finish_day + timedelta(days=DAYS.on(day))).isoformat()
    if terms.until < needed:
        yield Fault(SHORT, "security", {"guarantee": terms.number, "until": terms.until, "needed": needed})
    left = now.books.deposits.figures(account.id).available
    if left < (ola.security_amount or 0):
        yield Fault(TOO_LITTLE, "security_amount", {"guarantee": terms.number, "left": left})


def _number(ola: TransportDeclaration) -> str:
    return f"{ola.security_sign}{ola.security_number}"


def _general(now: Sitting, one: Transport, ola: TransportDeclaration) -> Account | None:
    account = now.books.deposits.guarantee(_number(ola), one.office)
    return account if account and account.terms and account.terms.scope == "general" else None


def _individual(now: Sitting, one: Transport, ola: TransportDeclaration) -> Account | None:
    cargo = {normalised(row.cargo_number) for row in ola.cargo}
    for account in now.books.deposits.accounts_of("", one.company):
        if account.office == one.office and account.terms and _is_meant(account.terms, cargo):
            return account
    return None


def _is_meant(terms: GuaranteeRegister, cargo: set[str]) -> bool:
    return terms.scope == "individual" and not terms.form and normalised(terms.bill) in cargo
