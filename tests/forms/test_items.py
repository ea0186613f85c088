"""The item tables of the forms against the output messages they print (`facts/`, VNACCS outputs of 2014)."""

import csv
import tomllib
from pathlib import Path

import msgspec
import pytest

from forms.samples import a_decision, a_mec, a_mic
from thongquan.forms.model import FOLDER, Form, FormName, Item, Kind, form
from thongquan.forms.values import values_of
from thongquan.law.reading import LawBroken, read_toml

HERE = Path(__file__).parent
SHEETS: list[tuple[FormName, Kind]] = [
    ("MIC", "channel"),
    ("MIC", "clearance"),
    ("MEC", "channel"),
    ("MEC", "clearance"),
]


def facts(output: str) -> list[dict[str, str]]:
    """The items of an output in message order, repeated ones written out."""
    with (HERE / "facts" / f"{output}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    placed = [
        (int(row["order"]) + (time - 1) * int(row["stride"] or 0), {**row, "id": row["id"].replace("{n}", str(time))})
        for row in rows
        for time in range(1, int(row["count"] or 1) + 1)
    ]
    return [row for _, row in sorted(placed, key=lambda pair: pair[0])]


def items(name: FormName) -> list[Item]:
    return [item for box in form(name).box for item in box.items]


@pytest.mark.parametrize(("name", "kind"), SHEETS)
class TestItemTables:
    def test_every_item_of_the_output_is_there_in_its_order_and_width(self, name: FormName, kind: Kind) -> None:
        output = form(name).channel.output if kind == "channel" else form(name).clearance.output
        told = {(row["id"], row["attribute"], int(row["figure"])) for row in facts(output)}
        assert {(item.id, item.attribute, item.width) for item in items(name)} == told

    def test_masks_are_those_of_the_output(self, name: FormName, kind: Kind) -> None:
        """Masks of digits are left out: they are damaged in the source, and numbers have one form for all."""
        output = form(name).channel.output if kind == "channel" else form(name).clearance.output
        told = {row["id"]: row["mask"] for row in facts(output) if row["mask"] and "#" not in row["mask"]}
        ours = {item.id: item.mask for item in items(name)}
        assert {id_: ours[id_] for id_ in told} == told


@pytest.mark.parametrize("name", ["MIC", "MEC"])
def test_boxes_follow_the_order_of_the_message(name: FormName) -> None:
    told = [row["id"] for row in facts(form(name).channel.output)]
    assert [item.id for item in items(name)] == told


@pytest.mark.parametrize("declaration", [a_mic(), a_mec()])
def test_every_item_has_a_value_to_come_from(declaration: object) -> None:
    values = values_of(declaration, a_decision())  # type: ignore[arg-type]  # one of the two declarations
    name: FormName = "MIC" if isinstance(declaration, type(a_mic())) else "MEC"
    assert {item.source for item in items(name)} <= values.keys()


@pytest.mark.parametrize("name", ["mic", "mec"])
def test_every_box_has_its_place_in_the_layout(name: str) -> None:
    layout = (FOLDER / "printout.typ").read_text(encoding="utf-8")
    boxes = tomllib.loads((FOLDER / "items" / f"{name}.toml").read_text(encoding="utf-8"))["box"]
    assert [box["at"] for box in boxes if f'"{box["at"]}"' not in layout] == []


def test_an_unknown_key_in_a_table_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "mic.toml"
    broken.write_text((FOLDER / "items" / "mic.toml").read_text(encoding="utf-8") + 'lable = "Mã"\n', encoding="utf-8")
    with pytest.raises(LawBroken):
        read_toml(broken, Form)


def test_an_unknown_mask_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"id": "A1", "attribute": "A", "width": 1, "from": "origin", "mask": "yyyy"}, Item)
