"""Answers of a certification authority's responder about one certificate (RFC 6960), read and checked strictly."""

from datetime import datetime
from hashlib import sha1, sha256

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ExtensionNotFound, KeyUsage, OCSPNoCheck, ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from thongquan.base.limits import LIMITS
from thongquan.signing.certificate import (
    check_algorithms,
    check_critical_extensions,
    check_validity,
    extended_uses,
    public_key,
)
from thongquan.signing.der import BIT_STRING, SEQUENCE, expect, only
from thongquan.signing.frame import Frame
from thongquan.signing.issuer import check_signature, is_issuer
from thongquan.signing.link import Link, link_of
from thongquan.signing.policy import ECDSA_WITH, RSA_WITH, Policy
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.verifying import check_value

NAMED_WITH = {"sha1": sha1, "sha256": sha256}
"""How a responder names the issuer. This is a name and no signature: SHA-1 is what nearly all of them use."""

SIGNED_WITH = {
    dotted: (scheme, digest)
    for scheme, kinds in (("rsa", RSA_WITH), ("ecdsa", ECDSA_WITH))
    for digest, dotted in kinds.items()
}
"""Name of the algorithm → scheme and digest. SHA-1 is in none of the policies here: answers are of today."""


class Answer(msgspec.Struct, frozen=True):
    """What it says, whether true or not: see `check_answer`."""

    der: bytes
    serial: int
    says: str
    """`good`, `revoked` or `unknown`."""
    this_update: datetime
    next_update: datetime | None
    produced_at: datetime
    parsed: ocsp.OCSPResponse

    def is_about(self, issuer: Frame) -> bool:
        """Whether it names this issuer, by name and by key."""
        single = _single(self.parsed)
        digest = NAMED_WITH[single.hash_algorithm.name]
        name, key = digest(issuer.subject).digest(), digest(key_octets(issuer)).digest()
        return (single.issuer_name_hash, single.issuer_key_hash) == (name, key)


def read_answer(der: bytes) -> Answer:
    if len(der) > LIMITS.ocsp_bytes:
        raise SignatureRefused("OCSP-TOO-LARGE", limit=LIMITS.ocsp_bytes)
    try:
        return _read(der)
    except SignatureRefused:
        raise
    except Exception as fault:  # judging fails closed
        raise SignatureRefused("OCSP-UNREADABLE") from fault


def _read(der: bytes) -> Answer:
    parsed = ocsp.load_der_ocsp_response(der)
    if parsed.response_status != ocsp.OCSPResponseStatus.SUCCESSFUL:
        raise SignatureRefused("OCSP-NO-ANSWER", status=parsed.response_status.name)
    single = _single(parsed)
    is_plain = not any(extension.critical for extension in [*parsed.extensions, *parsed.single_extensions])
    known = single.hash_algorithm.name in NAMED_WITH
    if not (is_plain and known and len(parsed.certificates) <= LIMITS.ocsp_certificates):
        raise SignatureRefused("OCSP-UNREADABLE")
    return Answer(
        der=der,
        serial=single.serial_number,
        says=single.certificate_status.name.lower(),
        this_update=single.this_update_utc,
        next_update=single.next_update_utc,
        produced_at=parsed.produced_at_utc,
        parsed=parsed,
    )


def _single(parsed: ocsp.OCSPResponse) -> ocsp.OCSPSingleResponse:
    """The one answer. We ask for one at a time; of several it would have to be said which one is meant."""
    [single] = parsed.responses
    return single


def check_answer(answer: Answer, issuer: Link, moment: datetime, policy: Policy) -> Link | None:
    """The answer is about a certificate of `issuer`, and was signed by it (None) or by its delegate, who is returned.

    Raises:
        SignatureRefused: it is about another issuer's, not yet in force at `moment`, or not by one who may answer.
    """
    try:
        _check_subject(answer, issuer, moment)
        return _check_signer(answer, issuer, moment, policy)
    except SignatureRefused:
        raise
    except Exception as fault:  # judging fails closed
        raise SignatureRefused("OCSP-UNREADABLE") from fault


