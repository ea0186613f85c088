"""The rules that relate fields of one declaration. What a table can say stays in `law/criteria/`."""

from thongquan.declaration.rules import bills, foreign, goods, parties, party_codes, places, value
from thongquan.declaration.rules.rule import RULES, Case, Rule

__all__ = ["RULES", "Case", "Rule", "bills", "foreign", "goods", "parties", "party_codes", "places", "value"]
