"""Consignments computed by hand, to the đồng; docs/worked-examples.md is made of them."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from thongquan.duty.assessment import TAXES, taxes
from thongquan.duty.derivation import assess

ROOT = Path(__file__).parents[2]


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("worked_examples", ROOT / "tools" / "worked_examples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = _tool()
EXAMPLES = {f"{name}: {one.en} ({one.day})": one for name in TOOL.FILES for one in TOOL.examples(name)}


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_an_example_comes_out_as_it_was_computed_by_hand(example: Any) -> None:
    told = assess(TOOL.consignment(example.given), example.day)
    steps = [TOOL.HandStep(step.rule, step.exact, step.amount, step.cites) for step in told.steps]
    assert steps == example.steps
    amounts = {one.tax: "?" if one.amount is None else one.amount for one in told.taxes}
    assert TOOL.Owed(told.form, told.customs_value, **amounts, total=told.total, fee=told.fee) == example.owed
    assert [fault.code for fault in told.open] == example.open


def test_what_accepting_charges_on_group_2_is_what_was_computed_by_hand() -> None:
    low = [one for one in EXAMPLES.values() if one.owed.form == "MIC" and not one.given.chosen]
    assert len(low) > 30
    for one in low:
        due = [(tax, getattr(one.owed, tax)) for tax in TAXES if getattr(one.owed, tax, None)]
        assert taxes("MIC", one.owed.value, one.given.hs, one.day) == due, one.en


def test_there_are_forty_and_more_on_both_sides_of_each_midnight() -> None:
    """The time line of the law, and of its assumptions."""
    assert len(EXAMPLES) >= 40
    days = {one.day.isoformat() for one in EXAMPLES.values()}
    turns = [
        ("2016-08-31", "2016-09-01"), ("2017-12-31", "2018-01-01"), ("2018-12-31", "2019-01-01"),
        ("2021-04-04", "2021-04-05"), ("2021-08-05", "2021-08-06"), ("2025-02-17", "2025-02-18"),
        ("2025-06-30", "2025-07-01"), ("2025-12-31", "2026-01-01"), ("2026-12-31", "2027-01-01"),
    ]  # fmt: skip
    assert {day for turn in turns for day in turn} <= days


def test_the_page_of_examples_does_not_lag_behind() -> None:
    assert TOOL.DOCUMENT.read_text(encoding="utf-8") == TOOL.document(), "make worked-examples writes it anew"
