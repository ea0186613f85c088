"""Whose events somebody may read: of the company whose account or terminal it is, looked at again at each question."""

from datetime import datetime

from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.base.fault import Refusal
from thongquan.base.moment import stamp
from thongquan.registration.rules import signatory_is_open


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
    return found.tax_code
