"""A flight judged in pieces that can be kept and shown one by one; the rules are those of `check`."""

from collections.abc import Iterator
from itertools import count

import msgspec
from msgspec.structs import replace

from thongquan import manifest
from thongquan.base.limits import LIMITS
from thongquan.declarant import flight_model as model
from thongquan.declarant.check import Checked, Progress, check_manifests
from thongquan.declarant.documents import by_direction
from thongquan.declarant.filing import group_of, line_of, within_limits
from thongquan.declarant.flight_model import Batch, Brief, Cell, Row, Settings
from thongquan.declarant.verdict import Verdict
from thongquan.manifest.contents import Contents, unpacked
from thongquan.manifest.model import Column, HouseRow, Sheet, Unreadable
from thongquan.manifest.reading import understood
from thongquan.signing import merkle

Piece = tuple[str, bytes]
NEIGHBOURS = 50
"""So many rows on either side tell how the columns of a mended row are read: their decimal mark, their lost zeros."""
_BYTES_A_ROW = 1_000
_HEAD_LINES = 60
"""Title rows and header lie among the first of a table."""

_encode = msgspec.msgpack.Encoder().encode


def judged(told: bytes, settings: Settings, progress: Progress | None = None) -> Iterator[Piece]:
    """The pieces of a flight. `told`: what the reading process said of its file.

    Raises:
        Unreadable: the file cannot be used at all, or has more house bills than are judged in the browser.
    """
    checked = checked_flight(told, settings, progress)
    [flight] = checked.manifests
    rows = _rows(flight, checked.verdicts)
    for number in count():
        chunk = rows[number * LIMITS.flight_chunk_rows : (number + 1) * LIMITS.flight_chunk_rows]
        if not chunk:
            break
        yield f"{model.ROWS}{number}", _encode(chunk)
    yield model.INDEX, _encode(_index(flight, checked.verdicts))
    yield model.SUMMARY, _encode(checked.summary)
    yield model.DOCUMENTS, _encode(by_direction(checked.documents))
    yield from _batches(checked, settings)


def checked_flight(told: bytes, settings: Settings, progress: Progress | None = None) -> Checked:
    """The whole flight as `check` sees it. Raises as `judged`."""
    contents = unpacked(told)
    mend(contents, settings)
    flight = understood(contents, settings.file, direction=settings.direction or None, on=settings.day)
    found = sum(len(sheet.rows) for sheet in flight.sheets)
    if found > LIMITS.flight_rows:
        raise Unreadable("FLIGHT-TOO-MANY-ROWS", found=found, limit=LIMITS.flight_rows)
    _name_master(flight, settings.master_bill)
    return check_manifests([flight], profile=settings.profile, day=settings.day, progress=progress)


def is_small(told: bytes, rows: int) -> bool:
    """Whether it has at most so many lines: then judging it takes a moment, and nobody is held up by it."""
    if len(told) > rows * _BYTES_A_ROW:
        return False
    contents = unpacked(told)
    return sum(len(table.rows) for table in contents.tables) + len(contents.houses) <= rows + _HEAD_LINES


def judged_row(told: bytes, settings: Settings, ordinal: int, sheet: int, line: int) -> Row | None:
    """One row of a big flight, at once: read as among its neighbours, its columns as the whole file's were settled.

    What it has in common with the others (a number twice, houses that count together) the whole flight's judging tells.
    """
    contents = unpacked(told)
    mend(contents, settings)
    for number, table in enumerate(contents.tables):
        near = range(line - 1 - NEIGHBOURS, line + NEIGHBOURS) if number == sheet else range(0)
        table.rows = [row if at < _HEAD_LINES or at in near else [] for at, row in enumerate(table.rows)]
    flight = understood(contents, settings.file, direction=settings.direction or None, on=settings.day)
    _name_master(flight, settings.master_bill)
    checked = check_manifests([flight], profile=settings.profile, day=settings.day)
    for row in _rows(flight, checked.verdicts):
        if any((cell.sheet, cell.line) == (sheet, line) for cell in row.cells) or _line_of(flight, row) == (
            sheet,
            line,
        ):
            return Row(replace(row.verdict, row=ordinal), row.cells)
    return None


