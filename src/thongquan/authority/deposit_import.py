"""An officer confirms lines of a bank's statement: all are booked together, each once, or none."""

from collections.abc import Iterator

from thongquan.authority.deposit_booking import booked
from thongquan.authority.deposit_deciding import account_of, amount_faults, day_faults, deciding, reference_faults
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.registration.deeds_deposit import DepositImport, DepositTopUp, ImportedLine


def faults(now: Sitting, account: str, says: DepositImport) -> list[Fault]:
    for company in {one.company for one in says.lines}:
        deciding(now, account, says.office, company)
        account_of(now, company, says.office)
    return list(_faults(now, says))


def _faults(now: Sitting, says: DepositImport) -> Iterator[Fault]:
    if not says.lines:
        yield Fault("STATEMENT-NOTHING", "lines", {})
    references = [one.reference for one in says.lines]
    for place, one in enumerate(says.lines):
        at = f"lines.{place}"
        yield from amount_faults(one.amount, f"{at}.amount")
        yield from day_faults(now, one.paid_on, f"{at}.paid_on")
        yield from reference_faults(now, says.office, one.reference, f"{at}.reference")
        if one.reference in references[:place]:
            yield Fault("STATEMENT-LINE-TWICE", f"{at}.reference", {"reference": one.reference})


def deposit_import(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, DepositImport)
    accounts = [booked(now, _top_up(says.office, one), "top-up").outcome["account"] for one in says.lines]
    total = sum(one.amount for one in says.lines)
    return Done({"lines": str(len(says.lines)), "amount": str(total), "accounts": " ".join(accounts)})


def _top_up(office: str, one: ImportedLine) -> DepositTopUp:
    return DepositTopUp(one.company, office, one.amount, one.reference, one.paid_on)


PROCEDURE = Procedure(DepositImport, "officer", deposit_import, faults, in_session=True)
