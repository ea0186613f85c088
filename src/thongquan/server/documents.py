"""`GET …/declarations/{number}/documents`: the list, and one of them, as a download that nothing runs.

The API knows only bytes: whatever a document is or is called, it leaves under one type and a name of our making.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter
from litestar.response import Stream

from thongquan.authority.attachments_seen import AttachmentFile
from thongquan.authority.deed_work import Carried
from thongquan.authority.document_ports import DocumentStore
from thongquan.authority.documents_read import (
    DocumentFound,
    DocumentShown,
    look_at_document,
    look_at_documents,
    own_document,
    own_documents,
)
from thongquan.server.asking import Ask
from thongquan.server.openapi_security import IN_SESSION, SIGNED
from thongquan.server.problem import RequestMalformed
from thongquan.server.visitor import logged_in_account

MEDIA_TYPE = "application/octet-stream"
_ENDINGS = {"jpeg": "jpg", "text": "txt"}
_SAFE = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}

GIVING = (
    "multipart/mixed: the text of a deed `documents-give` (text/plain) and its detached CMS signature "
    "(application/pkcs7-signature, DER), then each document that the text names, in its order "
    "(application/octet-stream). What a document is, its bytes say: PDF, JPEG, PNG, XLSX, XML without DOCTYPE or text."
)

Number = Annotated[str, PathParameter()]
Place = Annotated[int, PathParameter()]
Asked = Request[Any, Any, Any]


def document_routes(ask: Ask, store: DocumentStore) -> list[HTTPRouteHandler]:
    return [*_of_filers(ask, store), *_of_officers(ask, store)]


def _of_filers(ask: Ask, store: DocumentStore) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/declarations/{number:str}/documents",
        security=IN_SESSION,
        summary="The documents that were given for a declaration, for its filer and its principal",
    )
    async def list_documents(request: Asked, number: Number) -> list[DocumentShown]:
        account = logged_in_account(request)
        return await ask(lambda now: own_documents(now, account, number))

    @get(
        "/api/v1/declarations/{number:str}/documents/{place:int}",
        security=IN_SESSION,
        raises=[],
        media_type=MEDIA_TYPE,
        summary="One of them, as it was given",
    )
    async def read_document(request: Asked, number: Number, place: Place) -> Stream:
        account = logged_in_account(request)
        return await download(store, await ask(lambda now: own_document(now, account, number, place)))

    @post(
        "/api/v1/declarations/{number:str}/documents",
        status_code=200,
        security=SIGNED,
        summary="Give the documents that customs asked for",
        description=GIVING,
    )
    async def give_documents(number: Number) -> Carried:  # noqa: ARG001 - its place in the path is described
        raise RequestMalformed  # described here, answered by `DocumentDoor` before it gets here

    return [list_documents, read_document, give_documents]


def _of_officers(ask: Ask, store: DocumentStore) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/desk/declarations/{number:str}/documents",
        security=IN_SESSION,
        summary="The documents of a declaration, for officers of its office; it is recorded that one looked",
    )
    async def look_at_list(request: Asked, number: Number) -> list[DocumentShown]:
        account = logged_in_account(request)
        return await ask(lambda now: look_at_documents(now, account, number))

    @get(
        "/api/v1/desk/declarations/{number:str}/documents/{place:int}",
        security=IN_SESSION,
        raises=[],
        media_type=MEDIA_TYPE,
        summary="One of them; it is recorded that one looked",
    )
    async def look_at_one(request: Asked, number: Number, place: Place) -> Stream:
        account = logged_in_account(request)
        return await download(store, await ask(lambda now: look_at_document(now, account, number, place)))

    return [look_at_list, look_at_one]


async def download(store: DocumentStore, found: DocumentFound | AttachmentFile) -> Stream:
    """The first piece proves itself before anything is answered."""
    pieces = store.pieces(found.file)
    first = await asyncio.to_thread(next, pieces, b"")
    kind = found.shown.kind
    name = f"{found.number}-{found.shown.place}.{_ENDINGS.get(kind, kind)}"
    told = {"content-disposition": f'attachment; filename="{name}"', "content-length": str(found.shown.size)}
    return Stream(_in_order(first, pieces), media_type=MEDIA_TYPE, headers=_SAFE | told)


async def _in_order(first: bytes, pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    piece = first
    while piece:
        yield piece
        piece = await asyncio.to_thread(next, pieces, b"")
