"""Drawing printouts with typst: one PDF, one page each. Fonts are our own, so that every machine draws the same."""

from datetime import datetime
from functools import cache
from threading import Lock
from typing import Any, Literal

import msgspec
import typst

from thongquan.base.moment import read_stamp
from thongquan.forms.model import FOLDER, Printout

_one_at_a_time = Lock()


def render(printouts: list[Printout]) -> bytes:
    """One PDF with a page for each printout; equal printouts give equal bytes.

    A single page is tagged for screen readers. Batches go without tags: they are read by printers, and tags would make
    them ten times as large.
    """
    return _single(printouts) if len(printouts) == 1 else _pdf(printouts, pdf_tags=False)


def _single(printouts: list[Printout]) -> bytes:
    """PDF/UA, unless a letter is in none of our fonts: it is drawn as an empty box, which that standard forbids."""
    try:
        return _pdf(printouts, pdf_standards=["ua-1"])
    except typst.TypstError:
        return _pdf(printouts)


def _pdf(printouts: list[Printout], **how: Any) -> bytes:
    pdf: bytes = _draw(printouts, "pdf", **how)
    return pdf


def pictures(printouts: list[Printout], dots_per_inch: float) -> list[bytes]:
    """A PNG picture of each page."""
    drawn = _draw(printouts, "png", ppi=dots_per_inch)
    return drawn if isinstance(drawn, list) else [drawn]


def _draw(printouts: list[Printout], to: Literal["pdf", "png"], **how: Any) -> Any:
    """Data go in as JSON, never as markup. The document is dated by its newest declaration, not by the clock."""
    data = msgspec.json.encode(printouts).decode()
    with _one_at_a_time:
        return _compiler().compile(sys_inputs={"printouts": data}, format=to, timestamp=_dated(printouts), **how)


def _dated(printouts: list[Printout]) -> datetime:
    return read_stamp(max(printout.registered_at for printout in printouts)).replace(microsecond=0)


@cache
def _compiler() -> Any:
    """One for the process: template and fonts are read once. It must not be used by two threads at a time."""
    return typst.Compiler(
        str(FOLDER / "printout.typ"),
        root=str(FOLDER),
        font_paths=[str(FOLDER / "fonts")],
        ignore_system_fonts=True,
    )
