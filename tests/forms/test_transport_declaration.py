"""The transport declaration and its approval as printed, from the items of the outputs; how it ended; hostile texts."""

import os
from datetime import date, time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from forms.pdf_text import pages, text
from forms.transport_samples import DEPARTED, MOVED, an_approval, an_ola
from thongquan.forms.barcode import bars
from thongquan.forms.render_transport import pictures_of_declaration, render_declaration
from thongquan.forms.transport_model import (
    EndedBy,
    Output,
    TransportDeclaration,
    TransportEnded,
    TransportItem,
    transport_form,
)
from thongquan.forms.transport_printout import compose

PICTURE = Path(__file__).parents[2] / "docs" / "forms" / "ola.png"
RIGHT = (210 - 12) * 72 / 25.4
FORM = transport_form()
HOSTILE = [
    '#panic("x") $a$ *b* _c_ ]]] }}} @ref // /*',
    "a\u202eb\u2066c\u0007d",
    "W" * 24,
    "W" * 300,
    "1234567890" * 30,
    "Ệ" * 255,
]


def squeezed(one: str) -> str:
    return "".join(one.split())


def read(one: TransportDeclaration) -> str:
    return "".join(squeezed(text(page)) for page in pages(render_declaration(one)))


def boxes(one: TransportDeclaration, part: str = "sections") -> dict[str, str]:
    """What stands beside each label; of a label that stands twice, under its section's heading."""
    found: dict[str, str] = {}
    for section in compose(one)[part]:
        for row in section["rows"]:
            found |= {f"{section['heading']}|{label}".lstrip("|"): value for label, value in row}
    return found


def filled(place: int, value: object, *, once: bool = False) -> dict[str, Any]:
    """The value under every id of an output, repeated ones as often as may be or once."""

    def ids(item: TransportItem) -> list[str]:
        times = 1 if once else 5 if "{n}" in item.ids[place] else 50
        return [item.ids[place].replace("{nn}", f"{n:02}").replace("{n}", str(n)) for n in range(1, times + 1)]

    items = [item for section in FORM.section for box in section.box for item in box.items]
    items += [*FORM.exports.items, *FORM.above.name.items, FORM.above.bars]
    return {id_: value for item in items for id_ in ids(item) if id_}


