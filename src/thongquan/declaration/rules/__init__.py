"""The rules that relate fields of one declaration. What a table can say stays in `law/criteria/`."""

from thongquan.declaration.rules import (
    bills,
    customs_value,
    flight,
    foreign,
    freight,
    goods,
    hs_code,
    insurance,
    invoice,
    notes,
    offices,
    parties,
    party_codes,
    places,
    storage,
)
from thongquan.declaration.rules.rule import RULES, Case, Rule

for rules in RULES.values():
    rules.sort(key=lambda one: one.code[:6])  # faults are told in the order of the criteria, whatever file they are in

__all__ = [
    "RULES",
    "Case",
    "Rule",
    "bills",
    "customs_value",
    "flight",
    "foreign",
    "freight",
    "goods",
    "hs_code",
    "insurance",
    "invoice",
    "notes",
    "offices",
    "parties",
    "party_codes",
    "places",
    "storage",
]
