"""The secret of a webhook, and what is signed with it: the conventions of Standard Webhooks.

A secret is derived from the authority's key of webhooks, the webhook and the number of the secret. So the server can
sign whenever it must, and nothing in the books or in a backup opens it (decision 0052).
"""

import hmac
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256

PREFIX = "whsec_"
_PURPOSE = b"thongquan webhook secret\0"


def secret_of(key: bytes, webhook: str, number: int) -> bytes:
    """32 bytes."""
    return hmac.digest(key, _PURPOSE + f"{webhook}\0{number}".encode(), sha256)


def spelled(secret: bytes) -> str:
    """As the company is told it."""
    return PREFIX + b64encode(secret).decode()


def headers_of(secrets: Sequence[bytes], message: str, seconds: int, body: bytes) -> dict[str, str]:
    """One signature for each secret that counts. `seconds`: since 1970, by the authority's clock."""
    signed = f"{message}.{seconds}.".encode() + body
    signatures = (b64encode(hmac.digest(secret, signed, sha256)).decode() for secret in secrets)
    return {
        "webhook-id": message,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(f"v1,{one}" for one in signatures),
    }
