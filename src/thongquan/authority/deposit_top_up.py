"""An officer enters by hand what the bank credited to the deposit account of a company."""

from thongquan.authority.deposit_booking import booked
from thongquan.authority.deposit_deciding import account_of, amount_faults, day_faults, deciding, reference_faults
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.registration.deeds_deposit import DepositTopUp


def faults(now: Sitting, account: str, says: DepositTopUp) -> list[Fault]:
    deciding(now, account, says.office, says.company)
    account_of(now, says.company, says.office)
    return [
        *amount_faults(says.amount, "amount"),
        *day_faults(now, says.paid_on, "paid_on"),
        *reference_faults(now, says.office, says.reference, "reference"),
    ]


def deposit_top_up(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, DepositTopUp)
    return booked(now, says, "top-up")


PROCEDURE = Procedure(DepositTopUp, "officer", deposit_top_up, faults, in_session=True)
