"""A multipart body read as it comes: each part in its turn, none held longer than it is needed."""

import re
from collections.abc import AsyncIterator

from thongquan.server.asgi import Message, Receive
from thongquan.server.body import Disconnected
from thongquan.server.multipart import BodyMalformed, PartTooLarge

_HEAD_BYTES = 512
_NAMED = re.compile(rb'form-data; name="[a-z0-9-]{1,40}"')


class Parts:
    """The parts of one body, in the order in which they are asked for. Any other body is refused.

    A part's head names its type, once, and perhaps a name; the name of a file in it is not even read.
    """

    def __init__(self, receive: Receive, boundary: bytes) -> None:
        self._receive = receive
        self._delimiter = b"\r\n--" + boundary
        self._held = bytearray(b"\r\n")  # so that the first delimiter looks like the others
        self._more = True

    async def whole(self, name: str, kind: bytes, most: int) -> bytes:
        """A part of at most so many bytes."""
        await self._head(name, kind)
        while (end := self._held.find(self._delimiter)) < 0:
            if len(self._held) > most + len(self._delimiter):
                raise PartTooLarge(part=name, limit=most)
            await self._fetch(name)
        if end > most:
            raise PartTooLarge(part=name, limit=most)
        content = bytes(self._held[:end])
        del self._held[:end]
        return content

    async def sized(self, name: str, kind: bytes, size: int) -> AsyncIterator[bytes]:
        """A part of exactly so many bytes, whatever stands in it."""
        await self._head(name, kind)
        while size:
            if not self._held:
                await self._fetch(name)
            piece = bytes(self._held[:size])
            del self._held[: len(piece)]
            size -= len(piece)
            yield piece

    async def end(self) -> None:
        """Nothing follows."""
        await self._expect(self._delimiter + b"--", "")
        while self._more:
            await self._fetch("")
            if len(self._held) > len(b"\r\n"):
                break
        if bytes(self._held) not in (b"", b"\r\n"):
            raise BodyMalformed(part="")

    async def _head(self, name: str, kind: bytes) -> None:
        await self._expect(self._delimiter + b"\r\n", name)
        while (end := self._held.find(b"\r\n\r\n")) < 0 and len(self._held) <= _HEAD_BYTES:
            await self._fetch(name)
        if not 0 <= end <= _HEAD_BYTES:
            raise BodyMalformed(part=name)
        _check_head(bytes(self._held[:end]), name, kind)
        del self._held[: end + 4]

    async def _expect(self, these: bytes, name: str) -> None:
        while len(self._held) < len(these):
            await self._fetch(name)
        if not self._held.startswith(these):
            raise BodyMalformed(part=name)
        del self._held[: len(these)]

    async def _fetch(self, name: str) -> None:
        """Some more of the body."""
        if not self._more:
            raise BodyMalformed(part=name)
        message: Message = await self._receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        self._held += message.get("body", b"")
        self._more = bool(message.get("more_body"))


def _check_head(head: bytes, name: str, kind: bytes) -> None:
    lines: dict[bytes, bytes] = {}
    for line in head.split(b"\r\n"):
        field, colon, value = line.partition(b": ")
        if not colon or lines.setdefault(field.lower(), value) is not value:
            raise BodyMalformed(part=name)
    named = lines.pop(b"content-disposition", None)
    if (named is not None and not _NAMED.fullmatch(named)) or lines != {b"content-type": kind}:
        raise BodyMalformed(part=name)
