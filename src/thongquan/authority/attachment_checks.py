"""What would refuse an attachment: its items, and what may be said of its files. Everything at once."""

from collections.abc import Iterator, Sequence
from datetime import date

from thongquan import law
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS, Limits
from thongquan.base.moment import begin_of, business_day, stamp
from thongquan.base.text import bad_in_ascii
from thongquan.registration.deeds_documents import NamedDocument

TOTAL_SIZE = law.parameter("attachment_total_size", int)
PROCEDURES = law.codes("attachment_procedures")
OFFICES = law.codes("customs_offices")
TEAMS = law.codes("customs_subsections")


def room_faults(now: Sitting, filer: str) -> Iterator[Fault]:
    """So many a day of one company: what is kept of them must fit on a disk."""
    limit, begin = now.authority.limits.attachments_a_day, stamp(begin_of(business_day(now.at)))
    if now.books.attachments.count_since(filer, begin) >= limit:
        yield Fault("ATTACHMENT-TOO-MANY", "", {"limit": limit})


def office_faults(form: str, item: str, office: str, day: date) -> Iterator[Fault]:
    if office not in OFFICES.on(day):
        yield Fault(f"{form}-{item}-UNLISTED", "office", {"value": office})


def procedure_faults(form: str, procedure: str, day: date) -> Iterator[Fault]:
    """One that was abolished is told apart from one that never was."""
    if procedure not in PROCEDURES.on(day):
        code = f"{form}-TSB-ENDED" if procedure in PROCEDURES.ever() else f"{form}-TSB-UNLISTED"
        yield Fault(code, "procedure", {"value": procedure})


def ascii_faults(form: str, **items: tuple[str, str]) -> Iterator[Fault]:
    """Field → its item and its value. What such an item cannot hold, or too much of it."""
    for field, (item, value) in items.items():
        if bad := bad_in_ascii(value):
            yield Fault(f"{form}-{item}-CHARACTERS", field, {"characters": bad})
        elif len(value) > LIMITS.attachment_reference_characters:
            yield Fault(f"{form}-{item}-LENGTH", field, {"most": LIMITS.attachment_reference_characters})


def remark_faults(form: str, item: str, remarks: str) -> Iterator[Fault]:
    """As many characters as fit, and no more bytes: letters beyond the first planes take four."""
    most, octets = LIMITS.attachment_remark_characters, LIMITS.attachment_remark_bytes
    if len(remarks) > most or len(remarks.encode()) > octets:
        yield Fault(f"{form}-{item}-LENGTH", "remarks", {"most": most, "octets": octets, "length": len(remarks)})


def file_faults(form: str, documents: Sequence[NamedDocument], day: date, limits: Limits) -> Iterator[Fault]:
    if not documents:
        yield Fault(f"{form}-NO-FILES", "documents", {})
    for place, one in enumerate(documents):
        if int(one.size) > limits.document_bytes:
            facts = {"limit": limits.document_bytes, "found": int(one.size)}
            yield Fault("DOCUMENT-TOO-LONG", f"documents.{place}.size", {**facts})
    most, together = TOTAL_SIZE.on(day), sum(int(one.size) for one in documents)
    if together > most:
        yield Fault("ATTACHMENT-TOO-LONG", "documents", {"limit": most, "found": together})
