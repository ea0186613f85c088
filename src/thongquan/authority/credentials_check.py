"""Whether User ID, password, terminal and access key work together: what every message on the wire will be asked.

Only whoever signs with the User ID's own certificate learns which of them does not fit; everybody else is told that
the signer is unknown, whatever is wrong.
"""

from thongquan.authority.own_account import require_user
from thongquan.authority.password_work import DEFAULT, PRESENT, require_present
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault, Refusal
from thongquan.base.moment import stamp
from thongquan.registration.account import Account
from thongquan.registration.deeds_applying import CredentialsCheck

ACCESS_KEY = "access_key"


class TerminalRefused(Refusal):
    """The access key does not open this terminal with this certificate."""

    code = "TERMINAL-REFUSED"


def faults(_now: Sitting, _account: str, _says: CredentialsCheck) -> list[Fault]:
    """None before it is signed: they would tell which terminals there are."""
    return []


def credentials_check(now: Sitting, signed: Signed, secrets: Secrets) -> Done:
    says, at = signed.deed.says, stamp(now.at)
    assert isinstance(says, CredentialsCheck)
    account = require_user(now, signed.deed.account)
    require_present(account, secrets, at)
    require_terminal(now, account, says.terminal, secrets[ACCESS_KEY])
    must_change = "yes" if account.password_state == DEFAULT else "no"
    return Done({"works": "yes", "must_change_password": must_change, "terminal": says.terminal})


def require_terminal(now: Sitting, account: Account, terminal: str, key: str) -> None:
    """Raises TerminalRefused, whatever is wrong: not its company's, closed, another certificate, a wrong key."""
    found = now.books.terminals.terminal(terminal)
    if found is None or found.tax_code != account.tax_code or not found.opens(key, account.certificate, stamp(now.at)):
        raise TerminalRefused(terminal=terminal)


PROCEDURE = Procedure(CredentialsCheck, "account", credentials_check, faults, secrets=(PRESENT, ACCESS_KEY))
