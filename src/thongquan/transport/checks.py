"""Everything that keeps a plan from being made, collected: each fault names the first places and how many there are."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from thongquan.base.citation import cite
from thongquan.base.fault import Fact, Fault
from thongquan.base.limits import LIMITS
from thongquan.law import parameter
from thongquan.numbering.declaration_number import is_number
from thongquan.transport.cargo import CargoLine, Consigned

LIST_NUMBER = parameter("transport_list_number_characters", int)
AIR_NUMBER = parameter("transport_air_number_characters", int)

_LIST, _CARGO, _FORM = "TT 191/2015 PL III 04-BKHH (2)", "VNACCS 2014 OLA CG", "TT 191/2015 PL III 04-BKHH"
BILL_EMPTY = cite("TRANSPORT-BILL-EMPTY", f"{_FORM} (6)", "seed")
DECLARATION_EMPTY = cite("TRANSPORT-DECLARATION-EMPTY", f"{_FORM} (6)", "seed")
DECLARATION_FORM = cite("TRANSPORT-DECLARATION-FORM", "VNACCS 2014 OLA E", "term-2014")
PACKAGES_MANY = cite("TRANSPORT-PACKAGES-MANY", "", "assumption")
PACKAGE_TWICE = cite("TRANSPORT-PACKAGE-TWICE", f"{_FORM} (8)", "assumption")
CARGO_LONG = cite("TRANSPORT-CARGO-LONG", _CARGO, "term-2014")
CARGO_CHARACTERS = cite("TRANSPORT-CARGO-CHARACTERS", _CARGO, "term-2014")
NUMBER_EMPTY = cite("TRANSPORT-NUMBER-EMPTY", _LIST, "seed")
NUMBER_LONG = cite("TRANSPORT-NUMBER-LONG", _LIST, "seed")
NUMBER_LONG_AIR = cite("TRANSPORT-NUMBER-LONG-AIR", "VNACCS 2014 OLA R0058", "term-2014")
NUMBER_TWICE = cite("TRANSPORT-NUMBER-TWICE", _LIST, "assumption")

PURPOSE = cite("TRANSPORT-PURPOSE", "VNACCS 2014 OLA OBJ", "term-2014")
CELL_LONG = cite("TRANSPORT-CELL-LONG", "", "assumption")
PACKAGES_DIFFER = cite("TRANSPORT-PACKAGES-DIFFER", f"{_FORM} (8)", "assumption")

_NAMED = 10
_PURPOSE = re.compile(r"[A-Z]{3}")


def faults_of_lines(lines: Sequence[CargoLine], *, by_declaration: bool) -> list[Fault]:
    """What is missing or odd in the rows themselves."""
    found = [_told(BILL_EMPTY, "house_bill", [line.at for line in lines if not line.bill])]
    if by_declaration:
        found.append(_told(DECLARATION_EMPTY, "declaration", [line.at for line in lines if not line.declaration]))
        odd = [line.declaration for line in lines if line.declaration and not is_number(line.declaration)]
        found.append(_told(DECLARATION_FORM, "declaration", odd))
    purposes = dict.fromkeys(line.purpose for line in lines if line.purpose)
    found.append(_told(PURPOSE, "purpose", [one for one in purposes if not _PURPOSE.fullmatch(one)]))
    most = LIMITS.transport_number_characters
    long = [line.at for line in lines if max(map(len, _numbers_of(line))) > most]
    found.append(_told(CELL_LONG, "package", long, {"limit": most}))
    count = sum(1 if line.package else max(line.packages, 0) for line in lines)
    if count > LIMITS.transport_packages:
        found.append(Fault(PACKAGES_MANY, "packages", {"packages": count, "limit": LIMITS.transport_packages}))
    return [one for one in found if one is not None]


def _numbers_of(line: CargoLine) -> tuple[str, ...]:
    return line.bill, line.declaration, line.package, line.carrier_seal, line.vehicle


def notes_of_packages(lines: Sequence[CargoLine]) -> Iterator[Fault]:
    """Bills whose rows count another number of packages than they name: all of the bill's on each, or each its own."""
    named: dict[str, set[str]] = {}
    counted: dict[str, list[int]] = {}
    for line in lines:
        if line.package and line.packages:
            named.setdefault(line.bill, set()).add(line.package)
            counted.setdefault(line.bill, []).append(line.packages)
    differ = [bill for bill, packages in named.items() if len(packages) not in (sum(counted[bill]), max(counted[bill]))]
    yield from _if_any(_told(PACKAGES_DIFFER, "packages", differ))


def faults_of_packages(consigned: Sequence[Consigned]) -> Iterator[Fault]:
    """A package lies under one bill or export declaration."""
    under: dict[str, str] = {}
    twice = [
        package.number
        for one in consigned
        for package in one.packages
        if under.setdefault(package.number, one.document) != one.document
    ]
    yield from _if_any(_told(PACKAGE_TWICE, "package", twice))


def faults_of_numbers(numbers: Sequence[str], lists: int, day: date, *, air: bool) -> Iterator[Fault]:
    """The numbers that the enterprise gives its lists, one for each list to be made."""
    given = [number for number in numbers if number]
    if len(given) < lists:
        yield Fault(NUMBER_EMPTY, "number", {"lists": lists, "given": len(given)})
    most = AIR_NUMBER.on(day) if air else LIST_NUMBER.on(day)
    for number in given[:lists]:
        if len(number) > most:
            code = NUMBER_LONG_AIR if air else NUMBER_LONG
            yield Fault(code, "number", {"list": number, "length": len(number), "limit": most})
    yield from _if_any(_told(CARGO_CHARACTERS, "number", _odd(given[:lists])))
    yield from _if_any(_told(NUMBER_TWICE, "number", [one for one in dict.fromkeys(given) if given.count(one) > 1]))


def faults_of_cargo(numbers: Sequence[str], own: str, day: date, *, air: bool) -> Iterator[Fault]:
    """What stands in “Số hàng hóa (Số B/L/AWB)” beside the enterprise's `own` number, of which the rest was told."""
    most = AIR_NUMBER.on(day) if air else LIST_NUMBER.on(day)
    facts: dict[str, Fact] = {"limit": most}
    yield from _if_any(_told(CARGO_LONG, "cargo", [one for one in numbers if len(one) > most], facts))
    yield from _if_any(_told(CARGO_CHARACTERS, "cargo", _odd(numbers)))
    yield from _if_any(_told(NUMBER_TWICE, "number", [one for one in numbers if own and one == own]))


def _odd(numbers: Sequence[str]) -> list[str]:
    return [one for one in numbers if not (one.isascii() and one.isprintable())]


def _told(code: str, at: str, where: Iterable[str], facts: dict[str, Fact] | None = None) -> Fault | None:
    places = list(where)
    return Fault(code, at, {"how_many": len(places), "named": places[:_NAMED], **(facts or {})}) if places else None


def _if_any(fault: Fault | None) -> Iterator[Fault]:
    if fault is not None:
        yield fault
