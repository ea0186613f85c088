"""The rules that relate fields of one declaration. What a table can say stays in `law/criteria/`."""

from thongquan.declaration.rules import bills, flight, goods, notes, offices, parties, places, storage, value
from thongquan.declaration.rules.rule import RULES, Case, Rule

__all__ = [
    "RULES",
    "Case",
    "Rule",
    "bills",
    "flight",
    "goods",
    "notes",
    "offices",
    "parties",
    "places",
    "storage",
    "value",
]