def needs_no_check(delegate: Link) -> bool:
    """The issuer says that it will not revoke this delegate in its short life (id-pkix-ocsp-nocheck)."""
    try:
        delegate.certificate.extensions.get_extension_for_class(OCSPNoCheck)
    except ExtensionNotFound:
        return False
    return True


def key_octets(frame: Frame) -> bytes:
    """The key itself, without its algorithm: what responders hash."""
    at, end = only(SEQUENCE, frame.key, 0, len(frame.key))
    _, at = expect(SEQUENCE, frame.key, at, end)
    start, end = only(BIT_STRING, frame.key, at, end)
    return frame.key[start + 1 : end]


def _check_subject(answer: Answer, issuer: Link, moment: datetime) -> None:
    if not answer.is_about(issuer.frame):
        raise SignatureRefused("OCSP-ISSUER")
    if max(answer.this_update, answer.produced_at) > moment:
        raise SignatureRefused("OCSP-NOT-YET-VALID")


def _check_signer(answer: Answer, issuer: Link, moment: datetime, policy: Policy) -> Link | None:
    if _is_responder(answer.parsed, issuer.frame):
        _check_value(answer, issuer)
        return None
    for certificate in answer.parsed.certificates:
        delegate = link_of(certificate.public_bytes(Encoding.DER))
        if _is_responder(answer.parsed, delegate.frame):
            _check_delegate(delegate, issuer, _moments(answer, moment), policy)
            _check_value(answer, delegate)
            return delegate
    raise SignatureRefused("OCSP-RESPONDER")


def _is_responder(parsed: ocsp.OCSPResponse, frame: Frame) -> bool:
    name = parsed.responder_name
    if name is not None:
        return name.public_bytes() == frame.subject
    return parsed.responder_key_hash == sha1(key_octets(frame), usedforsecurity=False).digest()


def _moments(answer: Answer, moment: datetime) -> list[datetime]:
    """A delegate was in force when it answered, and is now; but what it revoked stays revoked after its own end."""
    return [answer.produced_at] if answer.says == "revoked" else [answer.produced_at, moment]


def _check_delegate(delegate: Link, issuer: Link, moments: list[datetime], policy: Policy) -> None:
    """Issued by the issuer itself, for this very purpose (RFC 6960, 4.2.2.2), strong, and in force."""
    try:
        check_algorithms(delegate.frame, delegate.certificate, policy)
        check_critical_extensions(delegate.certificate)
        for moment in moments:
            check_validity(delegate.certificate, moment)
        check_signature(delegate, issuer, policy)
        is_one = delegate.frame.issuer == issuer.frame.subject and _is_for_answers(delegate)
    except (SignatureRefused, InvalidSignature, ValueError, TypeError) as fault:
        raise SignatureRefused("OCSP-RESPONDER") from fault
    if not is_one:
        raise SignatureRefused("OCSP-RESPONDER")


def _is_for_answers(delegate: Link) -> bool:
    uses = extended_uses(delegate.certificate)
    return ExtendedKeyUsageOID.OCSP_SIGNING in uses and not is_issuer(delegate.certificate) and _may_sign(delegate)


def _may_sign(delegate: Link) -> bool:
    try:
        return delegate.certificate.extensions.get_extension_for_class(KeyUsage).value.digital_signature
    except ExtensionNotFound:
        return True


def _check_value(answer: Answer, signer: Link) -> None:
    scheme, digest = SIGNED_WITH.get(answer.parsed.signature_algorithm_oid.dotted_string, ("", ""))
    if not digest:
        raise SignatureRefused("OCSP-ALGORITHM")
    try:
        key = public_key(signer.der)
        check_value(key, scheme, digest, answer.parsed.signature, answer.parsed.tbs_response_bytes)
    except InvalidSignature as fault:
        raise SignatureRefused("OCSP-SIGNATURE") from fault
