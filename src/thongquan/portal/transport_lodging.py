"""What is being lodged: a plan's declaration, a changed draft, or a correction; what is free, and what it becomes."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from thongquan import law
from thongquan.authority.transports_seen import TransportShown
from thongquan.base.fault import Fault, Refusal
from thongquan.portal.forms import Form
from thongquan.portal.transport_items import CARGO, plain, typed
from thongquan.portal.transport_plans import Drawn
from thongquan.transport.lifecycle import correctable
from thongquan.transport.lodged import List, Lodged, lodged
from thongquan.transport.merging import merged, summed
from thongquan.transport.model import Cargo, CorrectedCargo, TransportCorrection, TransportDeclaration
from thongquan.transport.plan import TransportPlan, with_attachment

ATTACHMENT, LINE = "attachment", "line_correction"
ADDED, DELETED, KEPT = "2", "3", "5"
_CORRECTS = "5"


class Lodging(msgspec.Struct, frozen=True):
    doing: Literal["register", "change", "correct"]
    base: TransportDeclaration
    """As it is before anything is typed."""
    fixed: frozenset[str]
    """Names of fields that stay as they are."""
    lists: Sequence[List] = ()
    salt: str = ""
    number: str = ""
    version: int = 0
    blank: int = 0
    """Empty cargo blocks that may be filled."""
    deletes: bool = False
    """Whether a cargo block may be deleted."""
    plan: TransportPlan | None = None

    @property
    def wants_attachment(self) -> bool:
        return self.plan is not None and self.plan.form is not None

    def whole(self, form: Form, language: str) -> tuple[Lodged, list[Fault]]:
        """Everything as it would be lodged, and what cannot be read of the form."""
        declaration, faults = typed(form, self.base, self.fixed, language)
        if self.plan is not None:
            plan, refused = self._with_attachment(form)
            return merged(plan, declaration, self.salt), [*faults, *refused]
        if self.doing == "correct":
            return lodged(_correction(declaration, self, form)), faults
        return lodged(declaration, self.lists), faults

    def for_the_next(self, declaration: TransportDeclaration) -> TransportDeclaration:
        """What is offered for the plan after this: all that was typed, and nothing that this plan decided."""
        assert self.plan is not None
        decided = {"purpose": self.plan.purpose, "transport_type": self.plan.transport_type, "remarks": self.plan.form}
        blank = {name: "" for name, told in decided.items() if told}
        return replace(declaration, cargo=(), pieces=(), export_declarations=(), **blank)

    def _with_attachment(self, form: Form) -> tuple[TransportPlan, list[Fault]]:
        assert self.plan is not None
        if not self.wants_attachment or not form.one(ATTACHMENT):
            return self.plan, []
        try:
            return with_attachment(self.plan, form.one(ATTACHMENT)), []
        except Refusal as refusal:
            return self.plan, [Fault(refusal.code, ATTACHMENT, dict(refusal.facts))]


def of_plan(kept: Drawn, place: int, before: TransportDeclaration) -> Lodging:
    """`before`: what was typed to the plan before, or stands on the company's latest transport."""
    plan = kept.plans[place - 1]
    base = _with_quantity(plan, merged(plan, kept.typed or before).declaration)
    told = {"direction", "export_declarations", "pieces"}
    told |= {name for name in ("purpose", "transport_type") if getattr(plan, name)} | (
        {"remarks"} if plan.form else set()
    )
    for at, row in enumerate(plan.cargo, start=1):
        told |= {f"{CARGO}.{at}.cargo_number"} | ({f"{CARGO}.{at}.goods_name"} if row.goods else set())
    return Lodging("register", base, frozenset(told), plan.lists, kept.salts[place - 1], plan=plan)


def _with_quantity(plan: TransportPlan, ola: TransportDeclaration) -> TransportDeclaration:
    """One cargo row is all of the plan: what the rows of the file sum up to is filled in, and may be changed."""
    if len(ola.cargo) != 1:
        return ola
    return replace(ola, cargo=(replace(ola.cargo[0], **summed(plan)),))


