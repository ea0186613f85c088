"""Whose account it is that asks. What it may not see looks like what is not there."""

from thongquan.authority.refusals import NotFound
from thongquan.authority.sitting import Sitting
from thongquan.base.moment import stamp
from thongquan.registration.account import Account, Kind
from thongquan.registration.model import Officer


def require_administrator(now: Sitting, account: str) -> Account:
    """Raises NotFound unless it is an open administrator account."""
    return _require(now, account, "admin")


def require_user(now: Sitting, account: str) -> Account:
    """Raises NotFound unless it is the open account of somebody who declares."""
    return _require(now, account, "user")


def require_officer(now: Sitting, account: str) -> tuple[Account, Officer]:
    """Raises NotFound unless it is the open account of somebody who works for customs."""
    found = _require(now, account, "officer")
    officer = now.books.officer(account)
    if officer is None or (officer.ended_at and officer.ended_at <= stamp(now.at)):
        raise NotFound
    return found, officer


def company_of(account: Account) -> str:
    """Its tax code; never empty, so that nobody's things are found."""
    if not account.tax_code:
        raise NotFound
    return account.tax_code


def _require(now: Sitting, account: str, kind: Kind) -> Account:
    found = now.books.accounts.account(account)
    if found is None or found.kind != kind or not found.is_open(stamp(now.at)):
        raise NotFound
    return found
