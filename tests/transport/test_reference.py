"""The item tables of the transport messages against the figures of the 2014 client, and against the models."""

import csv
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from thongquan import law
from thongquan.law.coverage import TRANSPORT, result_codes
from thongquan.transport.messages import KINDS

REFERENCE = Path(__file__).parents[1] / "law" / "reference"
EACH = pytest.mark.parametrize("form", TRANSPORT)
SHORT = [form for form in TRANSPORT if form not in ("OLA", "COT")]

WANTED_BY_THE_SERVER = {("OLC", "SCG"), ("BOA", "DTM"), ("BOA", "TIM"), ("OLA", "CNO"), ("COT", "TES")}
"""Not asked for by the client, refused by the server when blank."""
DIGITS = {("OLA", "RYA"), ("OLA", "E"), ("HYE", "ICN"), ("IHY", "ICN"), ("MSB", "ICN")}
"""Numbers that name something: texts here, whose form is digits."""
OF_CUSTOMS = {("BIA", "TRT"), ("BIA", "EXE"), ("BIA", "RM2")}
OTHER_TRANSPORT = ("DPD", "TR", "AR", "DP", "ARA")
"""Items of COT for transport inside an import or export declaration."""
NUMBERED = ("OB", "OC", "OD", "OE", "RB", "RC", "RD", "RE")
"""The second to fifth of five that are one list here."""


def reference(form: str) -> dict[str, dict[str, str]]:
    """Of what is typed in, by id; the client fills the rest in."""
    with (REFERENCE / f"{form.lower()}_items.tsv").open(encoding="utf-8", newline="") as file:
        rows = {
            row["id"].partition("{")[0]: row
            for row in csv.DictReader(file, delimiter="\t")
            if row["direction"] != "out"
        }
    return {id_: row for id_, row in rows.items() if (form, id_) not in OF_CUSTOMS and id_ not in NUMBERED}


@EACH
def test_every_item_that_is_typed_in_stands_in_message_order(form: str) -> None:
    ids = [item.id for item in law.criteria(form)]
    if form == "COT":
        repeated = {item.id for item in law.criteria("OLA")} | set(OTHER_TRANSPORT)
        assert ids == [id_ for id_ in reference("COT") if id_ not in repeated or id_ == "OLT"]
        return
    assert ids == list(reference(form))


def test_a_correction_repeats_the_items_of_the_declaration_but_its_departure() -> None:
    assert {item.id for item in law.criteria("OLA")} - set(reference("COT")) == {"DPR", "BRT", "PRT", "DPN"}


@EACH
def test_widths_and_attributes_are_those_of_the_client(form: str) -> None:
    expected = reference(form)
    for item in law.criteria(form):
        row = expected[item.id]
        assert (item.width, item.characters) == (int(row["figure"]), int(row["max_chars"])), item.id
        attribute = "D" if row["mask"] == "99/99/9999" else row["attribute"]
        assert item.attribute == ("A" if (form, item.id) in DIGITS else attribute), item.id
        assert item.decimals == int(row["decimals"] or 0), item.id


@EACH
def test_obligation_is_that_of_the_client_or_of_its_server(form: str) -> None:
    for item in law.criteria(form):
        wanted = reference(form)[item.id]["required"]
        expected = "M" if (form, item.id) in WANTED_BY_THE_SERVER else wanted[:1]
        assert item.required == expected, item.id


def test_rows_are_as_many_as_the_message_has() -> None:
    """TT 191/2015 PL III 1: 5 bills, 50 export declarations, 100 packages."""
    most = {group.path: group.most for group in law.groups("OLA")}
    assert most == {
        "cargo": 5,
        "cargo.other_laws": 5,
        "cargo.damage_codes": 5,
        "export_declarations": 50,
        "pieces": 100,
        "pieces.seals": 6,
    }


@EACH
def test_the_model_has_the_items_of_the_table_in_their_order(form: str) -> None:
    """A group stands where its rows do; a correction adds its own items."""
    expected: dict[str, list[str]] = {}
    for item in law.criteria(form):
        outer, _, name = item.group.rpartition(".")
        if item.group and not outer:
            expected.setdefault("", []).append(name) if name not in expected.get("", []) else None
        path = outer if name == item.field else item.group
        if item.field not in expected.get(path, []):
            expected.setdefault(path, []).append(item.field)
    for path, fields in expected.items():
        own = fields_of(KINDS[form], path)
        assert set(fields) <= set(own) if form == "COT" else own == fields, path


def fields_of(kind: Any, path: str) -> list[str]:
    for name in filter(None, path.split(".")):
        kind = get_args(get_type_hints(kind)[name])[0]
    return [field.name for field in msgspec.structs.fields(kind)]


@EACH
def test_every_result_code_of_an_item_is_told_of_it(form: str) -> None:
    for item in law.criteria(form):
        for kind, code in item.result_codes.items():
            other, _, own = code.rpartition(" ")
            told = {one.code: one.items for one in result_codes(law.CURRENT, other or form)}[own]
            assert any(one.startswith(item.id) for one in told), (item.id, kind, code)


@pytest.mark.parametrize(
    ("form", "count"),
    list(zip(TRANSPORT, (185, 17, 54, 292, 51, 49, 12, 21, 24, 9, 17), strict=True)),
)
def test_the_registry_has_every_code_of_the_2014_client(form: str, count: int) -> None:
    assert len({one.code for one in result_codes(law.CURRENT, form)}) == count
