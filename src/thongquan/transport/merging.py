"""A plan and what else is declared, put together as one declaration with its lists."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from thongquan.transport.cases import Direction
from thongquan.transport.filling import CargoRow, PackageRow
from thongquan.transport.lodged import Lodged, lodged
from thongquan.transport.model import Cargo, Piece, TransportDeclaration
from thongquan.transport.plan import TransportPlan

DIRECTIONS: Mapping[Direction, str] = {
    "import": "I",
    "export": "E",
    "inbound-transit": "C",
    "outbound-transit": "C",
}


_UNITS = (("quantity", "quantity_unit"), ("cargo_weight", "weight_unit"))
_PACKAGES, _KILOGRAMS = "PK", "KGM"
_WEIGHT_PLACES = 3
"""As many as the item has."""


def merged(plan: TransportPlan, ola: TransportDeclaration, salt: str = "") -> Lodged:
    """What the plan decided over what else is declared: office, transporter, places, hours, and each cargo's items.

    A cargo row of the plan takes the items of the row with its number, else those of the first; where
    one row stands for the whole plan and nothing else is told, quantity and weight are those of
    the plan. `salt`: as `lodged`.
    """
    known, first = {row.cargo_number: row for row in ola.cargo}, (*ola.cargo, Cargo())[0]
    whole = replace(
        ola,
        direction=DIRECTIONS[plan.direction],
        purpose=plan.purpose or ola.purpose,
        transport_type=plan.transport_type or ola.transport_type,
        remarks=plan.notes_1 or ola.remarks,
        cargo=tuple(_cargo(plan, row, known.get(row.number, first)) for row in plan.cargo),
        export_declarations=tuple(plan.export_declarations),
        pieces=tuple(_piece(row) for row in plan.package_rows),
    )
    return lodged(whole, plan.lists, salt)


def summed(plan: TransportPlan) -> dict[str, Any]:
    """What the rows sum up to, as items of a cargo row: packages, and kilograms where the rows tell them."""
    told: dict[str, Any] = {"quantity": plan.packages, "quantity_unit": _PACKAGES}
    if plan.weight is not None:
        weight = Decimal(f"{round(plan.weight, _WEIGHT_PLACES).normalize():f}")
        told |= {"cargo_weight": weight, "weight_unit": _KILOGRAMS}
    return told


def _cargo(plan: TransportPlan, row: CargoRow, told: Cargo) -> Cargo:
    if len(plan.cargo) == 1:
        known = {name for name in ("quantity", "cargo_weight") if getattr(told, name) is not None}
        known |= {unit for name, unit in _UNITS if name in known}
        told = replace(told, **{name: value for name, value in summed(plan).items() if name not in known})
    return replace(told, cargo_number=row.number, goods_name=row.goods or told.goods_name)


def _piece(row: PackageRow) -> Piece:
    return Piece(row.number, str(row.line), row.seals)
