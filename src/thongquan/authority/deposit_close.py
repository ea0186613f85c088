"""An officer closes a day of his office's deposit accounts: its forms get their numbers, and never change again.

He signs over the digest of each form and names the document with which each tax goes to the budget. Days are closed
once, in their order, after they are over in Viet Nam (`docs/decisions/0056`).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from thongquan.authority.closing_ports import ClosedAccount, ClosedDay
from thongquan.authority.deposit_day import DayForms, forms_of, next_to_close
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import OfficerUnknown
from thongquan.authority.sitting import Sitting
from thongquan.base.citation import cite
from thongquan.base.fault import Fault, Refusal
from thongquan.base.moment import business_day, stamp
from thongquan.deposit.posting import in_order
from thongquan.numbering.day_number import hq03_number, hq04_number
from thongquan.registration.deeds_closing import DepositDayClose
from thongquan.registration.duty import DECIDING, may_decide

FORM = "TT 191/2015 PL I"
UNKNOWN = "DAY-UNKNOWN"
NOT_OVER = cite("DAY-NOT-OVER", FORM, "assumption")
NOT_NEXT = cite("DAY-NOT-NEXT", FORM, "assumption")
CHANGED = cite("DAY-CHANGED", FORM, "assumption")
TRANSFERS = cite("DAY-TRANSFERS", FORM, "assumption")
FILLED_IN = ("lines", "total", "hq03_digest", "accounts", "hq04_digest", "amount")
SUMS = FILLED_IN[:-1]


class DayClosed(Refusal):
    """It was closed already."""

    code = "DAY-CLOSED"


def completed(now: Sitting, account: str, given: dict[str, Any]) -> dict[str, Any]:
    """With what the ledger says of the day: an officer of the office need only name the day and the documents."""
    officer, office, day = now.books.officer(account), given.get("office"), day_of(given.get("day"))
    if officer is None or officer.role not in DECIDING or officer.office != office or day is None:
        return given
    forms = forms_of(now.books.closings, officer.office, day)
    return {**forms.particulars(), "transfers": _with_amounts(given.get("transfers"), forms), **given_but(given)}


def given_but(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name != "transfers"}


def day_of(spelled: object) -> date | None:
    """None where it is no day."""
    try:
        return date.fromisoformat(spelled) if isinstance(spelled, str) else None
    except ValueError:
        return None


def _with_amounts(transfers: object, forms: DayForms) -> object:
    """Each tax that is named gets the sum of its column, unless somebody named another."""
    if not isinstance(transfers, list) or not all(isinstance(one, dict) for one in transfers):
        return transfers if transfers is not None else []
    return [{"amount": forms.hq03.taxes.get(str(one.get("tax")), 0), **one} for one in transfers]


def faults(now: Sitting, account: str, says: DepositDayClose) -> list[Fault]:
    """Raises OfficerUnknown, DayClosed; Refusal: it is not his to close, or not now."""
    day = closable(now, account, says)
    if day is None:
        return [Fault(UNKNOWN, "day", {"day": says.day})]
    found = list(_out_of_turn(now, says.office, day))
    return found or list(_unlike(forms_of(now.books.closings, says.office, day), says))


def deposit_day_close(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says, officer = signed.deed.says, signed.by.officer
    assert isinstance(says, DepositDayClose)
    assert officer is not None  # the door saw to it
    closings, day = now.books.closings, date.fromisoformat(says.day)
    forms = forms_of(closings, says.office, day)
    ordinal = closings.next_ordinal(says.office, day.year)
    number = hq03_number(ordinal, says.office, day)
    one = ClosedDay(says.office, says.day, day.year, ordinal, number, stamp(now.at), officer.id, says)
    closings.close(one, list(_accounts(now, forms, day)), now.books.deeds.next_place())
    outcome = {"office": says.office, "day": says.day, "number": number, "accounts": str(says.accounts)}
    return Done({**outcome, "total": str(says.total)})


def closable(now: Sitting, account: str, says: DepositDayClose) -> date | None:
    officer, day = now.books.officer(account), day_of(says.day)
    if officer is None:
        raise OfficerUnknown(officer=account)
    may_decide(officer, says.office, now.at)
    if now.books.closings.closed(says.office, says.day) is not None:
        raise DayClosed(day=says.day)
    return day


def _accounts(now: Sitting, forms: DayForms, day: date) -> Iterator[ClosedAccount]:
    office = forms.hq03.office
    for one in forms.hq04:
        company = now.books.company(one.company)
        assert company is not None  # accounts are opened for those that there are
        ordinal = now.books.closings.next_of_account(office, one.company, day.year)
        number = hq04_number(ordinal, office, company.code, day)
        yield ClosedAccount(one.company, ordinal, number, forms.digests[one.company], one.opening, one.closing)


def _out_of_turn(now: Sitting, office: str, day: date) -> Iterator[Fault]:
    if day >= business_day(now.at):
        yield Fault(NOT_OVER, "day", {"day": day.isoformat()})
        return
    following = next_to_close(now.books.closings, office)
    if following != day:
        yield Fault(NOT_NEXT, "day", {"day": day.isoformat(), "next": following.isoformat() if following else "–"})


def _unlike(forms: DayForms, says: DepositDayClose) -> Iterator[Fault]:
    if {name: getattr(says, name) for name in SUMS} != forms.particulars():
        yield Fault(CHANGED, "day", {"day": says.day})
    owed = {tax: amount for tax, amount in forms.hq03.taxes.items() if amount}
    named = [(one.tax, one.amount) for one in says.transfers]
    if sorted(named) != sorted(owed.items()):
        expected = [f"{tax} {owed[tax]}" for tax in in_order(owed)]
        yield Fault(TRANSFERS, "transfers", {"expected": expected or ["–"]})


PROCEDURE = Procedure(
    DepositDayClose, "officer", deposit_day_close, faults, in_session=True, completed=completed, fills=FILLED_IN
)
