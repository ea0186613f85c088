"""The official printouts of what was filed, from the outbox alone."""

from collections.abc import Iterator, Sequence

from thongquan.declarant.decided import decisions_of
from thongquan.declarant.outbox import Entry, Outbox
from thongquan.declarant.parcels import find
from thongquan.declarant.refusals import CorrectedElsewhere, NothingToPrint, NotInOutbox
from thongquan.declaration.codec import decode_line
from thongquan.declaration.model import Decision
from thongquan.forms.model import Printout
from thongquan.forms.printout import compose, kind_of
from thongquan.forms.render import render


def pdf_of(outbox: Outbox, entry: Entry, lines: Sequence[int] | None = None) -> bytes:
    """One PDF, a page for each of `lines` (default: all that were registered), in the order of the filing.

    Raises:
        NothingToPrint: none of them was registered.
        CorrectedElsewhere: one was corrected, and its correction is not in this outbox.
    """
    pages = printouts(outbox, entry, lines)
    if not pages:
        raise NothingToPrint(batch=entry.batch)
    return render(pages)


def pdfs_of(outbox: Outbox, sought: str) -> Iterator[tuple[str, bytes]]:
    """Number and PDF of each declaration that a batch, number or house bill names.

    Raises:
        NotInOutbox
        NothingToPrint: none was registered.
        CorrectedElsewhere
    """
    registered = {
        parcel.number: (found.entry, parcel.line)
        for found in find(outbox, sought)
        for parcel in found.parcels
        if parcel.number
    }
    if not registered:
        raise NothingToPrint(batch=sought)
    return ((number, pdf_of(outbox, entry, [line])) for number, (entry, line) in registered.items())


def printouts(outbox: Outbox, entry: Entry, lines: Sequence[int] | None = None) -> list[Printout]:
    """The clearance where there is one, the channel result until then, each as it stands after its corrections."""
    decided = decisions_of(entry)
    wanted = sorted(decided) if lines is None else [line for line in lines if line in decided]
    return [_page(standing_line(outbox, entry, decided[line]), decided[line]) for line in wanted]


def standing_line(outbox: Outbox, entry: Entry, decision: Decision) -> bytes:
    """The line that this decision was taken on: of `entry`, or of the correction that took its place.

    Raises:
        CorrectedElsewhere
    """
    try:
        filing = entry if decision.filing == entry.batch else outbox.entry(decision.filing)
    except NotInOutbox:
        raise CorrectedElsewhere(number=decision.number) from None
    return filing.lines()[decision.line - 1]


def _page(signed: bytes, decision: Decision) -> Printout:
    declaration = decode_line(signed)
    return compose(declaration, decision, kind=kind_of(declaration, decision))
