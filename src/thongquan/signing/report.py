"""Verifying a signed message from files alone, with the code that the server uses, and reporting each step."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from thongquan.base.fault import Fact
from thongquan.base.limits import LIMITS
from thongquan.base.moment import stamp
from thongquan.signing.certificate import (
    COMPANY_USES,
    RECEIPT_SIGNING,
    RegisteredCertificate,
    check_extended_uses,
    checked_profile,
    described,
    parsed,
)
from thongquan.signing.certificate import tax_code_of as tax_code_in
from thongquan.signing.chain import TrustStore
from thongquan.signing.cms import SignedMessage, read_cms
from thongquan.signing.frame import read_frame
from thongquan.signing.policy import DEFAULT, Policy
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.terms import Needs, Terms
from thongquan.signing.verifying import verify_signature


class SignedBy(msgspec.Struct, frozen=True):
    subject: str
    tax_code: str
    """Empty when the certificate names none: then it may sign, but not for a company."""
    serial: str


class Check(msgspec.Struct, frozen=True, omit_defaults=True):
    name: str
    """A key of `[say]` in the wording: `check_…`."""
    passed: bool


class Report(msgspec.Struct, frozen=True):
    verdict: str
    """"valid" or "invalid"."""
    reason: str
    """The code of the refusal, or ""."""
    facts: dict[str, Fact]
    signer: SignedBy | None
    at: str
    """The moment for which the verdict holds."""
    checks: list[Check]


class Examination:
    """Collects the steps that were taken, up to and with the one that failed."""

    def __init__(self, at: str) -> None:
        self.at = at
        self.signer: SignedBy | None = None
        self.checks: list[Check] = []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        try:
            yield
        except Exception:  # told as the step that failed, and raised again
            self.checks.append(Check(name, passed=False))
            raise
        self.checks.append(Check(name, passed=True))

    def report(self, refusal: SignatureRefused | None = None) -> Report:
        return Report(
            verdict="invalid" if refusal else "valid",
            reason=refusal.code if refusal else "",
            facts=refusal.facts if refusal else {},
            signer=self.signer,
            at=self.at,
            checks=self.checks,
        )


def verify_files(
    cms: Path,
    *,
    content: Path | None,
    anchors: Path,
    intermediates: Path | None,
    crls: Path | None,
    at: datetime,
    answers: Path | None = None,
    needs: Needs | None = None,
    policy: Policy = DEFAULT,
) -> Report:
    """`verify_message` on files and folders. Raises OSError when one of them cannot be read.

    `answers` are responders' (OCSP). `needs` is what must be known of revocation; without it, of what is given one.
    """
    terms = Terms(needs or (("either" if crls else "ocsp") if answers else "crl"))
    try:
        trust = TrustStore.load(anchors, intermediates, crls, answers, terms=terms, policy=policy)
    except SignatureRefused as refusal:
        return Examination(stamp(at)).report(refusal)
    document = content.read_bytes() if content else None
    return verify_message(cms.read_bytes(), document, trust, at)


def verify_message(
    message: bytes, content: bytes | None, trust: TrustStore, at: datetime, *, certificate: bytes | None = None
) -> Report:
    """Whether `message` is a good signature at `at`, over `content` or over the content that it carries itself.

    The signer's certificate may be given; else the embedded one of the signer's issuer and serial number is the
    candidate. Either way its chain is built from `trust` alone.
    """
    examination = Examination(stamp(at))
    try:
        with examination.step("check_structure"):
            read = read_cms(message, trust.policy, LIMITS.message_bytes)
            document = _document(read, content)
        with examination.step("check_certificate"):
            candidate = certificate or embedded_signer(read)
            examination.signer = signed_by(candidate)
            signer = signer_certificate(candidate, trust.policy)
        with examination.step("check_signature"):
            verify_signature(read, document, signer)
        with examination.step("check_chain"):
            trust.without_revocation().check(signer, at)
        with examination.step("check_revocation"):
            trust.check(signer, at)
    except SignatureRefused as refusal:
        return examination.report(refusal)
    except Exception:  # noqa: BLE001 - judging fails closed
        return examination.report(SignatureRefused("SIG-UNREADABLE"))
    return examination.report()


def _document(message: SignedMessage, content: bytes | None) -> bytes:
    document = message.content if content is None else content
    if document is None:
        raise SignatureRefused("SIG-CONTENT-MISSING")
    return document


def embedded_signer(message: SignedMessage) -> bytes:
    """The embedded certificate that the message names as its signer's: a candidate, nothing more."""
    for der in message.certificates:
        try:
            if read_frame(der).issuer_serial == message.issuer_serial:
                return der
        except SignatureRefused:
            continue
    raise SignatureRefused("SIG-SIGNER")


def signer_certificate(der: bytes, policy: Policy) -> RegisteredCertificate:
    """As registration would read it, except that it need not name a company: archives hold others' messages too."""
    frame, certificate = checked_profile(der, policy)
    check_extended_uses(certificate, COMPANY_USES | {RECEIPT_SIGNING})
    return described(der, frame, _tax_code(der))


def signed_by(der: bytes) -> SignedBy:
    certificate = parsed(der)
    return SignedBy(
        subject=certificate.subject.rfc4514_string(), tax_code=_tax_code(der), serial=read_frame(der).serial
    )


def _tax_code(der: bytes) -> str:
    try:
        return tax_code_in(der)
    except SignatureRefused:
        return ""
