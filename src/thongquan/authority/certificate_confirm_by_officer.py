"""Where none of a company's certificates counts any more, officers confirm the one that waits."""

from thongquan import law
from thongquan.authority.certificate_confirming import confirmed, waiting_of
from thongquan.authority.certificate_refusals import CompanyConfirmsItself, OfficerDoesNotDecide, SameOfficer
from thongquan.authority.certificates_held import counts
from thongquan.authority.deed_ports import OnFile
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import NotFound
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.base.moment import business_day
from thongquan.registration.deeds_certificates import CertificateConfirmByOfficer
from thongquan.registration.duty import may_decide, not_of_own_company

FOUR_EYES = law.parameter("registration_four_eyes", str)
NOT_ASKED = "none"
"""Every other choice asks a second officer where a certificate changes, and this is such a change."""

DECIDING = ("officer", "head")


def faults(_now: Sitting, _account: str, _says: CertificateConfirmByOfficer) -> list[Fault]:
    """What is registered is told only to whoever has signed."""
    return []


def certificate_confirm_by_officer(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says, officer = signed.deed.says, signed.by.officer
    assert isinstance(says, CertificateConfirmByOfficer)
    assert officer is not None  # the door saw to it
    if officer.role not in DECIDING or officer.ended_at:
        raise OfficerDoesNotDecide
    may_decide(officer, officer.office, now.at)
    company = now.books.company(says.tax_code)
    if company is None:
        raise NotFound
    accounts = now.books.accounts
    not_of_own_company(officer, accounts.account(officer.id), accounts.of_company(company.tax_code))
    waiting = waiting_of(now, company.tax_code, says)
    if any(counts(now, one) for one in now.books.certificates.of_company(company.tax_code)):
        raise CompanyConfirmsItself
    if FOUR_EYES.on(business_day(now.at)) != NOT_ASKED and waiting.seconded_by in ("", officer.id):
        return Done(_seconded(now, waiting, officer.id), company=company.tax_code)
    return Done(confirmed(now, company.tax_code, waiting), company=company.tax_code)


def _seconded(now: Sitting, waiting: OnFile, officer: str) -> dict[str, str]:
    """The first of two officers: nothing counts yet."""
    if waiting.seconded_by:
        raise SameOfficer(officer=officer)
    now.books.certificates.second(waiting.certificate.issuer_serial, officer)
    return {"state": "waiting", "seconded_by": officer}


PROCEDURE = Procedure(CertificateConfirmByOfficer, "officer", certificate_confirm_by_officer, faults, in_session=True)
