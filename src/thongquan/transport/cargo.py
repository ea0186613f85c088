"""What is to be moved: bills or export declarations with their packages, gathered from lines in any order."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec


class CargoLine(msgspec.Struct, frozen=True, gc=False):
    """One row: a bill, or one of its packages, or one of the goods in such a package."""

    bill: str
    declaration: str = ""
    """The export declaration, twelve digits."""
    master_bill: str = ""
    package: str = ""
    """The number on the package; "" where the row tells none."""
    packages: int = 1
    """How many packages a row without `package` stands for; what one with it counts, 0 where it counts nothing."""
    goods: str = ""
    weight: Decimal | None = None
    """In kilograms."""
    carrier_seal: str = ""
    vehicle: str = ""
    """Truck or wagon that takes it, or the number of its run; "" where nobody chose one yet."""
    purpose: str = ""
    """Transport purpose code."""
    at: str = ""
    """Where it was read: a cell, or a declaration's number."""


class Package(msgspec.Struct, frozen=True, gc=False):
    number: str
    bill: str
    master_bill: str
    goods: str
    """Of several goods the one with the largest share (04-BKHH note 7)."""
    carrier_seals: tuple[str, ...]
    vehicle: str


class Consigned(msgspec.Struct, frozen=True):
    """Everything of one document: a bill, or an export declaration."""

    document: str
    packages: Sequence[Package]
    bills: Sequence[str]
    master_bills: Sequence[str]
    goods: Sequence[str]
    """The names of its goods, the one with the largest share first."""
    weight: Decimal


def gathered(lines: Iterable[CargoLine], *, by_declaration: bool) -> list[Consigned]:
    """All rows of one document together, documents in the order of their first rows (04-BKHH note 8)."""
    found: dict[str, list[CargoLine]] = {}
    for line in lines:
        found.setdefault(line.declaration if by_declaration else line.bill, []).append(line)
    numbered = _Numbered(line for some in found.values() for line in some)
    return [_consigned(document, some, numbered) for document, some in found.items()]


class _Numbered:
    """Hands out numbers for the packages that have none, counted through each bill.

    *Assumption*: the label of such a package carries the bill's number, of several with their place.
    """

    def __init__(self, lines: Iterable[CargoLine]) -> None:
        self._made = Counter[str]()
        self._given = Counter[str]()
        for line in lines:
            if not line.package:
                self._made[line.bill] += line.packages

    def of(self, line: CargoLine) -> Sequence[str]:
        if line.package:
            return (line.package,)
        first = self._given[line.bill] + 1
        self._given[line.bill] += line.packages
        if self._made[line.bill] == 1:
            return (line.bill,) * line.packages
        return [f"{line.bill}-{place}" for place in range(first, first + line.packages)]


def _consigned(document: str, lines: Sequence[CargoLine], numbered: _Numbered) -> Consigned:
    rows: dict[str, list[CargoLine]] = {}
    for line in lines:
        for number in numbered.of(line):
            rows.setdefault(number, []).append(line)
    return Consigned(
        document,
        [_package(number, some) for number, some in rows.items()],
        _each(line.bill for line in lines),
        _each(line.master_bill for line in lines),
        by_share(lines),
        sum((line.weight or Decimal(0) for line in lines), Decimal(0)),
    )


def _package(number: str, rows: Sequence[CargoLine]) -> Package:
    first = rows[0]
    if len(rows) == 1:
        told = (first.carrier_seal,) if first.carrier_seal else ()
        return Package(number, first.bill, first.master_bill, first.goods, told, first.vehicle)
    goods = by_share(rows)
    seals = tuple(_each(row.carrier_seal for row in rows))
    vehicle = next((row.vehicle for row in rows if row.vehicle), "")
    return Package(number, first.bill, first.master_bill, goods[0] if goods else "", seals, vehicle)


def by_share(lines: Sequence[CargoLine]) -> list[str]:
    """Names of goods, the heaviest first; *assumption*: the share of goods in a package is that of their weight."""
    weights: dict[str, Decimal] = {}
    for line in lines:
        if line.goods:
            weights[line.goods] = weights.get(line.goods, Decimal(0)) + (line.weight or Decimal(0))
    return sorted(weights, key=lambda goods: -weights[goods])


def _each(values: Iterable[str]) -> list[str]:
    return [value for value in dict.fromkeys(values) if value]
