"""What the authority fills in from its registers, kept apart from what was signed (criteria 5 to 8 and 10 to 13).

Only what was left blank is filled in: what the declarant typed because the register is wrong, stands. So that no
address is put together from two, a part is filled in only beside a blank or the register's own of its neighbour.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from thongquan.declaration.model import Declaration
from thongquan.declaration.registers import PARTNERS, TRADERS
from thongquan.law import Row

TRADER = {"name": "name", "postcode": "address", "address": "address", "phone": "phone"}
"""Column of the register → the column beside which it makes sense."""

PARTNER = {
    "name": "name",
    "postcode": "street",
    "street": "street_2",
    "street_2": "street",
    "city": "city",
    "country_name": "country",
    "country": "country_name",
}

SIDES = {
    "MIC": ((TRADERS, "importer", TRADER), (PARTNERS, "exporter", PARTNER)),
    "MEC": ((TRADERS, "exporter", TRADER), (PARTNERS, "consignee", PARTNER)),
}


def filled_in(declaration: Declaration, day: date) -> list[tuple[str, str]]:
    """Item and value of each box that stays blank on the signed line and that the registers of `day` know."""
    filled: list[tuple[str, str]] = []
    for register, side, columns in SIDES[str(declaration.__struct_config__.tag)]:
        entry = register.entry(getattr(declaration, f"{side}_code"), day)
        if entry is not None:
            filled.extend(_of_party(declaration, entry, side, columns))
    return filled


def _of_party(declaration: Declaration, entry: Row, side: str, columns: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    typed = {column: getattr(declaration, f"{side}_{column}") for column in columns}
    for column, beside in columns.items():
        if entry[column] and not typed[column] and typed[beside] in ("", entry[beside]):
            yield f"{side}_{column}", entry[column]
