"""An officer registers what a bank guarantees for a company at his office: an account of its own."""

from datetime import date

from thongquan.authority.deposit_deciding import amount_faults, deciding
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.authority.till import Till
from thongquan.base.fault import Fault
from thongquan.base.moment import stamp
from thongquan.deposit.model import Account, Step
from thongquan.registration.deeds_deposit import GuaranteeRegister


def faults(now: Sitting, account: str, says: GuaranteeRegister) -> list[Fault]:
    deciding(now, account, says.office, says.company)
    found = list(amount_faults(says.amount, "amount"))
    if not _are_days(says.since, says.until, says.declared_on or says.since) or says.until < says.since:
        found.append(Fault("GUARANTEE-TERM", "until", {"since": says.since, "until": says.until}))
    if now.books.deposits.guarantee(says.number, says.office) is not None:
        found.append(Fault("GUARANTEE-KNOWN", "number", {"number": says.number, "office": says.office}))
    if says.scope == "general" and (says.form or says.declared_on or says.bill):
        found.append(Fault("GUARANTEE-GENERAL", "scope", {"number": says.number}))
    return found


def guarantee_register(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, GuaranteeRegister)
    at, deed, deposits = stamp(now.at), now.books.deeds.next_place(), now.books.deposits
    officer = signed.deed.account
    account = Account(0, "guarantee", says.company, says.office, says.number, at, officer, "", deed, says)
    place = deposits.open(account)
    deposits.enter(Till(deposits).move(place, [Step("grant", says.amount)], at), [deed])
    return Done({"account": str(place), "number": says.number}, company=says.company)


def _are_days(*told: str) -> bool:
    try:
        return all(date.fromisoformat(one) for one in told)
    except ValueError:
        return False


PROCEDURE = Procedure(GuaranteeRegister, "officer", guarantee_register, faults, in_session=True)
