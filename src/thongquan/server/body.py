"""Reading a request's body within its limits of size and time."""

import asyncio

from thongquan.base.limits import Limits
from thongquan.server.asgi import Message, Receive
from thongquan.server.problem import BodySlow, BodyTooLarge, Busy

_COME_BACK_SECONDS = 2


class Disconnected(Exception):  # noqa: N818 - the caller went away; there is nobody to tell
    pass


class Bodies:
    """All bodies being read or waiting. Together they may hold so much memory and no more.

    Long ones may not hold all of it, so that there is always room for a short one.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.held = 0

    async def read(self, receive: Receive, announced: int | None) -> bytes:
        """The whole body. Give it back with `release` when the request is answered.

        Raises:
            BodyTooLarge, BodySlow, Busy: a limit was reached; the rest is not read.
        """
        self._check(announced or 0)
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                return await self._rest(receive)
        except TimeoutError:
            raise BodySlow(seconds=self._limits.body_seconds) from None

    async def _rest(self, receive: Receive) -> bytes:
        chunks: list[bytes] = []
        size = 0
        try:
            while True:
                message = await receive()
                chunk = _chunk(message)
                self._hold(len(chunk), size + len(chunk))
                size += len(chunk)
                self._check(size)
                chunks.append(chunk)
                if not message.get("more_body"):
                    return b"".join(chunks)
        except BaseException:
            self.release(size)
            raise

    def _check(self, size: int) -> None:
        if size > self._limits.filing_bytes:
            raise BodyTooLarge(limit=self._limits.filing_bytes)

    def _hold(self, size: int, whole: int) -> None:
        """Keep so much more of a body that is now `whole` bytes long."""
        is_short = whole <= self._limits.short_body_bytes
        if self.held + size > (self._limits.bodies_bytes if is_short else self._limits.long_bodies_bytes):
            raise Busy(seconds=_COME_BACK_SECONDS)
        self.held += size

    def release(self, size: int) -> None:
        self.held -= size


def _chunk(message: Message) -> bytes:
    if message["type"] == "http.disconnect":
        raise Disconnected
    chunk: bytes = message.get("body", b"")
    return chunk
