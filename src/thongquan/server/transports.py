"""Transport declarations over HTTP: drafted for signing, and read back by their company and both offices, also printed.

One by its number is the reference of VNACCS (ITF) and, of a draft, its call-up (OLB).
"""

import asyncio
from time import monotonic
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec
from litestar.params import FromQuery, JSONBody, PathParameter, QueryParameter

from thongquan.authority.deed_work import Composed, compose
from thongquan.authority.paging import Page, ordered
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.authority.sitting import Sitting
from thongquan.authority.transport_lodge import drafted
from thongquan.authority.transport_printed import printed_lists, printed_transport, require_drawable
from thongquan.authority.transports_seen import (
    LinesShown,
    LinesWanted,
    Queue,
    Sought,
    TransportHead,
    TransportShown,
    open_transport,
    transport_lines_seen,
    transport_seen,
    transport_told,
    transports_seen,
)
from thongquan.base.limits import LIMITS, Limits
from thongquan.base.moment import Clock
from thongquan.forms.render_transport import render_bills, render_declaration, render_goods
from thongquan.registration.deeds_transport import (
    CHANGES,
    NOTED,
    SEALS,
    Changed,
    Differing,
    TransportAmend,
    TransportLodge,
    TransportStep,
)
from thongquan.server.asking import Ask
from thongquan.server.openapi_security import CHANGES_OF_COMPANY, FOLLOWING
from thongquan.server.paging import ALL, After, Rows
from thongquan.server.rates import Rates
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.transport_cargo import cargo_route
from thongquan.server.visitor import address_of
from thongquan.server.who_asks import who_asks
from thongquan.transport.lists import BillList, GoodsList

DRAFTED = (
    "Composes the text of a deed `transport-lodge` that registers, changes or corrects a transport declaration, with "
    "its places, counts and digest, or tells everything that is wrong with it. It is carried out by "
    "`POST /api/v1/deeds`, with the same `declaration` beside it. `declaration`: base64 of the zlib-compressed JSON of "
    "salt (32 hex digits), declaration and lists, in its one spelling (`docs/formats.md`). The other steps are deeds "
    "`transport-step`, `transport-decide`, `transport-amend` and `transport-amendment-answer`."
)
STEPPED = (
    "Composes the text of a deed `transport-step` of the company, for a terminal that has no session; places of a "
    "departure or arrival are those declared. It is carried out by `POST /api/v1/deeds`. Officers compose "
    "`transport-decide` in their session."
)
AMENDED = (
    "Composes the text of a deed `transport-amend` of the company, for a terminal that has no session: columns (6) to "
    "(9) of one line of form 04, or (5) of form 01. It is carried out by `POST /api/v1/deeds`; an officer answers it."
)
PDF = "application/pdf"
BYTES = "application/octet-stream"
"""Kept as it was signed: the digest is over these very bytes."""
ONE = "/api/v1/transports/{transport:str}"
Number = Annotated[str, PathParameter()]
State = Annotated[
    Literal["", "drafted", "declared", "approved", "refused", "departed", "arrived", "differing", "cancelled"],
    QueryParameter(name="state"),
]


class ToLodge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    doing: Literal["register", "change", "correct"]
    declaration: str
    number: Annotated[str, msgspec.Meta(max_length=12)] = ""
    version: Annotated[int, msgspec.Meta(ge=0)] = 0


