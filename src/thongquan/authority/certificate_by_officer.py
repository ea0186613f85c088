"""What an officer must be, and a company must lack, for a certificate of hers to be decided on by customs."""

from thongquan.authority.certificate_confirming import waiting_of
from thongquan.authority.certificate_refusals import CompanyConfirmsItself, OfficerDoesNotDecide
from thongquan.authority.certificates_held import counts
from thongquan.authority.deed_ports import OnFile
from thongquan.authority.procedures import Signed
from thongquan.authority.refusals import NotFound
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.registration.deeds_certificates import CertificateConfirmByOfficer, CertificateRefuseByOfficer
from thongquan.registration.duty import DECIDING, may_decide, not_of_own_company, office_for
from thongquan.registration.model import Officer

ByOfficer = CertificateConfirmByOfficer | CertificateRefuseByOfficer


def faults(_now: Sitting, _account: str, _says: ByOfficer) -> list[Fault]:
    """What is registered is told only to whoever has signed."""
    return []


def decided_on(now: Sitting, signed: Signed, says: ByOfficer) -> tuple[Officer, OnFile]:
    """Who decides, and on which certificate.

    Raises:
        OfficerDoesNotDecide, OtherOffice, OffDuty, OwnCompany, OfficerIdentityUnknown: it is not for this officer.
        NotFound, CertificateNotHeld, CertificateNotWaiting, ReplacementDiffers: nothing such waits.
        CompanyConfirmsItself: it is not for customs.
    """
    officer, books = signed.by.officer, now.books
    assert officer is not None  # the door saw to it
    if officer.role not in DECIDING or officer.ended_at:
        raise OfficerDoesNotDecide
    may_decide(officer, office_for(officer, books.applications.offices(says.tax_code)), now.at)
    if books.company(says.tax_code) is None:
        raise NotFound
    not_of_own_company(officer, books.accounts.account(officer.id), books.accounts.of_company(says.tax_code))
    waiting = waiting_of(now, says.tax_code, says)
    if any(counts(now, one) for one in books.certificates.of_company(says.tax_code)):
        raise CompanyConfirmsItself
    return officer, waiting
