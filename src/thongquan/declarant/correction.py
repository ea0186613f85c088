"""A correction before it is signed: what it changes of the declaration as it stands, and what is wrong with that.

Nothing here knows where declarations are kept or sent, so that pages can make corrections as the command does.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import fields

from thongquan.base.fault import Fault
from thongquan.declarant.refusals import FieldUnknown, ValueUnreadable
from thongquan.declaration.correction import PLAIN, Change, changes, correction_faults, form_of, with_filled
from thongquan.declaration.model import Correction, Decision, Declaration, ExportCorrection, ImportCorrection
from thongquan.declaration.plan import plan_for

BESIDE = ("form", "nonce", "number", "report")
"""What a line has beside its items: never a change."""


class Standing(msgspec.Struct, frozen=True):
    """A declaration as it stands: the line that holds, the latest decision, and for which authority it was signed."""

    declaration: Declaration
    decision: Decision
    system: str


class Corrected(msgspec.Struct, frozen=True):
    """One correction before it is signed: what it changes and everything that is wrong with it."""

    standing: Standing
    correction: Correction
    changes: list[Change]
    faults: list[Fault]
    warnings: list[Fault]


def corrected(now: Standing, asked: Mapping[str, Any], day: date, report: str = "") -> Corrected:
    """The correction that makes these changes, judged as the authority will judge it on `day`.

    `asked` is item → value as text or as JSON has it; "" or None blanks the item.

    Raises:
        FieldUnknown: the form has no such item.
        ValueUnreadable: the item does not take such a value.
    """
    registered, decision = now.declaration, now.decision
    form = form_of(registered)
    kind: type[Correction] = ImportCorrection if form == "MIC" else ExportCorrection
    said = {field: getattr(registered, field) for field in PLAIN[form]} | read(kind, asked)
    correction = kind(**said | {"nonce": "", "number": decision.number, "report": report})
    judged = plan_for(form, day).judge_all([correction], warn=True)[0]
    faults = [*judged.faults, *correction_faults(registered, decision, correction, day)]
    changed = changes(with_filled(registered, decision), with_filled(correction, decision))
    return Corrected(now, correction, changed, faults, judged.warnings)


def read(kind: type[Correction], asked: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the items have them: `2`, `1.5` and `2026-09-05` become number, decimal and day.

    Raises:
        FieldUnknown, ValueUnreadable
    """
    types = {one.name: one.type for one in fields(kind) if one.name not in BESIDE}
    known = {name: value for name, value in asked.items() if name not in BESIDE}
    if strange := [name for name in known if name not in types]:
        raise FieldUnknown(field=strange[0], fields=list(types))
    return {name: _value(name, value, types[name]) for name, value in known.items()}


def _value(name: str, value: Any, kind: Any) -> Any:
    text = "" if value is None else str(value)
    if not text:
        return "" if kind is str else None
    if kind is str:
        return text
    try:
        return msgspec.convert(text, kind, strict=False)
    except msgspec.ValidationError:
        raise ValueUnreadable(field=name, found=text) from None
