"""An operator suspends an officer's certificate that was lost: it counts no more, from now on and for good."""

from typing import Any

from thongquan.authority.certificate_refusals import CertificateNotHeld
from thongquan.authority.officer_change import working
from thongquan.authority.officer_ports import OfficerCertificate
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.registration.deeds_officers import OfficerCertificateSuspend
from thongquan.registration.rules import CertificateBlocked


def completed(now: Sitting, _account: str, given: dict[str, Any]) -> dict[str, Any]:
    """By the serial number, which people can read. Of two alike the one that counts."""
    known = working(now, str(given.get("id", "")))
    found = [
        one for one in now.books.officers.certificates_of(known.id) if one.certificate.serial == given.get("serial")
    ]
    if not found:
        raise CertificateNotHeld
    meant = next((one for one in found if one.state != "suspended"), found[-1])
    return {"fingerprint": meant.certificate.fingerprint, **given}


def faults(now: Sitting, _account: str, says: OfficerCertificateSuspend) -> list[Fault]:
    _held(now, says)
    return []


def officer_suspend(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, OfficerCertificateSuspend)
    now.books.officers.put_certificate(_held(now, says).certificate.issuer_serial, "suspended")
    return Done({"state": "suspended"})


def _held(now: Sitting, says: OfficerCertificateSuspend) -> OfficerCertificate:
    known, named = working(now, says.id), (says.serial, says.fingerprint)
    for one in now.books.officers.certificates_of(known.id):
        if (one.certificate.serial, one.certificate.fingerprint) == named:
            if one.state == "suspended":
                raise CertificateBlocked
            return one
    raise CertificateNotHeld


PROCEDURE = Procedure(OfficerCertificateSuspend, "operator", officer_suspend, faults, completed=completed)
