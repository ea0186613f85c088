"""Lists HQ 01 over HTTP: drafted for signing, and read back by the company and the office, also printed."""

import asyncio
from time import monotonic
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec
from litestar.params import FromQuery, JSONBody, PathParameter, QueryParameter

from thongquan.authority.deed_work import Composed, compose
from thongquan.authority.document_list_send import drafted
from thongquan.authority.document_lists_seen import (
    DocumentLinesShown,
    DocumentsShown,
    document_lines_seen,
    document_lines_told,
    document_list_seen,
    document_lists_seen,
    printed_documents,
)
from thongquan.authority.paging import Page, ordered
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.authority.sent_lists import open_list
from thongquan.authority.sitting import Sitting
from thongquan.base.limits import LIMITS, Limits
from thongquan.base.moment import Clock
from thongquan.forms.render_list import render_list
from thongquan.manifest.document_workbook import workbook_of
from thongquan.registration.deeds_documents_listed import Hq01Send
from thongquan.server.asking import Ask
from thongquan.server.openapi_security import CHANGES_OF_COMPANY, FOLLOWING
from thongquan.server.paging import ALL, After, Rows
from thongquan.server.rates import Rates
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.visitor import address_of
from thongquan.server.who_asks import who_asks

DRAFTED = (
    "Composes the text of a deed `hq01-send` with the sums and the digest of these lines, or tells every line that "
    "cannot stand on the list. It is carried out by `POST /api/v1/deeds`, with the same `lines` beside it. "
    '`lines`: base64 of the zlib-compressed NDJSON whose first line is `{"salt":"32 hex digits"}`, each other one a '
    "line of the form, in its one spelling (`docs/formats.md`)."
)
PDF = "application/pdf"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NDJSON = "application/x-ndjson"
ONE = "/api/v1/hq01/{document_list:str}"
ListId = Annotated[str, PathParameter()]
State = Annotated[Literal["", "sent", "confirmed", "declined"], QueryParameter(name="state")]


class ToFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    direction: Literal["import", "export"]
    office: Annotated[str, msgspec.Meta(max_length=6)]
    lines: str
    flight: Annotated[str, msgspec.Meta(max_length=12)] = ""
    master_bill: Annotated[str, msgspec.Meta(max_length=35)] = ""


def document_list_routes(ask: Ask, room: ReadingDesk, limits: Limits, clock: Clock) -> list[HTTPRouteHandler]:
    rates = Rates(limits)

    @post(
        "/api/v1/hq01",
        status_code=200,
        security=CHANGES_OF_COMPANY,
        summary="Draft a list HQ 01 for signing",
        description=DRAFTED,
    )
    async def draft(request: Request[Any, Any, Any], data: JSONBody[ToFile]) -> Composed:
        whose = who_asks(request, clock)
        rates.take(address_of(request), monotonic())
        asked = {name: value for name, value in msgspec.structs.asdict(data).items() if name != "lines" and value}

        def draw_up(now: Sitting) -> Composed:
            account = whose(now.books)
            return compose(now, PROCEDURES, Hq01Send.kind, account, drafted(now, account, asked, data.lines))

        return await ask(draw_up)

    @get(
        "/api/v1/hq01",
        security=FOLLOWING,
        summary="Lists HQ 01 of one's own company or before one's own office, a page at a time",
    )
    async def lists(
        request: Request[Any, Any, Any],
        *,
        in_state: State = "",
        sort: FromQuery[Literal["sent", "-sent"]] = "-sent",
        after: After = "",
        limit: Rows = ALL,
    ) -> Page[DocumentsShown]:
        whose, wanted = who_asks(request, clock), ordered(sort, after, limit)
        return await room.ask(lambda books: document_lists_seen(books, whose(books), in_state, wanted))

    return [draft, lists, *_one_list(ask, room, clock), *_printed(room, clock)]


def _one_list(ask: Ask, room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    @get(ONE, security=FOLLOWING, summary="A list HQ 01: its sums and what customs answered")
    async def shown(request: Request[Any, Any, Any], document_list: ListId) -> DocumentsShown:
        whose = who_asks(request, clock)
        found = await room.ask(lambda books: document_list_seen(books, whose(books), document_list))
        await ask(lambda now: open_list(now, whose(now.books), document_list, "hq01"))
        return found

    @get(f"{ONE}/lines", security=FOLLOWING, summary="The lines of a list HQ 01, a page at a time")
    async def lines(
        request: Request[Any, Any, Any],
        document_list: ListId,
        after: Annotated[int, QueryParameter(ge=0, le=LIMITS.hq01_lines)] = 0,
        limit: Rows = ALL,
    ) -> DocumentLinesShown:
        whose = who_asks(request, clock)
        return await room.ask(lambda books: document_lines_seen(books, whose(books), document_list, after, limit))

    return [shown, lines]


def _printed(room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    @get(f"{ONE}/pdf", security=FOLLOWING, summary="A list HQ 01 as it is printed", responses=_gives(PDF))
    async def printed(request: Request[Any, Any, Any], document_list: ListId) -> Response[bytes]:
        whose = who_asks(request, clock)
        one = await room.ask(lambda books: printed_documents(books, whose(books), document_list))
        return _given(await asyncio.to_thread(render_list, one), PDF)

    @get(f"{ONE}/xlsx", security=FOLLOWING, summary="A list HQ 01 as a workbook", responses=_gives(WORKBOOK))
    async def workbook(request: Request[Any, Any, Any], document_list: ListId) -> Response[bytes]:
        whose = who_asks(request, clock)
        one = await room.ask(lambda books: printed_documents(books, whose(books), document_list))
        return _given(await asyncio.to_thread(workbook_of, one), WORKBOOK)

    @get(f"{ONE}/ndjson", security=FOLLOWING, summary="The signed lines of a list HQ 01", responses=_gives(NDJSON))
    async def signed_lines(request: Request[Any, Any, Any], document_list: ListId) -> Response[bytes]:
        whose = who_asks(request, clock)
        return _given(await room.ask(lambda books: document_lines_told(books, whose(books), document_list)), NDJSON)

    return [printed, workbook, signed_lines]


def _gives(kind: str) -> dict[int, ResponseSpec]:
    return {200: ResponseSpec(bytes, generate_examples=False, description="The list", media_type=kind)}


def _given(made: bytes, kind: str) -> Response[bytes]:
    return Response(made, media_type=kind, headers={"cache-control": "no-store"})
