"""Filings by the thousand, each signed: a signature that pyHanko made once, with another digest and signature in it."""

import os
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from asn1crypto.cms import ContentInfo
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from authority.house import SECRET, a_batch_id, a_statement, an_owner, lines_of, multipart, the_pki
from authority.running import MULTIPART
from demo_pki import NOW, P256_COMPANY, PASSWORD, RSA_COMPANY, Pki
from thongquan.authority.stages import Received
from thongquan.base.canonical import canonical

_HOUSE, _NONCE = "HOUSEPLACE", "f" * 32
_WHERE = b"".join(b"%s: %s\r\n" % (name.encode(), value.encode()) for name, value in MULTIPART.items())


class Prepared(msgspec.Struct, frozen=True):
    """A filing ready to be sent, and how it is found again."""

    batch: str
    received: Received
    request: bytes


class Press:
    """Makes filings of one company. P-256 is quick to sign, RSA quick to verify."""

    def __init__(self, key: str, pki: Pki | None = None) -> None:
        self.filer, self.pki = RSA_COMPANY if key == "rsa" else P256_COMPANY, pki or the_pki()
        pki = self.pki
        self.certificate = pki.certificate(key)
        self._key = load_pkcs12(pki.p12(key).read_bytes(), PASSWORD.encode()).key
        self._pattern: bytes = getattr(pki, key).sign(b"pattern")
        signer = ContentInfo.load(self._pattern)["content"]["signer_infos"][0]
        self._attributes: bytes = signer["signed_attrs"].untag().dump()
        self._signature: bytes = signer["signature"].native
        [line] = lines_of(_HOUSE, nonce=_NONCE)
        self._line = line

    def line(self, house: str, owner_of: str = "") -> bytes:
        """A right declaration of this house, for an owner of its own or for that of another house."""
        owner, pattern = an_owner(owner_of or house), an_owner(_HOUSE)
        line = self._line.replace(pattern["importer_code"].encode(), owner["importer_code"].encode())
        return line.replace(_HOUSE.encode(), house.encode()).replace(_NONCE.encode(), os.urandom(16).hex().encode())

    def filing(self, *houses: str, batch: str = "", at: datetime = NOW) -> Prepared:
        return self.filing_of([self.line(house) for house in houses], batch=batch, at=at)

    def filing_of(self, lines: list[bytes], *, batch: str = "", at: datetime = NOW) -> Prepared:
        batch = batch or a_batch_id()
        statement = canonical(a_statement(lines, filer=self.filer, batch=batch))
        received = Received(statement, self.sign(statement), b"".join(line + b"\n" for line in lines), at)
        return Prepared(batch, received, post(received))

    def sign(self, content: bytes) -> bytes:
        old, new = sha256(b"pattern").digest(), sha256(content).digest()
        attributes, signature = self._attributes.replace(old, new), b""
        while len(signature) != len(self._signature):  # of P-256 it may be a byte shorter
            signature = self._sign(attributes)
        return self._pattern.replace(old, new).replace(self._signature, signature)

    def _sign(self, attributes: bytes) -> bytes:
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(attributes, PKCS1v15(), SHA256())
        assert isinstance(self._key, EllipticCurvePrivateKey)
        return self._key.sign(attributes, ECDSA(SHA256()))


def post(received: Received) -> bytes:
    return headed(multipart(received))


def headed(body: bytes) -> bytes:
    """The request of a body whose parts are parted by "thongquan-test"."""
    head = b"POST /api/v1/filings HTTP/1.1\r\nHost: x\r\n%sContent-Length: %d\r\n\r\n" % (_WHERE, len(body))
    return head + body


def read_back(batch: str) -> bytes:
    secret = SECRET.decode()
    return f"GET /api/v1/filings/{batch} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {secret}\r\n\r\n".encode()


def shown(number: str) -> bytes:
    secret = SECRET.decode()
    return f"GET /api/v1/declarations/{number} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {secret}\r\n\r\n".encode()


class Told(msgspec.Struct, frozen=True):
    """As much of an answer as shows what became of each line."""

    filing: str
    outcomes: list[dict[str, Any]]
    checkpoint: dict[str, Any]

    def numbers(self) -> list[str]:
        """The number of each line, "" for a refused one."""
        return [one["decision"]["number"] if "decision" in one else "" for one in self.outcomes]

    def codes(self) -> list[str]:
        return [one["faults"][0]["code"] if one.get("faults") else "" for one in self.outcomes]


told = msgspec.json.Decoder(Told).decode
