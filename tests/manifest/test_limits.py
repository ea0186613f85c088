"""Each limit of a courier's file: what just fits is read, one more is refused by its name."""

import io
import zipfile
from pathlib import Path

import msgspec
import openpyxl
import pytest
from msgspec.structs import replace

from manifest.conftest import HOUSE, TITLES, contents_here
from thongquan import manifest
from thongquan.base.limits import LIMITS
from thongquan.manifest import apart


def a_csv(folder: Path) -> Path:
    path = folder / "list.csv"
    path.write_text("\n".join(",".join(line) for line in [TITLES, HOUSE, [*HOUSE[:1], *HOUSE[1:]]]) + "\n", "utf-8")
    return path


def a_book(folder: Path) -> Path:
    path = folder / "list.xlsx"
    book = openpyxl.Workbook()
    for row in (TITLES, HOUSE):
        book.active.append(row)
    book.create_sheet("Ghi chú").append(["a note"])
    book.save(path)
    return path


def expanded(book: Path) -> int:
    with zipfile.ZipFile(io.BytesIO(book.read_bytes())) as parts:
        return sum(part.file_size for part in parts.infolist())


def packed(sheet: Path) -> bytes:
    return msgspec.msgpack.encode(contents_here(sheet.read_bytes()).tables[0].rows)


def measures(folder: Path) -> dict[str, tuple[Path, int, str]]:
    """Limit → a file, how much of the limited thing it has, and the code of its refusal."""
    sheet, book = a_csv(folder), a_book(folder)
    ratio = -(-expanded(book) // book.stat().st_size)
    with zipfile.ZipFile(book) as parts:
        entries = len(parts.infolist())
    return {
        "file_bytes": (sheet, sheet.stat().st_size, "FILE-TOO-BIG"),
        "rows": (sheet, 3, "FILE-TOO-MANY-ROWS"),
        "columns": (sheet, len(TITLES), "FILE-TOO-MANY-COLUMNS"),
        "cell_characters": (sheet, max(map(len, [*TITLES, *HOUSE])), "FILE-CELL-TOO-LONG"),
        "sheets": (book, 2, "FILE-TOO-MANY-SHEETS"),
        "cells": (sheet, 3 * len(TITLES), "FILE-TOO-MANY-CELLS"),
        "line_characters": (
            sheet,
            max(map(len, sheet.read_text("utf-8").splitlines(keepends=True))),
            "FILE-LINE-TOO-LONG",
        ),
        "text_bytes": (sheet, len(packed(sheet)), "FILE-TOO-MUCH-TEXT"),
        "archive_entries": (book, entries, "FILE-TOO-MANY-ENTRIES"),
        "expanded_bytes": (book, expanded(book), "FILE-EXPANDS"),
        "expansion_ratio": (book, ratio, "FILE-RATIO"),
    }


LIMITED = [
    "archive_entries",
    "cell_characters",
    "cells",
    "columns",
    "expanded_bytes",
    "expansion_ratio",
    "file_bytes",
    "line_characters",
    "rows",
    "sheets",
    "text_bytes",
]


@pytest.mark.parametrize("limit", LIMITED)
class TestALimit:
    def set(self, monkeypatch: pytest.MonkeyPatch, limit: str, most: int) -> None:
        """The reading process is told the limits by whoever starts it."""
        monkeypatch.setattr(apart, "LIMITS", replace(LIMITS, **{limit: most}))

    def test_lets_through_what_just_fits(self, limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path, most, _ = measures(tmp_path)[limit]
        self.set(monkeypatch, limit, most)
        assert manifest.read(path).sheets[0].rows

    def test_refuses_one_more_by_name(self, limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path, most, code = measures(tmp_path)[limit]
        self.set(monkeypatch, limit, most - 1)
        with pytest.raises(manifest.Unreadable) as refused:
            manifest.read(path)
        assert refused.value.code == code
