"""The one-time number of a deed: only the server can make it, and only for this kind, account and moment.

So nobody can have a text signed today that is sent in a year, and no text from elsewhere is carried out. Nothing has to
be remembered for it: what was carried out stands in the record of deeds.
"""

import hmac
import os
from base64 import b64decode, urlsafe_b64encode
from hashlib import sha256

from thongquan.registration.deed import Deed

RANDOM_BYTES = 16


def one_time_number(secret: bytes, kind: str, account: str, at: str) -> str:
    """43 characters of base64url: 16 random bytes and as many of an HMAC over them and what the deed is for."""
    random = os.urandom(RANDOM_BYTES)
    return urlsafe_b64encode(random + _mac(secret, random, kind, account, at)).decode().rstrip("=")


def is_ours(secret: bytes, deed: Deed) -> bool:
    try:
        given = b64decode(f"{deed.once}=", altchars=b"-_", validate=True)
    except ValueError:
        return False
    random, mac = given[:RANDOM_BYTES], given[RANDOM_BYTES:]
    return hmac.compare_digest(mac, _mac(secret, random, deed.says.kind, deed.account, deed.at))


def _mac(secret: bytes, random: bytes, kind: str, account: str, at: str) -> bytes:
    told = f"{kind}\n{account}\n{at}".encode()
    return hmac.digest(secret, random + told, sha256)[:RANDOM_BYTES]
