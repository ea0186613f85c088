"""A newer official list, laid over the built-in table from a day on: old rows end, new rows begin, nothing is lost."""

import csv
import unicodedata
from datetime import date
from pathlib import Path

import msgspec

from thongquan.law.book import Law
from thongquan.law.codes import DAY, Row, check_days, first_day, last_day
from thongquan.law.reading import LawBroken, read_text

DATES = ("valid_from", "valid_to")

LENGTHS = {"traders": {10, 12, 13}, "partners": set(range(1, 14))}
"""How long the codes of a table may be that is built in empty; of others the codes that there are tell."""


class Report(msgspec.Struct, frozen=True):
    """What a newer list changed. `changed` codes are the same places under other names: old row ended, new begun."""

    table: str
    file: str
    since: date
    added: list[str]
    changed: list[str]
    ended: list[str]
    unchanged: int


def import_codes(
    path: Path, folder: Path, *, since: date, table: str = "", partial: bool = False, law: Law | None = None
) -> Report:
    """Lay the list in `path` over table `table` (else the file's name) from `since` on, in the operator's `folder`.

    The list is tab-, semicolon- or comma-separated with a header; its first column is `code`, the others are columns of
    the table, in any order; columns it lacks keep their old cells. Unless `partial`, codes it does not name end the day
    before `since`. Reading the same list twice changes nothing.

    Raises:
        LawBroken: no such table, an unknown or doubled column, a ragged line, a code that does not look like one of
            the table, a character that cannot be seen, a wrong day, or a period that overlaps another.
    """
    name = table or path.stem
    base = Law(law.folder, folder) if law else Law(overlay=folder)
    if name not in base.names("codes"):
        raise LawBroken("LAW-UNKNOWN-TABLE", path.name, "table", why=name)
    old = base.codes(name).rows()
    columns = read_text(base.codes_path(name)).partition("\n")[0].rstrip("\r").split("\t")
    new = _read_list(path, columns, LENGTHS.get(name) or {len(row["code"]) for row in old})
    merged, report = _merge(old, new, columns, since, partial=partial)
    check_days(merged, path.name)
    target = folder / "codes" / f"{name}.tsv"
    _write(target, columns, merged)
    return msgspec.structs.replace(report, table=name, file=str(target))


def _read_list(path: Path, columns: list[str], lengths: set[int]) -> list[Row]:
    first, table = _cells(path)
    header = [cell.strip() for cell in table[0]] if table else []
    if not header or header[0] != "code" or len(set(header)) != len(header) or not set(header) <= set(columns):
        raise LawBroken("LAW-HEADER", path.name, first)
    rows = []
    for number, cells in enumerate(table[1:], start=2):
        if len(cells) != len(header):
            why = f"{len(cells)} cells, {len(header)} columns"
            raise LawBroken("LAW-ROW", path.name, f"line {number}", why=why)
        rows.append(_row(header, cells, path.name, number, lengths))
    return rows


def _cells(path: Path) -> tuple[str, list[list[str]]]:
    """The first line as it stands, and all lines cut at whichever separator it has most. Tabs come without quoting."""
    lines = read_text(path).removeprefix("\ufeff").splitlines()
    first = lines[0] if lines else ""
    separator = max("\t;,", key=first.count)
    quoted = separator != "\t"
    try:
        reader = csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)
        return first, [cells for cells in reader if any(cells)]
    except csv.Error as error:
        raise LawBroken("LAW-ROW", path.name, "the whole file", why=str(error)) from None


def _row(header: list[str], cells: list[str], file: str, number: int, lengths: set[int]) -> Row:
    texts = [unicodedata.normalize("NFC", " ".join(cell.split())) for cell in cells]
    row = dict(zip(header, texts, strict=True))
    code = row["code"]
    if hidden := next((text for text in texts if not text.isprintable()), ""):
        raise LawBroken("LAW-HIDDEN", file, f"line {number}", why=ascii(hidden))
    if len(code) not in lengths or " " in code or not code.isascii() or code != code.upper():
        raise LawBroken("LAW-CODE", file, f"line {number}", why=code)
    return row


def _merge(
    old: list[Row], new: list[Row], columns: list[str], since: date, *, partial: bool
) -> tuple[list[Row], Report]:
    """Old and new rows together. Rows over before `since`, or not begun, stay as they are."""
    in_force = {row["code"]: row for row in old if first_day(row) <= since <= last_day(row)}
    merged = {(row["code"], row["valid_from"]): row for row in old}
    added: list[str] = []
    changed: list[str] = []
    unchanged = 0
    for given in new:
        before = in_force.get(given["code"])
        row = _filled(given, before, columns, since)
        if before is not None and _same(before, given):
            unchanged += 1
            continue
        if before is not None and before["valid_from"] != row["valid_from"]:
            merged[before["code"], before["valid_from"]] = _ended(before, first_day(row))
        (changed if before is not None else added).append(row["code"])
        merged[row["code"], row["valid_from"]] = row
    gone = [] if partial else sorted(in_force.keys() - {row["code"] for row in new})
    for code in gone:
        merged[code, in_force[code]["valid_from"]] = _ended(in_force[code], since)
    rows = sorted(merged.values(), key=lambda row: (row["code"], row["valid_from"]))
    return rows, Report("", "", since, added, changed, gone, unchanged)


def _same(before: Row, given: Row) -> bool:
    return all(before[column] == cell for column, cell in given.items() if column not in DATES or cell)


def _filled(given: Row, before: Row | None, columns: list[str], since: date) -> Row:
    """The new row in the table's columns; cells the list has no column for are kept from the row before."""
    kept = {column: (before or {}).get(column, "") for column in columns if column not in DATES}
    row = {column: given.get(column, kept.get(column, "")) for column in columns}
    row["valid_from"] = given.get("valid_from") or since.isoformat()
    return row


def _ended(row: Row, next_day: date) -> Row:
    return {**row, "valid_to": (next_day - DAY).isoformat()}


def _write(target: Path, columns: list[str], rows: list[Row]) -> None:
    """Whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    lines = ["\t".join(columns), *("\t".join(row[column] for column in columns) for row in rows)]
    part = target.with_suffix(".part")
    part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    part.replace(target)
