"""What is never signed as a file: what would let somebody use the signature for something else."""

import re
from contextlib import suppress

from thongquan.signing.der import OBJECT, OCTET_STRING, SEQUENCE, expect, only
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.statement import read_statement
from thongquan.signing.verifying import is_attributes

LENGTHS = {20, 28, 32, 48, 64}
"""Octets of SHA-1, SHA-2 and SHA-3 hashes."""
SPELLED = re.compile(rb"[0-9a-fA-F]+\s*")


def check_signable(content: bytes) -> None:
    """Refuse another message's signed attributes, hashes (nobody sees what he signs with them), and filings."""
    if is_attributes(content):
        raise SignatureRefused("KEY-CONTENT-ATTRIBUTES")
    if _is_bare_hash(content) or _is_spelled_hash(content) or _is_digest_info(content):
        raise SignatureRefused("KEY-CONTENT-HASH")
    if _is_filing(content):
        raise SignatureRefused("KEY-CONTENT-FILING")


def _is_bare_hash(content: bytes) -> bool:
    """A text may have the same length, but a hash is hardly ever a text."""
    if len(content) not in LENGTHS:
        return False
    try:
        return not content.decode().replace("\n", "").replace("\r", "").replace("\t", "").isprintable()
    except UnicodeDecodeError:
        return True


def _is_spelled_hash(content: bytes) -> bool:
    return bool(SPELLED.fullmatch(content)) and len(content.strip()) in {2 * length for length in LENGTHS}


def _is_filing(content: bytes) -> bool:
    """A batch statement: with this signature it would be filed for good."""
    with suppress(SignatureRefused):
        read_statement(content)
        return True
    return False


def _is_digest_info(content: bytes) -> bool:
    """A hash with the name of its algorithm, as RSA signs it (RFC 8017)."""
    with suppress(SignatureRefused):
        at, end = only(SEQUENCE, content, 0, len(content))
        name, hash_at = expect(SEQUENCE, content, at, end)
        expect(OBJECT, content, name, hash_at)
        only(OCTET_STRING, content, hash_at, end)
        return True
    return False
