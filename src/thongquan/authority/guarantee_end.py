"""An officer ends a guarantee: it secures nothing new, and what it secures already stays secured until it is paid."""

from thongquan.authority.deposit_deciding import deciding
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import NotFound
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.base.moment import stamp
from thongquan.deposit.model import Account
from thongquan.registration.deeds_deposit import GuaranteeEnd


def faults(now: Sitting, account: str, says: GuaranteeEnd) -> list[Fault]:
    deciding(now, account, says.office, says.company)
    if _guarantee(now, says).ended_at:
        return [Fault("GUARANTEE-ENDED", "number", {"number": says.number})]
    return []


def guarantee_end(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, GuaranteeEnd)
    found, at = _guarantee(now, says), stamp(now.at)
    now.books.deposits.end(found.id, at)
    return Done({"account": str(found.id), "ended_at": at}, company=says.company)


def _guarantee(now: Sitting, says: GuaranteeEnd) -> Account:
    found = now.books.deposits.guarantee(says.number, says.office)
    if found is None or found.company != says.company:
        raise NotFound
    return found


PROCEDURE = Procedure(GuaranteeEnd, "officer", guarantee_end, faults, in_session=True)
