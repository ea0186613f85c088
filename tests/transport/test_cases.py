"""TT 191/2015 PL III.1 and 2.c: which case a transport is."""

import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from thongquan.transport.cases import (
    BY_DECLARATION,
    DIRECTIONS,
    TABLE,
    Assumed,
    Direction,
    NothingToTransport,
    decide,
    rules_on,
)

DAY = date(2026, 9, 2)
ROOT = Path(__file__).parents[2]
STANDS = ("below", "at", "above")


def as_written(direction: Direction, documents: int, packages: int) -> str:
    """The four sentences of the annex, and "gap" where none or two of them speak."""
    held = 50 if direction in BY_DECLARATION else 5
    if documents <= held and packages <= 100:
        return "fits"
    if documents > held and packages < 100:
        return "c.1"
    if documents < held and packages > 100:
        return "c.3"
    return "c.2" if documents > held and packages > 100 else "gap"


def test_exactly_one_row_of_the_table_applies_however_two_counts_stand() -> None:
    matching = [[row for row in TABLE if row.matches(one, other)] for one in STANDS for other in STANDS]
    assert [len(rows) for rows in matching] == [1] * 9


def test_transit_has_the_cases_of_its_side() -> None:
    assert rules_on("inbound-transit", DAY) == rules_on("import", DAY)
    assert rules_on("outbound-transit", DAY) == rules_on("export", DAY)
    assert len(DIRECTIONS) == 4


@pytest.mark.parametrize("direction", ["import", "export"])
def test_exactly_one_case_applies_up_to_200_documents_and_500_packages(direction: Direction) -> None:
    rules = rules_on(direction, DAY)
    for documents in range(201):
        for packages in range(documents == 0, 501):
            row = rules.row_of(documents, packages)
            written = as_written(direction, documents, packages)
            assert (row.case or "gap") == written
            assert rules.case_in(row) in {"c.1", "c.2", "c.3"} or written == "fits"


@pytest.mark.parametrize("direction", ["import", "inbound-transit"])
@pytest.mark.parametrize(
    ("bills", "packages", "case"),
    [(5, 100, "fits"), (6, 99, "c.1"), (6, 100, "c.1"), (6, 101, "c.2"), (5, 101, "c.2"), (4, 101, "c.3")],
)
def test_imports_and_inbound_transit_count_bills(direction: Direction, bills: int, packages: int, case: str) -> None:
    assert decide(direction, bills, packages, DAY).case == case


@pytest.mark.parametrize("direction", ["export", "outbound-transit"])
@pytest.mark.parametrize(
    ("declarations", "packages", "case"),
    [(50, 100, "fits"), (51, 99, "c.1"), (51, 100, "c.1"), (51, 101, "c.2"), (50, 101, "c.3"), (49, 101, "c.3")],
)
def test_exports_and_outbound_transit_count_declarations(
    direction: Direction, declarations: int, packages: int, case: str
) -> None:
    assert decide(direction, declarations, packages, DAY).case == case


@pytest.mark.parametrize(
    ("direction", "documents", "packages", "code"),
    [
        ("import", 6, 100, "TRANSPORT-GAP-PACKAGES"),
        ("export", 51, 100, "TRANSPORT-GAP-PACKAGES"),
        ("import", 5, 101, "TRANSPORT-GAP-BILLS"),
        ("export", 50, 101, "TRANSPORT-GAP-EXPORT-DECLARATIONS"),
    ],
)
def test_what_the_text_leaves_out_is_told(direction: Direction, documents: int, packages: int, code: str) -> None:
    decided = decide(direction, documents, packages, DAY)
    [note] = decided.notes
    assert (note.code, note.facts["case"]) == (code, decided.case)


def test_a_parameter_decides_what_the_text_leaves_out() -> None:
    rules = rules_on("import", DAY)
    other = msgspec.structs.replace(rules, assumed={**rules.assumed, "documents": Assumed("c.3", "X")})
    assert [one.case_in(one.row_of(5, 101)) for one in (rules, other)] == ["c.2", "c.3"]


def test_where_the_text_decides_nothing_is_noted() -> None:
    assert [decide("import", bills, 101, DAY).notes for bills in (4, 6)] == [[], []]


@pytest.mark.parametrize(("documents", "packages"), [(1, 0), (0, 1)])
def test_one_of_either_is_enough(documents: int, packages: int) -> None:
    assert decide("export", documents, packages, DAY).case == "fits"


def test_neither_bill_nor_package_is_refused() -> None:
    with pytest.raises(NothingToTransport) as refused:
        decide("import", 0, 0, DAY)
    assert refused.value.code == "TRANSPORT-NOTHING"


@pytest.mark.parametrize(
    ("documents", "packages", "form"),
    [(5, 100, None), (6, 99, "01-BKVD/TKXX"), (6, 101, "04-BKHH"), (4, 101, "04-BKHH")],
)
def test_each_case_has_its_list(documents: int, packages: int, form: str | None) -> None:
    assert decide("import", documents, packages, DAY).form == form


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("transport_cases", ROOT / "tools" / "transport_cases.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_cases_does_not_lag_behind() -> None:
    tool = _tool()
    assert tool.DOCUMENT.read_text(encoding="utf-8") == tool.document(), "make transport-cases writes it anew"
