"""The manifest given back: every line and column where the courier had it, what is wrong coloured and explained."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from xlsxwriter.worksheet import Worksheet

from thongquan import law
from thongquan.base.fault import Mended
from thongquan.law import Wording
from thongquan.manifest.grid import PLAIN, Book, Line, lines_of
from thongquan.manifest.judged import Judged, Totals
from thongquan.manifest.model import Cell, Column, HouseRow, Manifest, Sheet
from thongquan.manifest.summary import add_summary

_STYLES: Mapping[str, Mapping[str, object]] = {
    "text": {},
    "title": {"bold": True, "text_wrap": True, "bg_color": "#D9E2EC", "border": 1, "border_color": "#9FB3C8"},
    "own": {"bold": True, "text_wrap": True, "bg_color": "#102A43", "font_color": "#FFFFFF", "border": 1},
    "fault": {"bg_color": "#F8C4C4"},
    "warning": {"bg_color": "#FFE5A8"},
    "mended": {"bg_color": "#CFE4FA"},
    "ready": {"font_color": "#1B6E3C"},
    "heading": {"bold": True, "font_size": 13},
    "wrapped": {"text_wrap": True},
    "figure": {"num_format": "#,##0", "align": "right"},
}
_RANK = {"mended": 0, "warning": 1, "fault": 2}
_EXTRA = ("outcome", "form", "faults", "fix", "mended", "taxes")
_FIRST_TOLD = _EXTRA.index("faults")
"""From here on the extra columns hold sentences."""
_TOLD_WIDTH = 60
_TAXES_WIDTH = 28
_EXTRA_WIDTHS = (13, 20, _TOLD_WIDTH, _TOLD_WIDTH, 40, _TAXES_WIDTH)
_PAGES_ACROSS = 3
_MOST_NOTES = 2_000
"""Spreadsheets draw every note as a shape; the same words stand in the columns on the right."""
_NOTE_CHARACTERS = 1_000
_NOT_IN_TEMPLATE = ("_city", "_postcode")
"""Fields that the template has no column for."""


def write_workbook(path: Path, manifest: Manifest, verdicts: Iterable[Judged], summary: Totals, lang: str) -> None:
    """Writes the manifest with its verdicts: the courier's sheets, then a summary."""
    _book(manifest, verdicts, summary, lang).save(path)


def packed_workbook(manifest: Manifest, verdicts: Iterable[Judged], summary: Totals, lang: str) -> bytes:
    """What `write_workbook` writes."""
    return _book(manifest, verdicts, summary, lang).packed()


def _book(manifest: Manifest, verdicts: Iterable[Judged], summary: Totals, lang: str) -> Book:
    words = law.wording(lang)
    by_row = {verdict.row: verdict for verdict in verdicts}
    book = Book(_STYLES)
    for sheet in manifest.sheets:
        _add_sheet(book, _laid_out(sheet, words), by_row, words)
    add_summary(book, manifest, list(by_row.values()), summary, words)
    return book


def write_rows(path: Path, manifest: Manifest, verdicts: Iterable[Judged], lang: str) -> None:
    """Writes the houses that belong on ordinary declarations, with the reason beside each."""
    words = law.wording(lang)
    by_row = {verdict.row: verdict for verdict in verdicts if verdict.form == "ordinary"}
    book = Book(_STYLES)
    for sheet in (_laid_out(sheet, words) for sheet in manifest.sheets):
        rows = [row for row in sheet.rows if row.ordinal in by_row]
        if not rows:
            continue
        titles: list[Cell] = [column.title for column in sheet.columns]
        titles += [words.say("workbook.reason"), words.say("workbook.fix"), words.say("workbook.foreseen")]
        lines = [Line(1, titles, "title")]
        for number, row in enumerate(rows, start=2):
            verdict = by_row[row.ordinal]
            reasons = [*verdict.faults, *verdict.warnings]
            told = [_texts(reasons, "text", words), _texts(reasons, "fix", words), _taxes(verdict, words)]
            cells = [*row.cells, *told]
            high = max(lines_of(text, _TOLD_WIDTH) for text in told)
            wrapped = dict.fromkeys(range(len(row.cells), len(cells)), "wrapped")
            lines.append(Line(number, cells, "text", wrapped, high))
        page = book.big_sheet(f"{words.say('workbook.ordinary')} {sheet.name}", lines)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, len(rows), len(titles) - 1)
        _set_widths(page, sheet)
        page.set_column(len(sheet.columns), len(sheet.columns) + 1, _TOLD_WIDTH)
        page.set_column(len(sheet.columns) + 2, len(sheet.columns) + 2, _TAXES_WIDTH)
        _for_printing(page, sheet, range(1))
    book.save(path)


