"""The manifest given back: cells where they were, coloured and explained, and never a formula."""

from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from manifest.conftest import HOUSE, TITLES, ReadText
from thongquan import law, manifest
from thongquan.base.fault import Fault, Mended
from thongquan.duty.foreseen import Foreseen
from thongquan.manifest import HouseRow, Manifest, Sheet
from thongquan.manifest.workbook import write_rows, write_workbook

SAMPLES = Path(__file__).parents[1] / "samples"
RED, AMBER, BLUE = "FFF8C4C4", "FFFFE5A8", "FFCFE4FA"


class Verdict(msgspec.Struct):
    sheet: str
    row: int
    form: str
    outcome: str
    faults: list[dict[str, Any]]
    warnings: list[dict[str, Any]]
    mended: list[Mended]
    taxes: dict[str, int] = {}
    foreseen: Foreseen | None = None


class Summary(msgspec.Struct):
    day: str = "2026-09-02"
    customs_value: int = 1_250_000
    taxes: dict[str, int] = msgspec.field(default_factory=lambda: {"GTGT": 125_000})
    foreseen: dict[str, int] = msgspec.field(default_factory=lambda: {"NK": 200_000, "PHI": 20_000})
    file_faults: list[dict[str, Any]] = []
    covering: None = None


def explained(fault: Fault, sheet: Sheet, row: HouseRow) -> dict[str, Any]:
    both = {language: law.wording(language) for language in ("vi", "en")}
    return {
        "code": fault.code,
        "at": fault.at,
        "cell": sheet.cell_of(row, fault.at),
        "text": {language: words.text(fault.code, fault.facts) for language, words in both.items()},
        "fix": {language: words.fix(fault.code, fault.facts) for language, words in both.items()},
    }


def verdicts_of(told: Manifest) -> list[Verdict]:
    return [
        Verdict(
            sheet=sheet.name,
            row=row.ordinal,
            form="ordinary" if row.ordinal % 7 == 0 else "MIC",
            outcome="refused" if row.faults else "ready",
            faults=[explained(fault, sheet, row) for fault in row.faults],
            warnings=[explained(fault, sheet, row) for fault in row.warnings],
            mended=row.mended,
        )
        for sheet in told.sheets
        for row in sheet.rows
    ]


def written(told: Manifest, folder: Path, lang: str = "vi") -> openpyxl.Workbook:
    path = folder / "checked.xlsx"
    write_workbook(path, told, verdicts_of(told), Summary(), lang)
    return openpyxl.load_workbook(path)


def test_every_cell_stays_where_the_courier_had_it(tmp_path: Path) -> None:
    source = SAMPLES / "import_manifest_200.xlsx"
    before = openpyxl.load_workbook(source).worksheets[0]
    after = written(manifest.read(source), tmp_path).worksheets[0]
    assert [[cell.value for cell in row] for row in before.iter_rows()] == [
        [cell.value for cell in row[: before.max_column]] for row in after.iter_rows(max_row=before.max_row)
    ]


def test_a_faulty_cell_is_red_and_explained_beside_and_in_its_note(read_text: ReadText, tmp_path: Path) -> None:
    page = written(read_text([TITLES, [*HOUSE[:7], "GOLD"]]), tmp_path).worksheets[0]
    assert page["H2"].fill.fgColor.rgb == RED
    assert "GOLD" in page["H2"].comment.text
    assert (page["I2"].value, "GOLD" in page["K2"].value) == ("Có lỗi", True)


def test_a_warned_cell_is_amber(read_text: ReadText, tmp_path: Path) -> None:
    page = written(read_text([[*TITLES, "NOTE"], [*HOUSE, "=1+1"]]), tmp_path).worksheets[0]
    assert (page["I2"].value, page["I2"].data_type, page["I2"].fill.fgColor.rgb) == ("=1+1", "s", AMBER)


def test_a_mended_cell_is_blue_and_its_note_tells_the_new_value(read_text: ReadText, tmp_path: Path) -> None:
    page = written(read_text([TITLES, [*HOUSE[:2], "KOREA", *HOUSE[3:]]]), tmp_path).worksheets[0]
    assert (page["C2"].value, page["C2"].fill.fgColor.rgb) == ("KOREA", BLUE)
    assert "KOREA → KR" in page["C2"].comment.text


def test_a_sound_cell_is_left_plain(read_text: ReadText, tmp_path: Path) -> None:
    page = written(read_text([TITLES, HOUSE]), tmp_path).worksheets[0]
    assert (page["C2"].fill.fill_type, page["C2"].comment) == (None, None)


def test_header_is_frozen_and_filtered(read_text: ReadText, tmp_path: Path) -> None:
    page = written(read_text([["MANIFEST"], TITLES, HOUSE]), tmp_path).worksheets[0]
    assert (page.freeze_panes, page.auto_filter.ref) == ("B3", "A2:N3")


@pytest.mark.parametrize(("lang", "title"), [("vi", "Tổng hợp"), ("en", "Summary")])
def test_the_summary_speaks_the_language_asked_for(read_text: ReadText, tmp_path: Path, lang: str, title: str) -> None:
    book = written(read_text([TITLES, HOUSE]), tmp_path, lang)
    assert book.worksheets[-1].title == title
    cells = {row[0]: row[1] for row in book.worksheets[-1].iter_rows(values_only=True)}
    assert 1_250_000 in cells.values()