class ToTake(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """As the particulars of `transport-step`."""

    version: int
    state: Annotated[str, msgspec.Meta(max_length=20)]
    step: Annotated[str, msgspec.Meta(max_length=40)]
    reason: Annotated[str, msgspec.Meta(max_length=300)] = ""
    same_cargo: bool = False
    day: Annotated[str, msgspec.Meta(max_length=10)] = ""
    time: Annotated[str, msgspec.Meta(max_length=4)] = ""
    seals: Annotated[list[str], msgspec.Meta(max_length=SEALS)] = msgspec.field(default_factory=list)
    discrepancies: Annotated[list[Differing], msgspec.Meta(max_length=NOTED)] = msgspec.field(default_factory=list)


class ToAmend(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As the particulars of `transport-amend`."""

    version: int
    form: Annotated[str, msgspec.Meta(max_length=20)]
    run: int
    line: int
    changes: Annotated[list[Changed], msgspec.Meta(max_length=CHANGES)]


def transport_routes(ask: Ask, room: ReadingDesk, limits: Limits, clock: Clock) -> list[HTTPRouteHandler]:
    seen = [_listed(room, clock), cargo_route(room, clock), *_one(ask, room, clock)]
    return [*_drafted(ask, Rates(limits), clock), *seen, *_printed(room, clock)]


def _drafted(ask: Ask, rates: Rates, clock: Clock) -> list[HTTPRouteHandler]:
    @post(
        "/api/v1/transports",
        status_code=200,
        security=CHANGES_OF_COMPANY,
        summary="Draft a transport declaration for signing (OLA, COT)",
        description=DRAFTED,
    )
    async def draft(request: Request[Any, Any, Any], data: JSONBody[ToLodge]) -> Composed:
        whose = who_asks(request, clock)
        rates.take(address_of(request), monotonic())
        asked = {name: value for name, value in msgspec.structs.asdict(data).items() if name != "declaration" and value}

        def draw_up(now: Sitting) -> Composed:
            account = whose(now.books)
            return compose(
                now, PROCEDURES, TransportLodge.kind, account, drafted(now, account, asked, data.declaration)
            )

        return await ask(draw_up)

    @post(
        f"{ONE}/steps",
        status_code=200,
        security=CHANGES_OF_COMPANY,
        summary="Draft a step of a transport for signing (OLC, COT, BOA, BIA)",
        description=STEPPED,
    )
    async def step(request: Request[Any, Any, Any], transport: Number, data: JSONBody[ToTake]) -> Composed:
        whose = who_asks(request, clock)
        rates.take(address_of(request), monotonic())
        says = {**msgspec.to_builtins(data), "number": transport}
        return await ask(lambda now: compose(now, PROCEDURES, TransportStep.kind, whose(now.books), says))

    @post(
        f"{ONE}/amendments",
        status_code=200,
        security=CHANGES_OF_COMPANY,
        summary="Draft an amendment of one line of a transport's list for signing",
        description=AMENDED,
    )
    async def amend(request: Request[Any, Any, Any], transport: Number, data: JSONBody[ToAmend]) -> Composed:
        whose = who_asks(request, clock)
        rates.take(address_of(request), monotonic())
        says = {**msgspec.to_builtins(data), "number": transport}
        return await ask(lambda now: compose(now, PROCEDURES, TransportAmend.kind, whose(now.books), says))

    return [draft, step, amend]


def _listed(room: ReadingDesk, clock: Clock) -> HTTPRouteHandler:
    @get(
        "/api/v1/transports",
        security=FOLLOWING,
        summary="Transport declarations of one's own company or office, a page at a time (ITF)",
    )
    async def transports(
        request: Request[Any, Any, Any],
        *,
        queue: FromQuery[Queue] = "",
        in_state: State = "",
        sort: FromQuery[Literal["lodged", "-lodged", "due", "-due"]] = "-lodged",
        after: After = "",
        limit: Rows = ALL,
    ) -> Page[TransportHead]:
        whose, wanted, sought = who_asks(request, clock), ordered(sort, after, limit), Sought(queue, in_state)
        return await room.ask(lambda books: transports_seen(books, whose(books), clock(), sought, wanted))

    return transports


def _one(ask: Ask, room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    @get(ONE, security=FOLLOWING, summary="A transport declaration: what it declares, and what became of it (ITF, OLB)")
    async def shown(request: Request[Any, Any, Any], transport: Number) -> TransportShown:
        whose = who_asks(request, clock)
        await ask(lambda now: open_transport(now, whose(now.books), transport))  # never a version later than is shown
        return await room.ask(lambda books: transport_seen(books, whose(books), transport, clock()))

    @get(f"{ONE}/lines", security=FOLLOWING, summary="The lines of a transport's list, a page at a time")
    async def lines(
        request: Request[Any, Any, Any],
        transport: Number,
        place: Annotated[int, QueryParameter(name="list", ge=1)] = 1,
        after: Annotated[int, QueryParameter(ge=0, le=LIMITS.transport_packages)] = 0,
        limit: Rows = ALL,
    ) -> LinesShown:
        whose, wanted = who_asks(request, clock), LinesWanted(place, after, limit)
        return await room.ask(lambda books: transport_lines_seen(books, whose(books), transport, wanted))

    @get(
        f"{ONE}/json",
        security=FOLLOWING,
        summary="Declaration and lists as they are kept, in their one spelling",
        responses=_gives(BYTES),
    )
    async def told(request: Request[Any, Any, Any], transport: Number) -> Response[bytes]:
        whose = who_asks(request, clock)
        return _given(await room.ask(lambda books: transport_told(books, whose(books), transport)), BYTES)

    return [shown, lines, told]


def _printed(room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    @get(f"{ONE}/pdf", security=FOLLOWING, summary="A transport declaration or its approval", responses=_gives(PDF))
    async def declaration(request: Request[Any, Any, Any], transport: Number) -> Response[bytes]:
        whose = who_asks(request, clock)
        one = await room.ask(lambda books: printed_transport(books, whose(books), transport))
        return _given(await asyncio.to_thread(render_declaration, one), PDF)

    @get(f"{ONE}/lists/pdf", security=FOLLOWING, summary="The lists of a transport", responses=_gives(PDF))
    async def lists(request: Request[Any, Any, Any], transport: Number) -> Response[bytes]:
        whose = who_asks(request, clock)
        made = await room.ask(lambda books: printed_lists(books, whose(books), transport))
        return _given(await asyncio.to_thread(render_lists, made), PDF)

    return [declaration, lists]


def render_lists(made: list[BillList | GoodsList]) -> bytes:
    """Form 01, or form 04 of each vehicle. Raises ListsTooLong."""
    require_drawable(made)
    bills = [one for one in made if isinstance(one, BillList)]
    return render_bills(bills[0]) if bills else render_goods([one for one in made if isinstance(one, GoodsList)])


def _gives(kind: str) -> dict[int, ResponseSpec]:
    return {200: ResponseSpec(bytes, generate_examples=False, description="The document", media_type=kind)}


def _given(made: bytes, kind: str) -> Response[bytes]:
    return Response(made, media_type=kind, headers={"cache-control": "no-store"})
