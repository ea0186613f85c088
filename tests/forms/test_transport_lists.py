"""Forms 01-BKVD/TKXX and 04-BKHH as printed, beside the annex and its notes; hostile texts; size and memory."""

import os
import resource
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from faults.size import size
from forms.pdf_text import Run, pages, text
from forms.transport_samples import (
    ACCEPTED,
    ATTACHED,
    SIGNED,
    a_bill_list,
    a_goods_list,
    a_package,
    an_empty_goods_list,
)
from thongquan.forms import render_transport
from thongquan.forms.barcode import bars
from thongquan.forms.render_transport import PressBusy, pictures_of_bills, pictures_of_goods, render_bills, render_goods
from thongquan.forms.transport_lists import AS_ABOVE, texts_of_bills, texts_of_goods
from thongquan.transport.lists import BillLine, BillList, Block, Confirmed, GoodsList, PackageLine

HERE = Path(__file__).parent
PICTURES = HERE.parents[1] / "docs" / "forms"
ANNEX = tomllib.loads((HERE / "annex_3.toml").read_text(encoding="utf-8"))
CPU_SECONDS, MEGABYTES = 10, 800
MM = 72 / 25.4
HOSTILE = [
    '#panic("x") #eval("1+1") $a$ *b* _c_ ]]] }}} @ref // /*',
    "a\u202eb\u2066c\u0007d\x00e\u200ff",
    "W" * 24,
    "W" * 400,
    "1234567890" * 40,
    "Ệ" * 200,
    "chữ " * 200,
]


def squeezed(one: str) -> str:
    return "".join(one.split())


def read_bills(one: BillList) -> list[str]:
    """The text of each page, without spaces: lines end where they like."""
    return [squeezed(text(page)) for page in pages(render_bills(one))]


def read_goods(*lists: GoodsList) -> list[str]:
    return [squeezed(text(page)) for page in pages(render_goods(lists))]


@pytest.mark.parametrize("form", ["01", "04"])
def test_every_word_of_the_annex_is_printed_in_its_order(form: str) -> None:
    page = "".join(read_bills(a_bill_list()) if form == "01" else read_goods(a_goods_list()))
    assert f"Mẫusố{ANNEX[form]['mark']}" in page
    at = 0
    for words in ANNEX[form]["words"]:
        at = page.find(squeezed(words), at)
        assert at >= 0, words
        at += len(squeezed(words))


class TestHead:
    def test_it_says_enterprise_number_place_and_day(self) -> None:
        for page in (read_bills(a_bill_list())[0], read_goods(a_goods_list())[0]):
            assert squeezed("TÊN DOANH NGHIỆP: CÔNG TY TNHH CHUYỂN PHÁT NHANH THỬ NGHIỆM") in page
            assert squeezed("Thành phố Hồ Chí Minh, ngày 02 tháng 09 năm 2026") in page
        assert "(2)SốBKVD-2026-000017" in read_bills(a_bill_list())[0]
        assert "(2.)SốBKHH-2026-000018" in read_goods(a_goods_list())[0]

    @pytest.mark.parametrize("office", ["Chi cục Hải quan Chuyển phát nhanh", "Hải quan Chuyển phát nhanh"])
    def test_it_names_the_declaration_and_its_office_in_the_words_of_note_3(self, office: str) -> None:
        [page] = read_bills(a_bill_list(attached=replace(ATTACHED, office=office)))
        assert squeezed("số 500000000120 ngày 02/09/2026 đăng ký tại Chi cục Hải quan Chuyển phát nhanh") in page

    def test_until_the_declaration_is_registered_its_place_is_left_to_be_filled_by_hand(self) -> None:
        [page] = read_goods(an_empty_goods_list())
        assert "vậnchuyểnsố......" in page
        assert "ngày......" in page
        assert "ChicụcHảiquan......" in page
        assert texts_of_goods(an_empty_goods_list())["attached"] == {}

    def test_both_numbers_stand_as_bars(self) -> None:
        texts = texts_of_bills(a_bill_list())
        assert texts["bars"] == bars("BKVD-2026-000017")
        assert texts["attached"]["bars"] == bars("500000000120")

    def test_bars_of_the_longest_number_stay_in_their_corner(self) -> None:
        longest = a_bill_list(number="W" * 35)
        assert 92 * MM / sum(texts_of_bills(longest)["bars"]) > 0.2 * MM  # still to be read
        assert len(read_bills(longest)) == 1

    def test_a_number_that_no_bars_can_carry_is_printed_without(self) -> None:
        assert texts_of_bills(a_bill_list(number="Bản kê số 1"))["bars"] == []
        assert "Bảnkêsố1" in read_bills(a_bill_list(number="Bản kê số 1"))[0]


