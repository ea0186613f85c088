"""Whose events somebody may read: of the company whose account or terminal it is, looked at again at each question."""

from datetime import datetime

from thongquan.authority.ports import ReadingRoom, Register
from thongquan.authority.refusals import NotFound
from thongquan.base.fault import Refusal
from thongquan.base.moment import stamp
from thongquan.registration.rules import signatory_is_open
from thongquan.registration.terminal import Terminal


class ReaderUnknown(Refusal):
    """The credentials that came along open nothing; which of them is wrong is not told."""

    code = "READER-UNKNOWN"


def company_of_account(room: ReadingRoom, name: str, at: datetime) -> str:
    """Raises NotFound: the account is closed, or no company's."""
    account = room.accounts.account(name)
    if account is None or not account.tax_code or not account.is_open(stamp(at)):
        raise NotFound
    return account.tax_code


def company_of_terminal(room: ReadingRoom, terminal: str, key: str, at: datetime) -> str:
    """By its access key, while the certificate to which the key is bound may sign, and its company may act.

    Raises:
        ReaderUnknown: whatever is wrong.
    """
    return _opened(room, terminal, key, at).tax_code


def user_of_terminal(room: Register, terminal: str, key: str, at: datetime) -> str:
    """The User ID with which the certificate of this terminal's key signs.

    Raises:
        ReaderUnknown: whatever is wrong.
    """
    user = room.accounts.user_of(_opened(room, terminal, key, at).certificate)
    if user is None or not user.is_open(stamp(at)):
        raise ReaderUnknown
    return user.name


def _opened(room: Register, terminal: str, key: str, at: datetime) -> Terminal:
    found = room.terminals.terminal(terminal)
    by = room.certificates.signatory(found.certificate) if found is not None else None
    if found is None or by is None or by.company is None or by.company.tax_code != found.tax_code:
        raise ReaderUnknown
    try:
        signatory_is_open(by.state, by.until, by.company, at)
    except Refusal:
        raise ReaderUnknown from None
    if not found.opens(key, found.certificate, stamp(at)):
        raise ReaderUnknown
    return found
