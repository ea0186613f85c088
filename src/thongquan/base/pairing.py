"""The code that pairs a page of the portal with the signing helper on the same computer.

The page shows it, a person carries it over. It never travels between the two: the page proves that it knows it, in
the name and the value of one header. So a program that sits on the port in place of the helper does not learn it.
`portal/scripts/helper.js` spells and proves alike; a test holds the two together.
"""

import base64
import hmac
from hashlib import sha256

SECRET_BYTES = 16
CHECK_BYTES = 4
GROUP = 4
HEADER = "thongquan-"
_BLANKS = str.maketrans("", "", " -\t\r\n")


def spell(secret: bytes) -> str:
    """Eight groups of four letters and digits: 128 bits, and 32 that tell a slip of the hand.

    >>> spell(bytes(16))
    'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AB2D-24AQ'
    """
    letters = base64.b32encode(secret + _check(secret)).decode()
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def read_code(typed: str) -> bytes:
    """The secret of a code as it was typed or pasted; blanks, hyphens and small letters do not matter.

    Raises:
        ValueError: it is no such code; a letter may be wrong or missing.

    >>> read_code(" aaaa aaaa aaaa aaaa aaaa aaaa ab2d 24aq ") == bytes(16)
    True
    """
    try:
        read = base64.b32decode(typed.translate(_BLANKS).upper())
    except ValueError as fault:
        raise ValueError("no code") from fault
    secret, check = read[:SECRET_BYTES], read[SECRET_BYTES:]
    if len(read) != SECRET_BYTES + CHECK_BYTES or not hmac.compare_digest(check, _check(secret)):
        raise ValueError("no code")
    return secret


def header_of(secret: bytes) -> str:
    """The name of the header, which a browser tells in its preflight already: who does not know it is not answered."""
    return HEADER + hmac.digest(secret, b"header", "sha256").hex()[:32]


def proof_of(secret: bytes, body: bytes) -> str:
    """The value of the header: it fits this body and no other."""
    return hmac.digest(secret, b"body\n" + body, "sha256").hex()


def _check(secret: bytes) -> bytes:
    return sha256(b"thongquan signer\n" + secret).digest()[:CHECK_BYTES]
