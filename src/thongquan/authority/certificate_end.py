"""The registration of a certificate ends because its holder has left, or because nobody uses it any more."""

from thongquan.authority.certificates_held import held_as, stop
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.registration.deeds_certificates import CertificateEnd


def faults(_now: Sitting, _account: str, _says: CertificateEnd) -> list[Fault]:
    """What is registered is told only to whoever has signed."""
    return []


def certificate_end(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says, company = signed.deed.says, signed.by.company
    assert isinstance(says, CertificateEnd)
    assert company is not None  # the door saw to it
    one = held_as(now.books, company.tax_code, says.fingerprint, says.serial)
    return Done(stop(now, one, "ended"), company=company.tax_code)


PROCEDURE = Procedure(CertificateEnd, "company", certificate_end, faults)