def _laid_out(sheet: Sheet, words: Wording) -> Sheet:
    """A file of messages has no rows of its own: its houses stand one below the other, in columns that can be read.

    What the message does not say, such as the origin, can be added in a column of its own and checked again.
    """
    if not sheet.places:
        return sheet
    columns = [replace(column, title=_title(column, words)) for column in sheet.columns]
    rows = [replace(row, line=line) for line, row in enumerate(sheet.rows, start=sheet.header_line + 1)]
    titles: list[Cell] = [column.title for column in columns]
    return replace(sheet, columns=columns, rows=rows, around={sheet.header_line: titles})


def _title(column: Column, words: Wording) -> str:
    """The template's title of the field, and the place of the message; the place alone where it is not read."""
    if not column.field:
        return f"({column.title})"
    own = column.field.endswith(_NOT_IN_TEMPLATE)
    name = words.label(column.field) if own else words.say(f"column.{column.field}")
    return f"{name} ({column.title})"


def _add_sheet(book: Book, sheet: Sheet, by_row: Mapping[int, Judged], words: Wording) -> None:
    name = sheet.name or words.say("workbook.houses")
    page = book.big_sheet(name, _lines(sheet, by_row, words))
    width = len(sheet.columns)
    below = sheet.header_line + sheet.header_rows - 1
    house = sheet.column_of("house_bill")
    page.freeze_panes(below, house.index + 1 if house and house.index < 3 else 0)
    last = max([row.line for row in sheet.rows], default=below)
    page.autofilter(below - 1, 0, last - 1, width + len(_EXTRA) - 1)
    _set_widths(page, sheet)
    for index, wide in enumerate(_EXTRA_WIDTHS, start=width):
        page.set_column(index, index, wide)
    _add_notes(page, sheet, by_row, words)
    page.print_area(0, 0, last - 1, width + len(_EXTRA) - 1)
    _for_printing(page, sheet, range(sheet.header_line - 1, below))


def _for_printing(page: Worksheet, sheet: Sheet, heads: range) -> None:
    """On paper: three broad pages side by side, header and house number on each, pages numbered."""
    page.set_landscape()
    page.set_paper(8)  # A3
    page.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.5)
    page.fit_to_pages(_PAGES_ACROSS, 0)
    page.repeat_rows(heads[0], heads[-1])
    house = sheet.column_of("house_bill")
    if house is not None and house.index < 3:
        page.repeat_columns(0, house.index)
    page.set_footer("&L&F – &A&R&P / &N")


