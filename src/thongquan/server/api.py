"""The ordinary requests of filers, and the API's own description at `/api/v1/openapi.json`."""

import logging
from collections.abc import AsyncIterator
from typing import Annotated, Any, TypeVar

import msgspec
from litestar import Litestar, Request, Response, get, post
from litestar.exceptions import HTTPException
from litestar.params import PathParameter
from litestar.response import Stream

from thongquan.authority.answer import Answer
from thongquan.authority.ports import Numbers, Shown
from thongquan.authority.reading_back import decided_since, declaration_status, filing_numbers, filing_status
from thongquan.authority.refusals import NotFound
from thongquan.base.fault import Refusal
from thongquan.declaration.model import Decision
from thongquan.server.asgi import NDJSON
from thongquan.server.asking import asker
from thongquan.server.certificates import certificate_routes
from thongquan.server.clerk import Clerk
from thongquan.server.deeds import deed_routes
from thongquan.server.openapi import OPENAPI
from thongquan.server.own_records import own_record_routes
from thongquan.server.own_sessions import session_routes
from thongquan.server.passwords import Passwords
from thongquan.server.problem import MEDIA_TYPE, NotNow, RequestMalformed, problem, retry_after, status_of
from thongquan.server.reading_desk import ReadingDesk

LOG = logging.getLogger("thongquan.api")

T = TypeVar("T")

_SECRET_BYTES = 256


class DeclarationNow(msgspec.Struct, frozen=True):
    """A declaration as it stands: the line as signed, the latest decision, and what its audit leaf is made of."""

    line: str
    decision: Decision
    salt: str
    leaf: str


def api(clerk: Clerk, room: ReadingDesk, passwords: Passwords | None = None) -> Litestar:
    """The application. What it does it asks of `authority`; it knows nothing of the tables."""

    @get("/api/v1/filings/{batch:str}", security=[{"reader": []}], raises=[], summary="The answer to a filing, again")
    async def read_filing(request: Request[Any, Any, Any], batch: Annotated[str, PathParameter()]) -> Response[bytes]:
        secret = _secret(request)
        return _json(await room.ask(lambda books: filing_status(books, batch, secret)))

    @get("/api/v1/declarations/{number:str}", security=[{"reader": []}], summary="A declaration as it stands now")
    async def read_declaration(
        request: Request[Any, Any, Any], number: Annotated[str, PathParameter()]
    ) -> Response[bytes]:
        secret = _secret(request)
        return _json(_now(await room.ask(lambda books: declaration_status(books, number, secret))))

    @get(
        "/api/v1/filings/{batch:str}/decisions",
        security=[{"reader": []}],
        raises=[],
        summary="What was decided since",
        description=DECISIONS_TOLD,
        media_type="application/x-ndjson",
    )
    async def read_decisions(request: Request[Any, Any, Any], batch: Annotated[str, PathParameter()]) -> Stream:
        secret = _secret(request)
        numbers = await room.ask(lambda books: filing_numbers(books, batch, secret))
        pages = _decisions(room, batch, secret, numbers)
        return Stream(pages, media_type=NDJSON.decode(), headers={"cache-control": "no-store"})

    @post("/api/v1/filings", status_code=200, summary="File declarations", description=FILING_TOLD)
    async def file() -> Answer:
        raise RequestMalformed  # described here, answered by `FilingDoor` before it gets here

    @get("/healthz", include_in_schema=False, sync_to_thread=False)
    def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @get("/readyz", include_in_schema=False, sync_to_thread=False)
    def readyz() -> dict[str, str]:
        if not clerk.healthy:
            raise NotNow
        return {"status": "ready", "system": clerk.authority.system}

    limits, ask = clerk.authority.limits, asker(clerk)
    deeds = deed_routes(ask, passwords or Passwords(limits), limits)
    others = [*certificate_routes(clerk), *deeds, *own_record_routes(room, clerk.clock), *session_routes()]
    return Litestar(
        [read_filing, read_decisions, read_declaration, file, *others, healthz, readyz],
        openapi_config=OPENAPI,
        exception_handlers={Refusal: refused, HTTPException: not_offered, Exception: failed},
        logging_config=None,
    )


FILING_TOLD = (
    "multipart/mixed with exactly three parts in this order: the batch statement (application/json, RFC 8785), its "
    "detached CMS signature (application/pkcs7-signature, DER), the declarations (application/x-ndjson). The same "
    "batch id and root get the same answer again. With `Accept: application/x-ndjson` progress is streamed."
)

DECISIONS_TOLD = (
    "The declarations of a filing that were decided on after it was answered: the latest decision of each, one a line, "
    "in the order of their numbers. With the answer they tell how the whole filing stands now."
)


async def _decisions(room: ReadingDesk, batch: str, secret: bytes, among: Numbers) -> AsyncIterator[bytes]:
    """Page by page; between two pages other readers get their turn."""
    while page := await room.ask(lambda books: decided_since(books, batch, secret, among)):  # noqa: B023 - at once
        yield b"".join(one.decision + b"\n" for one in page)
        among = Numbers(page[-1].number + 1, among.last)


def refused(request: Request[Any, Any, Any], refusal: Refusal) -> Response[bytes]:
    body = problem(refusal, str(request.scope["state"]["request"]))
    after = retry_after(refusal)
    headers = {} if after is None else {"retry-after": after.decode()}
    return Response(body, status_code=status_of(refusal.code), media_type=MEDIA_TYPE.decode(), headers=headers)


def not_offered(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """Unknown paths look like everything else that is not there."""
    return refused(request, NotFound() if error.status_code in (404, 405) else RequestMalformed())


def failed(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    LOG.error("a request failed", exc_info=error)
    return refused(request, NotNow())


def _secret(request: Request[Any, Any, Any]) -> bytes:
    """The reader's secret. Without one the request finds nothing, as with a wrong one."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not 0 < len(secret) <= _SECRET_BYTES or not secret.isascii():
        raise NotFound
    return secret.encode()


def _json(body: bytes) -> Response[bytes]:
    return Response(body, media_type="application/json", headers={"cache-control": "no-store"})


def _now(shown: Shown) -> bytes:
    return msgspec.json.encode(
        DeclarationNow(shown.signed.decode(), shown.decision, shown.salt.hex(), shown.leaf.hex())
    )
