"""What stands on the transport declaration for its goods: cargo numbers, goods' names, packages, Ghi chú 1."""

from collections.abc import Mapping, Sequence

import msgspec

from thongquan.base.citation import cite
from thongquan.base.fault import Fault
from thongquan.transport.cargo import Consigned, Package
from thongquan.transport.cases import BY_DECLARATION, Decided, Direction, Form

BY_BILLS = "chi tiết theo vận đơn"
BY_EXPORT_DECLARATIONS = "chi tiết theo tờ khai xuất khẩu"

_NOTES_1: Mapping[Form, str] = {
    "01-BKVD/TKXX": "Bản kê vận đơn/tờ khai xuất khẩu theo số tệp tin đính kèm",
    "04-BKHH": "Bản kê hàng hóa theo số tệp tin đính kèm",
}
NO_ATTACHMENT_YET = "(chưa có số HYS)"

CARGO_ROWS = 5
_GOODS = 70
_PACKAGE = 17
_SEAL = 15
_SEALS = 6
"""Rows, characters and seals that the declaration holds (VNACCS 2014, items OLA CG, CM, CNO, SE)."""
_NAMED = 10

ROWS_MANY = cite("TRANSPORT-CARGO-ROWS", "VNACCS 2014 OLA CG", "term-2014")
CARGO_MASTER = cite("TRANSPORT-CARGO-MASTER", "VNACCS 2014 OLA R0035", "assumption")
CARGO_OWN = cite("TRANSPORT-CARGO-OWN", "VNACCS 2014 OLA R0035", "assumption")
GOODS_CUT = cite("TRANSPORT-GOODS-CUT", "VNACCS 2014 OLA CM", "term-2014")
PACKAGE_LONG = cite("TRANSPORT-PACKAGE-LONG", "VNACCS 2014 OLA CNO", "term-2014")
SEAL_LONG = cite("TRANSPORT-SEAL-LONG", "VNACCS 2014 OLA SE", "term-2014")


class CargoRow(msgspec.Struct, frozen=True):
    number: str
    """Số hàng hóa (Số B/L/AWB)."""
    goods: str
    """Tên hàng; "" where the rows tell none."""


class PackageRow(msgspec.Struct, frozen=True):
    number: str
    line: int
    """Which cargo row the package belongs to, from 1."""
    seals: tuple[str, ...] = ()


class Filled(msgspec.Struct, frozen=True):
    cargo: Sequence[CargoRow]
    export_declarations: Sequence[str] = ()
    packages: Sequence[PackageRow] = ()
    faults: Sequence[Fault] = ()
    notes: Sequence[Fault] = ()


def notes_1(form: Form | None, attachment: str) -> str:
    """Ghi chú 1 in the words of 2.c.1 and 2.c.2; "" without a list.

    >>> notes_1("04-BKHH", "720012345610")
    'Bản kê hàng hóa theo số tệp tin đính kèm 720012345610'
    """
    return f"{_NOTES_1[form]} {attachment or NO_ATTACHMENT_YET}" if form else ""


def wants_number(decided: Decided, direction: Direction, consigned: Sequence[Consigned]) -> bool:
    """Whether the enterprise must give a number: for a list, or where neither bills nor masters fit the cargo rows."""
    return decided.form is not None or (direction in BY_DECLARATION and _numbers_of_exports(consigned)[0] == [])


def filled(decided: Decided, direction: Direction, consigned: Sequence[Consigned], number: str) -> Filled:
    """`number`: of the list, as the enterprise gave it."""
    if decided.form is None:
        told = _fitting(direction, consigned, number)
    else:
        told = _with_list(decided, direction, consigned, number)
    cargo, cut = _within(told.cargo)
    faults = (
        [Fault(ROWS_MANY, "cargo", {"how_many": len(cargo), "limit": CARGO_ROWS})] if len(cargo) > CARGO_ROWS else []
    )
    packages, left_out = ([], []) if decided.form == "04-BKHH" else _package_rows(consigned, cargo)
    return Filled(cargo, told.export_declarations, packages, faults, [*told.notes, *cut, *left_out])


