"""Tables that people work in: filters, order and page stay in the address; what is seen can be exported."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from litestar import Response

from thongquan.authority.paging import Page, Wanted
from thongquan.base.limits import LIMITS
from thongquan.portal.visit import Asked

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_FILTER_CHARACTERS = 100
_SEEN_DIGITS = 10


class Column(msgspec.Struct, frozen=True):
    key: str
    label: str
    sorts: bool = False
    is_number: bool = False


class Filter(msgspec.Struct, frozen=True):
    key: str
    label: str
    options: Sequence[tuple[str, str]] = ()
    """Pairs of value and label; none: free text."""


class Question(msgspec.Struct, frozen=True):
    """What the address asks for. Only known filters and columns are in it."""

    where: dict[str, str]
    sort: str
    descending: bool
    after: str
    """The cursor: what the last row of the page before was ordered by. Whoever reads it checks it."""
    as_csv: bool
    seen: int = 0
    """How many rows the pages before have shown, as the address tells it: for the reader's orientation only."""

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.sort, self.descending, self.after)


class Listing(msgspec.Struct, frozen=True):
    columns: Sequence[Column]
    filters: Sequence[Filter]
    asked: Question
    next: str = ""
    """The cursor of the next page; "" on the last."""
    name: str = ""
    """Of one of several tables on a page; stands before its names in the address."""
    total: int | None = None
    """How many rows there are on all pages; None: nobody counted."""
    is_counted: bool = True
    """False: there are more than `total`."""

    @property
    def sorted_by(self) -> str:
        return f"-{self.asked.sort}" if self.asked.descending else self.asked.sort

    def sort_towards(self, key: str) -> str:
        """What a click on the heading asks for: this column, or the other way round."""
        turned = self.asked.sort == key and not self.asked.descending
        return f"-{key}" if turned else key

    def leading_to(self, cursor: str) -> "Listing":
        return msgspec.structs.replace(self, next=cursor)

    def counted(self, total: int, *, is_counted: bool) -> "Listing":
        return msgspec.structs.replace(self, total=total, is_counted=is_counted)

    def showing(self, page: Page[Any]) -> "Listing":
        return self.leading_to(page.next).counted(page.total, is_counted=page.is_counted)

    def param(self, key: str) -> str:
        """How a filter, the order or the cursor is named in the address."""
        return named(self.name, key)

    def towards(self, key: str) -> dict[str, str | None]:
        """What changes in the address when one asks for another order; `onward` and `back` ask for another page."""
        return {self.param("sort"): self.sort_towards(key), **self.back()}

    def onward(self, rows: int) -> dict[str, str | None]:
        return {self.param("after"): self.next, self.param("seen"): str(self.asked.seen + rows)}

    def back(self) -> dict[str, str | None]:
        return {self.param("after"): None, self.param("seen"): None}

    def is_own(self, key: str) -> bool:
        """A name in the address that this table's form says anew."""
        own = {self.param(one) for one in ("sort", "after", "seen", "format")}
        return key in own or key in {self.param(one.key) for one in self.filters}


def listing(
    request: Asked, columns: Sequence[Column], filters: Sequence[Filter] = (), sort: str = "", name: str = ""
) -> Listing:
    """What the address asks of a table with these columns and filters. What the table does not know is left out."""

    def told(key: str, otherwise: str = "") -> str:
        return str(request.query_params.get(named(name, key), otherwise))

    wish = told("sort", sort)
    key, descending = wish.removeprefix("-"), wish.startswith("-")
    if key not in {column.key for column in columns if column.sorts}:
        key, descending = sort.removeprefix("-"), sort.startswith("-")
    where = {one.key: _chosen(one, told(one.key)) for one in filters}
    question = Question(
        where={name: value for name, value in where.items() if value},
        sort=key,
        descending=descending,
        after=told("after")[: LIMITS.cursor_characters],
        as_csv=told("format") == "csv",
        seen=int(seen) if (seen := told("seen")).isdecimal() and len(seen) < _SEEN_DIGITS else 0,
    )
    return Listing(columns, filters, question, name=name)


def named(name: str, key: str) -> str:
    return f"{name}.{key}" if name else key


def _chosen(one: Filter, value: str) -> str:
    if one.options and value not in {option for option, _ in one.options}:
        return ""
    return value.strip()[:_FILTER_CHARACTERS]


def exported(name: str, columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> Response[bytes]:
    """What is seen as CSV for spreadsheets. `name` is ours: letters, digits and dashes."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([safe_cell(column.label) for column in columns])
    writer.writerows([safe_cell(row[column.key]) for column in columns] for row in rows)
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(text.getvalue().encode("utf-8-sig"), media_type="text/csv", headers=headers)


def safe_cell(value: Any) -> str:
    """No text of others becomes a formula when a spreadsheet opens the file. Numbers are ours, and stay numbers."""
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_FORMULA) else text
