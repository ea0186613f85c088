"""All that is wrong with one transport message: what the item tables say, then the rules, together."""

from collections.abc import Iterator
from datetime import date

from thongquan.base.fault import Fault
from thongquan.declaration.plan import PROFILE, STRICT
from thongquan.transport.items import is_blank, item_faults
from thongquan.transport.messages import Message, form_of
from thongquan.transport.model import TransportCorrection, TransportDeclaration
from thongquan.transport.rules import CARGO_RULES, MESSAGE_RULES, RULES, Case

CANCELS = "1"
CORRECTED = "OLA"


def faults_of(message: Message, day: date, profile: str = "") -> list[Fault]:
    """Every fault of a message registered on `day`, under the rule profile of that day unless another is given.

    Items in the order of the message, then rules. A fault in a row says which: `cargo.2.goods_name`, from 1.
    """
    form = form_of(message)
    found = list(item_faults(message, form, day))
    for rule in MESSAGE_RULES.get(form, []):
        facts = rule.test(message, day)
        if facts is not None:
            found.append(Fault(rule.code, rule.at, facts))
    if isinstance(message, TransportDeclaration) and not is_cancellation(message):
        found += item_faults(message, CORRECTED, day) if form != CORRECTED else ()
        found += _of_rules(message, Case(day, message), strict=(profile or PROFILE.on(day)) == STRICT)
    return found


def is_cancellation(message: Message) -> bool:
    """A cancellation names its declaration and need not carry it anew."""
    return isinstance(message, TransportCorrection) and message.processing == CANCELS


def _of_rules(ola: TransportDeclaration, case: Case, *, strict: bool) -> Iterator[Fault]:
    for rule in RULES:
        if rule.holds(case.day, strict=strict):
            facts = rule.test(ola, case)
            if facts is not None:
                yield Fault(rule.code, rule.at, facts)
    for place, cargo in enumerate(ola.cargo, start=1):
        for rule in CARGO_RULES if not is_blank(cargo) else ():
            if rule.holds(case.day, strict=strict):
                facts = rule.test(cargo, case)
                if facts is not None:
                    yield Fault(rule.code, f"cargo.{place}.{rule.at}", facts)