class TestLines:
    def test_an_accepted_amendment_says_who_accepted_it_and_when_in_viet_nam(self) -> None:
        stamp = "Đã xác nhận điện tử\nTrần Văn Đức\n10:04 02/09/2026"
        assert texts_of_bills(a_bill_list())["rows"][2] == ["3", "DHL0000000003", "DHL0000009993", stamp]
        assert texts_of_goods(a_goods_list())["rows"][4][6:8] == ["(8) P00002-2 → P00002-02", stamp]

    def test_an_amendment_that_nobody_accepted_leaves_the_officers_cell_empty(self) -> None:
        assert texts_of_bills(a_bill_list(lines=[BillLine("A", "B")]))["rows"] == [["1", "A", "B", ""]]

    def test_note_5_bills_are_numbered_and_each_package_has_the_number_of_its_bill(self) -> None:
        rows = texts_of_goods(a_goods_list(7))["rows"]
        assert [row[0] for row in rows] == ["1", "1", "1", "2", "2", "2", "3"]

    def test_each_package_stands_with_goods_id_and_the_carriers_seal(self) -> None:
        row = texts_of_goods(a_goods_list(1))["rows"][0]
        assert row[1:5] == ["DHL0000000001", "Khăn lụa tơ tằm thêu tay", "P00001-01", "CS000101"]

    def test_notes_10_and_13_the_vehicles_seals_and_number_stand_on_its_first_line(self) -> None:
        rows = texts_of_goods(a_goods_list(3))["rows"]
        assert [(row[5], row[8]) for row in rows] == [
            ("HQ26000451\nHQ26000452", "51C-123.45"),
            (AS_ABOVE, AS_ABOVE),
            (AS_ABOVE, AS_ABOVE),
        ]

    def test_what_the_departing_office_has_not_entered_is_left_to_be_filled_by_hand(self) -> None:
        assert {(row[5], row[8]) for row in texts_of_goods(an_empty_goods_list())["rows"]} == {("", "")}

    def test_the_totals_count_bills_and_packages(self) -> None:
        goods = texts_of_goods(a_goods_list(7))
        assert (goods["bills"], goods["packages"], texts_of_bills(a_bill_list(1200))["sum"]) == ("3", "7", "1.200")
        assert "Tổngsố37(14.)" in read_goods(a_goods_list(7))[0]

    def test_columns_are_headed_on_every_page_and_every_line_is_printed_once(self) -> None:
        bills, goods = read_bills(a_bill_list(150)), read_goods(a_goods_list(120))
        assert len(bills) > 2
        assert len(goods) > 2
        assert all("(5)Nộidung" in page for page in bills if "DHL" in page)
        assert all("Sốhiệukiện,gói" in page for page in goods if "DHL" in page)
        assert all("".join(bills).count(f"DHL{place:010}") == 1 for place in range(1, 151))
        assert all(
            "".join(goods).count(a_package(place // 3 + 1, place % 3 + 1).carrier_seal) == 1 for place in range(120)
        )


class TestBlocks:
    def test_blocks_8_and_14_say_who_signed_for_the_enterprise_and_when(self) -> None:
        signed = squeezed("(ký tên, đóng dấu)Đã ký số: Nguyễn Văn An (00001A1B)08:30 02/09/2026")
        assert f"(8)DOANHNGHIỆPKÊKHAI{signed}" in read_bills(a_bill_list())[0]
        assert f"(14.)ĐẠIDIỆNDOANHNGHIỆPKÊKHAI{signed}" in read_goods(a_goods_list())[0]

    def test_blocks_15_and_16_say_office_officer_and_day(self) -> None:
        arrived = Block("Hải quan cửa khẩu sân bay quốc tế Nội Bài", "Lê Thị Bình", ACCEPTED.at.date().replace(day=3))
        [page] = read_goods(a_goods_list(arrived=arrived))
        left, right = page.split("(16.)")
        assert squeezed("Hải quan Chuyển phát nhanh ngày 02 tháng 09 năm 2026") in left
        assert squeezed("quốc tế Nội Bài ngày 03 tháng 09 năm 2026") in right
        assert "Đãkýsố:TrầnVănĐức" in left
        assert "Đãkýsố:LêThịBình" in right

    def test_empty_ones_are_lines_to_be_filled_by_hand(self) -> None:
        [page] = read_goods(an_empty_goods_list())
        assert page.count("ngày.....tháng.....năm.......") == 2
        for one in (page, *read_bills(a_bill_list(signed=None))):
            assert "Đãkýsố" not in one
            assert "đóngdấu)......" in one


class TestVehicles:
    def test_note_4_each_has_a_list_of_its_own_in_the_order_of_runs_with_pages_of_its_own(self) -> None:
        second, first = a_goods_list(60, run=2, vehicle="51C-777.77"), a_goods_list(2)
        found = read_goods(second, first)
        ends = [page.rpartition("Số:")[2] for page in found]
        assert ends[0] == "BKHH-2026-000018·phươngtiện1/2:51C-123.45·Trang1/1"
        assert ends[1:] == [
            f"BKHH-2026-000018·phươngtiện2/2:51C-777.77·Trang{place}/{len(found) - 1}" for place in range(1, len(found))
        ]
        assert len(found) > 2
        assert squeezed("thuộc tờ khai 2 (bản kê này: phương tiện 2/2)") in found[1]

    def test_before_departure_the_foot_names_no_vehicle(self) -> None:
        assert read_goods(an_empty_goods_list())[0].endswith("phươngtiện1/2·Trang1/1")

    def test_the_foot_repeats_the_beginning_of_a_long_one(self) -> None:
        texts = texts_of_goods(a_goods_list(vehicle="toa 1 " * 20))
        assert texts["vehicle"] == ("toa 1 " * 20)[:40]
        assert texts["rows"][0][8] == "toa 1 " * 20


def hostile_pages(hostile: str) -> list[tuple[float, list[Run]]]:
    """Both forms with the text in every place that people fill in: where their frame ends, and their pages."""
    officer = Confirmed(hostile, ACCEPTED.at)
    attached, block = replace(ATTACHED, office=hostile), Block(hostile, hostile, ATTACHED.day)
    signed = replace(SIGNED, name=hostile)
    line = PackageLine(hostile, hostile, hostile, hostile, hostile, officer)
    head = {"enterprise": hostile, "number": hostile, "place": hostile, "attached": attached, "signed": signed}
    bills = a_bill_list(lines=[BillLine(hostile, hostile, officer)], **head)
    lines = [line, a_package(1, 2)]
    goods = a_goods_list(lines=lines, customs_seals=[hostile], vehicle=hostile, departed=block, arrived=block, **head)
    upright, flat = pages(render_bills(bills)), pages(render_goods([goods]))
    return [*(((210 - 14) * MM, page) for page in upright), *(((297 - 10) * MM, page) for page in flat)]


@pytest.mark.parametrize("hostile", HOSTILE, ids=["markup", "bidi", "word", "W", "digits", "marks", "words"])
def test_hostile_text_stays_text_and_in_its_place(hostile: str) -> None:
    """Nothing is run as markup, turns the reading direction, leaves the page or runs into its neighbour."""
    for frame, page in hostile_pages(hostile):
        assert not set("\u202e\u2066\u200f\x00\x07") & set(text(page))
        assert max(run.end for run in page) <= frame + 2  # the space at a line's end hangs out
        by_line = sorted(page, key=lambda run: (round(run.y), run.x))
        for left, right in pairwise(by_line):
            assert round(left.y) != round(right.y) or left.end <= right.x + 0.01, (left, right)


def test_nothing_of_a_long_text_is_cut() -> None:
    whole = "".join(
        squeezed(text(page)) for page in pages(render_goods([a_goods_list(lines=[a_package(1, 1, goods="W" * 400)])]))
    )
    assert whole.count("W") == 400


def test_markup_is_printed_as_it_was_typed() -> None:
    hostile = HOSTILE[0]
    [page] = read_bills(a_bill_list(lines=[BillLine(hostile)]))
    assert squeezed(hostile) in page


def test_equal_lists_give_equal_bytes_dated_by_the_list() -> None:
    assert render_bills(a_bill_list(2)) == render_bills(a_bill_list(2))
    goods = render_goods([a_goods_list(2)])
    assert goods == render_goods([a_goods_list(2)])
    assert b"/CreationDate(D:20260901170000" in goods


def test_a_list_of_5000_packages_is_printed_in_ten_seconds_of_work() -> None:
    """All cores together: a shared machine's wall clock says nothing. The full size, and its memory, in the drill."""
    packages, began = size(250, 5_000), resource.getrusage(resource.RUSAGE_SELF)
    render_goods([a_goods_list(packages)])
    ended = resource.getrusage(resource.RUSAGE_SELF)
    assert ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime < CPU_SECONDS
    if packages == 5_000:
        assert (ended.ru_maxrss - began.ru_maxrss) / 1024 < MEGABYTES


def test_a_long_list_is_forgotten_once_it_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[str] = []
    real = render_transport.compiler

    def counted(form: str) -> object:
        turns.append(form)
        return real(form)

    monkeypatch.setattr(render_transport, "compiler", counted)
    render_goods([a_goods_list(2)])
    render_goods([a_goods_list(501)])
    assert len(turns) == 1 + 1 + 11


@pytest.mark.parametrize(("name", "form"), [("01-bkvd-tkxx", "01"), ("04-bkhh", "04")])
def test_its_picture_is_kept_beside_the_others(name: str, form: str) -> None:
    [drawn] = pictures_of_bills(a_bill_list(), 110) if form == "01" else pictures_of_goods([a_goods_list()], 110)
    picture = PICTURES / f"{name}.png"
    if os.environ.get("RECORD"):
        picture.write_bytes(drawn)
    assert picture.read_bytes()[16:24] == drawn[16:24]  # width and height


def test_a_list_that_waits_for_another_too_long_is_refused_and_keeps_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render_transport, "PATIENCE", 0.01)  # LIMITS.transport_press_seconds
    with render_transport._free, pytest.raises(PressBusy):
        render_bills(a_bill_list())
    assert render_bills(a_bill_list()).startswith(b"%PDF")
