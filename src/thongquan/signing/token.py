"""Keys on tokens, which never leave them: USB tokens and the like, through the library of their maker (PKCS#11)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from thongquan.base.limits import LIMITS
from thongquan.signing.certificate import RegisteredCertificate, public_key, read_person_certificate
from thongquan.signing.der import NULL, OCTET_STRING, SEQUENCE, encode, object_identifier
from thongquan.signing.frame import read_frame
from thongquan.signing.making import detached_message, signer_with
from thongquan.signing.policy import SHA_2
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.token_address import TokenAddress
from thongquan.signing.verifying import check_value

if TYPE_CHECKING:
    import pkcs11
    from pkcs11 import _pkcs11
    from pyhanko.sign.signers import Signer as PyHankoSigner

SHA_256 = encode(SEQUENCE, object_identifier(SHA_2["sha256"]) + encode(NULL, b""))

T = TypeVar("T")

Ask = Callable[[str], str]
"""Asks for the password or PIN of what it is given the name of."""


class OnToken(msgspec.Struct, frozen=True):
    """A private key or a certificate, as the token describes it."""

    id: bytes
    label: str
    der: bytes = b""
    """Of a certificate."""
    handle: "pkcs11.Object | None" = None

    def fits(self, address: TokenAddress) -> bool:
        return address.object in ("", self.label) and address.id in (b"", self.id)

    def __str__(self) -> str:
        return _plain(f"{self.label} (id {self.id.hex()})")


class TokenSigner:
    """One key in an open session. The token signs a hash (RSA_PKCS, ECDSA): the mechanisms that every token has."""

    def __init__(self, key: Any, der: bytes, beside: list[bytes], pin: str) -> None:
        from pkcs11 import Attribute, KeyType  # noqa: PLC0415 - only those who have a token need it

        if key.key_type not in {KeyType.RSA, KeyType.EC}:
            raise SignatureRefused("KEY-KIND")
        self.certificate: RegisteredCertificate = read_person_certificate(der)
        self._key, self._beside = key, beside
        self._rsa = key.key_type is KeyType.RSA
        self._again = {"pin": pin} if _attribute(key, Attribute.ALWAYS_AUTHENTICATE, False) else {}

    @cached_property
    def _signer(self) -> "PyHankoSigner":
        return signer_with(self._checked, self.certificate.der, self._beside)

    def sign(self, content: bytes) -> bytes:
        with reported():
            return detached_message(self._signer, content)

    def _checked(self, data: bytes) -> bytes:
        """A signature that does not fit the certificate never leaves here."""
        signature = self._bare(sha256(data).digest())
        try:
            scheme = "rsa" if self._rsa else "ecdsa"
            check_value(public_key(self.certificate.der), scheme, "sha256", signature, data)
        except (InvalidSignature, SignatureRefused) as fault:
            raise SignatureRefused("KEY-MISMATCH") from fault
        return signature

    def _bare(self, digest: bytes) -> bytes:
        from pkcs11 import Mechanism  # noqa: PLC0415 - as above

        if self._rsa:
            info = encode(SEQUENCE, SHA_256 + encode(OCTET_STRING, digest))
            signature: bytes = self._key.sign(info, mechanism=Mechanism.RSA_PKCS, **self._again)
            return signature
        pair: bytes = self._key.sign(digest, mechanism=Mechanism.ECDSA, **self._again)
        half = len(pair) // 2
        return encode_dss_signature(int.from_bytes(pair[:half]), int.from_bytes(pair[half:]))


@contextmanager
def open_token(address: TokenAddress, ask: Ask) -> Iterator[TokenSigner]:
    """The PIN is asked for once, after the token was found, and tried once. Session and library are closed at the end.

    One library cannot be open twice at a time in one process.
    """
    library = load(address.module)
    try:
        with reported():
            token = only_token(library, address)
            check_tries(token)
            pin = ask(_plain(token.label))
            session = logged_in(token, pin)
        try:
            with reported():
                signer = signer_in(session, address, pin)
            yield signer
        finally:
            with suppress(Exception):  # the token may have been pulled out
                session.close()
    finally:
        with suppress(Exception):  # as above; this closes also what a failed login left open
            library.finalize()


def load(module: str) -> "_pkcs11.lib":
    """The maker's library: code that runs here, so only from the place that was named in full."""
    from pkcs11 import PKCS11Error, lib  # noqa: PLC0415 - as above

    if not module:
        raise SignatureRefused("KEY-MODULE-UNNAMED")
    shown = _plain(module)
    if not Path(module).is_absolute() or not Path(module).is_file():
        raise SignatureRefused("KEY-MODULE-MISSING", module=shown)
    try:
        return lib(module)
    except (PKCS11Error, OSError) as fault:
        reason = _plain(str(fault).rpartition(": ")[2]) or type(fault).__name__
        raise SignatureRefused("KEY-MODULE-UNUSABLE", module=shown, reason=reason) from fault


def only_token(library: "_pkcs11.lib", address: TokenAddress) -> "pkcs11.Token":
    present = list(tokens_in(library))
    if not present:
        raise SignatureRefused("KEY-TOKEN-NONE")
    fitting = [
        token for token in present if address.token in ("", token.label) and address.serial in ("", _serial(token))
    ]
    if not fitting:
        raise SignatureRefused("KEY-TOKEN-UNKNOWN", tokens=sorted(map(_named, present)))
    if len(fitting) > 1:
        raise SignatureRefused("KEY-TOKEN-SEVERAL", tokens=sorted(map(_named, fitting)))
    return fitting[0]


