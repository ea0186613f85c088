"""The certificates on a token, read without its PIN: they are public, and a look must not cost a try."""

from contextlib import suppress

from thongquan.signing.certificate import parsed
from thongquan.signing.issuer import is_issuer
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.token import load, objects, only_token, reported
from thongquan.signing.token_address import TokenAddress


def certificates_on(address: TokenAddress) -> list[tuple[str, bytes]]:
    """Label and DER of each that the address names; without its issuers, which makers put beside it.

    Raises:
        SignatureRefused: no such token, or none of its certificates can be read without the PIN.
    """
    from pkcs11 import ObjectClass  # noqa: PLC0415 - only those who have a token need it

    library = load(address.module)
    try:
        with reported():
            session = only_token(library, address).open()
        try:
            with reported():
                found = [one for one in objects(session, ObjectClass.CERTIFICATE) if one.fits(address)]
        finally:
            with suppress(Exception):  # the token may have been pulled out
                session.close()
    finally:
        with suppress(Exception):  # as above
            library.finalize()
    if not found:
        raise SignatureRefused("TOKEN-NO-CERTIFICATE")
    own = [one for one in found if not _is_issuer(one.der)]
    return [(str(one), one.der) for one in own or found]


def _is_issuer(der: bytes) -> bool:
    try:
        return is_issuer(parsed(der))
    except SignatureRefused:
        return False