def mend(contents: Contents, settings: Settings) -> None:
    """The declarant's own words take the place of what the file says."""
    for edit in settings.edits:
        row = contents.tables[edit.sheet].rows[edit.line - 1]
        row.extend([""] * (edit.column + 1 - len(row)))
        row[edit.column] = edit.text


def _name_master(flight: manifest.Manifest, master_bill: str) -> None:
    for sheet in flight.sheets if master_bill else []:
        for row in sheet.rows:
            if not row.bill.master_bill:
                row.bill = replace(row.bill, master_bill=master_bill)


def _houses(flight: manifest.Manifest) -> Iterator[tuple[int, Sheet, HouseRow]]:
    return ((number, sheet, row) for number, sheet in enumerate(flight.sheets) for row in sheet.rows)


def _line_of(flight: manifest.Manifest, one: Row) -> tuple[int, int]:
    return next((number, row.line) for number, _, row in _houses(flight) if row.ordinal == one.verdict.row)


def _rows(flight: manifest.Manifest, verdicts: list[Verdict]) -> list[Row]:
    columns = [{column.letter: column for column in sheet.columns} for sheet in flight.sheets]
    houses = zip(_houses(flight), verdicts, strict=True)
    return [Row(verdict, _cells(number, row, columns[number], verdict)) for (number, _, row), verdict in houses]


def _cells(sheet: int, row: HouseRow, columns: dict[str, Column], verdict: Verdict) -> list[Cell]:
    addresses = dict.fromkeys(fault["cell"] for fault in (*verdict.faults, *verdict.warnings) if fault["cell"])
    found = []
    for address in addresses:
        column = columns.get(address.rstrip("0123456789"))
        if column is not None and address == f"{column.letter}{row.line}":
            text = str(row.cells[column.index]) if column.index < len(row.cells) else ""
            found.append(Cell(address, sheet, row.line, column.index, text))
    return found


def _index(flight: manifest.Manifest, verdicts: list[Verdict]) -> list[Brief]:
    return [
        brief(number, row.line, verdict) for (number, _, row), verdict in zip(_houses(flight), verdicts, strict=True)
    ]


def brief(sheet: int, line: int, verdict: Verdict) -> Brief:
    codes = dict.fromkeys(fault["code"] for fault in (*verdict.faults, *verdict.warnings))
    return Brief(verdict.row, sheet, line, verdict.house_bill, verdict.form, verdict.outcome, list(codes))


def _batches(checked: Checked, settings: Settings) -> Iterator[Piece]:
    """What can be signed now, in as few batches as the limits allow."""
    filed = frozenset(settings.filed)
    ready = [one for one in checked.verdicts if one.outcome == "ready" and one.form in ("MIC", "MEC")]
    groups: dict[tuple[str, str], list[tuple[Verdict, bytes]]] = {}
    for verdict, declaration in zip(ready, checked.ready, strict=True):
        if verdict.row not in filed:
            groups.setdefault(group_of(declaration, settings.day), []).append((verdict, line_of(declaration)))
    batches: list[Batch] = []
    for (office, direction), lines in groups.items():
        place = 0
        for some in within_limits(line for _, line in lines):
            yield f"{model.LINES}{len(batches)}", b"".join(line + b"\n" for line in some)
            root = merkle.root([merkle.leaf_hash(line) for line in some]).hex()
            told = [verdict for verdict, _ in lines[place:][: len(some)]]
            taxes = [sum(one.taxes.values()) for one in told]
            batches.append(Batch(office, direction, len(some), root, [one.row for one in told], taxes))
            place += len(some)
    yield model.BATCHES, _encode(batches)
