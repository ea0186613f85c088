"""One flight as its declarant prepares it: what was given, what was mended, and what judging made of it in pieces."""

from datetime import date

import msgspec

from thongquan.declarant.documents import DocumentsOf
from thongquan.declarant.verdict import Summary, Verdict
from thongquan.declaration.profile import Profile

INDEX, SUMMARY, BATCHES, CONTENTS, DOCUMENTS = "index", "summary", "batches", "contents", "documents"
"""The names of pieces; beside them `rows.N`, some hundred verdicts each, and `lines.N`, those of a batch."""
ROWS, LINES = "rows.", "lines."


class Edit(msgspec.Struct, frozen=True):
    """A cell in the words of the declarant instead of the file's. `sheet` and `column` count from 0, `line` from 1."""

    sheet: int
    line: int
    column: int
    text: str


class Settings(msgspec.Struct, frozen=True):
    """Everything that the verdicts depend on, beside the file itself."""

    file: str
    """The file's name: data, never a path."""
    day: date
    profile: Profile
    direction: str = ""
    master_bill: str = ""
    """Of the houses whose file names none."""
    edits: list[Edit] = []
    filed: list[int] = []
    """House rows that a filing holds already: they go into no other batch."""


class Cell(msgspec.Struct, frozen=True, array_like=True):
    """Where a fault points, and what stands there now."""

    address: str
    sheet: int
    line: int
    column: int
    text: str


class Row(msgspec.Struct, frozen=True):
    """One house bill before its declarant."""

    verdict: Verdict
    cells: list[Cell]
    """Of its faults and warnings; none of a cargo message, whose cells are mended in the file."""


class Brief(msgspec.Struct, frozen=True, array_like=True):
    """As much of a row as one looks for it by. All of a flight are read at once, so they are small."""

    row: int
    sheet: int
    line: int
    house_bill: str
    form: str
    outcome: str
    codes: list[str]


class Batch(msgspec.Struct, frozen=True):
    """What one signature can cover: lines of one office and direction, and the root of the tree over them."""

    office: str
    direction: str
    count: int
    root: str
    rows: list[int]
    """The house row of each line."""
    taxes: list[int] = []
    """đồng that each line owes; none where it was judged before they were kept."""


INDEX_OF = msgspec.msgpack.Decoder(list[Brief])
ROWS_OF = msgspec.msgpack.Decoder(list[Row])
SUMMARY_OF = msgspec.msgpack.Decoder(Summary)
BATCHES_OF = msgspec.msgpack.Decoder(list[Batch])
DOCUMENTS_OF = msgspec.msgpack.Decoder(list[DocumentsOf])
