"""What the rest of the house asks the law for is there, and of the kind asked for."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import thongquan
from thongquan import consignment, declaration, law, manifest, valuation
from thongquan.base.citation import Cited, all_cited
from thongquan.declaration.explain import wording_code

DAY = date(2026, 9, 2)
SOURCES = sorted(path for path in Path(thongquan.__file__).parent.rglob("*.py") if path.parent.name != "law")
KINDS = {"int": int, "str": str, "bool": bool, "Decimal": Decimal, "date": date, "list": list, "frozenset": frozenset}


def calls(name: str) -> Iterator[list[ast.expr]]:
    """The arguments of every call of `name` or `law.name` whose first argument is a text."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).removeprefix("law.") == name:
                arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
                if arguments and isinstance(arguments[0], ast.Constant) and isinstance(arguments[0].value, str):
                    yield arguments


def test_every_parameter_asked_for_is_there_and_of_its_kind() -> None:
    asked = {(one[0].value, ast.unparse(one[1]).partition("[")[0]) for one in calls("parameter")}
    assert asked
    for name, kind in sorted(asked):
        law.CURRENT.parameter(name, KINDS[kind]).on(DAY)


@pytest.mark.parametrize(("part", "name"), [("codes", "codes"), ("tables", "table")])
def test_every_table_asked_for_is_there(part: str, name: str) -> None:
    asked = {one[0].value for one in calls(name)}
    assert asked
    assert asked <= set(law.CURRENT.names(part))


@pytest.fixture(scope="module")
def sources() -> dict[str, Cited]:
    """What every rule, warning and mend rests on, registered when its module is loaded."""
    for package in (consignment, declaration, manifest, valuation):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    return all_cited()


def test_every_code_cites_a_known_instrument_or_is_an_assumption(sources: dict[str, Cited]) -> None:
    assert len(sources) > 20
    for source in sources.values():
        assert law.CURRENT.acts.cited(source.cites) or source.mark in {"assumption", ""}, source


def test_every_code_is_worded(sources: dict[str, Cited]) -> None:
    worded = law.wording("vi").faults
    assert [code for code in sources if wording_code(code) not in worded] == []
