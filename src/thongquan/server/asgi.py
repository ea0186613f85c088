"""The few lines of ASGI that the hot paths need."""

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from thongquan.base.fault import Refusal
from thongquan.server.problem import MEDIA_TYPE, problem, retry_after, status_of

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

JSON = b"application/json"
NDJSON = b"application/x-ndjson"


def new_request_id() -> str:
    """Told to the caller and written in the log, so that the two can be brought together."""
    return os.urandom(8).hex()


def headers_of(scope: Scope) -> dict[bytes, bytes]:
    """The request's headers; of a repeated one the last. Those that must not repeat are checked by `guard`."""
    return dict(scope["headers"])


async def answer(send: Send, status: int, body: bytes, kind: bytes, *more: tuple[bytes, bytes]) -> None:
    headers = [(b"content-type", kind), (b"content-length", b"%d" % len(body)), *SAFE, *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def refuse(send: Send, refusal: Refusal, request: str) -> int:
    status = status_of(refusal.code)
    after = retry_after(refusal)
    more = [] if after is None else [(b"retry-after", after)]
    if status in (400, 408, 413):
        more.append((b"connection", b"close"))  # whatever else the caller sends is not read
    await answer(send, status, problem(refusal, request), MEDIA_TYPE, *more)
    return status


SAFE = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))
