"""An officer opens the deposit account of a company at his office; there is one for both together."""

from thongquan.authority.deposit_deciding import deciding
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.base.moment import stamp
from thongquan.deposit.model import Account
from thongquan.registration.deeds_deposit import DepositOpen


def faults(now: Sitting, account: str, says: DepositOpen) -> list[Fault]:
    deciding(now, account, says.office, says.company)
    if now.books.deposits.of(says.company, says.office) is not None:
        return [Fault("DEPOSIT-ACCOUNT-OPEN", "company", {"company": says.company, "office": says.office})]
    return []


def deposit_open(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, DepositOpen)
    officer, deed = signed.deed.account, now.books.deeds.next_place()
    account = Account(0, "deposit", says.company, says.office, "", stamp(now.at), officer, "", deed)
    place = now.books.deposits.open(account)
    return Done({"account": str(place), "office": says.office}, company=says.company)


PROCEDURE = Procedure(DepositOpen, "officer", deposit_open, faults, in_session=True)
