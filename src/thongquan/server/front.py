"""The way in for everybody: what every request must satisfy, the hot path, and the rest."""

import time

from thongquan.base.limits import Limits
from thongquan.server.asgi import App, Message, Receive, Scope, Send, new_request_id, refuse
from thongquan.server.body import Disconnected
from thongquan.server.filing_door import FilingDoor
from thongquan.server.logs import log_request
from thongquan.server.problem import RequestMalformed

FILINGS = "/api/v1/filings"

_ONCE = {b"content-length", b"content-type", b"host", b"authorization", b"transfer-encoding"}
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
            log_request(scope["method"], path, status, request, time.perf_counter() - began)

    async def _handle(self, scope: Scope, receive: Receive, send: Send, request: str) -> None:
        if not self._is_plain(scope):
            await refuse(send, RequestMalformed(), request)
        elif self._door is not None and scope["path"] == FILINGS and scope["method"] == "POST":
            await self._door(scope, receive, send, request)
        else:
            await self._rest(scope, receive, send)

    def _is_plain(self, scope: Scope) -> bool:
        """Few headers, none of the telling ones twice, and one way only to know where the body ends."""
        headers = scope["headers"]
        if len(headers) > self._limits.request_headers or sum(map(_size, headers)) > self._limits.header_bytes:
            return False
        names = [name for name, _ in headers]
        telling = [name for name in names if name in _ONCE]
        if len(telling) != len(set(telling)):
            return False
        return not (b"transfer-encoding" in telling and b"content-length" in telling)


def _size(header: tuple[bytes, bytes]) -> int:
    return len(header[0]) + len(header[1])
