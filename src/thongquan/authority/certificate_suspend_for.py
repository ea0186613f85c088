"""An operator suspends a company's certificate: it was stolen, and the company has no other to say so with.

The company has shown by other means who it is; the operator's signature stands for that.
"""

from typing import Any

from thongquan.authority.certificate_refusals import CertificateNotHeld, SerialAmbiguous
from thongquan.authority.certificates_held import held_as, stop
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.registration.deeds_operators import CertificateSuspendForCompany


def completed(now: Sitting, _account: str, given: dict[str, Any]) -> dict[str, Any]:
    """By the serial number, which people can read; the tax code is needed where several issuers gave the same.

    Raises:
        CertificateNotHeld, SerialAmbiguous
    """
    tax_code = given.get("tax_code", "")
    found = now.books.certificates.of_serial(str(given.get("serial", "")))
    found = [one for one in found if tax_code in ("", one.certificate.tax_code)]
    if not found:
        raise CertificateNotHeld
    if len(found) > 1:
        raise SerialAmbiguous(companies=sorted({one.certificate.tax_code for one in found}))
    certificate = found[0].certificate
    return {"fingerprint": certificate.fingerprint, **given, "tax_code": certificate.tax_code}


def faults(now: Sitting, _account: str, says: CertificateSuspendForCompany) -> list[Fault]:
    held_as(now.books, says.tax_code, says.fingerprint, says.serial)
    return []


def certificate_suspend_for(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, CertificateSuspendForCompany)
    one = held_as(now.books, says.tax_code, says.fingerprint, says.serial)
    return Done(stop(now, one, "suspended"), company=says.tax_code)


PROCEDURE = Procedure(CertificateSuspendForCompany, "operator", certificate_suspend_for, faults, completed=completed)
