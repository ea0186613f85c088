"""The cases of all rules: of every module in this folder that has some."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path

from building import DAY
from rule_cases.case import Case, where
from thongquan.declaration.plan import STRICT, Plan
from thongquan.declaration.rules import RULES
from thongquan.declaration.rules.rule import Rule

MODULES = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in ("case", "every"))
CASES: list[Case] = [case for name in MODULES for case in import_module(f"rule_cases.{name}").CASES]
RULE: dict[str, Rule] = {rule.code: rule for rules in RULES.values() for rule in rules}


@contextmanager
def plan_of(case: Case) -> Iterator[Plan]:
    """The plan that asks the rule of a case, under the law and the profile that it holds under."""
    profile = STRICT if RULE[case.code].strict else "law"
    with where(case.given):
        yield Plan(case.code[:3], DAY, profile) if case.given else usual_plan(case.code[:3], profile)


@cache
def usual_plan(form: str, profile: str) -> Plan:
    return Plan(form, DAY, profile)
