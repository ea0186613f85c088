"""What secures a transport, and what is wrong with it: a bank's guarantee, or the company's deposit account.

A general security is named by sign and number; *assumption*: together they are the number under which an officer
registered the guarantee. An individual one names nothing: it is the guarantee in effect that is meant for one of its
cargo numbers; *assumption*: where there is none, the deposit account of its company at the office of departure.

A draft binds nobody, so OLA only asks whether it is there and may be used. Declared (OLC) or corrected (COT) it must
also hold beyond the planned end, and hold enough: `transport_holding.py` then reserves the amount.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

import msgspec

from thongquan import law
from thongquan.authority.sitting import Sitting
from thongquan.base.citation import cite
from thongquan.base.fault import Fact, Fault
from thongquan.base.moment import business_day
from thongquan.consignment.bill import normalised
from thongquan.deposit.model import Account
from thongquan.registration.deeds_deposit import GuaranteeRegister
from thongquan.transport.model import TransportDeclaration
from thongquan.transport.standing import Held

DAYS = law.parameter("transport_security_days", int)
ALLOWED = law.parameter("transport_security", str)
GENERAL = "B"


def _cited(code: str, result_code: str) -> str:
    return cite(code, f"VNACCS 2014 {code[:3]} {result_code}", "term-2014", result_code=result_code)


DUE = {
    "OLA": _cited("OLA-SECURITY-DUE", "E0003"),
    "OLC": _cited("OLC-SECURITY-DUE", "E0007"),
    "COT": "OLA-SECURITY-DUE",
}
"""COT E0013 says the same as OLA E0003."""
BARRED = {
    "OLA": _cited("OLA-SECURITY-BARRED", "E0010"),
    "OLC": "OLA-SECURITY-BARRED",
    "COT": _cited("COT-SECURITY-BARRED", "E0014"),
}
INDIVIDUAL = _cited("OLA-SECURITY-INDIVIDUAL", "E0011")
"""COT E0026 says the same."""
SHORT = _cited("OLC-SECURITY-SHORT", "E0010")
AMOUNT = cite("OLC-SECURITY-AMOUNT", "", "assumption")
TOO_LITTLE = cite("OLC-SECURITY-TOO-LITTLE", "", "assumption")
DEPOSIT_TOO_LITTLE = cite("OLC-DEPOSIT-TOO-LITTLE", "", "assumption")
LESS = cite("COT-SECURITY-LESS", "", "assumption")

_OLA_UNKNOWN, _OLC_UNKNOWN = _cited("OLA-SECURITY-UNKNOWN", "E0004"), _cited("OLC-SECURITY-UNKNOWN", "E0005")
_OLA_EFFECT = _cited("OLA-SECURITY-EFFECT", "E0006")

Why = Literal["unknown", "other-use", "ended", "not-yours", "not-yet", "expired"]
UNUSABLE: dict[str, dict[Why, str]] = {
    "OLA": {
        "unknown": _OLA_UNKNOWN,
        "other-use": _OLA_UNKNOWN,
        "ended": _OLA_UNKNOWN,
        "not-yours": _cited("OLA-SECURITY-NOT-YOURS", "E0005"),
        "not-yet": _OLA_EFFECT,
        "expired": _OLA_EFFECT,
    },
    "OLC": {
        "unknown": _OLC_UNKNOWN,
        "other-use": _OLC_UNKNOWN,
        "ended": _OLC_UNKNOWN,
        "not-yours": _cited("OLC-SECURITY-NOT-YOURS", "E0006"),
        "not-yet": _OLC_UNKNOWN,
        "expired": _OLC_UNKNOWN,
    },
    "COT A": {
        "unknown": _cited("COT-INDIVIDUAL-UNKNOWN", "E0015"),
        "other-use": _cited("COT-INDIVIDUAL-OTHER-USE", "E0016"),
        "ended": _cited("COT-INDIVIDUAL-ENDED", "E0017"),
        "not-yours": _cited("COT-INDIVIDUAL-NOT-YOURS", "E0018"),
        "not-yet": _cited("COT-INDIVIDUAL-NOT-YET", "E0019"),
        "expired": _cited("COT-INDIVIDUAL-EXPIRED", "E0020"),
    },
    "COT B": {
        "unknown": _cited("COT-GENERAL-UNKNOWN", "E0021"),
        "ended": _cited("COT-GENERAL-ENDED", "E0022"),
        "not-yours": _cited("COT-GENERAL-NOT-YOURS", "E0023"),
        "not-yet": _cited("COT-GENERAL-NOT-YET", "E0024"),
        "expired": _cited("COT-GENERAL-EXPIRED", "E0025"),
    },
}
"""What each procedure answers where a security may not be used."""
_NEAREST: tuple[Why, ...] = ("expired", "not-yet", "ended", "other-use")
"""Of several individual guarantees none of which may be used, the one that is told of."""


class Wanted(msgspec.Struct, frozen=True):
    """What a company wants to have secured, by which procedure."""

    procedure: Literal["OLA", "OLC", "COT"]
    company: str
    ola: TransportDeclaration
    held: Held | None = None
    """What is held for it already."""

    @property
    def office(self) -> str:
        """Of departure."""
        return self.ola.customs_office

    @property
    def cargo(self) -> list[str]:
        return [row.cargo_number for row in self.ola.cargo if row.cargo_number]

    @property
    def facts(self) -> dict[str, Fact]:
        if self.ola.security == GENERAL:
            return {"guarantee": _number(self.ola) or "–", "office": self.office}
        return {"guarantee": f"A ({', '.join(self.cargo)})", "office": self.office}

    def unusable(self, why: Why) -> Fault:
        told = UNUSABLE[f"COT {self.ola.security}" if self.procedure == "COT" else self.procedure]
        return Fault(told[why], "security", self.facts)


def security_faults(now: Sitting, wanted: Wanted) -> Iterator[Fault]:
    """Named where it must be, there, the company's own, in effect; and if it binds, for long enough and enough."""
    allowed, ola = ALLOWED.on(business_day(now.at)), wanted.ola
    if not ola.security:
        if allowed == "must":
            yield Fault(DUE[wanted.procedure], "security", {})
        return
    if allowed == "none":
        yield Fault(BARRED[wanted.procedure], "security", {"security": ola.security})
        return
    found = source_of(now, wanted)
    if isinstance(found, Fault):
        yield found
    elif wanted.procedure != "OLA":
        yield from _too_short(now, wanted, found)
        yield from _too_little(now, wanted, found)


