"""Filling in a form: from a declaration and the decision on it to the texts of one page."""

from typing import Any

from thongquan.base.fault import Refusal
from thongquan.declaration.correction import FLAG
from thongquan.declaration.lifecycle import PERMITTED
from thongquan.declaration.model import Correction, Decision, Declaration, ImportDeclaration
from thongquan.forms.barcode import bars
from thongquan.forms.ended import ended
from thongquan.forms.masks import safe, shown
from thongquan.forms.model import Box, FormName, Kind, Printout, form
from thongquan.forms.values import values_of


class NotCleared(Refusal):
    """A clearance is printed only of what was cleared."""

    code = "FORM-NOT-CLEARED"


def kind_of(declaration: Declaration, decision: Decision) -> Kind:
    """What there is to print: the clearance once there is one; until then the channel result.

    Of a correction that asked for it, the report of the correction (VAD2FE, VAD3FE, VAE2JE, VAE3JE).
    """
    if decision.state in PERMITTED:
        return "clearance"
    wanted = isinstance(declaration, Correction) and declaration.report == FLAG
    return "correction" if wanted else "channel"


def compose(declaration: Declaration, decision: Decision, *, kind: Kind) -> Printout:
    """The printout of a declaration.

    Raises:
        NotCleared: a clearance was asked for, and the declaration is not cleared.
    """
    if kind == "clearance" and decision.state not in PERMITTED:
        raise NotCleared(number=decision.number, state=decision.state)
    name: FormName = "MIC" if isinstance(declaration, ImportDeclaration) else "MEC"
    values = values_of(declaration, decision)
    return Printout(
        form=name,
        kind=kind,
        registered_at=decision.registered_at,
        bars=bars(decision.number),
        texts={box.at: text_of(box, values) for box in form(name).boxes(kind)},
        ended=ended(decision),
    )


def text_of(box: Box, values: dict[str, Any]) -> str:
    """What stands in a box; a box without a value stays blank, unit and all."""
    parts = [shown(item, values[item.source]) for item in box.items]
    joined = box.between.join([part for part in parts if part])
    return safe(f"{box.before}{joined}{box.after}") if joined else ""
