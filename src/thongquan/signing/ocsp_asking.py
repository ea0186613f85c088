"""What a responder is asked, and whether what came back answers it."""

from datetime import datetime
from hashlib import sha1

import msgspec
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import OCSPNonce, ocsp

from thongquan.signing.link import Link
from thongquan.signing.ocsp import Answer, check_answer, key_octets, read_answer
from thongquan.signing.policy import DEFAULT
from thongquan.signing.refusal import SignatureRefused


class Question(msgspec.Struct, frozen=True):
    """About one certificate of `issuer`. The nonce tells an answer to this question from an old one."""

    issuer: Link
    serial: int
    nonce: bytes

    @property
    def der(self) -> bytes:
        name, key = (
            sha1(data, usedforsecurity=False).digest()  # as responders index their certificates; it signs nothing
            for data in (self.issuer.frame.subject, key_octets(self.issuer.frame))
        )
        algorithm = SHA1()  # noqa: S303 # nosec B303 - as above
        builder = ocsp.OCSPRequestBuilder().add_certificate_by_hash(name, key, self.serial, algorithm)
        builder = builder.add_extension(OCSPNonce(self.nonce), critical=False)
        return builder.build().public_bytes(Encoding.DER)

    def answered_by(self, der: bytes, moment: datetime) -> Answer:
        """The answer, checked but for the revocation of a delegate, of which whoever has the issuer's list knows.

        A responder may make its answers in advance, without a nonce; one with another nonce is to another question.

        Raises:
            SignatureRefused: it is none.
        """
        answer = read_answer(der)
        if answer.serial != self.serial:
            raise SignatureRefused("OCSP-SERIAL")
        nonces = [one.value.nonce for one in answer.parsed.extensions if isinstance(one.value, OCSPNonce)]
        if nonces not in ([], [self.nonce]):
            raise SignatureRefused("OCSP-NONCE")
        check_answer(answer, self.issuer, moment, DEFAULT)
        if answer.next_update is None or moment > answer.next_update:
            raise SignatureRefused("OCSP-STALE")
        return answer
