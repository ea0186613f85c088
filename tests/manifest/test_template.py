"""The empty manifest is understood by `read`, in every column and both languages."""

from pathlib import Path

import openpyxl
import pytest

from thongquan import manifest
from thongquan.manifest.template import write_template


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("direction", ["import", "export"])
class TestTemplate:
    def test_every_column_is_read_back(self, tmp_path: Path, direction: str, lang: str) -> None:
        path = tmp_path / "empty.xlsx"
        write_template(direction, path, lang)
        book = openpyxl.load_workbook(path)
        book.active["A2"] = "ABC123VN"
        book.save(path)
        [sheet] = manifest.read(path, direction=direction).sheets
        assert [column.title for column in sheet.columns if not column.field] == []
        assert len({column.field for column in sheet.columns}) == len(sheet.columns)

    def test_every_header_has_help(self, tmp_path: Path, direction: str, lang: str) -> None:
        path = tmp_path / "empty.xlsx"
        write_template(direction, path, lang)
        page = openpyxl.load_workbook(path).active
        assert [cell.value for cell in page[1] if not (cell.comment and len(cell.comment.text) > 5)] == []

    def test_closed_lists_can_be_chosen_from(self, tmp_path: Path, direction: str, lang: str) -> None:
        path = tmp_path / "empty.xlsx"
        write_template(direction, path, lang)
        lists = openpyxl.load_workbook(path).active.data_validations.dataValidation
        assert any("DOC,LV,HV" in rule.formula1 for rule in lists)


def test_an_untouched_template_has_no_houses(tmp_path: Path) -> None:
    write_template("import", tmp_path / "empty.xlsx", "vi")
    with pytest.raises(manifest.Unreadable, match="FILE-NO-HOUSES"):
        manifest.read(tmp_path / "empty.xlsx")
