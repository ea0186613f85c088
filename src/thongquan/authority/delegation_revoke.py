"""A company's administrator takes a delegation back. The broker's next filing is refused."""

from thongquan.authority.administering import administered
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import NotFound
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault, Refusal
from thongquan.base.moment import stamp
from thongquan.registration.deeds_delegation import DelegationRevoke
from thongquan.registration.model import Company


class DelegationEnded(Refusal):
    """It was revoked before, or has run out."""

    code = "DELEGATION-ENDED"


def faults(now: Sitting, account: str, says: DelegationRevoke) -> list[Fault]:
    """Another company's looks like one that never was."""
    _own(now, administered(now, account), says)
    return []


def delegation_revoke(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says, company = signed.deed.says, signed.by.company
    assert isinstance(says, DelegationRevoke)
    assert company is not None
    _own(now, company, says)
    now.books.delegations.revoke(company.tax_code, says.delegation, stamp(now.at))
    return Done({"delegation": says.delegation, "revoked_at": stamp(now.at)}, company=company.tax_code)


def _own(now: Sitting, company: Company, says: DelegationRevoke) -> None:
    found = now.books.delegations.given_by(company.tax_code, says.delegation)
    if found is None or found.broker != says.broker:
        raise NotFound
    if found.revoked_at or found.until < stamp(now.at):
        raise DelegationEnded


PROCEDURE = Procedure(DelegationRevoke, "account", delegation_revoke, faults, in_session=True)
