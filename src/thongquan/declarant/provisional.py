"""A provisional list HQ 02 of a filing that was signed while customs' system was away, from the outbox alone.

No text was found on express goods in an outage (law section 16), so all of it is an assumption: each line has a number
of our own, which the authority knows nothing of; what was signed when, and over what, stands on the paper. Once the
authority answered, the remark of each line names the number under which it was registered.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

import msgspec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from thongquan import law
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day, read_stamp
from thongquan.declarant.decided import decisions_of
from thongquan.declarant.outbox import Entry
from thongquan.declaration.codec import decode_line
from thongquan.declaration.model import Decision, Declaration
from thongquan.declaration.value import customs_value
from thongquan.duty.vat import NORMAL_RATE, vat_at
from thongquan.forms.completed_list import PrintedLine, PrintedList, PrintedVat, Provisional
from thongquan.signing.organisation import organisation_of
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.statement import Statement

VAT_LINES = law.parameter("hq02_vat_lines", bool)
_SHOWN = 8


def is_provisional(entry: Entry) -> bool:
    """Corrections are of declarations that have their number."""
    return statement_of(entry).kind == "filing"


def provisional_lists(entry: Entry) -> Iterator[PrintedList]:
    """As many as the lines need; what is signed is dated by the declarant's own clock."""
    statement, decided = statement_of(entry), decisions_of(entry)
    day, name = business_day(read_stamp(statement.created_at)), company_of(entry) or statement.filer
    office = law.codes("customs_offices").on(day).get(statement.office)
    lines = [decode_line(line) for line in entry.lines()]
    for start in range(0, len(lines), LIMITS.hq02_lines):
        part = lines[start : start + LIMITS.hq02_lines]
        yield PrintedList(
            direction="import" if statement.direction == "import" else "export",
            number=f"TẠM-{mark_of(entry)}" + (f"/{start // LIMITS.hq02_lines + 1}" if start else ""),
            office_name=office["name"] if office else statement.office,
            company_name=name,
            measure="packages",
            sent_at=statement.created_at,
            signed_by=statement.filer,
            lines=[_line(entry, place, one, decided.get(place)) for place, one in enumerate(part, start=start + 1)],
            vat=_vat(part, statement.direction, day),
            provisional=Provisional(entry.batch, statement.root, statement.created_at),
        )


def statement_of(entry: Entry) -> Statement:
    return msgspec.json.decode(entry.statement(), type=Statement)


def mark_of(entry: Entry) -> str:
    """Names the filing on paper, and each of its lines with the place behind it: the end of the batch id is random."""
    return entry.batch[-_SHOWN:].upper()


def company_of(entry: Entry) -> str:
    """As the certificate in the signature names it; "" where there is none."""
    for certificate in pkcs7.load_der_pkcs7_certificates(entry.signature()):
        try:
            return organisation_of(certificate.public_bytes(Encoding.DER))
        except SignatureRefused:
            continue
    return ""


def _line(entry: Entry, place: int, one: Declaration, decision: Decision | None) -> PrintedLine:
    return PrintedLine(
        number=f"T{mark_of(entry)}-{place}",
        house_bill=one.house_bill,
        goods=one.goods_description,
        packages=one.packages or 0,
        weight=one.gross_weight or Decimal(0),
        registered=decision.number if decision else "",
    )


def _vat(lines: Sequence[Declaration], direction: str, day: date) -> PrintedVat | None:
    """At the normal rate: the goods class is not declared, and customs go by their own list later."""
    if direction != "import" or not VAT_LINES.on(day):
        return None
    values, rate = [customs_value(one, day).dong for one in lines], int(NORMAL_RATE.on(day))
    return PrintedVat(sum(values), str(rate), sum(vat_at(value, rate, day) for value in values))
