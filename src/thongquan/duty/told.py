"""A derivation as people and programs read it, in Vietnamese and English."""

from collections.abc import Mapping
from typing import Any

import msgspec

from thongquan import law
from thongquan.base.fault import Fact
from thongquan.declaration.explain import Explained, explained
from thongquan.duty.model import Assessment, Step

_VIETNAMESE = str.maketrans(",.", ".,")


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
    """Whole amounts are grouped by the wording itself; those with decimals come as text and are grouped here."""
    return {name: as_read(fact, language) if isinstance(fact, str) else fact for name, fact in facts.items()}


def as_read(text: str, language: str) -> str:
    """A number as "vi" or "en" writes it, groups of three before its decimals; what is none stays as it is.

    >>> as_read("782263.6404", "vi"), as_read("782263.6404", "en"), as_read("FOB", "vi")
    ('782.263,6404', '782,263.6404', 'FOB')
    """
    if not text.replace(".", "", 1).isdecimal():
        return text
    whole, point, decimals = text.partition(".")
    read = f"{int(whole or 0):,}{point}{decimals}"
    return read.translate(_VIETNAMESE) if language == "vi" else read


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
