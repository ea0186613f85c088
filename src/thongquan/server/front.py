"""The way in for everybody: what every request must satisfy, the hot path, and the rest."""

import time

from thongquan.base.limits import Limits
from thongquan.server.asgi import App, Message, Receive, Scope, Send, answer, new_request_id, refuse
from thongquan.server.body import Disconnected
from thongquan.server.filing_door import FilingDoor
from thongquan.server.logs import Log, filer_told
from thongquan.server.metrics import FILINGS, METRICS, PLAIN_TEXT, Metrics
from thongquan.server.problem import RequestMalformed, code_told

_ONCE = {b"content-length", b"content-type", b"host", b"authorization", b"transfer-encoding", b"content-encoding"}
_PASSED_ON = {b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip", b"via"}
_VERSIONS = {"1.0", "1.1"}
_HERE = ("127.", "::1", "::ffff:127.")


class Front:
    """Gives every request an id, which the caller sees and the log has; refuses what is ambiguous.

    Without a `door` it is the office's: whoever reaches that is the server's own user.
    """

    def __init__(self, door: FilingDoor | None, rest: App, limits: Limits, log: Log, metrics: Metrics) -> None:
        self._door = door
        self._rest = rest
        self._limits = limits
        self._log = log
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request, began, status, received, sent = new_request_id(), time.perf_counter(), 0, 0, 0
        code_told.set("")
        filer_told.set("")

        async def listen() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            return message

        async def tell(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request.encode())]
            else:
                sent += len(message.get("body", b""))
            await send(message)

        scope["state"] = {"request": request}
        try:
            await self._handle(scope, listen, tell, request)
        except Disconnected:
            status = 499
        finally:
            method, path, code, seconds = scope["method"], scope["path"], code_told.get(), time.perf_counter() - began
            self._metrics.request(method, path, status, code, seconds)
            self._log.request(method, path, status, request, seconds, code=code, received=received, sent=sent)

    async def _handle(self, scope: Scope, receive: Receive, send: Send, request: str) -> None:
        if not self._is_plain(scope):
            await refuse(send, RequestMalformed(), request)
        elif self._door is not None and scope["path"] == FILINGS and scope["method"] == "POST":
            await self._door(scope, receive, send, request)
        elif scope["path"] == METRICS and scope["method"] == "GET" and self._may_see_metrics(scope):
            await answer(send, 200, self._metrics.text(), PLAIN_TEXT)
        else:
            await self._rest(scope, receive, send)

    def _may_see_metrics(self, scope: Scope) -> bool:
        """A caller on this machine who speaks for itself. To all others nothing is there."""
        if self._door is None:
            return True
        peer = scope["client"]
        is_here = peer is not None and peer[0].startswith(_HERE)
        return is_here and not any(name in _PASSED_ON for name, _ in scope["headers"])

    def _is_plain(self, scope: Scope) -> bool:
        """A short head, none of the telling headers twice, and one way only to read the body."""
        headers = scope["headers"]
        size = len(scope["raw_path"]) + len(scope["query_string"]) + sum(map(_size, headers))
        if len(headers) > self._limits.request_headers or size > self._limits.header_bytes:
            return False
        telling = [header for header in headers if header[0] in _ONCE]
        given = dict(telling)
        return len(telling) == len(given) and scope["http_version"] in _VERSIONS and _has_one_reading(scope, given)


def _has_one_reading(scope: Scope, given: dict[bytes, bytes]) -> bool:
    """Nothing over which two servers could differ: chunks only by that name and since HTTP/1.1, no packed bodies."""
    if scope["http_version"] == "1.1" and b"host" not in given:
        return False
    if given.get(b"content-encoding", b"identity").lower() != b"identity":
        return False
    if b"transfer-encoding" not in given:
        return True
    is_chunked = given[b"transfer-encoding"].lower() == b"chunked" and scope["http_version"] == "1.1"
    return is_chunked and b"content-length" not in given


def _size(header: tuple[bytes, bytes]) -> int:
    return len(header[0]) + len(header[1])
