"""From what a company hands over, a file or a filled-in form, to the plan of its transports, or all that is wrong."""

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

import msgspec

from thongquan import law
from thongquan.base.fault import Fault, Refusal
from thongquan.base.limits import LIMITS
from thongquan.declarant.flight_apart import told_of
from thongquan.declaration.codec import can_be_reckoned
from thongquan.manifest.cargo_lines import Cargo, cargo_of
from thongquan.manifest.contents import unpacked
from thongquan.manifest.model import Unreadable
from thongquan.manifest.reading import understood
from thongquan.portal.forms import Form, Upload
from thongquan.transport.cargo import CargoLine
from thongquan.transport.cases import DIRECTIONS, READ_AS
from thongquan.transport.filling import CARGO_ROWS
from thongquan.transport.plan import Asked, Planned, plan
from thongquan.transport.told import TransportUnreadable, read_plan

UNREADABLE = "FIELD-UNREADABLE"
COLUMNS = ("bill", "declaration", "packages", "goods", "weight")
ROWS = CARGO_ROWS
_MOST_DIGITS = 6
_AT = {
    "house_bill": "file", "declaration": "file", "package": "file", "packages": "file", "purpose": "purpose",
    "vehicle": "vehicles", "number": "numbers", "cargo": "file", "goods": "file", "carrier_seal": "file", "": "file",
}  # fmt: skip
"""Where the page has what a fault of a plan is about; of a form without a file it is its first row."""


def asked_in(form: Form, day: object) -> tuple[Asked, list[Fault]]:
    """What the page's form says besides the cargo."""
    faults: list[Fault] = []
    direction = form.one("direction")
    if direction not in DIRECTIONS:
        faults.append(Fault("TRANSPORT-DIRECTION-CHOOSE", "direction", {}))
    vehicles, written = _whole(form.one("vehicles")), form.one("vehicles")
    if vehicles is None:
        faults.append(Fault("TRANSPORT-VEHICLES-UNREADABLE", "vehicles", {"found": written[:40]}))
    asked = Asked(
        direction=direction if direction in DIRECTIONS else DIRECTIONS[0],
        day=day,  # type: ignore[arg-type] # a date, which only this struct wants to know
        numbers=form.one("numbers").split(),
        enterprise=form.one("enterprise"),
        place=form.one("place"),
        purpose=form.one("purpose").upper(),
        vehicles=vehicles or 0,
        air=bool(form.one("air")),
    )
    return asked, faults


def planned_from_file(upload: Upload, asked: Asked) -> Planned:
    """A manifest, or a plan that the command wrote. Faults are of the page's fields."""
    if upload.name.lower().endswith(".json"):
        return _of_plan(upload.content)
    try:
        told = unpacked(told_of(upload.content))
        manifest = understood(told, upload.name or "?", direction=READ_AS[asked.direction], on=asked.day)
    except Unreadable as refusal:
        return Planned(faults=[Fault(refusal.code, "file", dict(refusal.facts))])
    return _planned(cargo_of(manifest), asked, "file")


def planned_from_rows(form: Form, asked: Asked) -> Planned:
    """The simple case, typed."""
    lines, faults = [], list[Fault]()
    for place in range(1, ROWS + 1):
        typed = {name: form.one(f"cargo.{place}.{name}") for name in COLUMNS}
        if any(typed.values()):
            lines.append(_line(place, typed, faults))
    return _planned(Cargo(lines, faults, []), asked, "cargo.1.bill")


def _planned(cargo: Cargo, asked: Asked, otherwise: str) -> Planned:
    found = plan(cargo.lines, asked)
    places = {fault.at for fault in cargo.faults}
    untold = [_at_field(fault, otherwise) for fault in found.faults if fault.at not in places]
    if faults := [*(_at_field(one, otherwise) for one in cargo.faults), *untold]:
        return Planned(faults=faults)
    return Planned(found.plans, notes=[*cargo.remarks, *found.notes])


def _at_field(fault: Fault, otherwise: str) -> Fault:
    if fault.at.startswith("cargo."):
        return fault
    at = _AT.get(fault.at, "file")
    return msgspec.structs.replace(fault, at=otherwise if at == "file" else at)


def _line(place: int, typed: dict[str, str], faults: list[Fault]) -> CargoLine:
    labels = {item.field: item.label["vi"] for item in law.criteria("OLA")}
    packages, weight = _whole(typed["packages"]), _decimal(typed["weight"])
    for name, value in (("packages", packages), ("weight", weight)):
        if typed[name] and value is None:
            field = labels["quantity" if name == "packages" else "cargo_weight"]
            facts = {"field": field, "found": typed[name][:40]}
            faults.append(Fault(UNREADABLE, f"cargo.{place}.{name}", {**facts}))
    return CargoLine(
        bill=typed["bill"].upper(),
        declaration="".join(typed["declaration"].split()),
        packages=packages if typed["packages"] and packages is not None else 1,
        goods=typed["goods"],
        weight=weight,
        at=str(place),
    )


def _whole(text: str) -> int | None:
    """None where it is no count; nothing typed counts as 0."""
    digits = text.replace(".", "")
    if not digits:
        return 0
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS else None


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 and can_be_reckoned(value) else None


def _of_plan(content: bytes) -> Planned:
    """As `thongquan transport plan` wrote it: what it says is judged when it is lodged, as everything."""
    try:
        if len(content) > LIMITS.transport_bytes:
            raise TransportUnreadable
        one = read_plan(content)
    except Refusal as refusal:
        return Planned(faults=[Fault(refusal.code, "file", {})])
    lines = sum(len(made.lines) for made in one.lists)
    if not can_be_reckoned(one.weight) or len(one.cargo) > ROWS or lines > LIMITS.transport_packages:
        return Planned(faults=[Fault(TransportUnreadable.code, "file", {})])
    return Planned([msgspec.structs.replace(one, notes=list(_sayable(one.notes)))])


def _sayable(notes: Iterable[Fault]) -> Iterator[Fault]:
    """A file may say anything; what we have no words for is left out."""
    words = law.wording("vi")
    for note in notes:
        try:
            words.both(note.code, note.facts)
        except (KeyError, ValueError, IndexError, AttributeError):
            continue
        yield note
