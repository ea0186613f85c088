"""Drawing printouts with typst: one PDF, one page each. Fonts are our own, so that every machine draws the same."""

from datetime import datetime
from threading import Lock
from typing import Any, Literal

import msgspec
import typst

from thongquan.base.moment import read_stamp
from thongquan.forms.model import FOLDER, Printout

_PAGES_REMEMBERED = 500
_TURNS_TO_FORGET = 11


def render(printouts: list[Printout]) -> bytes:
    """One PDF with a page for each printout; equal printouts give equal bytes.

    A single page is tagged for screen readers. Batches go without tags: they are read by printers, and tags would make
    them ten times as large.
    """
    return _single(printouts) if len(printouts) == 1 else _pdf(printouts, pdf_tags=False)


def pictures(printouts: list[Printout], dots_per_inch: float) -> list[bytes]:
    """A PNG picture of each page."""
    drawn = _press.draw(printouts, "png", ppi=dots_per_inch)
    return drawn if isinstance(drawn, list) else [drawn]


def _single(printouts: list[Printout]) -> bytes:
    """PDF/UA, unless a letter is in none of our fonts: it is drawn as an empty box, which that standard forbids."""
    try:
        return _pdf(printouts, pdf_standards=["ua-1"])
    except typst.TypstError:
        return _pdf(printouts)


def _pdf(printouts: list[Printout], **how: Any) -> bytes:
    pdf: bytes = _press.draw(printouts, "pdf", **how)
    return pdf


class _Press:
    """One compiler for the process: template and fonts are read once, and one thread at a time may use it."""

    def __init__(self) -> None:
        self._free = Lock()
        self._compiler: Any = None
        self._remembered = 0

    def draw(self, printouts: list[Printout], to: Literal["pdf", "png"], **how: Any) -> Any:
        """Data go in as JSON, never as markup. The document is dated by its newest declaration, not by the clock."""
        with self._free:
            self._make_room(len(printouts))
            return self._compile(printouts, format=to, timestamp=_dated(printouts), **how)

    def _make_room(self, pages: int) -> None:
        """Typst keeps what it laid out in the last ten runs, half a megabyte a page: empty runs make it forget."""
        if self._remembered >= _PAGES_REMEMBERED:
            for _ in range(_TURNS_TO_FORGET):
                self._compile([], format="pdf")
            self._remembered = 0
        self._remembered += pages

    def _compile(self, printouts: list[Printout], **how: Any) -> Any:
        if self._compiler is None:
            self._compiler = typst.Compiler(
                str(FOLDER / "printout.typ"),
                root=str(FOLDER),
                font_paths=[str(FOLDER / "fonts")],
                ignore_system_fonts=True,
            )
        return self._compiler.compile(sys_inputs={"printouts": msgspec.json.encode(printouts).decode()}, **how)


def _dated(printouts: list[Printout]) -> datetime:
    return read_stamp(max(printout.registered_at for printout in printouts)).replace(microsecond=0)


_press = _Press()
