"""The cases of all rules: of every module in this folder that has some."""

from importlib import import_module
from pathlib import Path

from rule_cases.case import Case
from thongquan.declaration.plan import STRICT
from thongquan.declaration.rules import RULES
from thongquan.declaration.rules.rule import Rule

MODULES = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in ("case", "every"))
CASES: list[Case] = [case for name in MODULES for case in import_module(f"rule_cases.{name}").CASES]
RULE: dict[str, Rule] = {rule.code: rule for rules in RULES.values() for rule in rules}


def profile_of(code: str) -> str:
    """The profile under which a rule is asked."""
    return STRICT if RULE[code].strict else "law"
