"""Documents as they come beside a signed text, at `document_door.py` and `attachment_door.py`.

One at a time is in memory, once. Each is counted and hashed against the text, looked at in a process apart, kept
sealed, and forgotten. All of them and what the text does, or nothing at all.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from thongquan.authority.deed_door import Procedures, ReceivedDeed
from thongquan.authority.deed_work import Carried, carry_out
from thongquan.authority.document_ports import DocumentStore
from thongquan.authority.procedures import Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Refusal
from thongquan.base.limits import Limits
from thongquan.manifest.apart import Apart
from thongquan.registration.deeds_documents import NamedDocument
from thongquan.server.asgi import JSON, Receive, Scope, Send, answer, headers_of, refuse
from thongquan.server.asking import Ask
from thongquan.server.multipart import boundary_in
from thongquan.server.parts import Parts
from thongquan.server.problem import BodySlow, Busy

KINDS = {"text": b"text/plain", "signature": b"application/pkcs7-signature"}
DOCUMENT = b"application/octet-stream"
"""The type of each part. Whatever else a document is claimed to be is not read."""
_COME_BACK_SECONDS = 5
Coming = Sequence[tuple[int, NamedDocument]]
"""Those that come, in their order, each with its place in the text."""


class DocumentDiffers(Refusal):
    """Other bytes came than the signed text names."""

    code = "DOCUMENT-DIFFERS"


class DocumentRefused(Refusal):
    """What was found in a document, and in which of them."""

    def __init__(self, code: str, **facts: str | int) -> None:
        self.code = code
        super().__init__(**facts)


class Intake:
    """Of every door through which documents come: together they hold no more than one does."""

    def __init__(self, ask: Ask, store: DocumentStore, limits: Limits) -> None:
        self._ask, self._store, self._limits = ask, store, limits
        self._giving: set[str] = set()
        """The companies that do; each by one request at a time."""

    async def received(self, parts: Parts) -> ReceivedDeed:
        async with _within(self._limits.header_seconds):
            text = await parts.whole("text", KINDS["text"], self._limits.deed_bytes)
            signature = await parts.whole("signature", KINDS["signature"], self._limits.signature_bytes)
        return ReceivedDeed(text, signature)

    async def carried(self, signed: Signed, coming: Coming, parts: Parts, procedures: Procedures) -> Carried:
        assert signed.by.company is not None  # an account that declares is a company's
        company = signed.by.company.tax_code
        async with self._place_for(company), _within(self._limits.body_seconds):
            try:
                beside = {one.sha256: await self._take(parts, place, one, company) for place, one in coming}
                await parts.end()
                ready = msgspec.structs.replace(signed, beside=beside)
                return await self._ask(lambda now: carry_out(now, ready, {}, procedures))
            except BaseException:  # whatever ended it: what nobody names is taken away again
                await asyncio.shield(self._forget(company, [one.sha256 for _, one in coming]))
                raise

    async def compared(self, coming: Coming, parts: Parts) -> None:
        """The very bytes that are named, and nothing else. Nothing of them is kept. Raises DocumentDiffers."""
        async with _within(self._limits.body_seconds):
            for place, one in coming:
                digest = sha256()
                async for piece in parts.sized(f"document-{place}", DOCUMENT, int(one.size)):
                    digest.update(piece)
                _require_same(digest.hexdigest(), one, place)
            await parts.end()

    async def _take(self, parts: Parts, place: int, one: NamedDocument, company: str) -> str:
        """Its kind, once it is kept."""
        digest, memory = sha256(), os.memfd_create("document")
        with os.fdopen(memory, "w+b") as file:  # memory without a name: on no disk in clear
            async for piece in parts.sized(f"document-{place}", DOCUMENT, int(one.size)):
                digest.update(piece)
                file.write(piece)
            _require_same(digest.hexdigest(), one, place)
            file.flush()
            kind = await asyncio.to_thread(_looked_at, memory, place)
            file.seek(0)
            await asyncio.to_thread(self._store.keep, company, one.sha256, file)
        return kind

    async def _forget(self, company: str, hashes: list[str]) -> None:
        """Between two transactions, so that none names what is taken away."""

        def work(now: Sitting) -> None:
            for one in hashes:
                if not now.books.documents.is_named(company, one):
                    self._store.forget(company, one)

        await self._ask(work)

    @asynccontextmanager
    async def _place_for(self, company: str) -> AsyncIterator[None]:
        if company in self._giving or len(self._giving) >= self._limits.documents_received_at_once:
            raise Busy(seconds=_COME_BACK_SECONDS)
        self._giving.add(company)
        try:
            yield
        finally:
            self._giving.discard(company)


def parts_of(scope: Scope, receive: Receive) -> Parts:
    return Parts(receive, boundary_in(headers_of(scope).get(b"content-type", b"")))


async def answered(scope: Scope, send: Send, work: Coroutine[Any, Any, Carried]) -> None:
    """With what was carried out, or with why not."""
    try:
        carried = await work
    except Refusal as refusal:
        await refuse(send, refusal, scope["state"]["request"])
        return
    await answer(send, 200, msgspec.json.encode(carried), JSON)


def _require_same(digest: str, one: NamedDocument, place: int) -> None:
    if digest != one.sha256:
        raise DocumentDiffers(place=place)


def _looked_at(memory: int, place: int) -> str:
    """In a process apart.

    Raises:
        DocumentRefused: as reading it refuses it, with the document's place.
    """
    try:
        return Apart(Path(f"/proc/self/fd/{memory}"), document=True).kind()
    except Refusal as refusal:
        raise DocumentRefused(refusal.code, **{**refusal.facts, "place": place}) from None  # type: ignore[arg-type] # refusals of files list nothing


@asynccontextmanager
async def _within(seconds: int) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise BodySlow(seconds=seconds) from None
