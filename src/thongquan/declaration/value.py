"""The customs value of a declaration, from what it declares."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from thongquan.declaration.model import Declaration, ExportDeclaration, ImportDeclaration
from thongquan.valuation.customs_value import CustomsValue, Exchange

Parts = list[tuple[Decimal | None, str]]


def import_parts(mic: ImportDeclaration) -> Parts:
    """Invoice, freight and own insurance, each with its currency: together the CIF-type value (assumption)."""
    return [
        (mic.invoice_value, mic.invoice_currency),
        (mic.freight_amount, mic.freight_currency),
        (mic.insurance_amount, mic.insurance_currency),
    ]


def export_parts(mec: ExportDeclaration) -> Parts:
    """The invoice value, which is FOB unless another value is declared."""
    return [(mec.invoice_value, mec.invoice_currency)]


def typed_value(declaration: Declaration) -> int | None:
    """What the declarant typed as customs value (import) or declared value (export), in đồng."""
    if isinstance(declaration, ImportDeclaration):
        return declaration.customs_value
    return declaration.declared_value


def customs_values(declarations: Sequence[Declaration], day: date) -> list[CustomsValue]:
    """Of each its value in đồng on the day: the typed one where there is one, else computed; with the rates used."""
    exchange = Exchange(day)
    return [exchange.value(value_parts(one), typed_value(one)) for one in declarations]


def value_parts(declaration: Declaration) -> Parts:
    """What the value is computed from."""
    return import_parts(declaration) if isinstance(declaration, ImportDeclaration) else export_parts(declaration)