def lessened(state: str, held: Held | None, ola: TransportDeclaration) -> Iterator[Fault]:
    """What an officer approved with a security leaves with no less of it. *Assumption*: no text read says so."""
    amount = (ola.security_amount or 0) if ola.security else 0
    if held is not None and state != "declared" and amount < held.amount:
        yield Fault(LESS, "security_amount", {"held": held.amount, "amount": amount})


def source_of(now: Sitting, wanted: Wanted) -> Account | Fault:
    """The account that secures it, or why none does."""
    return _general(now, wanted) if wanted.ola.security == GENERAL else _individual(now, wanted)


def _too_short(now: Sitting, wanted: Wanted, found: Account) -> Iterator[Fault]:
    if found.terms is None:
        return
    assert wanted.ola.finish_day is not None  # its faults say so before
    needed = (wanted.ola.finish_day + timedelta(days=DAYS.on(business_day(now.at)))).isoformat()
    if found.terms.until < needed:
        until = {"until": found.terms.until, "needed": needed}
        yield Fault(SHORT, "security", {"guarantee": found.number, **until})


def _too_little(now: Sitting, wanted: Wanted, found: Account) -> Iterator[Fault]:
    """What is held for it already it may use again."""
    needed, held = wanted.ola.security_amount or 0, wanted.held
    if needed <= 0:
        yield Fault(AMOUNT, "security_amount", {})
        return
    left = now.books.deposits.figures(found.id).available
    left += held.amount if held and held.account == found.id else 0
    if needed > left:
        told: dict[str, Fact] = {"left": left, "needed": needed, "missing": needed - left, "office": found.office}
        code = TOO_LITTLE if found.terms else DEPOSIT_TOO_LITTLE
        yield Fault(code, "security_amount", {**told, "guarantee": found.number or "–"})


def _number(ola: TransportDeclaration) -> str:
    return f"{ola.security_sign}{ola.security_number}"


def _general(now: Sitting, wanted: Wanted) -> Account | Fault:
    account = now.books.deposits.guarantee(_number(wanted.ola), wanted.office)
    if account is None or account.terms is None:
        return wanted.unusable("unknown")
    if account.company != wanted.company:
        return wanted.unusable("not-yours")
    if account.terms.scope != "general":
        return Fault(INDIVIDUAL, "security", wanted.facts)
    why = _not_usable(account, account.terms, business_day(now.at).isoformat())
    return wanted.unusable(why) if why else account


def _individual(now: Sitting, wanted: Wanted) -> Account | Fault:
    """*Assumption*: a guarantee for a declaration of goods, or for another day, is not meant for it."""
    today, whys = business_day(now.at).isoformat(), set[Why]()
    meant = {normalised(number) for number in wanted.cargo}
    for account in now.books.deposits.accounts_of(wanted.office):
        terms = account.terms
        if terms is None or terms.scope != "individual" or normalised(terms.bill) not in meant:
            continue
        why: Why | None = "not-yours" if account.company != wanted.company else _not_usable(account, terms, today)
        if why is None:
            return account
        whys.add(why)
    deposit = now.books.deposits.of(wanted.company, wanted.office)
    if deposit is not None:
        return deposit
    nearest = next((why for why in _NEAREST if why in whys), None)
    return wanted.unusable(nearest or ("not-yours" if whys else "unknown"))


def _not_usable(account: Account, terms: GuaranteeRegister, today: str) -> Why | None:
    if terms.form or terms.declared_on not in ("", today):
        return "other-use"
    if account.ended_at:
        return "ended"
    if terms.since > today:
        return "not-yet"
    return "expired" if terms.until < today else None
