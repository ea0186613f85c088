"""Where the table begins: title rows above it, a header of one or two rows, and what the title rows say."""

import re
from datetime import date, datetime

import msgspec

from thongquan.manifest.columns import recognise
from thongquan.manifest.model import Cell
from thongquan.manifest.plain import fold

_LOOK_AT = 40
_FEWEST = 4
"""So many recognised titles make a header. Title rows such as `MAWB: … FLIGHT: … DATE: …` have at most three."""
_COUNTER = re.compile(r"\(?\d{1,3}\)?(?:\.0)?")
_LABELS = {
    "master_bill": re.compile(
        r"\b(?:m\.?a\.?w\.?b|master\s+(?:air\s*)?(?:way\s*)?bill|vận đơn chủ)\b[^:0-9]*:?\s*(.*)", re.IGNORECASE
    ),
    "flight": re.compile(r"\b(?:flight|flt|chuyến bay)\b[^:]*?(?:no\.?)?\s*(?::|$)\s*(.*)", re.IGNORECASE),
    "arrival_date": re.compile(r"\b(?:arrival date|date|ngày(?:\s+đến)?|eta)\s*(?::|$)\s*(.*)", re.IGNORECASE),
}
_MASTER = re.compile(r"\b\d{3}[- ]?\d{4}[- ]?\d{4}\b")
_FLIGHT = re.compile(r"\b[A-Z0-9]{2} ?\d{1,4}(?:/\d{1,2}[A-Z]{3}\d{0,4})?\b", re.IGNORECASE)
_DATE = re.compile(r"\b(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}[- ]?[A-Za-z]{3}[- ]?\d{2,4})\b")
_SHAPES = {"master_bill": _MASTER, "flight": _FLIGHT, "arrival_date": _DATE}


class Header(msgspec.Struct, frozen=True):
    """`first` and `below` bound the header rows (from 0, half open); `titles` joins those of two rows."""

    first: int
    below: int
    titles: list[str]


def title_text(cell: Cell) -> str:
    return " ".join(str(cell).split()) if cell != "" else ""


def find_header(rows: list[list[Cell]]) -> Header | None:
    """The first row, alone or with the one below, that names the most fields."""
    best: Header | None = None
    most = _FEWEST - 1
    for index, row in enumerate(rows[:_LOOK_AT]):
        if sum(cell != "" for cell in row) < 2:
            continue
        single = [title_text(cell) for cell in row]
        named = _named(single)
        if named > most:
            best, most = Header(index, index + 1, single), named
        double = _joined(row, rows[index + 1]) if index + 1 < len(rows) else []
        lower = _named([title_text(cell) for cell in rows[index + 1]]) if double else 0
        if double and _named(double) >= most and (_named(double) > max(named, lower) or min(named, lower) >= _FEWEST):
            best, most = Header(index, index + 2, double), _named(double)
    return _below_counters(best, rows) if best else None


def _named(titles: list[str]) -> int:
    return len({recognise(title).field for title in titles if title} - {""})


def _joined(upper: list[Cell], lower: list[Cell]) -> list[str]:
    """One title for each column of a two-row header; a title above several columns belongs to each of them."""
    if any(not isinstance(cell, str) for cell in lower) or sum(cell != "" for cell in lower) < 2:
        return []
    width = max(len(upper), len(lower))
    group = ""
    titles = []
    for index in range(width):
        above = title_text(upper[index]) if index < len(upper) else ""
        below = title_text(lower[index]) if index < len(lower) else ""
        group = above or (group if below else "")
        titles.append(_title_of_two(above, group, below))
    # Data under a one-row header must not be taken for its second row.
    own = [title_text(cell) for cell in lower if cell != ""]
    understood = sum(bool(recognise(title).field) for title in own)
    return titles if understood * 2 >= len(own) else []


def _title_of_two(above: str, group: str, below: str) -> str:
    if not below:
        return above
    if not group:
        return below
    for title in (f"{group} {below}", f"{below} {group}"):
        if recognise(title).field:
            return title
    if recognise(below).field:
        return below
    return above if above and recognise(above).field else f"{group} {below}"


def _below_counters(header: Header, rows: list[list[Cell]]) -> Header:
    """Official forms number their columns (1), (2) … in a row below the titles."""
    if header.below < len(rows):
        told = [title_text(cell) for cell in rows[header.below] if cell != ""]
        if len(told) >= _FEWEST and all(_COUNTER.fullmatch(text) for text in told):
            return Header(header.first, header.below + 1, header.titles)
    return header


def given_above(rows: list[list[Cell]]) -> dict[str, str]:
    """What the title rows say of all houses: `MAWB: …`, `FLIGHT: …`, `DATE: …`, in one cell or in two."""
    given: dict[str, str] = {}
    for row in rows:
        for index, cell in enumerate(row):
            if not isinstance(cell, str) or not cell:
                continue
            for field, label in _LABELS.items():
                found = label.search(cell)
                if found and field not in given:
                    value = _value_in(field, found[1]) or _value_in(field, _next_cell(row, index))
                    if value:
                        given[field] = value
    return given


def _next_cell(row: list[Cell], index: int) -> str:
    cell = next((cell for cell in row[index + 1 :] if cell != ""), "")
    return (
        cell.date().isoformat()
        if isinstance(cell, datetime)
        else (cell.isoformat() if isinstance(cell, date) else title_text(cell))
    )


def _value_in(field: str, text: str) -> str:
    found = _SHAPES[field].search(text)
    return found[0] if found else ""


def is_header_again(row: list[Cell], titles: list[str]) -> bool:
    """A printed list repeats its header on each page."""
    told = [fold(title_text(cell)) for cell in row if cell != ""]
    return len(told) >= _FEWEST and told == [fold(title) for title in titles if title]
