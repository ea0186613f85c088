"""The customs value of a declaration, from what it declares."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from thongquan.declaration.model import Declaration
from thongquan.valuation.customs_value import CustomsValue, exchanged_all

Parts = list[tuple[Decimal | None, str]]

VALUED_BY = {
    "MIC": [
        ("invoice_value", "invoice_currency"),
        ("freight_amount", "freight_currency"),
        ("insurance_amount", "insurance_currency"),
    ],
    "MEC": [("invoice_value", "invoice_currency")],
}
"""Import: invoice, freight and own insurance, together the CIF-type value (assumption).

Export: the invoice value, which is FOB unless another value is declared.
"""

TYPED_AS = {"MIC": "customs_value", "MEC": "declared_value"}
"""Where the declarant types the value in đồng: customs value (import) or declared value (export)."""


def customs_values(form: str, columns: Mapping[str, Sequence[Any]], day: date) -> list[CustomsValue]:
    """Values in đồng on the day, from items as columns: the typed one where there is one, else computed."""
    parts = [(columns[amount], columns[currency]) for amount, currency in VALUED_BY[form]]
    return exchanged_all(parts, columns[TYPED_AS[form]], day)


def customs_value(declaration: Declaration, day: date) -> CustomsValue:
    """The value of one declaration."""
    items = {item: [getattr(declaration, item)] for item in declaration.__struct_fields__}
    return customs_values(str(declaration.__struct_config__.tag), items, day)[0]


def value_parts(declaration: Declaration) -> Parts:
    """What the value is computed from: each amount with its currency."""
    form = str(declaration.__struct_config__.tag)
    return [(getattr(declaration, amount), getattr(declaration, currency)) for amount, currency in VALUED_BY[form]]
