"""`POST /api/v1/filings`: read the bounded body, put it before the clerk, wait, answer. Raw ASGI, for speed."""

import asyncio
import re
from collections.abc import Callable

from thongquan.authority.refusals import TooManyLines
from thongquan.authority.stages import Received
from thongquan.base.fault import Refusal
from thongquan.server.asgi import JSON, NDJSON, Receive, Scope, Send, answer, headers_of, refuse
from thongquan.server.body import Bodies
from thongquan.server.clerk import Clerk, Overloaded, Unavailable
from thongquan.server.logs import filer_told
from thongquan.server.multipart import boundary_in, read_parts
from thongquan.server.problem import Busy, NotNow
from thongquan.server.progress import stream

_FILER = re.compile(rb'"filer":"([0-9]{10}(?:[0-9]{3})?)"').search
"""In whose name the statement speaks. Whether it may is for the clerk to say."""


def _nobody(_checked: int, _of: int) -> None:
    """Most callers only wait for the answer."""


class FilingDoor:
    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk
        self._limits = clerk.authority.limits
        self._bodies = Bodies(self._limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send, request: str) -> int:
        headers = headers_of(scope)
        try:
            boundary = boundary_in(headers.get(b"content-type", b""))
            body = await self._bodies.read(receive, _length(headers))
        except Refusal as refusal:
            return await refuse(send, refusal, request)
        try:
            parts = read_parts(body, boundary, self._limits)
            if (claimed := _FILER(parts[0])) is not None:
                filer_told.set(claimed[1].decode())
            if headers.get(b"accept") == NDJSON:
                return await self._streamed(parts, send, request)
            told = await self.file(parts)
        except Refusal as refusal:
            return await refuse(send, refusal, request)
        finally:
            self._bodies.release(len(body))
        await answer(send, 200, told, JSON)
        return 200

    async def file(self, parts: tuple[bytes, bytes, bytes], progress: Callable[[int, int], None] = _nobody) -> bytes:
        """The answer to statement, signature and lines, read by whomever. Raises the refusal, Busy or NotNow."""
        received, count = Received(*parts, self._clerk.clock()), parts[2].count(b"\n")
        if count > self._limits.filing_lines:
            raise TooManyLines(found=count, limit=self._limits.filing_lines)
        try:
            return await self._clerk.file(received, count, progress)
        except Overloaded:
            raise Busy(seconds=self._clerk.pace.seconds(self._clerk.waiting_lines)) from None
        except Unavailable:
            raise NotNow from None

    async def _streamed(self, parts: tuple[bytes, bytes, bytes], send: Send, request: str) -> int:
        loop = asyncio.get_running_loop()
        steps: asyncio.Queue[tuple[int, int] | None] = asyncio.Queue()

        def progress(checked: int, of: int) -> None:
            loop.call_soon_threadsafe(steps.put_nowait, (checked, of))

        return await stream(asyncio.ensure_future(self.file(parts, progress)), steps, send, request)


def _length(headers: dict[bytes, bytes]) -> int | None:
    announced = headers.get(b"content-length", b"")
    return int(announced) if announced.isdigit() else None
