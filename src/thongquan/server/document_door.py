"""`POST /api/v1/declarations/{number}/documents`: a signed text, and the documents that it names, as they come.

Cheap before costly: nothing of a document is read before the text has passed the door of deeds and all that would
refuse it. One document at a time is in memory, once; it is looked at in a process apart, kept sealed, and forgotten.
Raw ASGI: the text proves itself by its signature, so cookies are not looked at.
"""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path

import msgspec

from thongquan.authority.deed_door import ReceivedDeed, admit_deed
from thongquan.authority.deed_work import Carried, carry_out, require_still_right
from thongquan.authority.document_ports import DocumentStore
from thongquan.authority.documents_give import PROCEDURE
from thongquan.authority.procedures import Signed
from thongquan.authority.refusals import NotFound
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Refusal
from thongquan.base.limits import Limits
from thongquan.manifest.apart import Apart
from thongquan.registration.deeds_documents import DocumentsGive, NamedDocument
from thongquan.server.asgi import JSON, App, Receive, Scope, Send, answer, headers_of, refuse
from thongquan.server.asking import Ask
from thongquan.server.multipart import boundary_in
from thongquan.server.parts import Parts
from thongquan.server.problem import BodySlow, Busy

_PATH = re.compile(r"/api/v1/declarations/([^/]{1,64})/documents")
KINDS = {"text": b"text/plain", "signature": b"application/pkcs7-signature"}
DOCUMENT = b"application/octet-stream"
"""The type of each part. Whatever else a document is claimed to be is not read."""
_COME_BACK_SECONDS = 5
_PROCEDURES = {DocumentsGive.kind: PROCEDURE}


class DocumentDiffers(Refusal):
    """Other bytes came than the signed text names."""

    code = "DOCUMENT-DIFFERS"


class DocumentRefused(Refusal):
    """What was found in a document, and in which of them."""

    def __init__(self, code: str, **facts: str | int) -> None:
        self.code = code
        super().__init__(**facts)


class DocumentDoor:
    """Takes documents; whatever else is asked for goes to `rest`."""

    def __init__(self, ask: Ask, store: DocumentStore, limits: Limits, rest: App) -> None:
        self._ask, self._store, self._limits, self._rest = ask, store, limits, rest
        self._giving: set[str] = set()
        """The companies that do; each by one request at a time."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = _PATH.fullmatch(scope["path"])
        if path is None or scope["method"] != "POST":
            await self._rest(scope, receive, send)
            return
        try:
            boundary = boundary_in(headers_of(scope).get(b"content-type", b""))
            carried = await self._taken(path[1], Parts(receive, boundary))
        except Refusal as refusal:
            await refuse(send, refusal, scope["state"]["request"])
            return
        await answer(send, 200, msgspec.json.encode(carried), JSON)

    async def _taken(self, number: str, parts: Parts) -> Carried:
        async with _within(self._limits.header_seconds):
            text = await parts.whole("text", KINDS["text"], self._limits.deed_bytes)
            signature = await parts.whole("signature", KINDS["signature"], self._limits.signature_bytes)
        received = ReceivedDeed(text, signature)
        signed = await self._ask(lambda now: admit_deed(now, received, _PROCEDURES))
        says = signed.deed.says
        assert isinstance(says, DocumentsGive)
        if says.number != number:
            raise NotFound
        await self._ask(lambda now: require_still_right(now, signed, PROCEDURE))
        assert signed.by.company is not None  # an account that declares is a company's
        async with self._place_for(signed.by.company.tax_code) as company, _within(self._limits.body_seconds):
            return await self._kept(signed, says, company, parts)

    async def _kept(self, signed: Signed, says: DocumentsGive, company: str, parts: Parts) -> Carried:
        """All of them and the act, or nothing at all."""
        beside: dict[str, str] = {}
        try:
            for place, one in enumerate(says.documents, start=1):
                beside[one.sha256] = await self._take(parts, place, one, company)
            await parts.end()
            ready = msgspec.structs.replace(signed, beside=beside)
            return await self._ask(lambda now: carry_out(now, ready, {}, _PROCEDURES))
        except BaseException:  # whatever ended it: what nobody names is taken away again
            await asyncio.shield(self._forget(company, [one.sha256 for one in says.documents]))
            raise

    async def _take(self, parts: Parts, place: int, one: NamedDocument, company: str) -> str:
        """Its kind, once it is kept."""
        digest, memory = sha256(), os.memfd_create("document")
        with os.fdopen(memory, "w+b") as file:  # memory without a name: on no disk in clear
            async for piece in parts.sized(f"document-{place}", DOCUMENT, int(one.size)):
                digest.update(piece)
                file.write(piece)
            if digest.hexdigest() != one.sha256:
                raise DocumentDiffers(place=place)
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
    async def _place_for(self, company: str) -> AsyncIterator[str]:
        if company in self._giving or len(self._giving) >= self._limits.documents_received_at_once:
            raise Busy(seconds=_COME_BACK_SECONDS)
        self._giving.add(company)
        try:
            yield company
        finally:
            self._giving.discard(company)


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
