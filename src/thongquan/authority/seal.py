"""The authority's own key: it signs the checkpoint of each group commit."""

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from thongquan.signing.checkpoint import Checkpoint, read_checkpoint_key, sign_checkpoint
from thongquan.signing.endorsement import endorse
from thongquan.signing.receipt import base64_text


class AuthoritySeal:
    """The key and the certificate that travels in every answer, so that a receipt proves itself."""

    def __init__(self, key: EllipticCurvePrivateKey, certificate: bytes) -> None:
        self._key = key
        self.certificate = certificate
        self.certificate_text = base64_text(certificate)

    @classmethod
    def load(cls, key_pem: bytes, certificate_pem: bytes) -> "AuthoritySeal":
        """The key and its certificate. ValueError if the two do not belong together."""
        key = read_checkpoint_key(key_pem)
        certificate = x509.load_pem_x509_certificate(certificate_pem)
        if certificate.public_key() != key.public_key():
            raise ValueError("the authority's certificate does not belong to its key")
        return cls(key, certificate.public_bytes(Encoding.DER))

    def sign(self, checkpoint: Checkpoint) -> bytes:
        return sign_checkpoint(self._key, checkpoint)

    def endorse(self, record: bytes) -> bytes:
        """Sign a record about the books themselves."""
        return endorse(self._key, record)
