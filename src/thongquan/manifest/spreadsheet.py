"""An xlsx file as tables of cells."""

import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.manifest.archive import inspect
from thongquan.manifest.contents import Answer, PackedTable
from thongquan.manifest.model import Cell, Unreadable
from thongquan.manifest.packing import Packer, without_moments
from thongquan.manifest.tables import SheetFacts

# A tag ends where the next begins, and a name begins where no name goes on: both searches are linear in any text.
_SHEET_TAG = re.compile(r"<(?:\w{1,40}:)?sheet\s([^<>]*)>")
_RELATION_TAG = re.compile(r"<(?:\w{1,40}:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(r"""(?<![\w:])([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def read(file: BinaryIO) -> Answer:
    data = file.read(file.seek(0, io.SEEK_END) - file.seek(0))
    facts = inspect(data)
    try:
        return Answer(tables=_tables(data, facts))
    except (CalamineError, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise Unreadable("FILE-DAMAGED") from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own bug on odd input; it is no Exception
            raise
        raise Unreadable("FILE-DAMAGED") from None


def _tables(data: bytes, facts: dict[str, SheetFacts]) -> list[PackedTable]:
    parts = _parts_of_sheets(data)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    if len(workbook.sheet_names) > LIMITS.sheets:
        raise Unreadable("FILE-TOO-MANY-SHEETS", found=len(workbook.sheet_names), limit=LIMITS.sheets)
    packer = Packer()
    tables = []
    for sheet in workbook.sheets_metadata:
        part = parts.get(sheet.name)
        if part not in facts:
            continue  # a chart sheet has no cells
        rows = workbook.get_sheet_by_name(sheet.name).iter_rows()
        hidden = sheet.visible != SheetVisibleEnum.Visible
        remarks = [Fault("SHEET-HIDDEN", "", {"sheet": sheet.name})] if hidden else []
        table = PackedTable(sheet.name, facts[part], remarks)
        cells = without_moments(_measured(_trimmed(rows)), table.moments)
        tables.append(packer.table(table, cells))
    return tables


def _trimmed(rows: Iterable[list[Cell]]) -> Iterator[list[Cell]]:
    """Without the empty lines at the end, which formatting leaves behind."""
    empty: list[list[Cell]] = []
    for row in rows:
        if row.count("") == len(row):
            empty.append(row)
            continue
        yield from empty
        empty.clear()
        yield row


def _measured(rows: Iterable[list[Cell]]) -> Iterator[list[Cell]]:
    most = LIMITS.cell_characters
    for line, row in enumerate(rows, start=1):
        if len(row) > LIMITS.columns:
            raise Unreadable("FILE-TOO-MANY-COLUMNS", found=len(row), limit=LIMITS.columns)
        for cell in row:
            if isinstance(cell, str) and len(cell) > most:
                raise Unreadable("FILE-CELL-TOO-LONG", line=line, limit=most)
        yield row


def _parts_of_sheets(data: bytes) -> dict[str, str]:
    """Sheet name to the part of the archive that holds its cells."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        book = archive.read("xl/workbook.xml").decode("utf-8-sig")
        relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8-sig")
    targets = {}
    for relation in map(_attributes, _RELATION_TAG.findall(relations)):
        target = relation.get("Target", "")
        targets[relation.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    return {
        sheet.get("name", ""): targets.get(next((sheet[key] for key in sheet if key.endswith(":id")), ""), "")
        for sheet in map(_attributes, _SHEET_TAG.findall(book))
    }


def _attributes(tag: str) -> dict[str, str]:
    return {name: html.unescape(double or single) for name, double, single in _ATTRIBUTE.findall(tag)}
