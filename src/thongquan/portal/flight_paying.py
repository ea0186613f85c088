"""What a batch that is to be signed owes, from what it is paid, and what would be left or missing."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

import msgspec

from thongquan.authority.securities_seen import Holding, Means, security_of
from thongquan.base.fault import Fault
from thongquan.declarant.flight_model import Batch
from thongquan.declaration.codec import decode_lines
from thongquan.deposit.guarantee import unfit
from thongquan.portal.language import day, dong, tongue
from thongquan.portal.refusals import FormMalformed
from thongquan.portal.visit import Visit
from thongquan.signing.statement import Security, Statement

DEPOSIT = "deposit"


class Chosen(msgspec.Struct, frozen=True):
    """What the form sends: which statement, and "deposit" or `KIND:NUMBER`."""

    batch: str
    security: str = DEPOSIT


class Paying(msgspec.Struct, frozen=True):
    """đồng. `free` and `left` are None where nothing is kept here, or it is another's."""

    needed: int
    free: int | None = None
    left: int | None = None
    missing: int = 0
    unpaid: int = 0
    """Declarations that would be refused for want of money."""
    unmeant: int = 0
    """Declarations that would be refused because the guarantee names another transport document."""


def reckoned(
    batch: Batch, security: Security | None, means: Means | None, unmeant: Collection[int] = ()
) -> Paying | None:
    """As the authority would charge it now. None where the batch was judged before its taxes were kept.

    `unmeant`: places of what the guarantee is not meant for.
    """
    if len(batch.taxes) != batch.count:
        return None
    taxes = [owed for place, owed in enumerate(batch.taxes) if place not in unmeant]
    needed = sum(taxes)
    if means is None:
        return Paying(needed)
    purse, chosen = means.purse(security), means.chosen(security)
    unpaid = len(purse.unpaid(taxes))
    if chosen is None:
        return Paying(needed, unpaid=unpaid)
    return Paying(needed, chosen.available, purse.left, max(needed - chosen.available, 0), unpaid, len(unmeant))


def _unmeant(security: Security | None, means: Means | None, lines: Callable[[], bytes]) -> Collection[int]:
    """Places of what it is not meant for. `lines` are read only where it names a transport document."""
    chosen = means.chosen(security) if means is not None and security is not None else None
    if chosen is None or security is None or chosen.account.terms is None:
        return ()
    refused = unfit(chosen.account.terms, security)
    if refused is None:
        return ()
    declared = decode_lines(lines().removesuffix(b"\n").split(b"\n")) or []
    return {place for place, one in enumerate(declared) if refused(one) is not None}


def read_security(text: str) -> Security | None:
    """Raises FormMalformed: it is spelled like no choice of the page."""
    if text == DEPOSIT:
        return None
    kind, _, number = text.partition(":")
    try:
        return msgspec.convert({"kind": kind, "number": number}, Security)
    except msgspec.ValidationError:
        raise FormMalformed from None


def _spelled(security: Security | None) -> str:
    return f"{security.kind}:{security.number}" if security else DEPOSIT


def _named(visit: Visit, security: Security | None) -> str:
    _ = tongue(visit.language).gettext
    if security is None:
        return _("Trừ tài khoản tiền gửi")
    kinds = {"general": _("Bảo lãnh chung số"), "individual": _("Bảo lãnh riêng số")}
    return f"{kinds[security.kind]} {security.number}"


def _choices(visit: Visit, means: Means) -> list[tuple[str, str]]:
    """The deposit account first, then each guarantee with its room and its last day."""
    _ = tongue(visit.language).gettext
    own = _("còn %(free)s") % {"free": dong(means.deposit.available)} if means.deposit else _("chưa có tài khoản")
    return [(DEPOSIT, f"{_named(visit, None)}: {own}"), *(_choice(visit, one) for one in means.guarantees)]


def _choice(visit: Visit, one: Holding) -> tuple[str, str]:
    _, terms = tongue(visit.language).gettext, one.account.terms
    assert terms is not None  # as every guarantee has
    security = security_of(one.account)
    facts = {"bank": terms.bank, "free": dong(one.available), "until": day(date.fromisoformat(terms.until))}
    text = _("%(bank)s, còn %(free)s, hết hạn %(until)s") % facts
    if terms.bill:
        text += _("; chỉ cho vận đơn %(bill)s") % {"bill": terms.bill}
    return _spelled(security), f"{_named(visit, security)}: {text}"


def told(
    visit: Visit,
    batch: Batch,
    statement: Statement,
    means: Means | None,
    fault: Fault | None,
    *,
    lines: Callable[[], bytes],
) -> dict[str, Any]:
    """What the page says of it. `fault`: why the guarantee cannot be used; then nothing can be signed.

    `lines`: those of the batch, as they would be signed.
    """
    security = statement.security
    unmeant = _unmeant(security, means, lines)
    return {
        "paying": reckoned(batch, security, means, unmeant) if fault is None else None,
        "means": means,
        "chosen": _spelled(security),
        "secured": _named(visit, security),
        "choices": _choices(visit, means) if means is not None else [],
        "faults": [_at_choice(fault)] if fault is not None else [],
    }


def _at_choice(fault: Fault) -> Fault:
    days = {name: day(date.fromisoformat(str(fault.facts[name]))) for name in ("day", "until") if name in fault.facts}
    return msgspec.structs.replace(fault, at="security", facts={**fault.facts, **days})