class TestBoxes:
    def test_code_and_name_stand_together(self) -> None:
        found = boxes(an_approval())
        assert found["Vận chuyển|Loại hình vận chuyển"] == "KS - Vận chuyển hàng hóa có thủ tục đơn giản"
        assert found["Hàng hóa 1|Nước sản xuất"] == "KR - KOREA"

    def test_days_hours_codes_and_figures_are_written_as_on_the_other_forms(self) -> None:
        found = boxes(an_approval(values=an_ola(FA="A", FB=12345678)))
        assert found["Người vận chuyển|Mã"] == "0312345678-001"
        assert found["Dự kiến bắt đầu vận chuyển"] == "02/09/2026, giờ 14"
        assert found["Số tiền bảo lãnh"] == "12.345.678 VND"
        assert found["Hàng hóa 1|Tổng trọng lượng"] == "18,25 KGM"
        assert found["Hàng hóa 1|Trị giá"] == "USD 1.234,5"

    def test_two_boxes_share_a_line_a_wide_one_has_its_own(self) -> None:
        transporter = compose(an_approval())["sections"][2]
        assert [[label.split()[0] for label, _ in row] for row in transporter["rows"]] == [
            ["Mã", "Tên"],
            ["Địa"],
            ["Số", "Ngày"],
            ["Ngày"],
        ]
        departure = compose(an_approval())["sections"][4]
        assert departure["rows"][2] == [("Tên địa điểm xếp hàng", "Kho hàng không Tân Sơn Nhất")]
        course = compose(an_approval())["sections"][6]
        assert [len(row) for row in course["rows"]] == [1, 2, 2, 2, 1]
        cargo = compose(an_approval())["sections"][7]
        assert [len(row) for row in cargo["rows"]] == [1, 1, 2, 1, 1, 1, 2, 2, 1]

    def test_what_was_not_declared_leaves_its_box_blank(self) -> None:
        assert boxes(an_approval())["Số tiền bảo lãnh"] == ""

    def test_cargo_that_was_not_declared_is_not_printed_nor_its_blank_boxes(self) -> None:
        found = boxes(an_approval())
        assert {label for label in found if label.startswith("Hàng hóa 2|")} == {
            "Hàng hóa 2|Số hàng hóa (Số B/L/AWB)",
            "Hàng hóa 2|Tên hàng",
        }
        assert not any(label.startswith("Hàng hóa 3|") for label in found)

    def test_places_on_the_way_stand_where_there_are_some(self) -> None:
        found = boxes(an_approval(values=an_ola(KC2="02CIRCA", KD2="ICD PHUOC LONG", KF2=date(2026, 9, 3))))
        assert found["Địa điểm trung chuyển 2|Mã và tên địa điểm"] == "02CIRCA ICD PHUOC LONG"
        assert "Địa điểm trung chuyển 1|Mã và tên địa điểm" not in found

    @pytest.mark.parametrize(("output", "prefix"), [("VAS503", "E"), ("VAS504", "Z"), ("VAS513", "Z")])
    def test_up_to_fifty_export_declarations_are_listed(self, output: Output, prefix: str) -> None:
        values = {f"{prefix}{place:02}": f"3070000{place:04}0" for place in range(1, 51)}
        one = TransportDeclaration(output, values)
        assert compose(one)["exports"]["numbers"] == list(values.values())
        assert squeezed("Số tờ khai xuất khẩu") in read(one)

    def test_each_package_has_all_its_seals(self) -> None:
        lines = [{"DA": "001", "DB": "TGHU1234567", "DC": "1", **{f"DD{n}": f"S{n}" for n in range(1, 7)}}]
        assert compose(an_approval(lines=lines))["lines"]["rows"] == [
            ["001", "TGHU1234567", "1", "S1, S2, S3, S4, S5, S6"]
        ]

    def test_the_hundredth_package_stands_under_a_repeated_head(self) -> None:
        lines = [{"DA": f"{place:03}", "DB": f"P{place:05}"} for place in range(1, 101)]
        found = [squeezed(text(page)) for page in pages(render_declaration(an_approval(lines=lines)))]
        assert len(found) > 2
        assert all("Sốniêmphong(seal)" in page for page in found if "P000" in page)
        assert "P00100" in found[-1]


class TestOutputs:
    @pytest.mark.parametrize("output", FORM.outputs)
    def test_each_prints_a_value_of_every_item_it_has(self, output: Output) -> None:
        place = FORM.outputs[output].place
        one = TransportDeclaration(output, filled(place, "Q7"), [])
        assert (compose(one)["title"] == "Q7") == (output != "VAS513")
        wanted = sum(
            any(item.ids[place] for item in box.items) * section.times
            for section in FORM.section
            for box in section.box
        )
        assert sum("Q7" in value for value in boxes(one).values()) == wanted

    def test_the_declaration_says_that_it_is_no_approval(self) -> None:
        assert squeezed("Tờ khai vận chuyển độc lập (bản khai)") in read(TransportDeclaration("VAS503", {"OLT": "5"}))
        assert squeezed("(thông báo phê duyệt)") in read(an_approval())

    @pytest.mark.parametrize(("output", "id_"), [("VAS503", "OLT"), ("VAS504", "KJ"), ("VAS513", "AE")])
    def test_the_number_stands_as_bars_over_its_digits(self, output: Output, id_: str) -> None:
        told = compose(TransportDeclaration(output, {id_: "500000000120"}))
        assert (told["number"], told["bars"]) == ("500000000120", bars("500000000120"))

    def test_the_page_is_dated_by_the_declaration(self) -> None:
        assert b"/CreationDate(D:20260901170000" in render_declaration(an_approval())
        assert render_declaration(an_approval()) == render_declaration(an_approval())


