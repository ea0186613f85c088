"""Which items a rule looks at is read off its own code (decision 0026); whatever is not plain counts as everything."""

from collections.abc import Callable
from typing import Any

import pytest

from thongquan.declaration.rules.rule import RULES, Facts, Reads, Rule, reads, rule


def plain(mic: Any, case: Any) -> Facts | None:
    return {"place": mic.loading_place} if mic.origin.startswith("K") and case.day else None


def hands_the_declaration_on(mic: Any, case: Any) -> Facts | None:
    return {"origin": mic.origin} if str(mic) else None


def hands_the_case_on(mic: Any, case: Any) -> Facts | None:
    return {"origin": mic.origin} if str(case) else None


def looks_at_the_value(mic: Any, case: Any) -> Facts | None:
    return {"origin": mic.origin} if case.value else None


def gives_the_declaration_another_name(mic: Any, case: Any) -> Facts | None:
    other = mic
    return {"origin": other.origin}


def puts_something_in_its_place(mic: Any, case: Any) -> Facts | None:
    mic = mic.origin
    return mic.upper()


def puts_a_day_in_its_place(mic: Any, case: Any) -> Facts | None:
    case = mic.arrival_date
    return case.day


def looks_at_three(mic: Any, case: Any, third: Any = None) -> Facts | None:
    return {"origin": mic.origin}


def looks_at_nothing(mic: Any, case: Any) -> Facts | None:
    return {}


@pytest.mark.parametrize(
    ("test", "read"),
    [
        (plain, Reads(frozenset({"loading_place", "origin"}))),
        (looks_at_nothing, Reads()),
        (hands_the_declaration_on, None),
        (hands_the_case_on, None),
        (looks_at_the_value, None),
        (gives_the_declaration_another_name, None),
        (puts_something_in_its_place, None),
        (puts_a_day_in_its_place, None),
        (looks_at_three, None),
    ],
)
def test_the_items_are_those_that_the_code_names(test: Callable[..., Any], read: Reads | None) -> None:
    assert reads(test) == read


def test_registering_leaves_the_function_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thongquan.base.citation._CITED", {})
    monkeypatch.setitem(RULES, "MIC", [])
    kept = rule("MIC-00-READS", at="origin", criterion="0", cites="", mark="assumption")(plain)
    assert kept is plain
    assert RULES["MIC"] == [Rule("MIC-00-READS", "origin", plain, strict=False, warns=False)]
