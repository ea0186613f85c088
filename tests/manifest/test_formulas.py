"""Formulas: what a file holds is told and never computed; what we write holds none."""

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from manifest import hostile_books as books
from manifest.conftest import HOUSE, TITLES, ReadText, contents_here
from thongquan.declarant.check import check_manifests
from thongquan.declaration.profile import Profile
from thongquan.manifest import HouseRow, Manifest
from thongquan.manifest.columns import FIELDS
from thongquan.manifest.reading import understood
from thongquan.manifest.template import write_template
from thongquan.manifest.workbook import write_rows, write_workbook

DAY = date(2026, 9, 2)
SAMPLES = Path(__file__).parents[1] / "samples"
PAYLOADS = [
    "=1+1",
    "==1",
    "=",
    '=HYPERLINK("http://example.invalid","x")',
    '=WEBSERVICE("http://example.invalid")',
    '=IMPORTXML("http://example.invalid";"//a")',
    "=cmd|' /C calc'!A0",
    '=DDE("cmd";"/C calc";"x")',
    "+1+1",
    "+cmd|' /C calc'!A0",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "＝1+1",
    "{=1+1}",
    "http://example.invalid",
]


def with_formula(cell: bytes) -> list[HouseRow]:
    """The houses of a workbook whose value cell of the second house is spelt so."""
    plain = books.cell("G3", "x")
    told = books.row(3, [*HOUSE[:6], "x", "USD"]).replace(plain, cell).replace(b"ABC123VN", b"ABC124VN")
    data = books.zipped(books.sound() | {books.SHEET: books.sheet(books.ROWS + told)})
    return understood(contents_here(data), "list").sheets[0].rows


class TestAStoredResultIsTold:
    @pytest.mark.parametrize(
        "cell",
        [
            b'<c r="G3"><f>12.5*2</f><v>25</v></c>',
            b'<c r="G3"><f t="shared" ref="G3:G9" si="0">12.5*2</f><v>25</v></c>',
            b'<c r="G3"><f t="shared" si="0"/><v>25</v></c>',
            b'<c r="G3"><f t="array" ref="G3:G4">12.5*2</f><v>25</v></c>',
            b'<c r="G3"><f t="dataTable" ref="G3:G4" dt2D="1"/><v>25</v></c>',
            b'<c r="G3"><v>25</v><f>12.5*2</f></c>',
            b'<c r="G3">' + (b"<!--" + b" " * 200_000 + b"-->") * 9 + b"<f>12.5*2</f><v>25</v></c>",
            b'<c r="G3"><!-- a --><f>12.5*2</f><v>25</v></c>',
            b'<c s="0" r="G3"\n><f\n>12.5*2</f><v>25</v></c>',
        ],
    )
    def test_of_each_kind_of_formula(self, cell: bytes) -> None:
        first, second = with_formula(cell)
        assert [warning.code for warning in first.warnings] == []
        assert [(told.code, told.facts) for told in second.warnings] == [("FORMULA-RESULT", {"cell": "G3"})]

    def test_and_a_formula_without_a_result_gives_no_value(self) -> None:
        _, second = with_formula(b'<c r="G3"><f>12.5*2</f></c>')
        assert second.bill.value is None


class TestACsvCell:
    @pytest.mark.parametrize("payload", ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1"])
    def test_that_looks_like_a_formula_is_no_number(self, read_text: ReadText, payload: str) -> None:
        [row] = read_text([TITLES, [*HOUSE[:6], f'"{payload}"', "USD"]]).sheets[0].rows
        assert row.bill.value is None
        assert [fault.at for fault in row.faults] == ["value"]

    @pytest.mark.parametrize("payload", ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1"])
    def test_that_looks_like_a_formula_is_told_in_a_text(self, read_text: ReadText, payload: str) -> None:
        [row] = read_text([TITLES, [HOUSE[0], f'"{payload}"', *HOUSE[2:]]]).sheets[0].rows
        assert "FORMULA-CELL" in {warning.code for warning in row.warnings}


def everywhere() -> bytes:
    """Houses in which every field that there is holds a payload; each payload in turn."""
    fields = sorted(FIELDS)
    lines = [fields]
    for number, payload in enumerate(PAYLOADS):
        lines.append([f"A{number}" if field == "house_bill" else payload for field in fields])
    lines += [[payload] * len(fields) for payload in PAYLOADS]
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines]
    return ("\r\n".join(quoted) + "\r\n").encode()


def in_messages(form: str) -> list[bytes]:
    """A message for each payload, which stands in the names, the goods and elsewhere."""
    if form == "fhl":
        message = (SAMPLES / "houses_12.fhl.txt").read_text("ascii").split("\n\n")[0] + "\n"
        return [
            message.replace("TXT/", f"TXT/{one}").replace("SHP/", f"SHP/{one}").replace("CNE/", f"CNE/{one}").encode()
            for one in (payload.strip("\r\n") for payload in PAYLOADS)
        ]
    message = (SAMPLES / "house_1.xfzb.xml").read_text("utf-8")
    return [message.replace("ZHANG WEI", payload.replace("&", "&amp;")).encode() for payload in PAYLOADS]


SOURCES = {"csv": lambda: [everywhere()], "fhl": lambda: in_messages("fhl"), "xfzb": lambda: in_messages("xfzb")}


def written(told: Manifest, folder: Path) -> list[Path]:
    """Everything that `check --out` writes of it, as if all houses belonged on ordinary declarations."""
    checked = check_manifests([told], profile=Profile(), day=DAY)
    verdicts = [replace(verdict, form="ordinary") for verdict in checked.verdicts]
    paths = [folder / "checked.xlsx", folder / "ordinary.xlsx"]
    write_workbook(paths[0], told, verdicts, checked.summary, "vi")
    write_rows(paths[1], told, verdicts, "vi")
    return paths


def live_cells(path: Path) -> list[str]:
    """Cells that compute or lead somewhere, as another program reads them, and as we do."""
    book = openpyxl.load_workbook(path)
    found = [
        f"{page.title} {cell.coordinate}"
        for page in book
        for row in page
        for cell in row
        if cell.data_type == "f" or cell.hyperlink
    ]
    return found + [address for table in contents_here(path.read_bytes()).tables for address in table.odd.formulas]


@pytest.mark.parametrize("form", SOURCES)
def test_no_text_of_any_field_becomes_a_formula_in_what_we_write(form: str, tmp_path: Path) -> None:
    kept = 0
    for data in SOURCES[form]():
        told = understood(contents_here(data), "list")
        for path in written(told, tmp_path):
            assert live_cells(path) == []
            kept += b"1+1" in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    assert kept > 1


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("direction", ["import", "export"])
def test_a_template_holds_no_formula(direction: str, lang: str, tmp_path: Path) -> None:
    write_template(direction, tmp_path / "template.xlsx", lang)
    assert live_cells(tmp_path / "template.xlsx") == []
