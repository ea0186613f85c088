"""Booking what the bank credited or debited: one movement, and the line of the bank is used up."""

from thongquan.authority.deposit_deciding import account_of
from thongquan.authority.procedures import Done
from thongquan.authority.sitting import Sitting
from thongquan.authority.till import Till
from thongquan.base.moment import stamp
from thongquan.deposit.model import Kind, Step
from thongquan.registration.deeds_deposit import DepositPayBack, DepositTopUp


def booked(now: Sitting, says: DepositTopUp | DepositPayBack, kind: Kind) -> Done:
    """Raises Overdrawn: more would be paid back than is available."""
    account, deposits = account_of(now, says.company, says.office), now.books.deposits
    deed = now.books.deeds.next_place()
    movements = Till(deposits).move(account.id, [Step(kind, says.amount)], stamp(now.at))
    deposits.enter(movements, [deed])
    deposits.use_bank_line(says.office, says.reference, deed)
    left = str(movements[-1].available)
    return Done({"account": str(account.id), "amount": str(says.amount), "available": left}, company=says.company)
