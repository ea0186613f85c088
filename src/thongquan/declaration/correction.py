"""What a correction may not change (Annex II part B), whatever it corrects besides."""

from datetime import date
from typing import TypeVar

from thongquan import law
from thongquan.base.citation import cite
from thongquan.base.fault import Fault
from thongquan.declaration.model import Declaration, ExportDeclaration, ImportDeclaration
from thongquan.declaration.plan import PROFILE, STRICT
from thongquan.declaration.rules.amounts import NOTHING
from thongquan.law.tables import Immutable, Locked

D = TypeVar("D", ImportDeclaration, ExportDeclaration)

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


CODES = {(one.form, one.field): locked_code(one) for one in IMMUTABLE.locked}


def locked_faults(registered: D, corrected: D, day: date, profile: str = "") -> list[Fault]:
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


def form_of(declaration: Declaration) -> str:
    return "MEC" if isinstance(declaration, ExportDeclaration) else "MIC"