def of_draft(one: TransportShown, body: Lodged) -> Lodging:
    """What was pre-registered is changed at will; its lists stay."""
    numbers = {made.number for made in body.lists}
    kept = {
        f"{CARGO}.{at}.cargo_number"
        for at, row in enumerate(one.declaration.cargo, start=1)
        if row.cargo_number in numbers
    }
    head = one.head
    return Lodging(
        "change", one.declaration, frozenset(kept), body.lists, number=head.number, version=head.version,
        blank=0 if len(one.declaration.cargo) >= _CARGO_ROWS else 1,
    )  # fmt: skip


def of_correction(one: TransportShown) -> Lodging:
    """What the state lets a correction change; cargo that is registered is named by its number."""
    head, ola = one.head, one.declaration
    every = frozenset(item.field for item in law.criteria("OLA"))
    locked = every - correctable(head.state, every)
    fixed = {item.field for item in law.criteria("OLA") if not item.group and item.field in locked}
    fixed |= locked & {"export_declarations"} | ({"pieces"} if "piece_number" in locked else set())
    for at in range(1, len(ola.cargo) + 1):
        fixed |= {f"{CARGO}.{at}.{name}" for name in {*locked, "cargo_number"} & _of_cargo()}
    return Lodging(
        "correct", ola, frozenset(fixed), number=head.number, version=head.version,
        blank=1 if head.state == "declared" and len(ola.cargo) < _CARGO_ROWS else 0,
        deletes=head.state != "departed",
    )  # fmt: skip


_CARGO_ROWS = 5


def _of_cargo() -> set[str]:
    return {item.field for item in law.criteria("OLA") if item.group.startswith(CARGO)}


def _correction(ola: TransportDeclaration, told: Lodging, form: Form) -> TransportCorrection:
    said = {name: getattr(ola, name) for name in TransportDeclaration.__struct_fields__ if name != CARGO}
    rows = tuple(_row(at, row, told, form) for at, row in enumerate(ola.cargo, start=1))
    return TransportCorrection(**{**said, "number": told.number, "processing": _CORRECTS, CARGO: rows})


def _row(at: int, row: Cargo, told: Lodging, form: Form) -> CorrectedCargo:
    wish = form.one(f"{CARGO}.{at}.{LINE}") if told.deletes else KEPT
    registered = at <= len(told.base.cargo)
    flag = (DELETED if wish == DELETED else KEPT) if registered else ADDED
    return CorrectedCargo(**{name: getattr(row, name) for name in Cargo.__struct_fields__}, line_correction=flag)


def differences(
    before: TransportDeclaration, after: TransportDeclaration | TransportCorrection, called: dict[str, str]
) -> list[tuple[str, str, str]]:
    """Label, before, after, of every item that is otherwise."""
    return list(_differing(before, after, called))


def _differing(
    before: TransportDeclaration, after: TransportDeclaration | TransportCorrection, called: dict[str, str]
) -> Iterator[tuple[str, str, str]]:
    names = [name for name in TransportDeclaration.__struct_fields__ if name not in (CARGO, "pieces", "number")]
    yield from _of(names, before, after, called, "")
    if before.pieces != after.pieces:
        yield called["piece_number"], _pieces(before), _pieces(after)
    for at in range(max(len(before.cargo), len(after.cargo))):
        one, other = (rows[at] if at < len(rows) else Cargo() for rows in (before.cargo, after.cargo))
        if getattr(other, LINE, "") == DELETED:
            yield f"{called['cargo_number']} {at + 1}", one.cargo_number, ""
            continue
        yield from _of(Cargo.__struct_fields__, one, other, called, f" {at + 1}")


def _of(
    names: Collection[str], one: Any, other: Any, called: dict[str, str], which: str
) -> Iterator[tuple[str, str, str]]:
    for name in names:
        if getattr(one, name) != getattr(other, name):
            yield f"{called[name]}{which}", plain(getattr(one, name)), plain(getattr(other, name))


def _pieces(ola: TransportDeclaration) -> str:
    return ", ".join(one.piece_number for one in ola.pieces)


def offered(latest: TransportDeclaration) -> TransportDeclaration:
    """Of a declaration before what the next one mostly has in common with it: no hours, security, cargo or remarks."""
    names = (
        "customs_office", "transporter_code", "transporter_name", "transporter_address", "means", "departure_area",
        "departure_berth", "departure_port", "departure_name", "arrival_area", "arrival_berth", "arrival_port",
        "arrival_name", "route",
    )  # fmt: skip
    return replace(TransportDeclaration(), **{name: getattr(latest, name) for name in names})
