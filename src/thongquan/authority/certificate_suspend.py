"""A certificate was reported lost or stolen: it counts no more, at once and for good.

Any certificate of the company that counts may say so, the one concerned too. Where the only one was stolen, an operator
does it for the company, who showed by other means who he is: on record, without a signature.
"""

from thongquan.authority.certificate_refusals import CertificateNotHeld, SerialAmbiguous
from thongquan.authority.certificates_held import held_as, stop
from thongquan.authority.operator_record import by_operator
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.registration.deeds_certificates import CertificateSuspend


def faults(_now: Sitting, _account: str, _says: CertificateSuspend) -> list[Fault]:
    """What is registered is told only to whoever has signed."""
    return []


def certificate_suspend(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says, company = signed.deed.says, signed.by.company
    assert isinstance(says, CertificateSuspend)
    assert company is not None  # the door saw to it
    one = held_as(now.books, company.tax_code, says.fingerprint, says.serial)
    return Done(stop(now, one, "suspended"), company=company.tax_code)


def suspend_by_operator(now: Sitting, by: str, serial: str, reason: str, *, tax_code: str = "", note: str = "") -> str:
    """Suspend the certificate of this serial number. The tax code of the company whose it is.

    Raises:
        CertificateNotHeld, SerialAmbiguous: none has it, or several; `tax_code` says whose is meant.
        CertificateBlocked, CertificateEnded: it counts no more already.
        FormFaulty, TextNotPlain
    """
    found = [one for one in now.books.certificates.of_serial(serial) if tax_code in ("", one.certificate.tax_code)]
    if not found:
        raise CertificateNotHeld
    if len(found) > 1:
        raise SerialAmbiguous(companies=sorted({one.certificate.tax_code for one in found}))
    [one] = found
    company, says = one.certificate.tax_code, CertificateSuspend(serial, one.certificate.fingerprint, reason, note)
    by_operator(now, by, says, stop(now, one, "suspended"), company=company)
    return company


PROCEDURE = Procedure(CertificateSuspend, "company", certificate_suspend, faults)