def _set_widths(page: Worksheet, sheet: Sheet) -> None:
    for column in sheet.columns:
        longest = max((len(str(row.cells[column.index])) for row in sheet.rows[:200]), default=8)
        page.set_column(column.index, column.index, min(max(longest + 2, len(column.title) // 2, 6), 45))


def _lines(sheet: Sheet, by_row: Mapping[int, Judged], words: Wording) -> Iterator[Line]:
    """All lines in the order of the file, house rows with their verdict on the right."""
    width = len(sheet.columns)
    heads = range(sheet.header_line, sheet.header_line + sheet.header_rows)
    others = sorted(sheet.around)
    columns = _columns(sheet)
    for row in sheet.rows:
        while others and others[0] < row.line:
            yield _other_line(sheet, others.pop(0), heads, width, words)
        indices = columns | _places(sheet, row, columns) if sheet.places else columns
        yield _house_line(row, by_row.get(row.ordinal), indices, width, words)
    for line in others:
        yield _other_line(sheet, line, heads, width, words)


def _other_line(sheet: Sheet, line: int, heads: range, width: int, words: Wording) -> Line:
    cells = sheet.around[line]
    if line not in heads:
        return Line(line, cells)
    if line != heads[-1]:
        return Line(line, cells, "title")
    extra: list[Cell] = [words.say(f"workbook.{name}") for name in _EXTRA]
    marked = dict.fromkeys(range(width, width + len(extra)), "own")
    return Line(line, [*cells[:width], *[""] * (width - len(cells)), *extra], "title", marked)


def _house_line(row: HouseRow, verdict: Judged | None, indices: Mapping[str, int], width: int, words: Wording) -> Line:
    if verdict is None:
        return Line(row.line, row.cells)
    marks: dict[int, str] = {}
    for style, address in _marked_cells(row, verdict, indices):
        if _RANK[style] >= _RANK.get(marks.get(address, PLAIN), 0):
            marks[address] = style
    marks[width] = {"refused": "fault", "elsewhere": "warning"}.get(verdict.outcome, "ready")
    told = [*verdict.faults, *verdict.warnings]
    extra: list[Cell] = [
        words.say(f"workbook.{verdict.outcome}"),
        words.say(f"workbook.form.{verdict.form}"),
        _texts(told, "text", words) if told else "",
        _texts(told, "fix", words) if told else "",
        _changes(verdict.mended, indices, words),
        _taxes(verdict, words),
    ]
    high = 1
    for index in range(_FIRST_TOLD, len(extra)):
        if extra[index]:
            marks[width + index] = "wrapped"
            high = max(high, lines_of(str(extra[index]), _EXTRA_WIDTHS[index]))
    return Line(row.line, [*row.cells, *extra], "text", marks, high)


def _columns(sheet: Sheet) -> dict[str, int]:
    """The column of each letter and field."""
    return {key: column.index for column in sheet.columns for key in (column.letter, column.field) if key}


def _places(sheet: Sheet, row: HouseRow, columns: Mapping[str, int]) -> dict[str, int]:
    """The column of each place in a message that the house was read from."""
    places = sheet.places.get(row.ordinal, {})
    return {address: columns[field] for field, address in places.items() if field in columns}


def _marked_cells(row: HouseRow, verdict: Judged, indices: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """The style and column of each cell that something is said about."""
    for mended in verdict.mended:
        if mended.at in indices and row.cells[indices[mended.at]] != "":
            yield "mended", indices[mended.at]
    for style, told in (("warning", verdict.warnings), ("fault", verdict.faults)):
        for fault in told:
            index = _index_of(fault, indices)
            if index is not None:
                yield style, index


def _index_of(fault: Mapping[str, Any], indices: Mapping[str, int]) -> int | None:
    """The column of a fault: of the cell that it names, else of its field."""
    cell = str(fault.get("cell") or "")
    letters = cell if cell in indices else cell.rstrip("0123456789")
    return indices.get(letters or str(fault.get("at")))


def _texts(told: Sequence[Mapping[str, Any]], key: str, words: Wording) -> str:
    """The sentences, each once, one a line."""
    return "\n".join(dict.fromkeys(filter(None, (fault[key][words.language] for fault in told))))


def _taxes(verdict: Judged, words: Wording) -> str:
    """What the house owes or will owe, one tax a line; of an estimate also what a person must choose first."""
    owed: dict[str, int | None] = dict(verdict.taxes)
    if verdict.foreseen is not None:
        owed |= {**verdict.foreseen.taxes, "PHI": verdict.foreseen.fee}
    unknown = words.say("workbook.tax.unknown")
    return "\n".join(
        f"{words.say(f'workbook.tax.{tax}')}: {unknown if dong is None else words.shown(dong)}"
        for tax, dong in owed.items()
        if dong != 0
    )


def _changes(mended: Sequence[Mended], indices: Mapping[str, int], words: Wording) -> str:
    """What was changed in cells of the file; defaults of the profile, the same in every row, are counted instead."""
    return "\n".join(
        f"{words.label(change.at)}: {_change(change, words)}"
        for change in mended
        if change.at in indices and change.before
    )


def _change(change: Mended, words: Wording) -> str:
    return words.say("workbook.changed", before=change.before[:80], after=change.after[:80])


def _add_notes(page: Worksheet, sheet: Sheet, by_row: Mapping[int, Judged], words: Wording) -> None:
    left = _MOST_NOTES
    columns = _columns(sheet)
    for row in sheet.rows:
        verdict = by_row.get(row.ordinal)
        if verdict is None or not (verdict.faults or verdict.warnings or verdict.mended):
            continue
        notes = _notes(row, verdict, columns | _places(sheet, row, columns), words)
        for index, sentences in notes.items():
            text = "\n".join(sentences)[:_NOTE_CHARACTERS]
            page.write_comment(row.line - 1, index, text, {"width": 300, "height": _note_height(text)})
        left -= len(notes)
        if left <= 0:
            return


def _note_height(text: str) -> int:
    """In pixels, so that no word of a note 300 pixels wide is hidden."""
    return 12 + 16 * sum(1 + len(line) // 44 for line in text.split("\n"))


def _notes(row: HouseRow, verdict: Judged, indices: Mapping[str, int], words: Wording) -> dict[int, list[str]]:
    notes: dict[int, list[str]] = {}
    for fault in (*verdict.faults, *verdict.warnings):
        index = _index_of(fault, indices)
        if index is not None:
            sentences = (fault["text"][words.language], fault["fix"][words.language])
            notes.setdefault(index, []).extend(filter(None, sentences))
    for change in verdict.mended:
        index = indices.get(change.at)
        if index is not None and row.cells[index] != "":
            notes.setdefault(index, []).append(f"{_change(change, words)}\n{words.text(change.code)}")
    return notes
