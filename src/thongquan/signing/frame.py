"""The outer shape of a certificate, read by our own strict reader: raw names and serial, and no slack anywhere."""

from hashlib import sha256

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.signing.der import BIT_STRING, CONTEXT_0, INTEGER, SEQUENCE, expect, integer_is_minimal, only
from thongquan.signing.refusal import SignatureRefused


class Frame(msgspec.Struct, frozen=True, gc=False):
    issuer_serial: bytes
    """DER of issuer and serial number, as a signed message names its signer."""
    serial: str
    issuer: bytes
    subject: bytes
    signature_identifier: bytes
    """DER of the algorithm under which the issuer signed."""
    key_identifier: bytes
    """DER of the algorithm of the certificate's own key, with the name of its curve."""
    key: bytes
    """DER of the whole key (SubjectPublicKeyInfo)."""

    @property
    def key_id(self) -> str:
        """Name and key as one: who signs. A certificate that is issued anew for both is the same issuer still."""
        return sha256(self.subject + self.key).hexdigest()


def read_frame(der: bytes) -> Frame:
    try:
        return _frame(der)
    except SignatureRefused as fault:
        if fault.code.startswith("CERT-"):
            raise
        raise SignatureRefused("CERT-UNREADABLE") from fault


def _frame(der: bytes) -> Frame:
    at, end = only(SEQUENCE, der, 0, len(der))
    body, algorithm_at = expect(SEQUENCE, der, at, end)
    _, signature_at = expect(SEQUENCE, der, algorithm_at, end)
    signature_start, _ = only(BIT_STRING, der, signature_at, end)
    if der[signature_start] != 0:
        raise SignatureRefused("CERT-UNREADABLE")

    _, serial_at = expect(CONTEXT_0, der, body, algorithm_at)
    serial_start, identifier_at = expect(INTEGER, der, serial_at, algorithm_at)
    serial = der[serial_start:identifier_at]
    if not integer_is_minimal(der, serial_start, identifier_at) or not _is_serial(serial):
        raise SignatureRefused("CERT-SERIAL")
    _, issuer_at = expect(SEQUENCE, der, identifier_at, algorithm_at)
    if der[identifier_at:issuer_at] != der[algorithm_at:signature_at]:
        raise SignatureRefused("CERT-SIGNATURE-ALGORITHM")
    _, validity_at = expect(SEQUENCE, der, issuer_at, algorithm_at)
    _, subject_at = expect(SEQUENCE, der, validity_at, algorithm_at)
    _, key_at = expect(SEQUENCE, der, subject_at, algorithm_at)
    key_identifier_at, key_end = expect(SEQUENCE, der, key_at, algorithm_at)
    _, key_identifier_end = expect(SEQUENCE, der, key_identifier_at, key_end)
    return Frame(
        issuer_serial=der[issuer_at:validity_at] + der[serial_at:identifier_at],
        serial=serial.hex(),
        issuer=der[issuer_at:validity_at],
        subject=der[subject_at:key_at],
        signature_identifier=der[identifier_at:issuer_at],
        key_identifier=der[key_identifier_at:key_identifier_end],
        key=der[key_at:key_end],
    )


def _is_serial(octets: bytes) -> bool:
    """Positive, and no longer than RFC 5280 (4.1.2.2) lets it be: a sign octet does not count."""
    return octets[0] <= 0x7F and 0 < len(octets.lstrip(b"\0")) <= LIMITS.serial_octets