def tokens_in(library: "_pkcs11.lib") -> Iterator["pkcs11.Token"]:
    """A reader with a card that is no token of this maker is passed over."""
    from pkcs11 import TokenFlag, TokenNotPresent, TokenNotRecognised  # noqa: PLC0415 - as above

    for slot in library.get_slots(token_present=True):
        with suppress(TokenNotPresent, TokenNotRecognised):
            token = slot.get_token()
            if token.flags & TokenFlag.TOKEN_INITIALIZED:
                yield token


def check_tries(token: "pkcs11.Token") -> None:
    """The last try is never ours: a script with an old PIN would lock the token."""
    from pkcs11 import TokenFlag  # noqa: PLC0415 - as above

    if token.flags & TokenFlag.USER_PIN_LOCKED:
        raise SignatureRefused("KEY-PIN-LOCKED")
    if token.flags & TokenFlag.USER_PIN_FINAL_TRY:
        raise SignatureRefused("KEY-PIN-LAST")


def logged_in(token: "pkcs11.Token", pin: str) -> "pkcs11.Session":
    """One try: tokens lock themselves after a few wrong ones."""
    import pkcs11  # noqa: PLC0415 - as above

    try:
        return token.open(user_pin=pin)
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange) as fault:
        raise SignatureRefused("KEY-PIN") from fault
    except pkcs11.PinLocked as fault:
        raise SignatureRefused("KEY-PIN-LOCKED") from fault
    except pkcs11.UserPinNotInitialized as fault:
        raise SignatureRefused("KEY-PIN-UNSET") from fault


def signer_in(session: "pkcs11.Session", address: TokenAddress, pin: str) -> TokenSigner:
    from pkcs11 import ObjectClass  # noqa: PLC0415 - as above

    keys = objects(session, ObjectClass.PRIVATE_KEY)
    certificates = objects(session, ObjectClass.CERTIFICATE)
    key, certificate = only_pair(keys, certificates, address)
    return TokenSigner(key.handle, certificate.der, issuers_beside(certificate.der, certificates), pin)


def only_pair(keys: list[OnToken], certificates: list[OnToken], address: TokenAddress) -> tuple[OnToken, OnToken]:
    """A key and the certificate of the same id. The address may name either of them.

    Where it names the certificate, the others of that key, such as one before its renewal, are passed over.
    """
    pairs = [(key, certificate) for key in keys for certificate in certificates if key.id == certificate.id]
    either = [pair for pair in pairs if pair[0].fits(address) or pair[1].fits(address)]
    fitting = [pair for pair in either if pair[1].fits(address)] or either
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise SignatureRefused("KEY-OBJECT-SEVERAL", objects=sorted(str(one) for _, one in fitting))
    if lonely := [key for key in keys if key.fits(address)]:
        raise SignatureRefused("KEY-CERTIFICATE-NONE", object=str(lonely[0]))
    if lonely := [certificate for certificate in certificates if certificate.fits(address)]:
        raise SignatureRefused("KEY-NONE", object=str(lonely[0]))
    if pairs:
        raise SignatureRefused("KEY-OBJECT-UNKNOWN", objects=sorted(str(one) for _, one in pairs))
    raise SignatureRefused("KEY-OBJECT-NONE")


def objects(session: "pkcs11.Session", kind: "pkcs11.ObjectClass") -> list[OnToken]:
    from pkcs11 import Attribute, ObjectClass  # noqa: PLC0415 - as above

    return [
        OnToken(
            id=_attribute(handle, Attribute.ID, b""),
            label=_attribute(handle, Attribute.LABEL, ""),
            der=_attribute(handle, Attribute.VALUE, b"") if kind is ObjectClass.CERTIFICATE else b"",
            handle=handle,
        )
        for handle in list(session.get_objects({Attribute.CLASS: kind}))
    ]


def issuers_beside(der: bytes, certificates: list[OnToken]) -> list[bytes]:
    """The certificates on the token that lead from this one upwards, without the root: receivers have their own."""
    named: dict[bytes, bytes] = {}
    for beside in certificates:
        with suppress(SignatureRefused):
            frame = read_frame(beside.der)
            if frame.issuer != frame.subject:
                named[frame.subject] = beside.der
    found: list[bytes] = []
    issuer = named.get(read_frame(der).issuer)
    while issuer is not None and issuer not in found and len(found) < LIMITS.chain_certificates:
        found.append(issuer)
        issuer = named.get(read_frame(issuer).issuer)
    return found


@contextmanager
def reported() -> Iterator[None]:
    """Whatever else the token answers is a refusal with the standard's own name of it."""
    from pkcs11 import PKCS11Error  # noqa: PLC0415 - as above

    try:
        yield
    except PKCS11Error as fault:
        raise SignatureRefused("KEY-TOKEN-FAILED", reason=type(fault).__name__) from fault


def _attribute(handle: "pkcs11.Object", name: "pkcs11.Attribute", otherwise: T) -> T:
    """Makers leave attributes out."""
    from pkcs11 import AttributeSensitive, AttributeTypeInvalid  # noqa: PLC0415 - as above

    try:
        value: T = handle[name]
    except (AttributeTypeInvalid, AttributeSensitive):
        return otherwise
    return value


def _serial(token: "pkcs11.Token") -> str:
    return token.serial.decode("utf-8", "replace").rstrip("\0 ")


def _named(token: "pkcs11.Token") -> str:
    return _plain(f"{token.label} (serial {_serial(token)})")


def _plain(text: str) -> str:
    """What a token says of itself, without anything that a terminal would obey."""
    return "".join(sign if sign.isprintable() else "�" for sign in text)
