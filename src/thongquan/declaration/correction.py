"""Corrections (MIE, MEE): of what, in which state, how often, and what they may not change (Annex II part B)."""

from datetime import date
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from thongquan import law
from thongquan.base.citation import cite
from thongquan.base.fault import Fault
from thongquan.declaration.lifecycle import DEAD, PERMITTED, WAITING
from thongquan.declaration.model import Correction, Decision, Declaration, ExportDeclaration, ImportDeclaration
from thongquan.declaration.plan import PROFILE, STRICT
from thongquan.declaration.rules.amounts import NOTHING
from thongquan.law.tables import Immutable, Locked

CORRECTION_LIMIT = law.parameter("correction_limit", int)
FLAG = "P"

D = TypeVar("D", bound=Declaration)

PLAIN = {"MIC": ImportDeclaration.__struct_fields__, "MEC": ExportDeclaration.__struct_fields__}
IMMUTABLE = law.table("immutable", Immutable)
ITEMS = {(form, item.field): item for form in ("MIC", "MEC") for item in law.criteria(form)}


def locked_code(one: Locked) -> str:
    """`MIC-IMC-LOCKED` by the circular, `MIC-IMN-HELD` under the strict profile; its source registered."""
    item = ITEMS[one.form, one.field]
    kind = "HELD" if one.strict else "LOCKED"
    return cite(
        f"{one.form}-{item.id}-{kind}",
        one.cites,
        one.mark,
        criterion=item.criterion,
        result_code=one.result_code,
    )


_TOLD = {
    "NUMBER": ("S0058", "term-2014"),
    "UNKNOWN": ("E0033", "term-2014"),
    "CLEARED": ("E0004", "term-2014"),
    "REFUSED": ("E0005", "term-2014"),
    "ENDED": ("E0006", "term-2014"),
    "MANUAL": ("E0007", "term-2014"),
    "LIMIT": ("E0008", "term-2014"),
    "REPORT": ("S0009", "term-2014"),
    "OUTDATED": ("", "assumption"),
    "NOTHING": ("", "assumption"),
}
_CORRECTION = {
    (form, told): cite(
        f"{form}-CORRECTION-{told}",
        f"VNACCS 2014 {form} {result}" if result else "",
        mark,
        result_code=result,
    )
    for form in ("MIC", "MEC")
    for told, (result, mark) in _TOLD.items()
}
CODES = {(one.form, one.field): locked_code(one) for one in IMMUTABLE.locked}


def locked_faults(registered: Declaration, corrected: Declaration, day: date, profile: str = "") -> list[Fault]:
    """One fault for each locked item in which the correction differs from what is registered.

    `registered` is the declaration as customs holds it, with what customs itself filled in (office, names). `day` is
    that on which the correction is registered; its rule profile chooses the list, unless another is given. The way out
    is to request cancellation and to file again.
    """
    strict = (profile or PROFILE.on(day)) == STRICT
    return [
        Fault(
            CODES[one.form, one.field],
            one.field,
            {"registered": getattr(registered, one.field) or NOTHING, "corrected": corrected_value or NOTHING},
        )
        for one in IMMUTABLE.locked
        if one.form == form_of(registered) and (strict or not one.strict)
        for corrected_value in [getattr(corrected, one.field)]
        if corrected_value != getattr(registered, one.field)
    ]


def locked_fields(form: str, day: date) -> list[str]:
    """The items of a form that no correction registered on this day may change."""
    strict = PROFILE.on(day) == STRICT
    return [one.field for one in IMMUTABLE.locked if one.form == form and (strict or not one.strict)]


class Change(msgspec.Struct, frozen=True):
    """One item, before and after; blank is None."""

    field: str
    before: Any
    after: Any


def changes(registered: Declaration, corrected: Declaration) -> list[Change]:
    """The difference, item by item in their order. The nonce is new each time and no item."""
    return [
        Change(field, _said(getattr(registered, field)), _said(getattr(corrected, field)))
        for field in PLAIN[form_of(registered)]
        if field != "nonce" and getattr(registered, field) != getattr(corrected, field)
    ]


def _said(value: Any) -> Any:
    return None if value == "" else value


def with_filled(declaration: D, decision: Decision) -> D:
    """As customs hold it: with what they filled in where the line is blank."""
    known = dict(decision.filled) | {"customs_office": decision.office.code, "customs_team": decision.office.team}
    blank = {field: value for field, value in known.items() if not getattr(declaration, field)}
    return replace(declaration, **blank)


def correction_faults(registered: Declaration, decision: Decision, corrected: Correction, day: date) -> list[Fault]:
    """Why this declaration is not corrected so, all at once. `day` is that of the correction."""
    form = form_of(registered)
    if told := _not_now(decision, corrected, day):
        return [Fault(_CORRECTION[form, told], "number", {"number": decision.number})]
    ours, theirs = with_filled(registered, decision), with_filled(corrected, decision)
    if not changes(ours, theirs):
        return [Fault(_CORRECTION[form, "NOTHING"], "", {"number": decision.number})]
    found = locked_faults(ours, theirs, day)
    if corrected.report not in ("", FLAG):
        found.append(Fault(_CORRECTION[form, "REPORT"], "report", {"found": corrected.report}))
    return found


def unknown(corrected: Declaration) -> list[Fault]:
    """There is no such declaration of this filer; which of the two, is told to nobody."""
    assert isinstance(corrected, Correction)
    form = form_of(corrected)
    told = "UNKNOWN" if corrected.number else "NUMBER"
    return [Fault(_CORRECTION[form, told], "number", {"number": corrected.number} if corrected.number else {})]


def next_number(number: str) -> str:
    """The 12th digit counts corrections.

    >>> next_number("100000000010")
    '100000000011'
    """
    return f"{number[:11]}{int(number[11]) + 1}"


def _not_now(decision: Decision, corrected: Correction, day: date) -> str:
    if decision.state in DEAD:
        return "ENDED"
    if decision.state in PERMITTED:
        return "CLEARED"
    if decision.state == "manual":
        return "MANUAL"
    if decision.state not in WAITING:
        return "REFUSED"
    if int(decision.number[11]) >= CORRECTION_LIMIT.on(day):
        return "LIMIT"
    return "OUTDATED" if corrected.number != decision.number else ""


def form_of(declaration: Declaration) -> str:
    return "MEC" if isinstance(declaration, ExportDeclaration) else "MIC"
