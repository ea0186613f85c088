"""A derivation as people and programs read it, in Vietnamese and English."""

from collections.abc import Mapping
from typing import Any

import msgspec

from thongquan import law
from thongquan.base.fault import Fact
from thongquan.declaration.explain import Explained, explained
from thongquan.duty.model import Assessment, Step


class ToldStep(msgspec.Struct, frozen=True):
    """A step with its sentence: "vi" and "en" → what it says. Amounts in đồng; `exact` is before rounding."""

    rule: str
    of: str
    text: dict[str, str]
    base: str
    rate: str
    exact: str
    amount: int | None
    since: str
    cites: str
    mark: str


class ToldAssessment(msgspec.Struct, frozen=True):
    """An assessment as JSON: `taxes` by their names on form HQ 03, null where a person must choose first."""

    day: str
    form: str
    customs_value: int | None
    taxes: dict[str, int | None]
    total: int | None
    fee: int | None
    steps: list[ToldStep]
    open: list[Explained]


def sentence(step: Step, language: str) -> str:
    """What one step says, in "vi" or "en"."""
    return law.wording(language).say(f"duty.step.{step.rule}", **_facts(step.facts, language))


def _facts(facts: Mapping[str, Fact], language: str) -> dict[str, Any]:
    """A Vietnamese reader expects a comma before decimals; whole amounts are grouped by the wording itself."""
    if language != "vi":
        return dict(facts)
    return {name: _with_comma(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}


def _with_comma(fact: str) -> str:
    return fact.replace(".", ",") if fact.replace(".", "", 1).isdecimal() else fact


def told(assessment: Assessment) -> ToldAssessment:
    """Everything in both languages."""
    return ToldAssessment(
        day=assessment.day.isoformat(),
        form=assessment.form,
        customs_value=assessment.customs_value,
        taxes={one.tax: one.amount for one in assessment.taxes},
        total=assessment.total,
        fee=assessment.fee,
        steps=[_told(step) for step in assessment.steps],
        open=[explained(fault) for fault in assessment.open],
    )


def _told(step: Step) -> ToldStep:
    text = {language: sentence(step, language) for language in law.LANGUAGES}
    return ToldStep(
        step.rule, step.of, text, step.base, step.rate, step.exact, step.amount, step.since, step.cites, step.mark
    )
