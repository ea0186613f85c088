"""What a later message says, held against the declaration that is registered: departure, arrival, correction."""

from collections.abc import Iterator
from datetime import datetime, time

from thongquan import law
from thongquan.base.citation import cite
from thongquan.base.fault import Fault
from thongquan.base.moment import VIETNAM
from thongquan.transport.items import is_there
from thongquan.transport.lifecycle import correctable
from thongquan.transport.messages import Arriving, Leaving
from thongquan.transport.model import TransportCorrection, TransportDeclaration
from thongquan.transport.rules.journey import STARTS, is_past

CORRECTIONS = law.parameter("correction_limit", int)

ADDED = "2"
KEPT = ("3", "5")
APPROVED = ("approved", "departed")


def _cited(code: str, result_code: str, mark: str = "term-2014") -> str:
    return cite(code, f"VNACCS 2014 {code[:3]} {result_code}".strip(), mark, result_code=result_code)


LEAVING = {
    "departure_area": _cited("BOA-DPR-OTHER", "E0004"),
    "departure_port": _cited("BOA-PRT-OTHER", "E0005"),
    "departure_berth": _cited("BOA-BRT-OTHER", "E0006"),
    "arrival_area": _cited("BOA-APR-OTHER", "E0011"),
    "arrival_port": _cited("BOA-APT-OTHER", "E0012"),
    "arrival_berth": _cited("BOA-ART-OTHER", "E0013"),
}
ARRIVING = {
    "departure_area": _cited("BIA-DPR-OTHER", "E0012"),
    "departure_port": _cited("BIA-PRT-OTHER", "E0013"),
    "departure_berth": _cited("BIA-BRT-OTHER", "E0014"),
    "arrival_area": _cited("BIA-SOH-OTHER", "E0006"),
    "arrival_port": _cited("BIA-SOP-OTHER", "E0008"),
    "arrival_berth": _cited("BIA-SOB-OTHER", "E0007"),
}
"""Each place of the message, and what it is told when it is not the declaration's."""
BEFORE_DEPARTURE = _cited("BIA-DTM-EARLY", "E0004")
NOT_YET = _cited("BIA-DTM-AHEAD", "E0005")
NINTH = _cited("COT-OLT-NINTH", "E0002")
OFFICE = _cited("COT-CHC-LOCKED", "E0003")
LOCKED = _cited("COT-ITEM-LOCKED", "", "assumption")
LOCKED_AS = {"customs_office": OFFICE, "security": _cited("COT-TOS-LOCKED", "E0012")}
"""Items that have a code of their own."""
LEFT_OUT = _cited("COT-CG-MISSING", "E0004")
NOT_KEPT = _cited("COT-TES-KEPT", "E0005")
TOO_LATE = _cited("COT-CG-ADDED", "E0006")
NOT_ADDED = _cited("COT-TES-ADDED", "E0007")


def leaving_faults(leaving: Leaving, registered: TransportDeclaration) -> Iterator[Fault]:
    """It leaves from where, and for where, it was declared to."""
    yield from _other_places(leaving, registered, LEAVING)


def arriving_faults(
    arriving: Arriving, registered: TransportDeclaration, departed_at: datetime, now: datetime
) -> Iterator[Fault]:
    """It arrives where it was declared to, after it left, and not in the future."""
    yield from _other_places(arriving, registered, ARRIVING)
    arrived = arrived_at(arriving)
    if arrived is not None and arrived < departed_at.replace(second=0, microsecond=0):
        yield Fault(BEFORE_DEPARTURE, "arrived_day", {"departed": _told(departed_at), "arrived": _told(arrived)})
    if arrived is not None and arrived > now:
        yield Fault(NOT_YET, "arrived_day", {"arrived": _told(arrived), "now": _told(now)})


def _told(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")


def arrived_at(arriving: Arriving) -> datetime | None:
    """The moment that is told, to the minute; None while day or time has not its form."""
    told = arriving.arrived_time
    if arriving.arrived_day is None or len(told) != 4 or not (told.isascii() and told.isdecimal()):
        return None
    try:
        return datetime.combine(arriving.arrived_day, time(int(told[:2]), int(told[2:])), VIETNAM)
    except ValueError:
        return None


def correction_faults(
    correction: TransportCorrection, registered: TransportDeclaration, state: str, corrected: int, now: datetime
) -> Iterator[Fault]:
    """A correction changes only what its state allows, and names every cargo block that is registered.

    `corrected`: how often it was corrected before.
    """
    day = now.astimezone(VIETNAM).date()
    if corrected >= CORRECTIONS.on(day):
        yield Fault(NINTH, "number", {"most": CORRECTIONS.on(day)})
    if correction.start_day != registered.start_day and (past := is_past(correction, day)) is not None:
        yield Fault(STARTS, "start_day", past)
    yield from _locked(correction, registered, state)
    yield from _rows(correction, registered, state)


def _other_places(
    message: Leaving | Arriving, registered: TransportDeclaration, told: dict[str, str]
) -> Iterator[Fault]:
    """Area and berth are those declared; a port is too, where it is named."""
    for field, code in told.items():
        value, declared = getattr(message, field), getattr(registered, field)
        if value != declared and (value or not field.endswith("_port")):
            yield Fault(code, field, {"value": value or "–", "declared": declared or "–"})


def _locked(correction: TransportCorrection, registered: TransportDeclaration, state: str) -> Iterator[Fault]:
    items = [item for item in law.criteria("OLA") if not item.group and item.field != "number"]
    free = correctable(state, frozenset(item.field for item in items))
    for item in items:
        value, declared = getattr(correction, item.field), getattr(registered, item.field)
        if item.field not in free and value != declared:
            facts = {"value": _shown(value), "declared": _shown(declared)}
            yield Fault(LOCKED_AS.get(item.field, LOCKED), item.field, {**facts})


def _shown(value: object) -> str:
    return str(value)[:60] if is_there(value) else "–"


def _rows(correction: TransportCorrection, registered: TransportDeclaration, state: str) -> Iterator[Fault]:
    known = {row.cargo_number for row in registered.cargo}
    named = {row.cargo_number for row in correction.cargo}
    if missing := sorted(known - named):
        yield Fault(LEFT_OUT, "cargo", {"numbers": missing})
    for place, row in enumerate(correction.cargo, start=1):
        number = {"number": row.cargo_number[:35]}
        if row.cargo_number not in known and state in APPROVED:
            yield Fault(TOO_LATE, f"cargo.{place}.cargo_number", {**number})
        elif row.cargo_number not in known and row.line_correction != ADDED:
            yield Fault(NOT_ADDED, f"cargo.{place}.line_correction", {**number})
        elif row.cargo_number in known and row.line_correction not in KEPT:
            yield Fault(NOT_KEPT, f"cargo.{place}.line_correction", {**number})
