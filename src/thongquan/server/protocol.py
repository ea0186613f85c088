"""uvicorn's httptools protocol, with limits on the size of a request's head and on the time of heads and answers."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from thongquan.base.limits import Limits


class Bounded(HttpToolsProtocol):
    """A head that is too long or too slow closes the connection: there is no request yet to answer."""

    _bounds: Limits

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._head: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None
        self._head_bytes = 0
        self._await_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._head is None and self.timeout_keep_alive_task is None and self._is_idle():
            self._await_head()
        if self._head is not None:
            self._head_bytes += len(data)
            if self._head_bytes > self._bounds.header_bytes:
                self.transport.close()

    def on_message_begin(self) -> None:
        if self._head is None:
            self._await_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._have_head()
        super().on_headers_complete()

    def pause_writing(self) -> None:
        """An answer that nobody takes is held no longer than a body that does not come."""
        super().pause_writing()
        self._unread = self.loop.call_later(self._bounds.body_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        self._is_read()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._have_head()
        self._is_read()
        super().connection_lost(exc)

    def _is_idle(self) -> bool:
        """Answered: what comes now is the beginning of a head, or of nothing."""
        return self.cycle is None or self.cycle.response_complete

    def _await_head(self) -> None:
        self._head = self.loop.call_later(self._bounds.header_seconds, self.transport.close)

    def _is_read(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _have_head(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head, self._head_bytes = None, 0


def bounded(limits: Limits) -> type[Bounded]:
    """The protocol class for these limits: uvicorn wants a class, not an object."""
    return type("Bounded", (Bounded,), {"_bounds": limits})
