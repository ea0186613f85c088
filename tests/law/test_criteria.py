"""The item tables against the declarations and against the reference figures of the 2014 client."""

import csv
from pathlib import Path

import msgspec
import pytest

from thongquan import law
from thongquan.declaration.model import ExportDeclaration, ImportDeclaration
from thongquan.law.coverage import result_codes

REFERENCE = Path(__file__).parent / "reference"
DECLARATIONS = {"MIC": ImportDeclaration, "MEC": ExportDeclaration}
NOT_FILED = {"ICN", "ECN", "JYO", "JKN"}  # the number is given by the authority, the flag is set by corrections
BOTH = pytest.mark.parametrize("form", ["MIC", "MEC"])


def reference(form: str, table: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{form.lower()}_{table}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


BESIDE = ("nonce", "hs_code")
"""What a line has beside its items."""


@BOTH
def test_items_are_the_fields_of_the_declaration_in_its_order(form: str) -> None:
    fields = [field.name for field in msgspec.structs.fields(DECLARATIONS[form])]
    assert [item.field for item in law.criteria(form)] == [one for one in fields if one not in BESIDE]


@BOTH
def test_items_stand_in_message_order(form: str) -> None:
    filed = [row["id"] for row in reference(form, "items") if row["id"] not in NOT_FILED]
    assert [item.id for item in law.criteria(form)] == filed


@BOTH
def test_widths_criteria_and_attributes_are_those_of_the_item_table(form: str) -> None:
    expected = {row["id"]: row for row in reference(form, "items")}
    for item in law.criteria(form):
        row = expected[item.id]
        assert (item.width, item.criterion) == (int(row["figure"]), row["criterion"]), item.id
        assert item.characters == int(row["max_chars"]), item.id
        assert item.attribute == ("D" if item.id == "ARR" else row["attribute"]), item.id
        assert item.decimals == int(row["decimals"] or 0), item.id


@BOTH
def test_obligation_is_that_of_the_item_table_but_for_the_final_destination(form: str) -> None:
    """Row 21 of the circular lets an unknown final destination be blank; the 2014 client did not."""
    expected = {row["id"]: row["required"] for row in reference(form, "items")} | {"DSC": "C"}
    for item in law.criteria(form):
        assert item.required == expected[item.id], item.id


@BOTH
def test_numbers_fit_their_width(form: str) -> None:
    """The declared export weight is the one that does not: the circular gives it 8 + 1 digits in 8 characters."""
    for item in law.criteria(form):
        if item.attribute in "IF":
            needed = item.integers + item.decimals + (1 if item.decimals else 0)
            assert needed <= item.width or (form, item.id) == ("MEC", "GW"), item.id


@BOTH
def test_every_result_code_is_raised_for_its_item_in_the_2014_client(form: str) -> None:
    raised_for = {one.code: one.items for one in result_codes(law.CURRENT, form)}
    for item in law.criteria(form):
        for kind, code in item.result_codes.items():
            assert item.id in raised_for[code], (item.id, kind, code)


@BOTH
def test_a_mandatory_item_has_a_result_code_for_its_absence(form: str) -> None:
    for item in law.criteria(form):
        assert item.required == "C" or "empty" in item.result_codes, item.id


def test_a_length_is_refused_in_the_name_of_the_item_table() -> None:
    [name] = [item for item in law.criteria("MIC") if item.field == "importer_name"]
    assert name.source_of("length") == ("VNACCS 2014 MIC IMN", "term-2014")


def test_a_code_that_is_not_listed_is_refused_in_the_name_of_the_circular() -> None:
    [place] = [item for item in law.criteria("MIC") if item.field == "storage_place"]
    assert place.source_of("unlisted") == ("TT 191/2015 PL II.A.18", "seed")


def test_airline_number_and_stroke_of_the_flight_are_written_as_the_circular_shows() -> None:
    import re

    [flight] = [item for item in law.criteria("MIC") if item.field == "flight"]
    written = ["VN0000/01JAN", "VN000/01JAN", "vn0000/01JAN", "VN0000 01JAN", "VN0000/01JANU", "VN00001/01JAN"]
    assert [text for text in written if re.fullmatch(flight.pattern, text)] == ["VN0000/01JAN"]
