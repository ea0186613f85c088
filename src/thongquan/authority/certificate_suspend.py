"""A certificate counts no more: reported lost or stolen, or because its holder has left. At once, and for good.

Any certificate of the company that counts may say so, the one concerned too. Where the only one was stolen, an operator
does it for the company, who showed by other means who he is: on record, without a signature.
"""

from thongquan.authority.certificate_refusals import CertificateNotHeld, SerialAmbiguous
from thongquan.authority.certificates_held import held_as
from thongquan.authority.deed_ports import OnFile
from thongquan.authority.operator_record import by_operator
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.registration.deeds_certificates import CertificateEnd, CertificateSuspend
from thongquan.registration.model import CertificateState
from thongquan.registration.rules import CertificateBlocked, CertificateEnded

NEXT: dict[str, CertificateState] = {CertificateSuspend.kind: "suspended", CertificateEnd.kind: "ended"}


def no_faults(_now: Sitting, _account: str, _says: CertificateSuspend | CertificateEnd) -> list[Fault]:
    """What is registered is told only to whoever has signed."""
    return []


def certificate_stop(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says, company = signed.deed.says, signed.by.company
    assert isinstance(says, CertificateSuspend | CertificateEnd)
    assert company is not None
    one = held_as(now.books, company.tax_code, says.fingerprint, says.serial)
    return Done(_stop(now, one, NEXT[says.kind]), company=company.tax_code)


def suspend_by_operator(now: Sitting, by: str, serial: str, reason: str, *, tax_code: str = "", note: str = "") -> str:
    """Suspend the certificate of this serial number. The company whose it was.

    Raises:
        CertificateNotHeld, SerialAmbiguous: none has it, or several; `tax_code` says whose is meant.
    """
    found = [one for one in now.books.certificates.of_serial(serial) if tax_code in ("", one.certificate.tax_code)]
    if not found:
        raise CertificateNotHeld
    if len(found) > 1:
        raise SerialAmbiguous(companies=sorted({one.certificate.tax_code for one in found}))
    [one] = found
    says = CertificateSuspend(serial, one.certificate.fingerprint, reason, note)
    by_operator(now, by, says, _stop(now, one, "suspended"), company=one.certificate.tax_code)
    return one.certificate.tax_code


def _stop(now: Sitting, one: OnFile, state: CertificateState) -> dict[str, str]:
    if one.state == "suspended":
        raise CertificateBlocked
    if one.state == "ended":
        raise CertificateEnded
    now.books.certificates.put(one.certificate.issuer_serial, state)
    return {"state": state}


SUSPEND = Procedure(CertificateSuspend, "company", certificate_stop, no_faults)
END = Procedure(CertificateEnd, "company", certificate_stop, no_faults)
