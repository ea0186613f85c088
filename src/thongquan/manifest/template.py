"""An empty manifest to fill in: help in each header, lists where only some codes are possible."""

import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path

import msgspec
import xlsxwriter
from xlsxwriter.format import Format

from thongquan import law
from thongquan.law import Wording

_ROWS = 5_000
"""So many rows below the header are prepared: text format and lists."""
_NUMBERS = {"packages", "weight", "quantity", "value", "freight", "insurance"}
_LATEST = date(9999, 1, 1)


class _Columns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fields: list[str]
    required: list[str]


class _Template(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"imports": "import", "exports": "export"}
):
    """`template.toml`."""

    imports: _Columns
    exports: _Columns
    kinds: list[str]
    currencies: list[str]


def write_template(direction: str, path: Path, lang: str) -> None:
    """Writes an empty manifest that `read` understands in every column."""
    words = law.wording(lang)
    told = (files(__package__) / "template.toml").read_text(encoding="utf-8")
    template = msgspec.convert(tomllib.loads(told), _Template)
    columns = template.imports if direction == "import" else template.exports
    book = xlsxwriter.Workbook(str(path))
    looks = {
        "needed": book.add_format({"bold": True, "text_wrap": True, "bg_color": "#F0B429", "border": 1}),
        "other": book.add_format({"bold": True, "text_wrap": True, "bg_color": "#D9E2EC", "border": 1}),
        "text": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "dd/mm/yyyy"}),
    }
    page = book.add_worksheet(words.say(f"template.sheet.{direction}"))
    page.freeze_panes(1, 1)
    page.set_row(0, 32)
    page.set_landscape()
    page.set_paper(8)  # A3
    page.fit_to_pages(2, 0)
    page.repeat_rows(0)
    page.repeat_columns(0)
    for index, field in enumerate(columns.fields):
        needed = field in columns.required
        page.write_string(0, index, words.say(f"column.{field}"), looks["needed" if needed else "other"])
        page.write_comment(0, index, _help(field, needed=needed, words=words), {"width": 260, "height": 90})
        page.set_column(index, index, 18, _look(field, looks))
        choice = _choice(field, template)
        if choice:
            page.data_validation(1, index, _ROWS, index, choice)
    book.close()


def _help(field: str, *, needed: bool, words: Wording) -> str:
    told = words.say(f"column-help.{field}")
    return f"{words.say('template.required')} {told}" if needed else told


def _look(field: str, looks: Mapping[str, Format]) -> Format | None:
    """Text format keeps the zeros in front of codes and telephone numbers."""
    if field in _NUMBERS:
        return None
    return looks["date" if field == "arrival_date" else "text"]


def _choice(field: str, template: _Template) -> dict[str, object]:
    """The list of a cell's possible codes; where it is not complete, a spreadsheet lets other codes pass."""
    if field == "price_term":
        return {"validate": "list", "source": sorted(law.codes("incoterms").on(_LATEST)), "error_type": "stop"}
    if field == "kind":
        return {"validate": "list", "source": template.kinds, "error_type": "stop"}
    if field.endswith("currency"):
        return {"validate": "list", "source": template.currencies, "error_type": "information"}
    return {}
