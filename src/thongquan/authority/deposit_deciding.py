"""What every deed about an account asks first: the officer, the company, the account, the amount and its reference."""

from collections.abc import Iterator
from datetime import date

from thongquan.authority.decide import require_not_of_own_company
from thongquan.authority.refusals import NotFound, OfficerUnknown
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault, Refusal
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day
from thongquan.deposit.model import Account, Overdrawn
from thongquan.registration.duty import may_decide
from thongquan.registration.model import Officer


class AccountMissing(Refusal):
    """The company has no deposit account at this office."""

    code = "DEPOSIT-ACCOUNT-MISSING"


class HeadOnly(Refusal):
    """Money leaves an account by the signature of the head of the office alone (assumption)."""

    code = "DEPOSIT-HEAD-ONLY"


def deciding(now: Sitting, account: str, office: str, company: str) -> Officer:
    """The officer who may act on accounts of this office and company.

    Raises:
        OfficerUnknown, NotFound: no such officer, or no such company.
        Refusal: it is not his to decide, or not now.
    """
    officer = now.books.officer(account)
    if officer is None:
        raise OfficerUnknown(officer=account)
    may_decide(officer, office, now.at)
    if now.books.company(company) is None:
        raise NotFound
    require_not_of_own_company(now.books, officer, {company})
    return officer


def account_of(now: Sitting, company: str, office: str) -> Account:
    """Raises AccountMissing."""
    found = now.books.deposits.of(company, office)
    if found is None:
        raise AccountMissing(company=company, office=office)
    return found


def require_head(officer: Officer) -> None:
    if officer.role != "head":
        raise HeadOnly(officer=officer.id)


def amount_faults(amount: int, at: str) -> Iterator[Fault]:
    """Whole đồng, more than nothing, and no more than was ever seen."""
    if not 0 < amount <= LIMITS.movement_dong:
        yield Fault("DEPOSIT-AMOUNT", at, {"found": amount, "limit": LIMITS.movement_dong})


def day_faults(now: Sitting, told: str, at: str) -> Iterator[Fault]:
    """A day that there is, and not in the future."""
    try:
        day = date.fromisoformat(told)
    except ValueError:
        yield Fault("DEPOSIT-DAY", at, {"found": told})
        return
    if day > business_day(now.at):
        yield Fault("DEPOSIT-DAY", at, {"found": told})


def reference_faults(now: Sitting, office: str, reference: str, at: str) -> Iterator[Fault]:
    """A line of the bank counts once."""
    if (deed := now.books.deposits.bank_line(office, reference)) is not None:
        yield Fault("DEPOSIT-REFERENCE-USED", at, {"reference": reference, "deed": str(deed)})


def require_left(now: Sitting, account: Account, amount: int) -> None:
    """Raises Overdrawn."""
    left = now.books.deposits.figures(account.id).available
    if amount > left:
        raise Overdrawn(needed=amount, left=left)
