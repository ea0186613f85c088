"""Logging in: the account's certificate signs, and the password travels beside it. Neither is enough alone.

A default password opens nothing but its own change. An officer's login counts in his hours of duty, and no longer.
"""

from datetime import datetime

import msgspec

from thongquan.authority.password_work import DEFAULT, PRESENT, require_present
from thongquan.authority.ports import Books, ReadingRoom
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import SignerUnknown
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault, Refusal
from thongquan.base.moment import stamp
from thongquan.registration.account import Account
from thongquan.registration.deeds_account import LogIn
from thongquan.registration.duty import on_duty, require_on_duty
from thongquan.registration.rules import signatory_is_open


class PasswordMustChange(Refusal):
    """The password is the default one, which must be changed before anything else."""

    code = "PASSWORD-MUST-CHANGE"


def faults(_now: Sitting, _account: str, _says: LogIn) -> list[Fault]:
    return []


def log_in(now: Sitting, signed: Signed, secrets: Secrets) -> Done:
    account = own_account(now, signed)
    if signed.by.officer is not None:
        require_on_duty(signed.by.officer, now.at)
    require_present(account, secrets, stamp(now.at))
    if account.password_state == DEFAULT:
        raise PasswordMustChange
    now.books.accounts.put(msgspec.structs.replace(account, last_login=stamp(now.at)))
    return Done({"kind": account.kind, "last_login": account.last_login})


def own_account(now: Sitting, signed: Signed) -> Account:
    """The account that the deed names, looked at again: it may have been closed since the door.

    Raises:
        SignerUnknown: it is not open any more, or not its signer's.
    """
    account = now.books.accounts.account(signed.deed.account)
    if account is None or not _is_open(now.books, account, now.at):
        raise SignerUnknown
    if account.certificate != signed.by.certificate.issuer_serial:
        raise SignerUnknown
    return account


def still_open(books: Books | ReadingRoom, name: str, fingerprint: str, at: datetime) -> bool:
    """Whether who logged in with this certificate may go on: nothing was closed, and nothing was exchanged.

    Whoever was given a new default password meanwhile is out, and so is an officer when his hours are over.
    """
    account = books.accounts.account(name)
    if account is None or account.password_state == DEFAULT or not _is_open(books, account, at):
        return False
    by = books.certificates.signatory(account.certificate)
    if by is None or by.certificate.fingerprint != fingerprint:
        return False
    return by.officer is None or on_duty(by.officer.hours, at)


def _is_open(books: Books | ReadingRoom, account: Account, at: datetime) -> bool:
    """Account, certificate, company and officer are all in order at this moment."""
    if not account.is_open(stamp(at)):
        return False
    by = books.certificates.signatory(account.certificate)
    if by is None or (by.officer is not None and by.officer.ended_at):
        return False
    try:
        signatory_is_open(by.state, by.until, by.company, at)
    except Refusal:
        return False
    return True


PROCEDURE = Procedure(LogIn, "account", log_in, faults, secrets=(PRESENT,))
