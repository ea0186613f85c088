"""The attachment (HYS) that Notes 1 quotes for the list of a transport: TT 191/2015 PL III 2.c.1 and 2.c.2.

It is looked up when the declaration is lodged and when it is declared. Whoever approves the transport has examined it:
from then on it is not changed any more (HYE). *Assumption*, as are the kinds of procedures that lists come under.
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from thongquan.authority.attachment_ports import Attachment
from thongquan.authority.sitting import Sitting
from thongquan.base.citation import cite
from thongquan.base.fault import Fault
from thongquan.base.moment import business_day, stamp
from thongquan.declaration.derived import living
from thongquan.transport.cases import Form
from thongquan.transport.filling import notes_1
from thongquan.transport.lists import GoodsList
from thongquan.transport.lodged import List
from thongquan.transport.model import TransportDeclaration
from thongquan.transport.rules.journey import quoted

_C = "TT 191/2015 PL III.2.c"
UNKNOWN = cite("TRANSPORT-ATTACHMENT-UNKNOWN", _C, "seed")
OFFICE = cite("TRANSPORT-ATTACHMENT-OFFICE", _C, "assumption")
KIND = cite("TRANSPORT-ATTACHMENT-KIND", _C, "assumption")
UNQUOTED = cite("TRANSPORT-LIST-UNQUOTED", _C, "seed")
KINDS: dict[Form, str] = {"01-BKVD/TKXX": "BKV", "04-BKHH": "BKH"}
AT = "remarks"


def attachment_faults(now: Sitting, company: str, ola: TransportDeclaration, lists: Sequence[List]) -> Iterator[Fault]:
    """What is quoted is there, the company's own, at the office of departure, and of the kind of its list."""
    told = quoted(ola.remarks)
    if (form := _form_of(lists)) and (told is None or told.form != form):
        yield Fault(UNQUOTED, AT, {"form": form, "words": notes_1(form, "…")})
    if told is None or not told.number:  # that a list is named without a number is told by OLA-NTA-LIST
        return
    one, facts = now.books.attachments.find(told.number), {"number": told.number}
    if one is None or one.form != "HYS" or one.company != company:
        yield Fault(UNKNOWN, AT, {**facts})
        return
    day = business_day(now.at)
    if living(one.office, day) != living(ola.customs_office, day):
        yield Fault(OFFICE, AT, {**facts, "office": one.office, "departs": ola.customs_office})
    if one.procedure != KINDS[told.form]:
        yield Fault(KIND, AT, {**facts, "procedure": one.procedure, "form": told.form, "wanted": KINDS[told.form]})


def examined_with(now: Sitting, ola: TransportDeclaration, officer: str) -> str:
    """The number of the attachment that is examined by approving this declaration; "" where none waits for that."""
    told = quoted(ola.remarks)
    one: Attachment | None = now.books.attachments.find(told.number) if told and told.number else None
    if one is None or one.examined_at:
        return ""
    now.books.attachments.examine(replace(one, examined_at=stamp(now.at), examined_by=officer), "")
    return one.number


def _form_of(lists: Sequence[List]) -> Form | None:
    if not lists:
        return None
    return "04-BKHH" if isinstance(lists[0], GoodsList) else "01-BKVD/TKXX"
