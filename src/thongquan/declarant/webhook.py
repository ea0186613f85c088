"""What a courier's own server is sent by a webhook: that it is customs who sent it, and the events in it.

The conventions are those of Standard Webhooks: `docs/webhooks.md`.
"""

import binascii
import hmac
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256

import msgspec

from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.declarant.watching import Event

_PREFIX = "whsec_"


class WebhookUnverified(Refusal):
    """No signature that came along is of this secret, over this body, or the body holds no events."""

    code = "WEBHOOK-UNVERIFIED"


class WebhookLate(WebhookUnverified):
    """It was signed minutes ago or ahead: somebody may be sending again what he saw."""

    code = "WEBHOOK-LATE"


class _Body(msgspec.Struct, frozen=True):
    events: list[Event]


def verify_webhook(
    secret: str, headers: Mapping[str, str], body: bytes, *, seconds: float | None = None
) -> list[Event]:
    """The events of one POST, in order. What came before may come again: an event's `cursor` is its name.

    `secret`: as it was shown, `whsec_…`. `headers`: in any case of letters. `body`: the very bytes that came.
    `seconds`: the present moment since 1970; left out, this machine's.

    Raises:
        WebhookUnverified, WebhookLate
    """
    given = {name.lower(): value for name, value in headers.items()}
    try:
        key = b64decode(secret.removeprefix(_PREFIX), validate=True)
        message, at, signatures = (given[f"webhook-{one}"] for one in ("id", "timestamp", "signature"))
        signed_at = int(at)
    except (KeyError, ValueError, binascii.Error) as error:
        raise WebhookUnverified from error
    expected = b"v1," + b64encode(hmac.digest(key, f"{message}.{at}.".encode() + body, sha256))
    if not any(hmac.compare_digest(expected, one.encode()) for one in signatures.split(" ")):
        raise WebhookUnverified
    now = time.time() if seconds is None else seconds
    if abs(now - signed_at) > LIMITS.webhook_tolerance_seconds:
        raise WebhookLate(limit=LIMITS.webhook_tolerance_seconds)
    try:
        return msgspec.json.decode(body, type=_Body).events
    except msgspec.MsgspecError as error:
        raise WebhookUnverified from error
