"""Faults belong to the declaration alone: not to the order of its fields or of the checks, nor to who came before."""

from random import Random

import msgspec
import pytest

from building import DAY
from declaration.plainly import faults_plainly
from declaration.planting import BUILD, a_full, pool, violations
from faults.size import size
from rule_cases.every import CASES
from thongquan import law
from thongquan.declaration import plan as plans
from thongquan.declaration.model import Declaration
from thongquan.declaration.plan import Judgement, Plan
from thongquan.declaration.rules import RULES

ROUNDS = size(2, 20)


def mixed(form: str, random: Random) -> list[Declaration]:
    """Right ones, and ones with each mistake there is."""
    wrong = [BUILD[form](**{**case.passing, **case.change}) for case in CASES if case.code.startswith(form)]
    every = list(violations(form, f"{random.random()}"))
    spoiled = [a_full(form, **{one.field: one.value}) for one in every]
    several = [a_full(form, **{one.field: one.value for one in random.sample(every, 4)}) for _ in range(50)]
    return [*pool(form, 50), *wrong, *spoiled, *several]


def judged(plan: Plan, declarations: list[Declaration]) -> list[Judgement]:
    return [plan.judge(one) for one in declarations]


@pytest.mark.parametrize("form", RULES)
class TestFaultsDoNotDepend:
    def test_on_the_order_of_fields(self, form: str) -> None:
        random, plan = Random(form), Plan(form, DAY)
        for declaration in mixed(form, random):
            fields = list(msgspec.structs.asdict(declaration).items())
            random.shuffle(fields)
            other = type(declaration)(**dict(fields))
            told = msgspec.json.encode({"form": form, **{k: v for k, v in fields if v is not None}})
            read = msgspec.json.decode(told, type=type(declaration))
            assert read == other == declaration
            assert plan.judge(read).faults == plan.judge(other).faults == plan.judge(declaration).faults

    def test_on_who_was_judged_before(self, form: str) -> None:
        """What was settled for those that are alike holds whoever came first."""
        random = Random(form)
        declarations = mixed(form, random)
        plainly = [faults_plainly(form, one) for one in declarations]
        for _ in range(ROUNDS):
            order = random.sample(range(len(declarations)), len(declarations))
            told = judged(Plan(form, DAY), [declarations[place] for place in order])
            assert [one.faults for one in told] == [plainly[place] for place in order]

    def test_on_the_order_of_checks(self, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
        random = Random(form)
        declarations = mixed(form, random)
        usual = [sorted(map(repr, one.faults)) for one in judged(Plan(form, DAY), declarations)]
        items = list(law.criteria(form))
        for _ in range(ROUNDS):
            random.shuffle(items)
            monkeypatch.setattr(plans.law, "criteria", lambda _form: tuple(items))
            monkeypatch.setitem(RULES, form, random.sample(RULES[form], len(RULES[form])))
            other = judged(Plan(form, DAY), declarations)
            assert [sorted(map(repr, one.faults)) for one in other] == usual
