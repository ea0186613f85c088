"""A certificate that waits is confirmed by the holder of another certificate of its company that counts."""

from thongquan.authority.certificate_confirming import confirmed, waiting_of
from thongquan.authority.certificate_refusals import ConfirmedByItself
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.registration.deeds_certificates import CertificateConfirm


def faults(_now: Sitting, _account: str, _says: CertificateConfirm) -> list[Fault]:
    """What is registered is told only to whoever has signed."""
    return []


def certificate_confirm(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says, company = signed.deed.says, signed.by.company
    assert isinstance(says, CertificateConfirm)
    assert company is not None  # the door saw to it
    waiting = waiting_of(now, company.tax_code, says)
    if waiting.certificate.fingerprint == signed.by.certificate.fingerprint:
        raise ConfirmedByItself
    return Done(confirmed(now, company.tax_code, waiting), company=company.tax_code)


PROCEDURE = Procedure(CertificateConfirm, "company", certificate_confirm, faults)
