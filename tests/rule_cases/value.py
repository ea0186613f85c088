"""Invoice, freight, insurance and customs value."""

from decimal import Decimal
from typing import Any

from rule_cases.case import NONE, TYPED, Case

FREE: dict[str, Any] = {"freight_class": "", "freight_currency": "", "freight_amount": None}
HELD: dict[str, Any] = {**FREE, "price_kind": "B", "price_term": "CFR"}
"""A price that holds the freight, but not the insurance."""
INSURED: dict[str, Any] = {"insurance_class": "A", "insurance_currency": "USD", "insurance_amount": Decimal(1)}

CASES: list[Case] = [
    Case("MIC-23-SET", TYPED, {"price_term": ""}, "invoice_value"),
    Case("MIC-23-KIND", NONE, {"price_kind": ""}, "price_kind"),
    Case(
        "MIC-23-NEEDED",
        {"price_kind": "", "price_term": "", "invoice_currency": "", "invoice_value": None, "customs_value": 400_000},
        {"customs_value": None},
        "invoice_value",
    ),
    Case(
        "MIC-23-VND",
        {"invoice_currency": "VND", "invoice_value": Decimal(500_000)},
        {"invoice_value": Decimal("500000.5")},
        "invoice_value",
    ),
    Case(
        "MIC-24-VND",
        {"freight_currency": "VND", "freight_amount": Decimal(50_000)},
        {"freight_amount": Decimal("50000.5")},
        "freight_amount",
    ),
    Case(
        "MIC-25-VND",
        {"insurance_class": "A", "insurance_currency": "VND", "insurance_amount": Decimal(5_000)},
        {"insurance_amount": Decimal("5000.5")},
        "insurance_amount",
    ),
    Case(
        "MEC-23-VND",
        {"invoice_currency": "VND", "invoice_value": Decimal(500_000)},
        {"invoice_value": Decimal("500000.5")},
        "invoice_value",
    ),
    Case("MIC-23-FREIGHT", HELD, {"price_kind": "A"}, "price_kind"),
    Case("MIC-23-UNIT", {"invoice_currency": "JPY"}, {"invoice_value": Decimal("4750.5")}, "invoice_value"),
    Case("MEC-23-UNIT", {"invoice_currency": "KRW"}, {"invoice_value": Decimal("4750.5")}, "invoice_value"),
    Case("MIC-24-CLASS", NONE, {"freight_class": "B"}, "freight_class"),
    Case("MIC-24-BEYOND", NONE, {"freight_class": "E"}, "freight_class"),
    Case(
        "MIC-24-TWICE",
        {**HELD, "freight_class": "E", "freight_currency": "USD", "freight_amount": Decimal(1)},
        {"freight_class": "A"},
        "freight_class",
    ),
    Case("MIC-24-NEEDED", {**HELD, "price_kind": "D"}, {"price_term": "FOB"}, "freight_class"),
    Case(
        "MIC-24-UNIT",
        {"freight_currency": "JPY", "freight_amount": Decimal(250)},
        {"freight_amount": Decimal("250.5")},
        "freight_amount",
    ),
    Case("MIC-24-SET", NONE, {"freight_class": ""}, "freight_amount"),
    Case("MIC-25-SET", NONE, {"insurance_class": "A"}, "insurance_amount"),
    Case("MIC-25-TERM", HELD, {"price_term": "CIF"}, "insurance_class"),
    Case("MIC-25-NEEDED", NONE, {"insurance_class": ""}, "insurance_class"),
    Case("MIC-25-BESIDE", HELD, {"insurance_class": ""}, "insurance_class"),
    Case(
        "MIC-25-UNIT",
        {**INSURED, "insurance_currency": "JPY"},
        {"insurance_amount": Decimal("1.5")},
        "insurance_amount",
    ),
    Case("MIC-28-TERM", NONE, {"price_term": "EXW"}, "customs_value"),
    Case("MIC-23-RATE", NONE, {"invoice_currency": "AFN"}, "invoice_currency"),
    Case("MIC-24-RATE", NONE, {"freight_currency": "AFN"}, "freight_currency"),
    Case(
        "MIC-25-RATE",
        INSURED,
        {"insurance_currency": "AFN"},
        "insurance_currency",
    ),
    Case("MEC-23-RATE", NONE, {"invoice_currency": "AFN"}, "invoice_currency"),
    Case("MIC-28-ZERO", TYPED, {"customs_value": 0}, "invoice_value"),
    Case("MEC-28-ZERO", NONE, {"invoice_value": Decimal(0)}, "invoice_value"),
    Case("MIC-28-CEILING", {"customs_value": 1_000_000}, {"customs_value": 1_000_001}, "customs_value"),
    Case("MEC-28-CEILING", {"declared_value": 4_999_999}, {"declared_value": 5_000_000}, "declared_value"),
    Case("MEC-23-SET", {"declared_value": 400_000}, {"invoice_currency": ""}, "invoice_value"),
    Case(
        "MEC-23-NEEDED",
        {"invoice_currency": "", "invoice_value": None, "declared_value": 400_000},
        {"declared_value": None},
        "invoice_value",
    ),
]
