"""Signing on the declarant's side, with a key that never leaves it."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates, load_pkcs12

from thongquan.signing.certificate import RegisteredCertificate, read_certificate
from thongquan.signing.refusal import SignatureRefused

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

T = TypeVar("T")


class Signer(Protocol):
    """Whatever holds a company's key: a file today, a token later."""

    @property
    def certificate(self) -> RegisteredCertificate: ...

    def sign(self, content: bytes) -> bytes:
        """A detached CMS signature over `content`, in DER."""
        ...


class Pkcs12Signer:
    """A key and its certificates from one PKCS#12 file. Messages carry the certificates below the anchor."""

    def __init__(self, opened: PKCS12KeyAndCertificates, password: bytes, data: bytes) -> None:
        if opened.key is None or opened.cert is None:
            raise SignatureRefused("KEY-FILE")
        self.certificate: RegisteredCertificate = read_certificate(opened.cert.certificate.public_bytes(Encoding.DER))
        self._password, self._data = password, data

    @cached_property
    def _signer(self) -> "SimpleSigner":
        from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415 - half a second that only signing needs

        signer: SimpleSigner | None = SimpleSigner.load_pkcs12_data(
            self._data, other_certs=[], passphrase=self._password
        )
        if signer is None:
            raise SignatureRefused("KEY-FILE")
        return signer

    def sign(self, content: bytes) -> bytes:
        from asn1crypto.cms import ContentInfo  # noqa: PLC0415 - with pyHanko, see above

        document = ContentInfo({"content_type": "data", "content": content})
        message = _finished(self._signer.async_sign_general_data(document, "sha256", detached=True))
        der: bytes = message.dump()
        return der


def open_signer(key: str, password: str) -> Signer:
    """The signer that `--certificate` names: the path of a PKCS#12 file, or a `pkcs11:` address."""
    if key.startswith("pkcs11:"):
        raise SignatureRefused("KEY-TOKEN")
    return open_pkcs12(Path(key), password)


def open_pkcs12(path: Path | str, password: str) -> Pkcs12Signer:
    """Open a PKCS#12 file. Raises FileNotFoundError when there is none, `SignatureRefused` when it cannot be used."""
    if str(path).startswith("pkcs11:"):
        raise SignatureRefused("KEY-TOKEN")
    data = Path(path).read_bytes()
    secret = password.encode()
    try:
        opened = load_pkcs12(data, secret)
    except ValueError as fault:
        wrong_password = "password" in str(fault).lower()
        raise SignatureRefused("KEY-PASSWORD" if wrong_password else "KEY-FILE") from fault
    return Pkcs12Signer(opened, secret, data)


def _finished(coroutine: Coroutine[Any, Any, T]) -> T:
    """The result of pyHanko's work, which it does in an event loop.

    It gets a loop and a thread of its own, so that callers may be in a loop already.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
