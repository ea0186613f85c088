"""The lines of a list HQ 02: which declarations may stand on it, and everything that is wrong with the others."""

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from thongquan import law
from thongquan.authority.completed_list_ports import Candidate
from thongquan.authority.ports import Books
from thongquan.base.citation import cite
from thongquan.base.fault import Fact, Fault
from thongquan.base.moment import business_day, read_stamp
from thongquan.declaration.codec import decode_line
from thongquan.declaration.completed_list import ListLine, list_line
from thongquan.declaration.lifecycle import standing
from thongquan.declaration.model import Declaration, ImportDeclaration
from thongquan.duty.vat import LOWER_RATE, NORMAL_RATE, REDUCED_RATE, vat_at
from thongquan.numbering.declaration_number import is_number, uncorrected

VAT_LINES = law.parameter("hq02_vat_lines", bool)

FORM = "TT 191/2015 PL I HQ 02"
UNKNOWN = cite("HQ02-LINE-UNKNOWN", FORM, "assumption")
TWICE = cite("HQ02-LINE-TWICE", FORM, "assumption")
OTHER_DIRECTION = cite("HQ02-LINE-OTHER-DIRECTION", FORM, "seed")
OTHER_OFFICE = cite("HQ02-LINE-OTHER-OFFICE", FORM, "assumption")
OTHER_FLIGHT = cite("HQ02-LINE-OTHER-FLIGHT", FORM, "assumption")
NOT_CLEARED = cite("HQ02-LINE-NOT-CLEARED", FORM, "seed")
CANCELLING = cite("HQ02-LINE-CANCELLING", FORM, "assumption")
LISTED = cite("HQ02-LINE-LISTED", FORM, "assumption")
VAT_RATE = cite("HQ02-LINE-VAT-RATE", "CV 1813/BTC-TCHQ", "public-H")


class Heading(msgspec.Struct, frozen=True):
    """What all lines of a list have in common."""

    company: str
    direction: str
    office: str
    flight: str = ""
    master_bill: str = ""
    vat_rate: str = ""
    """"" where the list gives no VAT."""


class Lines(msgspec.Struct, frozen=True):
    lines: list[ListLine]
    acts: list[int]
    """Of each line: the place in the log of the act with which it was signed."""
    faults: list[Fault]
    """Of all others. With any, the list is not made."""


def gives_vat(direction: str, day: date) -> bool:
    """Whether a list that is made on this day has the three lines about VAT."""
    return direction == "import" and VAT_LINES.on(day)


def vat_rates(day: date) -> list[str]:
    """In force on that day, the highest first."""
    rates = {NORMAL_RATE.on(day), REDUCED_RATE.on(day), LOWER_RATE.on(day), 0}
    return [str(one) for one in sorted(rates, reverse=True)]


def read_lines(books: Books, heading: Heading, numbers: Sequence[str]) -> Lines:
    """Each number as a line, or what keeps it from being one. Another company's looks like one that never was."""
    known = books.completed_lists.candidates([uncorrected(one) for one in numbers if is_number(one)])
    seen: set[int] = set()
    made = Lines([], [], [])
    for place, number in enumerate(numbers, start=1):
        key = uncorrected(number) if is_number(number) else 0
        found = known.get(key)
        if found is None or found.case.filer != heading.company:
            made.faults.append(_fault(UNKNOWN, place, number))
            continue
        declaration = decode_line(found.case.signed)
        faults = list(_faults(heading, found, declaration, place, number))
        if key in seen:
            faults.append(_fault(TWICE, place, number))
        seen.add(key)
        made.faults.extend(faults)
        if not faults:
            made.lines.append(line_of(heading, found, place, declaration))
            made.acts.append(found.act)
    return made


def line_of(heading: Heading, found: Candidate, place: int, declaration: Declaration | None = None) -> ListLine:
    """`declaration`: what was signed, where it was read already."""
    declaration = decode_line(found.case.signed) if declaration is None else declaration
    return list_line(place, declaration, found.case.decision, found.leaf, vat=_vat(heading, found))


def _faults(heading: Heading, found: Candidate, declaration: Declaration, place: int, number: str) -> Iterator[Fault]:
    decision = found.case.decision
    if found.direction != heading.direction:
        yield _fault(OTHER_DIRECTION, place, number)
    if found.office != heading.office:
        yield _fault(OTHER_OFFICE, place, number, office=heading.office, found=found.office)
    flight, master_bill = transport_of(declaration)
    if (heading.flight or flight) != flight or (heading.master_bill or master_bill) != master_bill:
        yield _fault(OTHER_FLIGHT, place, number, flight=flight or "–", master_bill=master_bill or "–")
    if decision.state != "cleared":
        yield _fault(NOT_CLEARED, place, number, **standing(decision.state))
    elif decision.cancellation:
        yield _fault(CANCELLING, place, number)
    if found.listed:
        yield _fault(LISTED, place, number, list=found.listed)
    rates = vat_rates(registered_on(found))
    if heading.vat_rate and heading.vat_rate not in rates:
        yield _fault(VAT_RATE, place, number, rate=heading.vat_rate, rates=rates)


def transport_of(declaration: Declaration) -> tuple[str, str]:
    """Flight and master bill; exports have neither."""
    if isinstance(declaration, ImportDeclaration):
        return declaration.flight, declaration.master_bill
    return "", ""


def _vat(heading: Heading, found: Candidate) -> tuple[int, int]:
    """Customs value, and VAT at the rate of the list by the law of the day of registration."""
    if not heading.vat_rate:
        return 0, 0
    value = found.case.decision.customs_value
    return value, vat_at(value, int(heading.vat_rate), registered_on(found))


def registered_on(found: Candidate) -> date:
    return business_day(read_stamp(found.case.decision.registered_at))


def _fault(code: str, place: int, number: str, **facts: Fact) -> Fault:
    return Fault(code, f"numbers.{place - 1}", {"line": place, "number": number[:20], **facts})
