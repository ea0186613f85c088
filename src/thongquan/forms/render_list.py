"""Drawing form HQ 02 with typst, with our own fonts, so that every machine draws the same."""

from functools import cache
from threading import Lock
from typing import Any, Literal

import msgspec
import typst

from thongquan.base.moment import read_stamp
from thongquan.forms.completed_list import PrintedList, texts_of
from thongquan.forms.model import FOLDER


def render_list(one: PrintedList) -> bytes:
    """The list as PDF, on as many pages as it needs; equal lists give equal bytes."""
    pdf: bytes = _draw(one, "pdf", pdf_tags=False)
    return pdf


def pictures_of_list(one: PrintedList, dots_per_inch: float) -> list[bytes]:
    """A PNG picture of each page."""
    drawn = _draw(one, "png", ppi=dots_per_inch)
    return drawn if isinstance(drawn, list) else [drawn]


_free = Lock()


@cache
def _compiler() -> Any:
    return typst.Compiler(
        str(FOLDER / "completed_list.typ"),
        root=str(FOLDER),
        font_paths=[str(FOLDER / "fonts")],
        ignore_system_fonts=True,
    )


def _draw(one: PrintedList, to: Literal["pdf", "png"], **how: Any) -> Any:
    """Data go in as JSON, never as markup. The document is dated by the list, not by the clock."""
    dated = read_stamp(one.answered_at or one.sent_at).replace(microsecond=0)
    texts = msgspec.json.encode(texts_of(one)).decode()
    with _free:
        return _compiler().compile(sys_inputs={"list": texts}, format=to, timestamp=dated, **how)
