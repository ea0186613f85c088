"""What has to be known of the passwords beside a deed before the books are opened for it.

Hashing takes long, so it is done elsewhere (threat 5). What comes to the procedures is, in place of the present
password, the hash in the books that it was found to fit, and in place of a new one its hash.
"""

from collections.abc import Sequence

import msgspec

from thongquan.authority.procedures import Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault, Refusal
from thongquan.base.moment import stamp
from thongquan.registration.account import Account, Kind, PasswordState
from thongquan.registration.deeds_account import AdminRegister
from thongquan.registration.password_rules import Known, faults_of_password, faults_of_wire_password

PRESENT, NEW = "password", "new_password"
"""The names under which they travel."""


OWN: PasswordState = "own"
DEFAULT: PasswordState = "default"


class PasswordWrong(Refusal):
    """It is not the password of this account; or there is none yet."""

    code = "PASSWORD-WRONG"


class PasswordLapsed(Refusal):
    """The default password was not changed in its time, and ended."""

    code = "PASSWORD-LAPSED"


class PasswordsAsked(msgspec.Struct, frozen=True):
    """Of whom the passwords are, and what the present one must fit."""

    account: str
    kind: Kind
    kept: str
    """The hash of the present password; "" where none has to be shown."""
    known: Known


def passwords_asked(now: Sitting, signed: Signed) -> PasswordsAsked:
    """For a deed that passed the door."""
    says, name = signed.deed.says, signed.deed.account
    account = now.books.accounts.account(name)
    kept = account.password if account and _signs_for_itself(signed, account) else ""
    names, ids = _names(signed, account), [name]
    if account is not None:
        ids.append(account.person.email)
    if isinstance(says, AdminRegister):
        names.append(says.name)
        ids.append(says.email)
    return PasswordsAsked(name, account.kind if account else "admin", kept, Known(_told(ids), _told(names)))


def faults_of_new(asked: PasswordsAsked, new: str, present: str) -> list[Fault]:
    """Everything that is wrong with a new password, told at its field. Takes some milliseconds."""
    judge = faults_of_wire_password if asked.kind == "user" else faults_of_password
    return judge(new, NEW, asked.known, present)


def require_present(account: Account, secrets: Secrets, at: str) -> None:
    """The present password was shown, and still counts.

    Raises:
        PasswordWrong, PasswordLapsed
    """
    if not account.password or secrets[PRESENT] != account.password:
        raise PasswordWrong
    if account.password_until and at > account.password_until:
        raise PasswordLapsed(until=account.password_until)


def with_password(account: Account, kept: str) -> Account:
    """The account with a password of its owner's choice, of which `kept` is the hash."""
    changes = {"password": kept, "password_number": account.password_number + 1, "password_until": ""}  # nosec B105 - no end, no password
    return msgspec.structs.replace(account, **changes, password_state=OWN)


def kept_anew(now: Sitting, name: str, kept: str, fresh: str) -> None:
    """The same password, hashed with the parameters of today; unless it was changed meanwhile."""
    account = now.books.accounts.account(name)
    if account is not None and account.password == kept and account.is_open(stamp(now.at)):
        now.books.accounts.put(msgspec.structs.replace(account, password=fresh))


def _signs_for_itself(signed: Signed, account: Account) -> bool:
    """A second person of the company need not know the administrator's password."""
    return account.certificate == signed.by.certificate.issuer_serial


def _names(signed: Signed, account: Account | None) -> list[str]:
    by = signed.by
    holder = by.company.name if by.company else by.officer.name if by.officer else ""
    return [holder, account.person.name if account else ""]


def _told(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word)
