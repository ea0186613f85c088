"""What a receiver does with a delivery: it is verified over its bytes, its secret and its time."""

import re
from base64 import b64decode
from pathlib import Path
from typing import Any

import msgspec
import pytest

from thongquan.authority.webhook_signing import headers_of, secret_of, spelled
from thongquan.base.limits import LIMITS
from thongquan.declarant import Refusal, WebhookLate, verify_webhook

AT = 1_788_000_000
RAW = secret_of(b"k" * 32, "WH0123456789AB", 1)
SECRET = spelled(RAW)
EVENT = {"cursor": "7", "number": "100000000010", "kind": "registered", "step": "", "state": "cleared"}
BODY = msgspec.json.encode(
    {"events": [EVENT | {"channel": "green", "at": "2026-09-02T03:00:00.000000Z", "decision": None}], "next": "7"}
)
SIGNED = headers_of([RAW], "msg_1", AT, BODY)
LATE = LIMITS.webhook_tolerance_seconds


def code(body: bytes = BODY, secret: str = SECRET, seconds: float = AT, **headers: str) -> str:
    given = SIGNED | {f"webhook-{name}": value for name, value in headers.items()}
    try:
        verify_webhook(secret, {name.title(): value for name, value in given.items()}, body, seconds=seconds)
    except Refusal as refusal:
        return refusal.code
    return ""


def test_what_customs_sent_is_taken_and_its_events_told() -> None:
    [event] = verify_webhook(SECRET, SIGNED, BODY, seconds=AT)
    assert (event.cursor, event.number, event.decision) == ("7", "100000000010", None)


@pytest.mark.parametrize(
    "changed",
    [
        {"body": BODY + b" "},
        {"body": BODY.replace(b"cleared", b"refused")},
        {"secret": spelled(secret_of(b"k" * 32, "WH0123456789AB", 2))},
        {"secret": "whsec_?"},
        {"id": "msg_2"},
        {"timestamp": str(AT + 1)},
        {"timestamp": "now"},
        {"signature": ""},
        {"signature": SIGNED["webhook-signature"].replace("v1,", "v2,")},
        {"signature": SIGNED["webhook-signature"][:-1]},
    ],
)
def test_whatever_else_came_is_not(changed: dict[str, Any]) -> None:
    assert code(**changed) == "WEBHOOK-UNVERIFIED"


def test_one_of_several_signatures_is_enough() -> None:
    assert code(signature=f"v1,AAAA {SIGNED['webhook-signature']}") == ""


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(AT + LATE, ""), (AT - LATE, ""), (AT + LATE + 1, WebhookLate.code), (AT - LATE - 1, WebhookLate.code)],
)
def test_what_was_signed_minutes_ago_or_ahead_is_late(seconds: int, told: str) -> None:
    assert code(seconds=seconds) == told


def test_a_body_that_holds_no_events_is_not_taken() -> None:
    assert code(b"[]", **_named(headers_of([RAW], "msg_1", AT, b"[]"))) == "WEBHOOK-UNVERIFIED"


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.removeprefix("webhook-"): value for name, value in headers.items()}


def test_the_example_of_the_document_does_the_same() -> None:
    document = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text()
    [example] = re.findall(r"```python\n(.*?)```", document, re.DOTALL)
    said: dict[str, Any] = {}
    exec(example, said)
    judged = said["is_from_customs"]
    assert judged(SECRET, SIGNED, BODY, now=AT)
    assert not judged(SECRET, SIGNED, BODY + b" ", now=AT)
    assert not judged(SECRET, SIGNED, BODY, now=AT + LATE + 1)
    assert not judged(spelled(b"x" * 32), SIGNED, BODY, now=AT)


def test_it_is_signed_as_standard_webhooks_say() -> None:
    """The example of their specification."""
    secret = b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    told = headers_of([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert told["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
