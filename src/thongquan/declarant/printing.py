"""The official printouts of what was filed, from the outbox alone."""

from collections.abc import Sequence

from thongquan.declarant.decided import decisions_of
from thongquan.declarant.outbox import Entry
from thongquan.declarant.refusals import NothingToPrint
from thongquan.declaration.codec import decode_line
from thongquan.forms.model import Printout
from thongquan.forms.printout import compose, kind_of
from thongquan.forms.render import render


def pdf_of(entry: Entry, lines: Sequence[int] | None = None) -> bytes:
    """One PDF, a page for each of `lines` (default: all that were registered), in the order of the filing.

    Raises:
        NothingToPrint: none of them was registered.
    """
    pages = printouts(entry, lines)
    if not pages:
        raise NothingToPrint(batch=entry.batch)
    return render(pages)


def printouts(entry: Entry, lines: Sequence[int] | None = None) -> list[Printout]:
    """The clearance where there is one, the channel result until then."""
    signed = entry.lines()
    decided = decisions_of(entry)
    wanted = sorted(decided) if lines is None else [line for line in lines if line in decided]
    return [compose(decode_line(signed[line - 1]), decided[line], kind=kind_of(decided[line])) for line in wanted]