class TestMovement:
    def test_nothing_is_said_of_it_before_the_goods_depart(self) -> None:
        assert compose(an_approval(moved={}))["moved"] == []

    def test_once_they_departed_the_arrival_is_still_blank(self) -> None:
        found = boxes(an_approval(moved=DEPARTED), "moved")
        assert found["Xác nhận hàng khởi hành|Thời điểm khởi hành"] == "02/09/2026 14:12"
        assert found["Xác nhận hàng đến|Thời điểm đến"] == ""

    def test_the_arrival_says_when_who_and_what_was_found(self) -> None:
        found = boxes(an_approval(moved=MOVED | {"EXE": "01", "RM2": "Thiếu 1 kiện"}), "moved")
        assert found["Xác nhận hàng đến|Thời điểm đến"] == "02/09/2026 15:40"
        assert found["Xác nhận hàng đến|Người xác nhận"] == "B5678 - LE THI BINH"
        assert found["Xác nhận hàng đến|Ghi chú của hải quan"] == "Thiếu 1 kiện"


@pytest.mark.parametrize(
    ("output", "values", "said"),
    [
        (
            "VAS508",
            {"DA": date(2026, 9, 3), "DB": time(8, 5), "DE": "Hàng không đi nữa"},
            "ĐÃ HỦY SAU KHI ĐƯỢC PHÊ DUYỆT",
        ),
        ("VAS514", {"AE": date(2026, 9, 3), "AT": time(8, 5), "DE": "Hàng không đi nữa"}, "ĐÃ HỦY TRƯỚC KHI PHÊ DUYỆT"),
        ("VAS511", {"08A": date(2026, 9, 3), "01B": time(8, 5), "03B": "Hàng không đi nữa"}, "KHÔNG ĐƯỢC PHÊ DUYỆT"),
    ],
)
def test_a_print_of_what_ended_says_so_with_moment_and_notice(
    output: EndedBy, values: dict[str, Any], said: str
) -> None:
    one = an_approval(ended=TransportEnded(output, values))
    forbidden = "Không được vận chuyển hàng theo tờ khai này. Hàng không đi nữa"
    band = f"TỜ KHAI VẬN CHUYỂN NÀY {said}, 08:05 03/09/2026. {forbidden}"
    assert compose(one)["ended"] == band
    assert squeezed(band) in read(one)


def test_what_goes_on_says_nothing_of_an_end() -> None:
    assert compose(an_approval())["ended"] == ""


@pytest.mark.parametrize("hostile", HOSTILE, ids=["markup", "bidi", "word", "W", "digits", "marks"])
def test_hostile_text_stays_text_and_in_its_place(hostile: str) -> None:
    """In every item at once: nothing is run as markup, turns the reading direction, or runs out of its box."""
    place = FORM.outputs["VAS504"].place
    columns = [item.ids[place].replace("{n}", "1") for column in FORM.lines.columns for item in column.items]
    moved = {item.ids[0]: hostile for section in FORM.moved for box in section.box for item in box.items}
    ended = TransportEnded("VAS511", {"08A": hostile, "01B": hostile, "03B": hostile})
    one = TransportDeclaration(
        "VAS504", filled(place, hostile, once=True), [dict.fromkeys(columns, hostile)], moved, ended
    )
    for page in pages(render_declaration(one)):
        assert not set("\u202e\u2066\x07") & set(text(page))
        assert max(run.end for run in page) <= RIGHT + 2.5  # the space at a line's end hangs out
        by_line = sorted(page, key=lambda run: (round(run.y), run.x))
        for left, right in pairwise(by_line):
            assert round(left.y) != round(right.y) or left.end <= right.x + 0.5, (left, right)  # letters draw closer


def test_markup_is_printed_as_it_was_typed() -> None:
    assert squeezed(HOSTILE[0]) in read(an_approval(values=an_ola(BK=HOSTILE[0])))


def test_its_picture_is_kept_beside_the_others() -> None:
    [drawn] = pictures_of_declaration(replace(an_approval()), 110)
    if os.environ.get("RECORD"):
        PICTURE.write_bytes(drawn)
    assert PICTURE.read_bytes()[16:24] == drawn[16:24]  # width and height
