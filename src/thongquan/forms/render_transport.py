"""Drawing the forms of a transport with typst, with our own fonts, so that every machine draws the same."""

from collections.abc import Sequence
from datetime import UTC, date
from threading import Lock
from typing import Any, Literal

import msgspec

from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS, Limits
from thongquan.base.moment import begin_of
from thongquan.forms.compiler import compiler
from thongquan.forms.transport_lists import runs_in_order, texts_of_bills, texts_of_goods
from thongquan.forms.transport_model import TransportDeclaration
from thongquan.forms.transport_printout import compose
from thongquan.transport.lists import BillList, GoodsList

To = Literal["pdf", "png"]


class PressBusy(Refusal):
    """Another is drawn; a long list takes twelve seconds."""

    code = "PRESS-BUSY"


class ListsTooLong(Refusal):
    """To draw so many lines would take the memory that everybody else needs."""

    code = "TRANSPORT-LISTS-LONG"


def render_bills(one: BillList) -> bytes:
    """Form 01 as PDF, on as many pages as it needs; equal lists give equal bytes."""
    pdf: bytes = _draw_bills(one, "pdf", pdf_tags=False)
    return pdf


def render_goods(lists: Sequence[GoodsList]) -> bytes:
    """Form 04 of each vehicle in one PDF, in the order of their runs, each with page numbers of its own."""
    pdf: bytes = _draw_goods(lists, "pdf", pdf_tags=False)
    return pdf


def require_drawable(lists: Sequence[BillList | GoodsList], limits: Limits = LIMITS) -> None:
    """Raises ListsTooLong."""
    lines = sum(len(one.lines) for one in lists)
    if lines > limits.transport_lines_drawn:
        raise ListsTooLong(lines=lines, limit=limits.transport_lines_drawn)


def render_lists(made: Sequence[BillList | GoodsList]) -> bytes:
    """Form 01, or form 04 of each vehicle: all that go with one transport. Raises ListsTooLong."""
    require_drawable(made)
    bills = [one for one in made if isinstance(one, BillList)]
    return render_bills(bills[0]) if bills else render_goods([one for one in made if isinstance(one, GoodsList)])


def pictures_of_bills(one: BillList, dots_per_inch: float) -> list[bytes]:
    """A PNG picture of each page."""
    return _pages(_draw_bills(one, "png", ppi=dots_per_inch))


def pictures_of_goods(lists: Sequence[GoodsList], dots_per_inch: float) -> list[bytes]:
    """A PNG picture of each page."""
    return _pages(_draw_goods(lists, "png", ppi=dots_per_inch))


def render_declaration(one: TransportDeclaration) -> bytes:
    """The transport declaration or its approval as PDF; equal ones give equal bytes."""
    pdf: bytes = _draw_declaration(one, "pdf", pdf_tags=False)
    return pdf


def pictures_of_declaration(one: TransportDeclaration, dots_per_inch: float) -> list[bytes]:
    """A PNG picture of each page."""
    return _pages(_draw_declaration(one, "png", ppi=dots_per_inch))


def _pages(drawn: Any) -> list[bytes]:
    return drawn if isinstance(drawn, list) else [drawn]


def _draw_bills(one: BillList, to: To, **how: Any) -> Any:
    texts = {"lists": [texts_of_bills(one)]}
    return draw("bill_list", texts, one.day, to, rows=len(one.lines), **how)


def _draw_goods(lists: Sequence[GoodsList], to: To, **how: Any) -> Any:
    texts = {"lists": [texts_of_goods(one) for one in runs_in_order(lists)]}
    rows = sum(len(one.lines) for one in lists)
    return draw("goods_list", texts, max(one.day for one in lists), to, rows=rows, **how)


def _draw_declaration(one: TransportDeclaration, to: To, **how: Any) -> Any:
    """Dated by the day of the declaration, `AF` in every output."""
    day = one.values.get("AF")
    texts = {"printout": compose(one)}
    return draw(
        "transport_declaration", texts, day if isinstance(day, date) else _NO_DAY, to, rows=len(one.lines), **how
    )


_NO_DAY = date(1970, 1, 1)
_free = Lock()
PATIENCE = LIMITS.transport_press_seconds
_ROWS_REMEMBERED = 500
_TURNS_TO_FORGET = 11


def draw(form: str, texts: dict[str, Any], day: date, to: To, *, rows: int, **how: Any) -> Any:
    """Data go in as JSON, never as markup. The document is dated by the form, not by the clock.

    Raises:
        PressBusy
    """
    inputs = {name: msgspec.json.encode(given).decode() for name, given in texts.items()}
    dated = begin_of(day).astimezone(UTC).replace(microsecond=0)
    if not _free.acquire(timeout=PATIENCE):
        raise PressBusy(seconds=PATIENCE)
    try:
        return compiler(form).compile(sys_inputs=inputs, format=to, timestamp=dated, **how)
    finally:
        _forget(rows)
        _free.release()


def _forget(rows: int) -> None:
    """Typst keeps what it laid out in the last ten runs, 100 kB for each row: empty runs make it forget a long list."""
    if rows > _ROWS_REMEMBERED:
        for _ in range(_TURNS_TO_FORGET):
            compiler("goods_list").compile(sys_inputs={"lists": "[]"}, format="pdf")