PAYLOADS = [
    "=1+1",
    '=HYPERLINK("http://example.invalid","x")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "=",
    "==1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "'=1+1",
    '=IMPORTXML("http://example.invalid")',
    "{=1+1}",
    "＝1+1",
    '=WEBSERVICE("http://example.invalid")',
    '=DDE("a";"b")',
    "http://example.invalid",
    "_x0041_",
]


def test_no_text_becomes_a_formula_or_a_link(read_text: ReadText, tmp_path: Path) -> None:
    lines = [["HAWB", "SHIPPER", "CONSIGNEE", "DESCRIPTION", "PCS", "WEIGHT", "REMARK"]]
    for payload in PAYLOADS:
        quoted = '"' + payload.replace('"', '""') + '"'
        lines.append([quoted] * 7)
    told = read_text(lines)
    book = written(told, tmp_path)
    cells = [cell for page in book for row in page for cell in row]
    assert [cell for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    again = manifest.read(tmp_path / "checked.xlsx")
    assert [row.cells[:7] for row in again.sheets[0].rows] == [row.cells for row in told.sheets[0].rows]


def test_control_characters_do_not_break_the_workbook(read_text: ReadText, tmp_path: Path) -> None:
    page = written(read_text([TITLES, [*HOUSE[:3], "a\x07b\x00<&>", *HOUSE[4:]]]), tmp_path).worksheets[0]
    assert page["D2"].value is not None


def test_the_workbook_can_be_mended_and_read_again(tmp_path: Path) -> None:
    told = manifest.read(SAMPLES / "import_manifest_200.xlsx")
    written(told, tmp_path)
    again = manifest.read(tmp_path / "checked.xlsx")
    assert [row.bill for row in again.sheets[0].rows] == [row.bill for row in told.sheets[0].rows]
    assert {remark.code for remark in again.remarks} == {remark.code for remark in told.remarks}


def test_one_content_gives_one_file(read_text: ReadText, tmp_path: Path) -> None:
    told = read_text([TITLES, HOUSE])
    written(told, tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "checked.xlsx").worksheets[0]
    assert sheet["A2"].value == "ABC123VN"
    assert not list(tmp_path.glob(".*.part"))


def test_rows_for_ordinary_declarations_stand_alone_with_their_reason(tmp_path: Path) -> None:
    told = manifest.read(SAMPLES / "import_manifest_200.xlsx")
    write_rows(tmp_path / "ordinary.xlsx", told, verdicts_of(told), "vi")
    page = openpyxl.load_workbook(tmp_path / "ordinary.xlsx").worksheets[0]
    assert [row[0].value for row in page.iter_rows(min_row=2)] == [n for n in range(1, 201) if n % 7 == 0]
    assert page.cell(1, 26).value == "Lý do"


def test_explanations_are_wrapped_in_rows_high_enough_to_read_them(tmp_path: Path) -> None:
    page = written(manifest.read(SAMPLES / "import_manifest_200.xlsx"), tmp_path).worksheets[0]
    told = [cell for row in page.iter_rows(min_row=6) for cell in row if cell.alignment.wrap_text]
    long = [cell for cell in told if "\n" in cell.value or len(cell.value) > 60]
    assert len(told) > len(long) > 10
    assert {cell.coordinate for cell in long if (page.row_dimensions[cell.row].height or 0) < 30} == set()


def test_a_page_on_paper_repeats_the_header_and_the_house_number(read_text: ReadText, tmp_path: Path) -> None:
    page = written(read_text([["MANIFEST"], TITLES, HOUSE]), tmp_path).worksheets[0]
    assert (page.print_title_rows, page.print_title_cols) == ("$2:$2", "$A:$A")
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)


def test_the_summary_names_faults_before_warnings_before_mends(read_text: ReadText, tmp_path: Path) -> None:
    page = written(read_text([[*TITLES, "NOTE"], [*HOUSE[:2], "KOREA", *HOUSE[3:7], "GOLD", "=1+1"]]), tmp_path)
    colours = [row[0].fill.fgColor.rgb for row in page.worksheets[-1].iter_rows() if row[0].fill.fill_type]
    assert colours[-3:] == [RED, AMBER, BLUE]


def test_a_house_tells_its_taxes_and_an_estimate_what_cannot_be_told_yet(read_text: ReadText, tmp_path: Path) -> None:
    told = read_text([TITLES, HOUSE, HOUSE])
    ready, ordinary = verdicts_of(told)
    ready.taxes = {"GTGT": 62_581}
    ordinary.foreseen = Foreseen({"NK": None, "GTGT": 144_000}, 20_000, ["ASSESS-NO-DUTY-RATE"])
    write_workbook(tmp_path / "c.xlsx", told, [ready, ordinary], Summary(), "vi")
    page = openpyxl.load_workbook(tmp_path / "c.xlsx").worksheets[0]
    assert page["N2"].value == "Thuế GTGT: 62.581"
    assert page["N3"].value == "Thuế NK: chưa xác định được\nThuế GTGT: 144.000\nPhí hải quan: 20.000"
