"""Making detached signed messages: one profile, whatever holds the key."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

T = TypeVar("T")
DIGEST = "sha256"


def detached_message(signer: "Signer", content: bytes) -> bytes:
    """DER of a signed message without the content."""
    from asn1crypto.cms import ContentInfo  # noqa: PLC0415 - with pyHanko: half a second that only signing needs

    document = ContentInfo({"content_type": "data", "content": content})
    der: bytes = _finished(signer.async_sign_general_data(document, DIGEST, detached=True)).dump()
    return der


def signer_with(sign: Callable[[bytes], bytes], certificate: bytes, beside: Iterable[bytes]) -> "Signer":
    """A signer of pyHanko for a key elsewhere: `sign` makes the bare signature over the attributes, with `DIGEST`."""
    from asn1crypto.x509 import Certificate  # noqa: PLC0415 - as above
    from pyhanko.sign.signers import Signer  # noqa: PLC0415 - as above

    class KeyElsewhere(Signer):
        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            assert digest_algorithm == DIGEST
            assert not dry_run
            return sign(data)

    signer = KeyElsewhere(signing_cert=Certificate.load(certificate))
    signer.cert_registry.register_multiple(Certificate.load(der) for der in beside)
    return signer


def _finished(coroutine: Coroutine[Any, Any, T]) -> T:
    """The result of pyHanko's work, which it does in an event loop.

    It gets a loop of its own, and a thread too where the caller is in a loop already.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _run(coroutine)
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_run, coroutine).result()


def _run(coroutine: Coroutine[Any, Any, T]) -> T:
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(coroutine)
    finally:
        loop.close()
