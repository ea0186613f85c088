"""What confirming a certificate needs and does, whoever confirms.

Where it was registered in another's place, that one ends in the same moment, and its accounts go on with the new one.
"""

from msgspec.structs import replace

from thongquan.authority.certificate_refusals import CertificateNotWaiting, ReplacementDiffers
from thongquan.authority.certificates_held import fingerprint_of, held_as
from thongquan.authority.deed_ports import OnFile
from thongquan.authority.refusals import AlreadyRegistered
from thongquan.authority.sitting import Sitting
from thongquan.base.moment import stamp
from thongquan.registration.deeds_certificates import (
    CertificateConfirm,
    CertificateConfirmByOfficer,
    CertificateRefuseByOfficer,
)
from thongquan.registration.model import CertificateState

Says = CertificateConfirm | CertificateConfirmByOfficer | CertificateRefuseByOfficer


def waiting_of(now: Sitting, tax_code: str, says: Says) -> OnFile:
    """What the deed is about. The old key that it names is the one that the new asked to replace."""
    found = held_as(now.books, tax_code, says.fingerprint, says.serial)
    if found.state != "waiting":
        raise CertificateNotWaiting
    if fingerprint_of(now.books.certificates.of_company(tax_code), found.replaces) != says.replaces:
        raise ReplacementDiffers
    return found


def confirmed(now: Sitting, tax_code: str, waiting: OnFile) -> dict[str, str]:
    """Raises as `TrustStore.check`: it ran out or was revoked while it waited."""
    books, certificate = now.books, waiting.certificate
    now.authority.trust.check(certificate, now.at)
    books.certificates.put(certificate.issuer_serial, "registered")
    if not waiting.replaces:
        return {"state": "registered"}
    [old] = [
        one for one in books.certificates.of_company(tax_code) if one.certificate.issuer_serial == waiting.replaces
    ]
    kept: CertificateState = "suspended" if old.state == "suspended" else "ended"
    books.certificates.put(waiting.replaces, kept)
    moved = _move_accounts(now, tax_code, old.certificate.issuer_serial, certificate.issuer_serial)
    return {
        "state": "registered",
        "replaced": old.certificate.fingerprint,
        "replaced_state": kept,
        "accounts": " ".join(moved),
    }


def _move_accounts(now: Sitting, tax_code: str, old: bytes, new: bytes) -> list[str]:
    """Open accounts that signed with the old certificate sign with the new one from now on, as do their access keys."""
    accounts, at = now.books.accounts, stamp(now.at)
    moving = [one for one in accounts.of_company(tax_code) if one.certificate == old]
    moving = [one for one in moving if not one.has_ended(at)]
    if any(one.kind == "user" for one in moving) and (taken := accounts.user_of(new)) is not None:
        raise AlreadyRegistered(what=taken.name)
    for one in moving:
        accounts.put(replace(one, certificate=new))
    for terminal in now.books.terminals.of_company(tax_code):
        if terminal.certificate == old:
            now.books.terminals.put(replace(terminal, certificate=new))
    return [one.name for one in moving]
