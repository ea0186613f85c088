"""The ear of the helper: one port on 127.0.0.1, heard in a thread of its own; one thing is shown at a time."""

import asyncio
import socket
import sys
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread

import msgspec

from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.declarant.signer.door import Door, WrongCode
from thongquan.declarant.signer.paper import NotShowable, Paper, read_paper
from thongquan.declarant.signer.request import END, Shut, read_head

SHUT = (Shut, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError)
"""What ends a conversation without a word."""


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a page may ask: that a text is signed, never a hash; or, instead, whose the certificate is."""

    text: str = ""
    certificate: bool = False


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of them is given."""

    signature: str = ""
    """Base64 of a detached CMS message in DER."""
    certificate: str = ""
    """Base64 of DER: the public part, for whoever was asked for it and agreed."""
    refused: str = ""
    """`declined`, `timeout`, `busy`, `text`, `system` or `key`."""


class Wish:
    """A text that waits for its signature; without one, the certificate is to be told."""

    def __init__(self, paper: Paper | None) -> None:
        self.paper = paper
        self.answered: Future[Answer] = Future()
        self.withdrawn = False
        """The page has gone meanwhile: nobody wants the answer any more."""


class NotShown(msgspec.Struct, frozen=True):
    """The portal, with the right code, asked for something that is not signed."""

    why: Refusal


class Wrong(msgspec.Struct, frozen=True):
    """A page of the portal with another code; `times` in a row."""

    times: int


class Broken(msgspec.Struct, frozen=True):
    """Our own mistake, for the one who can tell the user."""

    error: Exception


Heard = Wish | NotShown | Wrong | Broken


def take_port(port: int) -> socket.socket:
    """The port on 127.0.0.1, and on no other address. Raises OSError where another program has it."""
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen(LIMITS.signer_connections)
    except OSError:
        taken.close()
        raise
    return taken


class Listener:
    """Hands what it heard to `hear`, in its own thread."""

    def __init__(self, door: Door, hear: Callable[[Heard], None]) -> None:
        self._door, self._hear = door, hear
        self._open, self._wrong = 0, 0
        self._shown: Wish | None = None
        self._loop = asyncio.new_event_loop()
        self._end = asyncio.Event()

    def start(self, port: socket.socket) -> None:
        self._thread = Thread(target=self._loop.run_until_complete, args=[self._listen(port)], daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Answers that are on their way still leave."""
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(timeout=2)

    async def _listen(self, port: socket.socket) -> None:
        server = await asyncio.start_server(self._conversation, sock=port, limit=LIMITS.signer_head_bytes)
        await self._end.wait()
        server.close()
        if talks := asyncio.all_tasks() - {asyncio.current_task()}:
            _, late = await asyncio.wait(talks, timeout=1)
            for talk in late:
                talk.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _conversation(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open += 1
        try:
            if self._open <= LIMITS.signer_connections:
                await self._talk(reader, writer)
        except SHUT:
            pass
        except Exception as error:  # noqa: BLE001 - whatever goes wrong here is no signature, and is told in the terminal
            self._hear(Broken(error))
        finally:
            self._open -= 1
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(LIMITS.signer_read_seconds):
                head = read_head(await reader.readuntil(END))
                if self._door.is_preflight(head):
                    writer.write(self._door.preflight_answer())
                    return
                body = await reader.readexactly(self._door.length(head))
            self._door.check_proof(head, body)
        except WrongCode:
            self._wrong += 1
            self._hear(Wrong(self._wrong))
            if self._wrong >= LIMITS.signer_wrong_codes:
                self._end.set()
            raise
        self._wrong = 0
        writer.write(self._door.answer_head())
        await writer.drain()
        writer.write(msgspec.json.encode(await self._answer(reader, body)))

    async def _answer(self, reader: asyncio.StreamReader, body: bytes) -> Answer:
        if self._shown is not None:
            return Answer(refused="busy")
        try:
            wish = Wish(_paper_of(body))
        except Refusal as why:
            self._hear(NotShown(why))
            return Answer(refused="text")
        self._shown = wish
        self._hear(wish)
        answered = asyncio.wrap_future(wish.answered)
        gone = asyncio.ensure_future(reader.read(1))
        try:
            await asyncio.wait((answered, gone), return_when=asyncio.FIRST_COMPLETED)
            wish.withdrawn = not answered.done()
            return await answered
        finally:
            gone.cancel()
            self._shown = None


def _paper_of(body: bytes) -> Paper | None:
    """None where the certificate is asked for, and nothing else with it."""
    try:
        asked = msgspec.json.decode(body, type=Asked)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise NotShowable from fault
    return None if asked.certificate and not asked.text else read_paper(asked.text)