def _fitting(direction: Direction, consigned: Sequence[Consigned], number: str) -> Filled:
    """Each bill. Exports name their declarations; *assumption*: and in the cargo rows, of which one must be, bills.

    Where these are more than the rows hold it is their master bills, else a number of the enterprise's own.
    """
    if direction not in BY_DECLARATION:
        return Filled([CargoRow(one.document, _first(one.goods)) for one in consigned])
    numbers, notes = _numbers_of_exports(consigned)
    numbers = numbers or [number]
    cargo = [
        CargoRow(one, _goods_under(one, consigned) if len(numbers) > 1 else _all_goods(consigned)) for one in numbers
    ]
    return Filled(cargo, [one.document for one in consigned], notes=notes)


def _numbers_of_exports(consigned: Sequence[Consigned]) -> tuple[list[str], list[Fault]]:
    bills = list(dict.fromkeys(bill for one in consigned for bill in one.bills))
    if 0 < len(bills) <= CARGO_ROWS:
        return bills, []
    masters = list(dict.fromkeys(bill for one in consigned for bill in one.master_bills))
    if 0 < len(masters) <= CARGO_ROWS:
        return masters, [Fault(CARGO_MASTER, "cargo", {"bills": len(bills), "limit": CARGO_ROWS, "named": masters})]
    return [], [Fault(CARGO_OWN, "cargo", {"bills": len(bills), "limit": CARGO_ROWS})]


def _with_list(decided: Decided, direction: Direction, consigned: Sequence[Consigned], number: str) -> Filled:
    """The list's number; in c.3 besides it every bill, or every export declaration in its place (2.c.3)."""
    exports = direction in BY_DECLARATION
    goods = _goods_of_exports(consigned) if exports else BY_BILLS
    every = decided.case == "c.3"
    numbers = [number, *(one.document for one in consigned if every and not exports)]
    return Filled(
        [CargoRow(one, goods) for one in numbers],
        [one.document for one in consigned] if every and exports else [],
    )


def _goods_of_exports(consigned: Sequence[Consigned]) -> str:
    """2.b: of several goods none is named."""
    names = {name for one in consigned for name in one.goods}
    return names.pop() if len(names) == 1 else BY_EXPORT_DECLARATIONS


def _goods_under(number: str, consigned: Sequence[Consigned]) -> str:
    return _all_goods([one for one in consigned if number in (*one.bills, *one.master_bills)])


def _all_goods(consigned: Sequence[Consigned]) -> str:
    """Of several the first: those of one document stand by their share."""
    return _first([name for one in consigned for name in one.goods])


def _first(names: Sequence[str]) -> str:
    return names[0] if names else ""


def _within(cargo: Sequence[CargoRow]) -> tuple[list[CargoRow], list[Fault]]:
    """Goods' names no longer than their item."""
    long = [row.number for row in cargo if len(row.goods) > _GOODS]
    notes = (
        [Fault(GOODS_CUT, "goods", {"how_many": len(long), "named": long[:_NAMED], "limit": _GOODS})] if long else []
    )
    return [CargoRow(row.number, row.goods[:_GOODS].rstrip()) for row in cargo], notes


def _package_rows(consigned: Sequence[Consigned], cargo: Sequence[CargoRow]) -> tuple[list[PackageRow], list[Fault]]:
    """Packages whose numbers the item holds. None of these is demanded, so the others are left out and told of."""
    packages = [package for one in consigned for package in one.packages]
    lines = {row.number: place for place, row in enumerate(cargo, start=1)}
    rows = [
        PackageRow(package.number, _line_of(package, lines), tuple(filter(_fits, package.carrier_seals))[:_SEALS])
        for package in packages
        if len(package.number) <= _PACKAGE
    ]
    notes = []
    if long := [package.number for package in packages if len(package.number) > _PACKAGE]:
        notes.append(Fault(PACKAGE_LONG, "package", {"how_many": len(long), "named": long[:_NAMED], "limit": _PACKAGE}))
    if seals := [seal for package in packages for seal in package.carrier_seals if not _fits(seal)]:
        notes.append(
            Fault(SEAL_LONG, "carrier_seal", {"how_many": len(seals), "named": seals[:_NAMED], "limit": _SEAL})
        )
    return rows, notes


def _fits(seal: str) -> bool:
    return len(seal) <= _SEAL


def _line_of(package: Package, lines: Mapping[str, int]) -> int:
    return lines.get(package.bill) or lines.get(package.master_bill) or 1
