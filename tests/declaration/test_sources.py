"""Which parameters and code tables a rule reads is read off its own code."""

from collections.abc import Callable
from typing import Any

import pytest

from thongquan import law
from thongquan.declaration.rules import RULES, Case, Rule
from thongquan.declaration.rules.sources import law_read

CEILING = law.parameter("duty_free_ceiling", int)
OFFICES = law.codes("customs_offices")


def directly(mic: Any, case: Case) -> dict[str, Any] | None:
    return {} if mic.customs_value > CEILING.on(case.day) else None


def through_a_helper(mic: Any, case: Case) -> dict[str, Any] | None:
    return directly(mic, case)


def in_a_comprehension(mic: Any, case: Case) -> dict[str, Any] | None:
    return {} if any(code in OFFICES.on(case.day) for code in [mic.customs_office]) else None


def nothing(mic: Any, case: Case) -> dict[str, Any] | None:
    return {} if mic.notes else None


def by_value(mic: Any, case: Case) -> dict[str, Any] | None:
    return {} if case.value.dong else None


@pytest.mark.parametrize(
    ("test", "read"),
    [
        (directly, ["duty_free_ceiling"]),
        (through_a_helper, ["duty_free_ceiling"]),
        (in_a_comprehension, ["customs_offices"]),
        (nothing, []),
        (by_value, ["exchange_rates"]),
    ],
)
def test_what_a_rule_reads(test: Callable[[Any, Case], Any], read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is our own is followed, so the test stands in for a module of ours."""
    for one in (directly, through_a_helper, in_a_comprehension, nothing, by_value):
        monkeypatch.setattr(one, "__module__", "thongquan.declaration.rules.test")
    assert [one.name for one in law_read(Rule("MIC-00-TEST", "", test))] == read


def test_a_cached_helper_is_looked_into() -> None:
    [rule] = [one for one in RULES["MIC"] if one.code == "MIC-03-OFFICE"]
    assert [one.name for one in law_read(rule)] == ["customs_offices", "customs_subsections", "warehouse_locations"]


def test_a_register_is_its_table_and_whether_it_is_whole() -> None:
    [rule] = [one for one in RULES["MIC"] if one.code == "MIC-04-VALID"]
    assert [one.name for one in law_read(rule)] == ["traders", "traders_register_complete"]
