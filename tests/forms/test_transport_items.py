"""The item table of the transport declaration against the outputs it prints (`facts/`, VNACCS outputs of 2014)."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from thongquan.forms.transport_ended import SAID
from thongquan.forms.transport_model import EndedBy, TransportItem, transport_form

HERE = Path(__file__).parent
FORM = transport_form()
QUOTED = [
    "Loại hình vận chuyển",
    "Tên hàng",
    "Số hàng hóa (Số B/L/AWB)",
    "Số tờ khai xuất khẩu",
    "Số hiệu container/Số hiệu toa/số hiệu kiện",
    "Ghi chú 1",
    "Mã mục đích vận chuyển",
]
"""How TT 191/2015 PL III calls the items that it speaks of."""


def facts(output: str) -> Iterator[tuple[str, str, int, str]]:
    """Id, attribute, width and mask. Masks of figures are left out: they are damaged in the source."""
    with (HERE / "facts" / f"{output}.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            id_ = re.sub(r"^(GW|CQ)[1-5]$", r"\1{n}", row["id"])  # the message spells the five weights out
            mask = "" if "#" in row["mask"] else row["mask"].replace("HH", "hh")
            yield id_, row["attribute"], int(row["figure"]), mask


def ours() -> Iterator[TransportItem]:
    for section in FORM.section:
        yield from (item for box in section.box for item in box.items)
    yield from (*FORM.above.name.items, FORM.above.bars, *FORM.exports.items)
    yield from (item for column in FORM.lines.columns for item in column.items)


@pytest.mark.parametrize("output", ["VAS503", "VAS504", "VAS513"])
def test_every_item_of_the_output_is_there_in_its_width_and_mask(output: str) -> None:
    place = FORM.outputs[output].place  # type: ignore[index]  # one of the keys
    told = set(facts(output))
    printed = {(item.ids[place], item.attribute, item.width, item.mask) for item in ours() if item.ids[place]}
    bars = (FORM.above.bars.ids[place], "I", 12, "")
    assert printed - {bars} == told - {bars}
    assert bars[0] in {id_ for id_, *_ in told}


def test_every_item_of_the_arrival_confirmation_but_what_stands_above_is_there() -> None:
    told = {row for row in facts("VAS516") if row[0] not in {"OLT", "CAR{n}"}}
    items = (item for section in FORM.moved for box in section.box for item in box.items)
    assert {(item.ids[0], item.attribute, item.width, item.mask) for item in items} == told


def test_repetitions_are_those_of_the_output() -> None:
    times = {section.at: section.times for section in FORM.section if section.times > 1}
    assert times == {"transit": 3, "cargo": 5}
    assert (FORM.exports.times, FORM.lines.times, FORM.lines.seals) == (50, 100, 6)


@pytest.mark.parametrize("output", sorted(SAID))
def test_the_band_reads_items_that_its_output_has(output: EndedBy) -> None:
    says = SAID[output]
    assert {says.day, says.hour, says.notice} <= {id_ for id_, *_ in facts(output)}


def test_what_the_annex_names_has_its_name_on_the_form() -> None:
    labels = {box.label for section in FORM.section for box in section.box}
    labels |= {FORM.exports.label, *(column.label for column in FORM.lines.columns)}
    assert [label for label in QUOTED if label not in labels] == []
