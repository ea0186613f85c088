"""A csv file in its several dialects, as a table of cells."""

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.manifest.contents import Answer, PackedTable
from thongquan.manifest.encoding import encoding_of, lines_of, text_of
from thongquan.manifest.model import Cell, Unreadable
from thongquan.manifest.packing import Packer
from thongquan.manifest.tables import SheetFacts

_TOLD = re.compile(r"sep=(.)\r?", re.IGNORECASE)
_DELIMITERS = ",;\t|"
_SAMPLE = 65_536


def read(file: BinaryIO) -> Answer:
    encoding = encoding_of(file)
    text = text_of(file, encoding)
    sample = text.read(_SAMPLE)
    text.detach()
    head, _, _ = sample.partition("\n")
    told = _TOLD.fullmatch(head)  # Excel's own first line, which says the delimiter
    delimiter = told[1] if told else _delimiter(sample)
    text = text_of(file, encoding)
    above: list[list[Cell]] = []
    if told:
        text.read(len(head) + 1)
        above.append([])
    remarks = []
    if encoding in {"cp1258", "cp1252", "utf-16-le", "utf-16-be"}:
        remarks.append(Fault("FILE-ENCODING", "", {"encoding": encoding}))
    rows = chain(above, _records(lines_of(text, LIMITS.line_characters), delimiter))
    table = PackedTable("", SheetFacts(), remarks, decimal_comma=delimiter == ";")
    return Answer(tables=[Packer().table(table, rows)])


def _delimiter(text: str) -> str:
    """The character that cuts most of the first lines into the same, largest number of cells."""
    lines = [line for line in text.splitlines()[:40] if line.strip()]
    if not lines:
        raise Unreadable("FILE-EMPTY")

    def evidence(mark: str) -> tuple[int, int]:
        counts = [_outside_quotes(line, mark) for line in lines]
        usual = max(set(counts), key=lambda count: (counts.count(count) * (count > 0), count))
        return (usual * counts.count(usual), usual)

    return max(_DELIMITERS, key=evidence)


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def _records(lines: Iterable[str], delimiter: str) -> Iterator[list[Cell]]:
    """Strict: a quote that is not closed would swallow the houses after it."""
    csv.field_size_limit(LIMITS.cell_characters)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    most = LIMITS.columns
    try:
        for row in reader:
            if len(row) > most:
                raise Unreadable("FILE-TOO-MANY-COLUMNS", found=len(row), limit=most)
            yield row  # type: ignore[misc] # a list of text is read only
    except csv.Error as error:
        if "field limit" in str(error):
            raise Unreadable("FILE-CELL-TOO-LONG", line=reader.line_num, limit=LIMITS.cell_characters) from None
        raise Unreadable("FILE-QUOTES", line=reader.line_num) from None
