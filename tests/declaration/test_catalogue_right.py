"""A declaration that is built to be right passes, whatever it is of."""

import pytest
from hypothesis import given

from building import DAY
from declaration.strategies import RIGHT, tried
from thongquan.declaration.codec import decode_line, encode_line
from thongquan.declaration.model import Declaration
from thongquan.declaration.plan import STRICT, Plan
from thongquan.declaration.rules import RULES


@pytest.mark.parametrize("form", RULES)
def test_a_declaration_built_to_be_right_passes(form: str) -> None:
    plan = Plan(form, DAY, "law")

    @tried(300, 10_000)
    @given(RIGHT[form])
    def passes(declaration: Declaration) -> None:
        assert plan.judge(declaration).faults == []
        assert decode_line(encode_line(declaration)) == declaration

    passes()


@pytest.mark.parametrize("form", RULES)
def test_only_the_rules_of_the_strict_profile_can_refuse_it_there(form: str) -> None:
    plan, strict = Plan(form, DAY, STRICT), {rule.code for rule in RULES[form] if rule.strict}

    @tried(300, 10_000)
    @given(RIGHT[form])
    def passes(declaration: Declaration) -> None:
        assert {fault.code for fault in plan.judge(declaration).faults} <= strict

    passes()
