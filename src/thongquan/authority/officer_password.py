"""The way back for an officer who lost the password: an operator gives a one-time code in its place.

The old password is dead at once, and whoever is logged in is logged out: a code opens nothing but its own change, and
that only to whoever holds the officer's certificate. So the operator who sees the code cannot come in with it.
"""

from typing import Any

from thongquan.authority.officer_add import with_code
from thongquan.authority.officer_change import account_of, working
from thongquan.authority.password_change import PasswordReplaced
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.registration.deeds_officers import OfficerPassword


def completed(now: Sitting, _account: str, given: dict[str, Any]) -> dict[str, Any]:
    known = working(now, str(given.get("id", "")))
    number = account_of(now, known.id).password_number
    return {"replaces": str(number), "becomes": str(number + 1), **given}


def faults(now: Sitting, _account: str, says: OfficerPassword) -> list[Fault]:
    number = account_of(now, working(now, says.id).id).password_number
    if int(says.replaces) != number:
        raise PasswordReplaced(number=number)
    return [] if int(says.becomes) == number + 1 else [Fault("PASSWORD-NUMBERS", "becomes")]


def officer_password(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, OfficerPassword)
    code = signed.drawn[says.id]
    account = with_code(now, account_of(now, says.id), code.kept)
    now.books.accounts.put(account)
    outcome = {"password_number": says.becomes, "until": account.password_until}
    return Done(outcome, shown={says.id: code.password})


def _drawn_for(says: OfficerPassword) -> list[str]:
    return [says.id]


PROCEDURE = Procedure(OfficerPassword, "operator", officer_password, faults, completed=completed, draws=_drawn_for)
