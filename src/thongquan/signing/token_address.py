"""The address of a key on a token, as RFC 7512 writes it: `pkcs11:token=…;object=…?module-path=…`."""

import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

import msgspec

from thongquan.signing.refusal import SignatureRefused

SCHEME = "pkcs11:"
NAMING = {"token", "serial", "object", "id"}
MODULE = "module-path"
PIN = {"pin-value", "pin-source"}
VALUE = re.compile(r"(?:[A-Za-z0-9\-._~:\[\]@!$'()*+,=/&?|]|%[0-9A-Fa-f]{2})+")
"""What RFC 7512 lets stand unescaped somewhere; separators have been cut off before."""


class TokenAddress(msgspec.Struct, frozen=True):
    """What is not named ("" or no bytes) may be anything, as long as it is the only one."""

    token: str = ""
    serial: str = ""
    object: str = ""
    id: bytes = b""
    module: str = ""


def is_token_address(key: str) -> bool:
    return key.startswith(SCHEME)


def read_token_address(text: str) -> TokenAddress:
    r"""Strictly: an attribute that is not understood might have named another key. No refusal repeats a value.

    >>> read_token_address("pkcs11:token=C%C3%B4ng%20ty;id=%01%A2?module-path=/usr/lib/a.so")
    TokenAddress(token='Công ty', serial='', object='', id=b'\x01\xa2', module='/usr/lib/a.so')
    """
    path, _, query = text.removeprefix(SCHEME).partition("?")
    found: dict[str, bytes] = {}
    for name, value in [*_attributes(path, ";", NAMING), *_attributes(query, "&", {MODULE})]:
        if name in found:
            raise SignatureRefused("KEY-ADDRESS-REPEATED", attribute=name)
        if not VALUE.fullmatch(value):
            raise SignatureRefused("KEY-ADDRESS-VALUE", attribute=name)
        found[name] = unquote_to_bytes(value)
    return TokenAddress(
        token=_text(found, "token"),
        serial=_text(found, "serial"),
        object=_text(found, "object"),
        id=found.get("id", b""),
        module=_text(found, MODULE),
    )


def _attributes(part: str, separator: str, known: set[str]) -> Iterator[tuple[str, str]]:
    for attribute in part.split(separator) if part else []:
        name, _, value = attribute.partition("=")
        if name in PIN:
            raise SignatureRefused("KEY-ADDRESS-PIN")
        if name not in known:
            raise SignatureRefused("KEY-ADDRESS-ATTRIBUTE", attribute=_shown(name))
        yield name, value


def _shown(name: str) -> str:
    """A name as a name; anything else may be a piece of a value, and is not repeated."""
    return name if re.fullmatch(r"[a-z][a-z-]{0,30}", name) else "?"


def _text(found: dict[str, bytes], name: str) -> str:
    try:
        text = found.get(name, b"").decode()
    except UnicodeDecodeError as fault:
        raise SignatureRefused("KEY-ADDRESS-VALUE", attribute=name) from fault
    if not text.isprintable():
        raise SignatureRefused("KEY-ADDRESS-VALUE", attribute=name)
    return text
