"""Any single mistake that is planted into a right declaration is found, and nothing else is found."""

from random import Random

import pytest
from msgspec.structs import replace

from declaration.planting import BUILD, Violation, a_full, blended, breaks, filled, pool, violations
from faults.size import size
from rule_cases.case import Case
from rule_cases.every import CASES, RULE, plan_of, usual_plan
from thongquan.declaration.model import Declaration
from thongquan.declaration.rules import RULES

EACH = size(4, 60)
KINDS = [Violation(*one) for form in RULES for one in violations(form)]


@pytest.fixture(scope="module")
def right() -> dict[str, list[Declaration]]:
    return {form: pool(form, size(30, 2_000)) for form in RULES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_what_breaks_a_rule_is_its_fault_and_no_other(case: Case, right: dict[str, list[Declaration]]) -> None:
    form, rule = case.code[:3], RULE[case.code]
    held = case.passing.keys() | case.change.keys()
    with plan_of(case) as plan:
        for other in Random(case.code).sample(right[form], EACH):
            base = BUILD[form](**case.passing)
            base = blended(plan, base, other, held, lambda one: breaks(rule, replace(one, **case.change)))
            found = plan.judge(planted := replace(base, **case.change)).faults
            told = plan.warnings(planted) if rule.warns else found
            assert [(fault.code, fault.at) for fault in told if fault.code == case.code] == [(case.code, case.at)]
            assert [fault.code for fault in found if fault.code != case.code] == [], planted


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_what_is_wrong_in_one_item_is_its_fault_and_no_other(
    kind: Violation, right: dict[str, list[Declaration]]
) -> None:
    form = kind.code[:3]
    plan = usual_plan(form, "law")
    for place, other in enumerate(Random(kind.code).sample(right[form], EACH)):
        base = blended(plan, a_full(form), other, set(), lambda one: filled(one, kind.field))
        [again] = [one for one in violations(form, f"{place}") if one.code == kind.code]
        found = plan.judge(planted := replace(base, **{again.field: again.value})).faults
        assert [(one.code, one.at) for one in found] == [(kind.code, kind.field)], planted
