"""A certificate was reported lost or stolen: it counts no more, at once and for good.

Any certificate of the company that counts may say so, the one concerned too. Where the only one was stolen, an operator
does it for the company (`certificate_suspend_for.py`).
"""

from thongquan.authority.certificates_held import held_as, stop
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


PROCEDURE = Procedure(CertificateSuspend, "company", certificate_suspend, faults)
