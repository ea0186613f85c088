"""Tables: the address says what is asked, and an export holds no formula (row 20)."""

import csv
import io
import re
from typing import Any

import pytest
from litestar.testing import RequestFactory

from authority.house import House
from portal.visiting import Visitor
from thongquan.base.limits import LIMITS
from thongquan.portal.listing import Column, Filter, exported, listing, safe_cell
from thongquan.portal.rendering import environment
from thongquan.portal.visit import Visit

COLUMNS = (Column("number", "Số", sorts=True), Column("value", "Trị giá", sorts=True, is_number=True), Column("x", "X"))
FILTERS = (Filter("state", "Trạng thái", (("open", "Mở"), ("closed", "Đóng"))), Filter("q", "Tìm"))


def asked(**query: str) -> Any:
    return listing(RequestFactory().get("/", query_params=query), COLUMNS, FILTERS, sort="-number").asked


def test_filters_order_and_cursor_come_from_the_address() -> None:
    question = asked(state="open", q=" áo ", sort="-value", after="77", format="csv")
    assert question.where == {"state": "open", "q": "áo"}
    assert (question.sort, question.descending, question.after, question.as_csv) == ("value", True, "77", True)


def test_what_the_table_does_not_have_is_left_out() -> None:
    question = asked(state="secret", owner="1", sort="x; DROP", after="a" * 5000)
    assert question.where == {}
    assert (question.sort, question.descending, len(question.after)) == ("number", True, LIMITS.cursor_characters)


def test_a_click_on_the_heading_turns_the_order() -> None:
    shown = listing(RequestFactory().get("/", query_params={"sort": "value"}), COLUMNS)
    assert (shown.sort_towards("value"), shown.sort_towards("number")) == ("-value", "number")


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    '=HYPERLINK("http://x")',
    "|calc",
    "%0A=1",
    "\ufeff=1",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_text_is_exported_as_a_formula(formula: str) -> None:
    sheet = exported("list", [Column("a", "A")], [{"a": formula}]).content.decode("utf-8-sig")
    [[_], [cell]] = list(csv.reader(io.StringIO(sheet, newline="")))
    assert cell == f"'{formula}"


def test_numbers_and_names_stay_as_they_are() -> None:
    assert (safe_cell(-5), safe_cell("Đặng = Văn"), safe_cell("")) == ("-5", "Đặng = Văn", "")


def drawn(house: House, rows: list[dict[str, Any]], **query: str) -> str:
    visitor = Visitor(house)
    words = "&".join(f"{name}={value}" for name, value in query.items())
    visit = Visit(visitor.counter, visitor.sessions, "r", "GET", "/list", words, "", "vi")
    shown = listing(RequestFactory().get("/", query_params=query), COLUMNS, FILTERS, sort="-number").leading_to("50")
    source = (
        '{% import "parts.html" as parts with context %}{{ parts.table(listing, rows, "Danh sách", link="number") }}'
    )
    return environment("vi").from_string(source).render(visit=visit, listing=shown, rows=rows)


def test_a_table_shows_rows_links_order_and_the_next_page(house: House) -> None:
    row = {"number": "1<2", "value": 1234567, "x": "&", "href": "/list/1"}
    page = drawn(house, [row], state="open", sort="value")
    assert '<a href="/list/1" data-row>1&lt;2</a>' in page
    assert '<td class="figure">1.234.567</td>' in page
    assert (
        '<th scope="col" class="figure" aria-sort="ascending"><a href="/list?state=open&amp;sort=-value" hx-get='
        in page
    )
    assert re.search(r'href="/list\?state=open&amp;sort=value&amp;after=50&amp;seen=1" [^>]+ rel="next"', page)
    assert 'href="/list?state=open&amp;sort=value&amp;format=csv" download' in page
    assert '<option value="open" selected>' in page


def test_an_empty_table_says_so(house: House) -> None:
    assert "Không có dòng nào." in drawn(house, [])
