"""What filers file and read back: answers, decisions, declarations, each for whoever shows the filing's secret."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec
from litestar.params import PathParameter
from litestar.response import Stream

from thongquan.authority.answer import Answer
from thongquan.authority.ports import Numbers, Shown
from thongquan.authority.reading_back import decided_since, declaration_status, filing_numbers, filing_status
from thongquan.authority.refusals import NotFound
from thongquan.declaration.model import Decision
from thongquan.server.asgi import NDJSON
from thongquan.server.openapi_security import READER, SIGNED
from thongquan.server.problem import RequestMalformed
from thongquan.server.reading_desk import ReadingDesk

_SECRET_BYTES = 256

FILING_TOLD = (
    "multipart/mixed with exactly three parts in this order: the batch statement (application/json, RFC 8785), its "
    "detached CMS signature (application/pkcs7-signature, DER), the declarations (application/x-ndjson). The same "
    "batch id and root get the same answer again. With `Accept: application/x-ndjson` progress is streamed."
)

DECISIONS_TOLD = (
    "The declarations of a filing that were decided on after it was answered: the latest decision of each, one a line, "
    "in the order of their numbers. With the answer they tell how the whole filing stands now."
)


class DeclarationNow(msgspec.Struct, frozen=True):
    """A declaration as it stands: the line as signed, the latest decision, and what its audit leaf is made of."""

    line: str
    decision: Decision
    salt: str
    leaf: str
    returned_by: list[str] = []
    """Declarations with which its goods came back undelivered. Of such a one, `decision.original` names the first."""


def filing_routes(room: ReadingDesk) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/filings/{batch:str}", security=READER, summary="The answer to a filing, again", responses=_told(Answer)
    )
    async def read_filing(request: Request[Any, Any, Any], batch: Annotated[str, PathParameter()]) -> Response[bytes]:
        secret = secret_of(request)
        return _json(await room.ask(lambda books: filing_status(books, batch, secret)))

    @get(
        "/api/v1/declarations/{number:str}",
        security=READER,
        summary="A declaration as it stands now",
        responses=_told(DeclarationNow),
    )
    async def read_declaration(
        request: Request[Any, Any, Any], number: Annotated[str, PathParameter()]
    ) -> Response[bytes]:
        secret = secret_of(request)
        return _json(_now(await room.ask(lambda books: declaration_status(books, number, secret))))

    @get(
        "/api/v1/filings/{batch:str}/decisions",
        security=READER,
        raises=[],
        summary="What was decided since",
        description=DECISIONS_TOLD,
        media_type="application/x-ndjson",
    )
    async def read_decisions(request: Request[Any, Any, Any], batch: Annotated[str, PathParameter()]) -> Stream:
        secret = secret_of(request)
        numbers = await room.ask(lambda books: filing_numbers(books, batch, secret))
        pages = _decisions(room, batch, secret, numbers)
        return Stream(pages, media_type=NDJSON.decode(), headers={"cache-control": "no-store"})

    @post("/api/v1/filings", status_code=200, security=SIGNED, summary="File declarations", description=FILING_TOLD)
    async def file() -> Answer:
        raise RequestMalformed  # described here, answered by `FilingDoor` before it gets here

    return [read_filing, read_decisions, read_declaration, file]


async def _decisions(room: ReadingDesk, batch: str, secret: bytes, among: Numbers) -> AsyncIterator[bytes]:
    """Page by page; between two pages other readers get their turn."""
    while page := await room.ask(lambda books: decided_since(books, batch, secret, among)):  # noqa: B023 - at once
        yield b"".join(one.decision + b"\n" for one in page)
        among = Numbers(page[-1].number + 1, among.last)


def secret_of(request: Request[Any, Any, Any]) -> bytes:
    """The reader's secret. Without one the request finds nothing, as with a wrong one."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not 0 < len(secret) <= _SECRET_BYTES or not secret.isascii():
        raise NotFound
    return secret.encode()


def _told(kind: type[Any]) -> dict[int, ResponseSpec]:
    """What the answer holds that is kept ready in bytes."""
    return {200: ResponseSpec(kind, generate_examples=False, description="As it was answered.")}


def _json(body: bytes) -> Response[bytes]:
    return Response(body, media_type="application/json", headers={"cache-control": "no-store"})


def _now(shown: Shown) -> bytes:
    return msgspec.json.encode(
        DeclarationNow(shown.signed.decode(), shown.decision, shown.salt.hex(), shown.leaf.hex(), shown.returned_by)
    )
