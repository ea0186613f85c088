"""A company files its list HQ 01 of documents without commercial value: numbered, and signed by one of its users.

The lines travel beside the text, which names how many they are, their sums and their digest.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from msgspec.structs import asdict, replace

from thongquan import law
from thongquan.authority import sent_lists
from thongquan.authority.document_list_ports import DocumentList
from thongquan.authority.ports import Register
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import FormFaulty
from thongquan.authority.sent_lists import company_of
from thongquan.authority.sitting import Sitting
from thongquan.base.citation import cite
from thongquan.base.fault import Fault, Refusal
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day
from thongquan.consignment.bill import normalised
from thongquan.declaration.document_list import DocumentLine, Sums, read, summed, unpacked
from thongquan.declaration.document_rules import FORM, faults_of
from thongquan.registration.deeds_documents_listed import Hq01Send

LINES = "lines"
"""What travels beside the text: the lines, packed."""
SUMS = ("count", "packages", "weight", "fee", "digest")
TWICE = cite("HQ01-LINE-TWICE", FORM, "assumption")
LISTED = cite("HQ01-LINE-LISTED", FORM, "assumption")


class LinesDiffer(Refusal):
    """What travels beside the text is not what was signed."""

    code = "HQ01-CHANGED"


def drafted(now: Sitting, account: str, asked: Mapping[str, Any], packed: str) -> dict[str, Any]:
    """The particulars of the deed: what was asked for, with the sums of its lines.

    Raises:
        NotFound: it is no user's account.
        LinesUnreadable
        FormFaulty: the lines that cannot stand on the list, the first of very many.
    """
    company, told = company_of(now, account), unpacked(packed)
    lines = read(told)
    if found := lines_faulty(now.books, company, asked["direction"], lines, business_day(now.at)):
        raise FormFaulty(found)
    return {**asked, **asdict(summed(told, lines))}


def lines_faulty(books: Register, company: str, direction: str, lines: list[DocumentLine], day: date) -> list[Fault]:
    """Everything that is wrong with the lines of a list, the first of very many."""
    if not 0 < len(lines) <= LIMITS.hq01_lines:
        return [Fault("HQ01-LINES", LINES, {"limit": LIMITS.hq01_lines, "count": len(lines)})]
    numbers = [normalised(one.house_bill) for one in lines]
    known = books.document_lists.living(company, direction, {one for one in numbers if one})
    found: list[Fault] = []
    seen: set[str] = set()
    for place, (line, number) in enumerate(zip(lines, numbers, strict=True), start=1):
        for fault in (*faults_of(line, day), *_of_bill(number, seen, known)):
            at = f"{LINES}.{place - 1}.{fault.at}"
            found.append(
                replace(fault, at=at, facts={"line": place, "house_bill": line.house_bill or "–", **fault.facts})
            )
        seen.add(number)
        if len(found) >= LIMITS.faults_told:
            break
    return found[: LIMITS.faults_told]


def _of_bill(number: str, seen: set[str], known: Mapping[str, str]) -> Iterator[Fault]:
    """Bills that are there: each on one list that was not declined, and once."""
    if number and number in seen:
        yield Fault(TWICE, "house_bill", {})
    if number in known:
        yield Fault(LISTED, "house_bill", {"list": known[number]})


def faults(now: Sitting, account: str, says: Hq01Send) -> list[Fault]:
    """Of what stands above the lines; the lines are looked at when they come."""
    company_of(now, account)
    if law.codes("customs_offices").on(business_day(now.at)).get(says.office) is None:
        return [Fault("HQ01-OFFICE", "office", {"office": says.office})]
    return []


def hq01_send(now: Sitting, signed: Signed, beside: Secrets) -> Done:
    says, company, day = signed.deed.says, signed.by.company, business_day(now.at)
    assert isinstance(says, Hq01Send)
    assert company is not None  # the door saw to it
    told = unpacked(beside[LINES])
    lines = read(told)
    _require_signed(summed(told, lines), says)
    if found := lines_faulty(now.books, company.tax_code, says.direction, lines, day):
        raise FormFaulty(found)
    one = DocumentList(**sent_lists.heading(now, signed, "hq01", says.office), says=says)
    bills = {normalised(line.house_bill) for line in lines} - {""}
    now.books.document_lists.add(one, told, bills, now.books.deeds.next_place())
    return Done(sent_lists.outcome_of(one), company=company.tax_code)


def _require_signed(sums: Sums, says: Hq01Send) -> None:
    if asdict(sums) != {name: getattr(says, name) for name in SUMS}:
        raise LinesDiffer


PROCEDURE = Procedure(Hq01Send, "account", hq01_send, faults, secrets=(LINES,), in_session=True)
