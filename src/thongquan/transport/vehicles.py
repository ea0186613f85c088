"""Which vehicle or wagon takes which packages: as the file says, or filled in order."""

from collections.abc import Sequence

import msgspec

from thongquan.base.citation import cite
from thongquan.base.fault import Fault
from thongquan.transport.cargo import Consigned, Package

_CITES = "TT 191/2015 PL III 04-BKHH (4)"
EMPTY = cite("TRANSPORT-VEHICLE-EMPTY", _CITES, "assumption")
DIFFER = cite("TRANSPORT-VEHICLES-DIFFER", _CITES, "assumption")
MANY = cite("TRANSPORT-VEHICLES-MANY", _CITES, "assumption")
FILLED = cite("TRANSPORT-VEHICLES-FILLED", _CITES, "assumption")
_NAMED = 10


class Load(msgspec.Struct, frozen=True):
    """The packages of one document that travel together."""

    document: str
    packages: Sequence[Package]


class Run(msgspec.Struct, frozen=True):
    """One vehicle run: a list 04-BKHH of its own."""

    vehicle: str
    """As the file names it; "" where it names none. The number on the list is entered by the departing office (13)."""
    loads: list[Load]


class Loaded(msgspec.Struct, frozen=True):
    runs: Sequence[Run]
    faults: Sequence[Fault] = ()
    notes: Sequence[Fault] = ()


def loaded(consigned: Sequence[Consigned], vehicles: int) -> Loaded:
    """The vehicle runs. `vehicles`: how many were asked for; 0 leaves it to the file, and to one where it is silent."""
    packages = [package for one in consigned for package in one.packages]
    unnamed = [package.number for package in packages if not package.vehicle]
    if len(unnamed) == len(packages):
        return _filled(consigned, max(vehicles, 1))
    runs = _as_told(consigned)
    faults = []
    if unnamed:
        faults.append(Fault(EMPTY, "vehicle", {"how_many": len(unnamed), "named": unnamed[:_NAMED]}))
    elif vehicles not in (0, len(runs)):
        faults.append(Fault(DIFFER, "vehicle", {"told": len(runs), "asked": vehicles}))
    return Loaded(runs, faults)


def _as_told(consigned: Sequence[Consigned]) -> list[Run]:
    """A document without any package is told on the first list."""
    runs: dict[str, dict[str, list[Package]]] = {}
    for one in consigned:
        for package in one.packages:
            runs.setdefault(package.vehicle, {}).setdefault(one.document, []).append(package)
    first = next(iter(runs.values()))
    first.update({one.document: [] for one in consigned if not one.packages})
    return [Run(vehicle, [Load(document, some) for document, some in loads.items()]) for vehicle, loads in runs.items()]


def _filled(consigned: Sequence[Consigned], vehicles: int) -> Loaded:
    """*Assumption*: in order, each with its share of the packages, those of one document on one vehicle."""
    if vehicles > len(consigned):
        return Loaded([], [Fault(MANY, "vehicle", {"vehicles": vehicles, "documents": len(consigned)})])
    runs: list[list[Load]] = [[]]
    total, taken = sum(_room(one) for one in consigned), 0
    for place, one in enumerate(consigned):
        left, runs_left = len(consigned) - place, vehicles - len(runs)
        is_full = (2 * taken + _room(one)) * vehicles > 2 * total * len(runs)
        if runs[-1] and runs_left and (is_full or left == runs_left):
            runs.append([])
        runs[-1].append(Load(one.document, one.packages))
        taken += _room(one)
    notes = [Fault(FILLED, "vehicle", {"vehicles": vehicles})] if vehicles > 1 else []
    return Loaded([Run("", loads) for loads in runs], notes=notes)


def _room(one: Consigned) -> int:
    return max(len(one.packages), 1)
