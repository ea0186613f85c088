"""An officer does not confirm a certificate that waits for customs: the reason stands in the record of the company.

One officer is enough, also after another confirmed. The company may register it again, and both look once more.
"""

from thongquan.authority.certificate_by_officer import decided_on, faults
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.registration.deeds_certificates import CertificateRefuseByOfficer
from thongquan.registration.model import CertificateState

REFUSED: CertificateState = "refused"


def certificate_refuse_by_officer(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, CertificateRefuseByOfficer)
    _, waiting = decided_on(now, signed, says)
    now.books.certificates.put(waiting.certificate.issuer_serial, REFUSED)
    return Done({"state": REFUSED}, company=says.tax_code)


PROCEDURE = Procedure(CertificateRefuseByOfficer, "officer", certificate_refuse_by_officer, faults, in_session=True)
