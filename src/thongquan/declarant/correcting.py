"""Correcting what was filed: the declaration as it stands, what is to change, and what is wrong with that, unsent."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import fields, replace

from thongquan.base.fault import Fault
from thongquan.declarant.decided import decisions_of
from thongquan.declarant.filing import Address, Group, keep_one, line_of, principal_of, within_limits
from thongquan.declarant.outbox import Entry, Outbox
from thongquan.declarant.parcels import CORRECTED, find
from thongquan.declarant.printing import standing_line
from thongquan.declarant.refusals import AnswerUnproven, FieldUnknown, NotInOutbox, ValueUnreadable
from thongquan.declarant.sending import Authority
from thongquan.declaration.codec import decode_line
from thongquan.declaration.correction import PLAIN, Change, changes, correction_faults, form_of, with_filled
from thongquan.declaration.model import Correction, Decision, Declaration, ExportCorrection, ImportCorrection
from thongquan.declaration.plan import plan_for
from thongquan.numbering.declaration_number import as_issued
from thongquan.signing.sign import Signer
from thongquan.signing.statement import read_statement

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


class _Now(msgspec.Struct, frozen=True):
    """As much of the authority's answer as is needed."""

    line: str
    decision: Decision


def standing(outbox: Outbox, number: str, authority: Authority | None = None) -> Standing:
    """How the declaration stands, asked of the authority with the secret of the filing that registered it.

    Without an authority, as far as the outbox knows.

    Raises:
        NotInOutbox: no filing here registered it.
        ServerAway: nobody answered.
    """
    entry, decision = _registered(outbox, number)
    system = read_statement(entry.statement()).system
    if authority is None:
        return Standing(decode_line(standing_line(outbox, entry, decision)), decision, system)
    told = authority.get(f"/api/v1/declarations/{as_issued(number)}", entry)
    if told is None:
        raise NotInOutbox(sought=number)
    try:
        now = msgspec.json.decode(told, type=_Now)
        return Standing(decode_line(now.line.encode()), now.decision, system)
    except msgspec.MsgspecError as error:
        raise AnswerUnproven(reason="format", batch=entry.batch) from error


def _registered(outbox: Outbox, number: str) -> tuple[Entry, Decision]:
    """The filing that registered it, which alone is answered to, with the newest decision known here."""
    for found in find(outbox, number):
        if read_statement(found.entry.statement()).kind == "filing":
            for parcel in found.parcels:
                if parcel.outcome in ("registered", CORRECTED):
                    return found.entry, decisions_of(found.entry)[parcel.line]
    raise NotInOutbox(sought=number)


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


def keep_corrections(outbox: Outbox, corrections: Sequence[Corrected], signer: Signer, address: Address) -> list[Entry]:
    """Sign the corrections, one statement for all of one office, direction and principal; each is on disk after this.

    Raises:
        SignatureRefused: the certificate speaks for no company.
    """
    entries = []
    for (office, form, principal, system), lines in _grouped(corrections).items():
        told = replace(address, on_behalf_of=principal_of(principal, signer), system=system)
        group: Group = (office, "export" if form == "MEC" else "import")
        entries += [keep_one(outbox, batch, group, signer, told, kind="correction") for batch in within_limits(lines)]
    return entries


def _grouped(corrections: Iterable[Corrected]) -> dict[tuple[str, str, str, str], list[bytes]]:
    groups: dict[tuple[str, str, str, str], list[bytes]] = {}
    for one in corrections:
        decision = one.standing.decision
        key = (decision.office.code, decision.form, decision.on_behalf_of, one.standing.system)
        groups.setdefault(key, []).append(line_of(one.correction))
    return groups
