"""A company sends its list HQ 02: made of declarations that were cleared, numbered, and signed by one of its users.

The numbers of its declarations travel beside the text, which names how many they are, their sums and their digest.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec.structs import asdict, replace

from thongquan import law
from thongquan.authority import sent_lists
from thongquan.authority.completed_lines import Heading, gives_vat, read_lines, vat_rates
from thongquan.authority.completed_list_ports import CompletedList, Listed
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import FormFaulty
from thongquan.authority.sent_lists import company_of
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault, Refusal
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day
from thongquan.declaration.completed_list import Sums, summed
from thongquan.registration.deeds_completed import Hq02Send

NUMBERS = "numbers"
"""What travels beside the text: a number a line."""
SUMS = ("count", "packages", "weight", "customs_value", "vat", "digest")


class ListChanged(Refusal):
    """What travels beside the text is not what was signed, or its declarations changed meanwhile."""

    code = "HQ02-CHANGED"


def drafted(now: Sitting, account: str, asked: Mapping[str, Any], numbers: Sequence[str]) -> dict[str, Any]:
    """The particulars of the deed: what was asked for, with the sums of its lines.

    Raises:
        NotFound: it is no user's account.
        FormFaulty: the lines that cannot stand on the list, the first of very many.
    """
    company, day = company_of(now, account), business_day(now.at)
    text = {name: value for name, value in asked.items() if isinstance(value, str)}
    heading = _heading(company, text)
    if not heading.vat_rate and gives_vat(heading.direction, day):
        heading = replace(heading, vat_rate=vat_rates(day)[0])
    sums = _sums(now, heading, numbers)
    given = {**asked, **asdict(sums)}
    return given if not heading.vat_rate else {**given, "vat_rate": heading.vat_rate}


def faults(now: Sitting, account: str, says: Hq02Send) -> list[Fault]:
    """Of what stands above the lines; the lines are looked at with the numbers beside them."""
    company_of(now, account)
    return list(_faults(says, business_day(now.at)))


def hq02_send(now: Sitting, signed: Signed, beside: Secrets) -> Done:
    says, company = signed.deed.says, signed.by.company
    assert isinstance(says, Hq02Send)
    assert company is not None  # the door saw to it
    heading, numbers = _heading(company.tax_code, asdict(says)), beside[NUMBERS].split("\n")
    made = read_lines(now.books, heading, _few(numbers))
    if made.faults:
        raise FormFaulty(made.faults[: LIMITS.faults_told])
    if asdict(summed(made.lines)) != {name: getattr(says, name) for name in SUMS}:
        raise ListChanged
    one = CompletedList(**sent_lists.heading(now, signed, "hq02", says.office), says=says)
    lines = [Listed(line.line, line.registered, act, "") for line, act in zip(made.lines, made.acts, strict=True)]
    now.books.completed_lists.add(one, lines, now.books.deeds.next_place())
    return Done(sent_lists.outcome_of(one), company=company.tax_code)


def _sums(now: Sitting, heading: Heading, numbers: Sequence[str]) -> Sums:
    made = read_lines(now.books, heading, _few(numbers))
    if made.faults:
        raise FormFaulty(made.faults[: LIMITS.faults_told])
    return summed(made.lines)


def _few(numbers: Sequence[str]) -> Sequence[str]:
    if not 0 < len(numbers) <= LIMITS.hq02_lines:
        raise FormFaulty([Fault("HQ02-LINES", NUMBERS, {"limit": LIMITS.hq02_lines, "count": len(numbers)})])
    return numbers


def _heading(company: str, said: Mapping[str, Any]) -> Heading:
    names = ("direction", "office", "flight", "master_bill", "vat_rate")
    return Heading(company, *(said.get(name, "") for name in names))


def _faults(says: Hq02Send, day: date) -> list[Fault]:
    found = []
    if law.codes("customs_offices").on(day).get(says.office) is None:
        found.append(Fault("HQ02-OFFICE", "office", {"office": says.office}))
    rates = vat_rates(day) if gives_vat(says.direction, day) else []
    if bool(says.vat_rate) != bool(rates):
        found.append(Fault("HQ02-VAT", "vat_rate", {"rates": rates or ["–"]}))
    return found


PROCEDURE = Procedure(Hq02Send, "account", hq02_send, faults, secrets=(NUMBERS,), in_session=True)
