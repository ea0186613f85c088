"""The front door of deeds, in the order of the threat model: cheap before costly, identity before cryptography.

Step 1 (sizes, rates) is the server's. A deed is refused at the first step it fails; whatever goes wrong unforeseen in
judging is a refusal too.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec

from thongquan.authority.challenge import is_ours
from thongquan.authority.deed_ports import Signatory
from thongquan.authority.procedures import Procedure, Signed
from thongquan.authority.refusals import (
    DeedEarly,
    DeedLate,
    DeedNotComposedHere,
    DeedRepeated,
    JudgingFailed,
    OtherSystem,
    SignerUnknown,
)
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.base.moment import read_stamp, stamp
from thongquan.registration.deed import Deed, DeedUnreadable, read_deed
from thongquan.registration.duty import may_operate
from thongquan.registration.model import CertificateState
from thongquan.registration.rules import AccountEnded, CertificateBlocked, has_left, signatory_is_open
from thongquan.signing.certificate import read_certificate
from thongquan.signing.cms import SignedMessage, read_cms
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.report import embedded_signer
from thongquan.signing.verifying import verify_signature

Procedures = Mapping[str, Procedure]


class ReceivedDeed(msgspec.Struct, frozen=True):
    """Text and signature as they came."""

    text: bytes
    signature: bytes


def admit_deed(now: Sitting, received: ReceivedDeed, procedures: Procedures) -> Signed:
    """The deed, if it passed every step.

    Raises:
        Refusal: with the reason of the first step that it failed.
    """
    try:
        return _admitted(now, received, procedures)
    except Refusal:
        raise
    except now.books.failures:
        raise
    except Exception as error:  # fail closed: an unforeseen error while judging is never an acceptance
        raise JudgingFailed from error


def _admitted(now: Sitting, received: ReceivedDeed, procedures: Procedures) -> Signed:
    deed = read_deed(received.text)
    if deed.system != now.authority.system:
        raise OtherSystem(system=now.authority.system)
    procedure = procedures.get(deed.says.kind)
    if procedure is None:
        raise DeedUnreadable
    message = read_cms(received.signature)
    by = _signatory(now, message, procedure)
    try:
        signatory_is_open(by.state, by.until, by.company, now.at)
        _require_named(now, deed, by, procedure)
    except Refusal as told:
        _require_signed(message, received, by)
        raise told from None
    verify_signature(message, received.text, by.certificate)
    now.authority.trust.check(by.certificate, now.at)
    digest = sha256(received.text).digest()
    _require_fresh(now, deed, digest)
    return Signed(deed, received.text, received.signature, digest, by)


def _require_signed(message: SignedMessage, received: ReceivedDeed, by: Signatory) -> None:
    """How certificate and account stand is told to whoever can sign; to others as if there were none."""
    try:
        verify_signature(message, received.text, by.certificate)
    except SignatureRefused:
        raise SignerUnknown from None


def _signatory(now: Sitting, message: SignedMessage, procedure: Procedure) -> Signatory:
    """Steps 3 and 4: found among the registered certificates, or nowhere; but one that registers itself is inside."""
    by = now.books.certificates.signatory(message.issuer_serial)
    if procedure.signed_by == "itself":
        certificate = read_certificate(embedded_signer(message))
        company = now.books.company(certificate.tax_code)
        state: CertificateState = "suspended" if by is not None and by.state == "suspended" else "registered"
        return Signatory(certificate, state, stamp(now.at), company=company)
    if by is None:
        raise SignerUnknown
    return by


def _require_named(now: Sitting, deed: Deed, by: Signatory, procedure: Procedure) -> None:
    """Step 5: the certificate speaks for the account that the deed names. Whether there is one is not told.

    For its company a certificate speaks until the user that it was tied to is cancelled.
    """
    if procedure.signed_by == "itself":
        fits = deed.account == by.certificate.tax_code
    elif procedure.signed_by == "company":
        fits = by.company is not None and deed.account == by.company.tax_code
        if fits and has_left(now.books.accounts.holders(by.certificate.issuer_serial), stamp(now.at)):
            raise AccountEnded
    else:
        account = now.books.accounts.account(deed.account)
        fits = (
            account is not None
            and account.certificate == by.certificate.issuer_serial
            and account.is_open(stamp(now.at))
        )
        fits = fits and (procedure.signed_by == "account" or by.officer is not None)
    if not fits:
        raise SignerUnknown
    if procedure.signed_by == "operator" and by.officer is not None:
        may_operate(by.officer, now.at)


def require_still_open(now: Sitting, signed: Signed, procedure: Procedure) -> None:
    """Between door and deed lies another transaction: what was suspended or ended in it no longer counts."""
    by = now.books.certificates.signatory(signed.by.certificate.issuer_serial)
    if procedure.signed_by == "itself":
        if by is not None and by.state == "suspended":
            raise CertificateBlocked
        return
    if by is None:
        raise SignerUnknown
    signatory_is_open(by.state, by.until, by.company, now.at)
    _require_named(now, signed.deed, by, procedure)


def _require_fresh(now: Sitting, deed: Deed, digest: bytes) -> None:
    """Step 8: composed here, lately, and not carried out before."""
    if not is_ours(now.authority.challenge, deed):
        raise DeedNotComposedHere
    composed = read_stamp(deed.at)
    if now.at < composed:
        raise DeedEarly
    if now.at > ends(deed.says.kind, composed) or deed.at < now.books.deeds.composed_since():
        raise DeedLate(at=deed.at)
    if (done := now.books.deeds.done_at(digest)) is not None:
        raise DeedRepeated(at=done)


def ends(kind: str, composed: datetime) -> datetime:
    """Until when a text may be sent back signed."""
    return composed + timedelta(seconds=LIMITS.login_seconds if kind == "login" else LIMITS.deed_seconds)
