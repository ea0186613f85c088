"""docs/law-coverage.md is what `make law-coverage` writes today."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("law_coverage", ROOT / "tools" / "law_coverage.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def written(tool: ModuleType) -> str:
    return str(tool.document())


def test_the_document_does_not_lag_behind(tool: ModuleType, written: str) -> None:
    kept = tool.DOCUMENT.read_text(encoding="utf-8").splitlines()
    differing = sorted(set(written.splitlines()) ^ set(kept))
    assert differing == [], "make law-coverage writes it anew"
    assert kept == written.splitlines()


def test_every_rule_is_named_by_a_test(tool: ModuleType) -> None:
    from thongquan.declaration.rules import RULES
    from thongquan.transport import rules as transport

    tests = tool.Tests()
    moving = [*transport.RULES, *transport.CARGO_RULES, *(one for of in transport.MESSAGE_RULES.values() for one in of)]
    assert [one.code for rules in (*RULES.values(), moving) for one in rules if not tests.of([one.code])] == []


def test_nothing_is_missing(written: str) -> None:
    assert written.endswith("Missing: none.\n")
