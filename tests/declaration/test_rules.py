"""Each rule: a declaration that passes, and the same with one fact changed, which is its fault and no other's."""

from typing import Any

import pytest

from building import DAY, a_mec, a_mic, faults
from rule_cases.case import Case, where
from rule_cases.every import CASES, plan_of
from thongquan import law
from thongquan.base.citation import cited
from thongquan.base.fault import Fault
from thongquan.declaration.plan import Plan
from thongquan.declaration.rules import RULES
from thongquan.law.coverage import result_codes

STRICT = {one.code for rules in RULES.values() for one in rules if one.strict}
WARNS = {one.code for rules in RULES.values() for one in rules if one.warns}


def a_declaration(code: str, facts: dict[str, Any]) -> Any:
    return a_mic(**facts) if code.startswith("MIC") else a_mec(**facts)


def found_by(case: Case, facts: dict[str, Any]) -> tuple[list[Fault], list[Fault]]:
    """Faults and warnings, under the law and the profile of the case's rule."""
    declaration = a_declaration(case.code, facts)
    with plan_of(case) as plan:
        return plan.judge(declaration).faults, plan.warnings(declaration)


@pytest.mark.parametrize("case", CASES, ids=[case.code for case in CASES])
class TestARule:
    def test_is_satisfied_by_a_right_declaration(self, case: Case) -> None:
        assert found_by(case, case.passing) == ([], [])

    def test_finds_its_fault_and_no_other_when_one_fact_changes(self, case: Case) -> None:
        faults, warnings = found_by(case, {**case.passing, **case.change})
        told, others = (warnings, faults) if case.code in WARNS else (faults, warnings)
        assert [(fault.code, fault.at) for fault in told] == [(case.code, case.at)]
        assert others == []


@pytest.mark.parametrize("case", [case for case in CASES if case.code in STRICT], ids=lambda case: case.code)
def test_a_rule_of_the_strict_profile_is_none_of_the_law_s(case: Case) -> None:
    with where(case.given):
        assert Plan(case.code[:3], DAY, "law").judge(a_declaration(case.code, case.change)).faults == []


@pytest.mark.parametrize("form", RULES)
def test_a_rule_answers_with_a_result_code_of_its_own_form(form: str) -> None:
    known, ids = (
        {one.code: one.items for one in result_codes(law.CURRENT, form)},
        {item.field: item.id for item in law.criteria(form)},
    )
    criterion = {item.id: item.criterion for item in law.criteria(form)}
    for rule in RULES[form]:
        if not cited(rule.code).result_code:
            continue  # that system never refused this
        items = known[cited(rule.code).result_code]
        near = {criterion[ids[rule.at]], cited(rule.code).criterion}
        assert "0000" in items or near & {criterion.get(item) for item in items}, rule.code


def test_every_rule_has_its_case() -> None:
    assert {case.code for case in CASES} == {rule.code for rules in RULES.values() for rule in rules}


def test_all_faults_of_a_declaration_come_back_together() -> None:
    found = faults(a_mic(packages=0, origin="", flight="KE359", importer_code="9901234561"))
    assert {fault.code for fault in found} == {"MIC-16-ONE", "MIC-OR-EMPTY", "MIC-VSN-FORMAT", "MIC-04-CODE"}
