"""The way in for everybody: what every request must satisfy, the hot path, and the rest."""

import time

from thongquan.base.limits import Limits
from thongquan.server.asgi import App, Message, Receive, Scope, Send, new_request_id, refuse
from thongquan.server.body import Disconnected
from thongquan.server.filing_door import FilingDoor
from thongquan.server.logs import log_request
from thongquan.server.problem import RequestMalformed, code_told

FILINGS = "/api/v1/filings"

_ONCE = {b"content-length", b"content-type", b"host", b"authorization", b"transfer-encoding", b"content-encoding"}
_VERSIONS = {"1.0", "1.1"}
_LONGEST_PATH_LOGGED = 120


class Front:
    """Gives every request an id, which the caller sees and the log has; refuses what is ambiguous."""

    def __init__(self, door: FilingDoor | None, rest: App, limits: Limits) -> None:
        self._door = door
        self._rest = rest
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request, began, status = new_request_id(), time.perf_counter(), 0
        code_told.set("")

        async def tell(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request.encode())]
            await send(message)

        scope["state"] = {"request": request}
        try:
            await self._handle(scope, receive, tell, request)
        except Disconnected:
            status = 499
        finally:
            path = scope["path"][:_LONGEST_PATH_LOGGED]
            log_request(scope["method"], path, status, request, time.perf_counter() - began, code=code_told.get())

    async def _handle(self, scope: Scope, receive: Receive, send: Send, request: str) -> None:
        if not self._is_plain(scope):
            await refuse(send, RequestMalformed(), request)
        elif self._door is not None and scope["path"] == FILINGS and scope["method"] == "POST":
            await self._door(scope, receive, send, request)
        else:
            await self._rest(scope, receive, send)

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
