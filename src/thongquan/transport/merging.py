"""A plan and what else is declared, put together as one declaration with its lists."""

from collections.abc import Mapping

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


def merged(plan: TransportPlan, ola: TransportDeclaration, salt: str = "") -> Lodged:
    """What the plan decided over what else is declared: office, transporter, places, hours, and each cargo's items.

    A cargo row of the plan takes the items of the row with its number, else those of the first. `salt`: as `lodged`.
    """
    known, first = {row.cargo_number: row for row in ola.cargo}, (*ola.cargo, Cargo())[0]
    whole = replace(
        ola,
        direction=DIRECTIONS[plan.direction],
        purpose=plan.purpose or ola.purpose,
        transport_type=plan.transport_type or ola.transport_type,
        remarks=plan.notes_1 or ola.remarks,
        cargo=tuple(_cargo(row, known.get(row.number, first)) for row in plan.cargo),
        export_declarations=tuple(plan.export_declarations),
        pieces=tuple(_piece(row) for row in plan.package_rows),
    )
    return lodged(whole, plan.lists, salt)


def _cargo(row: CargoRow, told: Cargo) -> Cargo:
    return replace(told, cargo_number=row.number, goods_name=row.goods or told.goods_name)


def _piece(row: PackageRow) -> Piece:
    return Piece(row.number, str(row.line), row.seals)
