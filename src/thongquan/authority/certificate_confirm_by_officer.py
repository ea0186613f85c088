"""Where none of a company's certificates counts any more, officers confirm the one that waits."""

from datetime import datetime

from thongquan import law
from thongquan.authority.certificate_by_officer import decided_on, faults
from thongquan.authority.certificate_confirming import confirmed
from thongquan.authority.certificate_refusals import SameOfficer
from thongquan.authority.deed_ports import OnFile
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.moment import business_day
from thongquan.registration.deeds_certificates import CertificateConfirmByOfficer

FOUR_EYES = law.parameter("registration_four_eyes", str)
NOT_ASKED = "none"
"""Every other choice asks a second officer where a certificate changes, and this is such a change."""


def needs_two(at: datetime) -> bool:
    """Whether two officers must confirm it."""
    return FOUR_EYES.on(business_day(at)) != NOT_ASKED


def certificate_confirm_by_officer(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, CertificateConfirmByOfficer)
    officer, waiting = decided_on(now, signed, says)
    if needs_two(now.at) and waiting.seconded_by in ("", officer.id):
        return Done(_seconded(now, waiting, officer.id), company=says.tax_code)
    return Done(confirmed(now, says.tax_code, waiting), company=says.tax_code)


def _seconded(now: Sitting, waiting: OnFile, officer: str) -> dict[str, str]:
    """The first of two officers: nothing counts yet."""
    if waiting.seconded_by:
        raise SameOfficer(officer=officer)
    now.authority.trust.check(waiting.certificate, now.at)
    now.books.certificates.second(waiting.certificate.issuer_serial, officer)
    return {"state": "waiting", "seconded_by": officer}


PROCEDURE = Procedure(CertificateConfirmByOfficer, "officer", certificate_confirm_by_officer, faults, in_session=True)
