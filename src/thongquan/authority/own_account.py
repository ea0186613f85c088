"""Whose account it is that asks. What it may not see looks like what is not there."""

from datetime import datetime

from thongquan.authority.application_ports import Registry
from thongquan.authority.refusals import NotFound
from thongquan.authority.sitting import Sitting
from thongquan.base.moment import stamp
from thongquan.registration.account import Account, Kind
from thongquan.registration.model import Officer


def administered_by(registry: Registry, account: str, at: datetime) -> str:
    """The tax code of the company that this open account administers; never empty.

    Raises:
        NotFound
    """
    found = _open(registry, account, "admin", at)
    if not found.tax_code:
        raise NotFound
    return found.tax_code


def administered(now: Sitting, account: str) -> str:
    """As `administered_by`, now."""
    return administered_by(now.books, account, now.at)


def require_user(now: Sitting, account: str) -> Account:
    """Raises NotFound unless it is the open account of somebody who declares."""
    return _open(now.books, account, "user", now.at)


def require_officer(now: Sitting, account: str) -> tuple[Account, Officer]:
    """Raises NotFound unless it is the open account of somebody who works for customs."""
    found = _open(now.books, account, "officer", now.at)
    officer = now.books.officer(account)
    if officer is None or (officer.ended_at and officer.ended_at <= stamp(now.at)):
        raise NotFound
    return found, officer


def _open(registry: Registry, account: str, kind: Kind, at: datetime) -> Account:
    found = registry.accounts.account(account)
    if found is None or found.kind != kind or not found.is_open(stamp(at)):
        raise NotFound
    return found
