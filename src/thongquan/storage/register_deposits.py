"""What deeds say of deposit accounts, as the check of the books follows it."""

from thongquan.registration.deeds_deposit import (
    DepositImport,
    DepositOpen,
    DepositPayBack,
    DepositTopUp,
    GuaranteeEnd,
    GuaranteeRegister,
)
from thongquan.storage.register_told import MovedTold, OnRecord, Told


def deposit_open(told: Told, deed: OnRecord, _says: DepositOpen) -> None:
    told.deposits.opened[int(deed.outcome["account"])] = deed


def deposit_top_up(told: Told, deed: OnRecord, says: DepositTopUp) -> None:
    told.deposits.moved.append(MovedTold(deed, deed.outcome["account"], "top-up", says.amount))
    told.deposits.bank_lines[says.office, says.reference] = deed.seq


def deposit_pay_back(told: Told, deed: OnRecord, says: DepositPayBack) -> None:
    told.deposits.moved.append(MovedTold(deed, deed.outcome["account"], "pay-back", says.amount))
    told.deposits.bank_lines[says.office, says.reference] = deed.seq


def guarantee_register(told: Told, deed: OnRecord, says: GuaranteeRegister) -> None:
    told.deposits.opened[int(deed.outcome["account"])] = deed
    told.deposits.moved.append(MovedTold(deed, deed.outcome["account"], "grant", says.amount))


def guarantee_end(told: Told, deed: OnRecord, _says: GuaranteeEnd) -> None:
    told.deposits.ended[int(deed.outcome["account"])] = deed.outcome["ended_at"]


def deposit_import(told: Told, deed: OnRecord, says: DepositImport) -> None:
    accounts = deed.outcome["accounts"].split()
    for account, one in zip(accounts, says.lines, strict=True):
        told.deposits.moved.append(MovedTold(deed, account, "top-up", one.amount))
        told.deposits.bank_lines[says.office, one.reference] = deed.seq
