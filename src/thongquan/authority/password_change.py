"""*Đổi mật khẩu cho UserID*: the present password, the new one, and the signature of the account's own certificate.

The text names the number of the password that is replaced and of the one that takes its place, so that a text signed
for one change is good for no other.
"""

from thongquan.authority.log_in import own_account
from thongquan.authority.password_work import NEW, PRESENT, require_present, with_password
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault, Refusal
from thongquan.base.moment import stamp
from thongquan.registration.deeds_account import PasswordChange


class PasswordReplaced(Refusal):
    """The password is no longer, or not yet, the one with the number that was signed."""

    code = "PASSWORD-REPLACED"


def faults(_now: Sitting, _account: str, says: PasswordChange) -> list[Fault]:
    """The numbers follow each other. Which one it is now is told to its owner only."""
    if int(says.becomes) != int(says.replaces) + 1:
        return [Fault("PASSWORD-NUMBERS", "becomes")]
    return []


def password_change(now: Sitting, signed: Signed, secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, PasswordChange)
    account = own_account(now, signed)
    require_present(account, secrets, stamp(now.at))
    if int(says.replaces) != account.password_number:
        raise PasswordReplaced(number=account.password_number)
    now.books.accounts.put(with_password(account, secrets[NEW]))
    return Done({"password_number": says.becomes})


PROCEDURE = Procedure(PasswordChange, "account", password_change, faults, secrets=(PRESENT, NEW))
