"""Reading what is sent to a page: within a size and a time, and all senders together within a bound of memory."""

import asyncio

from thongquan.base.limits import Limits
from thongquan.portal.counter import Message, Receive
from thongquan.portal.refusals import FormMalformed, FormSlow, FormTooLarge, TooMuchAtOnce

_COME_BACK_SECONDS = 2


class Bodies:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._held = 0

    async def read(self, receive: Receive, limits: Limits | None = None) -> bytes:
        """The whole body, which `release` gives back when it is answered.

        Raises:
            FormTooLarge, FormSlow, TooMuchAtOnce, FormMalformed: the rest is not read.
        """
        chunks: list[bytes] = []
        limits = limits or self._limits
        try:
            async with asyncio.timeout(limits.form_seconds):
                more = True
                while more:
                    chunk, more = _chunk(await receive())
                    self._hold(len(chunk), chunks, limits.form_bytes)
                    chunks.append(chunk)
        except TimeoutError:
            self.release(sum(map(len, chunks)))
            raise FormSlow(seconds=limits.form_seconds) from None
        except BaseException:  # undone, and raised again
            self.release(sum(map(len, chunks)))
            raise
        return b"".join(chunks)

    def release(self, size: int) -> None:
        self._held -= size

    def _hold(self, size: int, before: list[bytes], most: int) -> None:
        if size + sum(map(len, before)) > most:
            raise FormTooLarge(limit=most)
        if self._held + size > self._limits.forms_bytes:
            raise TooMuchAtOnce(seconds=_COME_BACK_SECONDS)
        self._held += size


def _chunk(message: Message) -> tuple[bytes, bool]:
    if message["type"] == "http.disconnect":
        raise FormMalformed  # nobody is there to be told
    return message.get("body", b""), bool(message.get("more_body"))


def replayed(body: bytes, receive: Receive) -> Receive:
    """The same body once more, for whoever reads it behind us; then what the connection says."""
    told = False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
