"""Signing on the declarant's side, with a key that never leaves it."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates, load_pkcs12

from thongquan.signing.certificate import RegisteredCertificate, read_person_certificate
from thongquan.signing.making import detached_message, signer_with
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.token import Ask, open_token
from thongquan.signing.token_address import is_token_address, read_token_address

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer as PyHankoSigner


class Signer(Protocol):
    """Whatever holds a company's key: a file or a token."""

    @property
    def certificate(self) -> RegisteredCertificate: ...

    def sign(self, content: bytes) -> bytes:
        """A detached CMS signature over `content`, in DER."""
        ...


class Pkcs12Signer:
    """A key and its certificates from one PKCS#12 file. Messages carry the certificates below the anchor."""

    def __init__(self, opened: PKCS12KeyAndCertificates) -> None:
        if opened.key is None or opened.cert is None:
            raise SignatureRefused("KEY-FILE")
        self.certificate: RegisteredCertificate = read_person_certificate(
            opened.cert.certificate.public_bytes(Encoding.DER)
        )
        self._key = opened.key
        self._beside = [one.certificate.public_bytes(Encoding.DER) for one in opened.additional_certs]

    @cached_property
    def _signer(self) -> "PyHankoSigner":
        return signer_with(self._bare, self.certificate.der, self._beside)

    def sign(self, content: bytes) -> bytes:
        return detached_message(self._signer, content)

    def _bare(self, data: bytes) -> bytes:
        """With the key as it was opened: pyHanko would read it, and examine its primes, at each signature."""
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(data, PKCS1v15(), SHA256())
        if isinstance(self._key, EllipticCurvePrivateKey):
            return self._key.sign(data, ECDSA(SHA256()))
        raise SignatureRefused("KEY-FILE")


@contextmanager
def open_signer(key: str, ask: Ask, *, module: str = "") -> Iterator[Signer]:
    """The signer that `--certificate` names: the path of a PKCS#12 file, or the `pkcs11:` address of a key on a token.

    `ask` is called once, with the name of what it asks the password or PIN of, and not before that was found.
    `module` is the library of the token's maker, if the address names none.
    """
    if not is_token_address(key):
        Path(key).stat()
        yield open_pkcs12(Path(key), ask(Path(key).name))
        return
    address = read_token_address(key)
    with open_token(msgspec.structs.replace(address, module=address.module or module), ask) as signer:
        yield signer


def certificate_of_pkcs12(path: Path, password: str) -> bytes:
    """The certificate of the key in a PKCS#12 file, in DER, whatever it is like. Raises as `open_pkcs12`."""
    opened = _opened(path.read_bytes(), password.encode())
    if opened.cert is None:
        raise SignatureRefused("KEY-FILE")
    return opened.cert.certificate.public_bytes(Encoding.DER)


def _opened(data: bytes, secret: bytes) -> PKCS12KeyAndCertificates:
    try:
        return load_pkcs12(data, secret)
    except ValueError as fault:
        wrong_password = "password" in str(fault).lower()
        raise SignatureRefused("KEY-PASSWORD" if wrong_password else "KEY-FILE") from fault


def open_pkcs12(path: Path, password: str) -> Pkcs12Signer:
    """Open a PKCS#12 file. Raises FileNotFoundError when there is none, `SignatureRefused` when it cannot be used."""
    data = path.read_bytes()
    secret = password.encode()
    return Pkcs12Signer(_opened(data, secret))
