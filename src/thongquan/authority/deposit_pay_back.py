"""The head of the office pays back to a company what is available of its deposit."""

from thongquan.authority.deposit_booking import booked
from thongquan.authority.deposit_deciding import (
    account_of,
    amount_faults,
    day_faults,
    deciding,
    reference_faults,
    require_head,
    require_left,
)
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.registration.deeds_deposit import DepositPayBack


def faults(now: Sitting, account: str, says: DepositPayBack) -> list[Fault]:
    """Raises Overdrawn: more than is available; what is reserved stays."""
    require_head(deciding(now, account, says.office, says.company))
    found = [
        *amount_faults(says.amount, "amount"),
        *day_faults(now, says.paid_on, "paid_on"),
        *reference_faults(now, says.office, says.reference, "reference"),
    ]
    require_left(now, account_of(now, says.company, says.office), says.amount)
    return found


def deposit_pay_back(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, DepositPayBack)
    return booked(now, says, "pay-back")


PROCEDURE = Procedure(DepositPayBack, "officer", deposit_pay_back, faults, in_session=True)
