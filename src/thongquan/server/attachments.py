"""`/api/v1/attachments`: registered, changed and sent with files beside a signed text, and looked up (IHY)."""

from time import monotonic
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, JSONBody, PathParameter, QueryParameter
from litestar.response import Stream

from thongquan.authority.attachments_seen import (
    AttachmentRow,
    AttachmentShown,
    attachment_file,
    attachment_seen,
    attachments_seen,
    note_look,
)
from thongquan.authority.deed_work import Carried, Composed, compose
from thongquan.authority.document_ports import DocumentStore
from thongquan.authority.paging import Page, ordered
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.base.limits import LIMITS, Limits
from thongquan.base.moment import Clock
from thongquan.server.asking import Ask
from thongquan.server.documents import MEDIA_TYPE, download
from thongquan.server.openapi_security import CHANGES_OF_COMPANY, FOLLOWING, SIGNED
from thongquan.server.paging import ALL, After, Rows
from thongquan.server.problem import RequestMalformed
from thongquan.server.rates import Rates
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.visitor import address_of
from thongquan.server.who_asks import who_asks

ALL_OF_THEM = "/api/v1/attachments"
ONE = f"{ALL_OF_THEM}/{{attachment:str}}"
GIVING = (
    "multipart/mixed: the text of a deed `attachment-register` (HYS) or `attachment-send` (MSB), to the address of "
    "all, or `attachment-change` (HYE), to that of its attachment, and its detached CMS signature; then each file that "
    "the text names, in its order, but for those that the version before has. The same again is answered as before."
)
DRAFTED = "As `POST /api/v1/deeds/{kind}`, also for a terminal. It is carried out with its files beside it."
Number = Annotated[str, PathParameter()]
Asked = Request[Any, Any, Any]
Version = Annotated[int | None, QueryParameter(name="version", ge=0, le=LIMITS.attachment_changes)]
State = Annotated[Literal["", "waiting", "examined"], QueryParameter(name="state")]


class ToAttach(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    deed: Literal["attachment-register", "attachment-change", "attachment-send"]
    particulars: dict[str, Any]
    """As the deed of this kind has them."""


def attachment_routes(
    ask: Ask, room: ReadingDesk, store: DocumentStore, limits: Limits, clock: Clock
) -> list[HTTPRouteHandler]:
    return [*_given(ask, limits, clock), *_seen(ask, room, clock), _downloaded(ask, room, store, clock)]


def _given(ask: Ask, limits: Limits, clock: Clock) -> list[HTTPRouteHandler]:
    rates = Rates(limits)

    @post(
        f"{ALL_OF_THEM}/draft",
        status_code=200,
        security=CHANGES_OF_COMPANY,
        summary="Compose the text about an attachment that is to be signed",
        description=DRAFTED,
    )
    async def draft(request: Asked, data: JSONBody[ToAttach]) -> Composed:
        whose = who_asks(request, clock)
        rates.take(address_of(request), monotonic())
        return await ask(lambda now: compose(now, PROCEDURES, data.deed, whose(now.books), data.particulars))

    @post(ALL_OF_THEM, status_code=200, security=SIGNED, summary="Register an attachment", description=GIVING)
    async def register() -> Carried:
        raise RequestMalformed  # described here, answered by `AttachmentDoor` before it gets here

    @post(ONE, status_code=200, security=SIGNED, summary="Change an attachment", description=GIVING)
    async def change(attachment: Number) -> Carried:  # noqa: ARG001 - its place in the path is described
        raise RequestMalformed  # as above

    return [draft, register, change]


def _seen(ask: Ask, room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    @get(ALL_OF_THEM, security=FOLLOWING, summary="Attachments of one's own company or before one's own office")
    async def attachments(
        request: Asked,
        *,
        in_state: State = "",
        sort: FromQuery[Literal["registered", "-registered"]] = "-registered",
        after: After = "",
        limit: Rows = ALL,
    ) -> Page[AttachmentRow]:
        whose, wanted = who_asks(request, clock), ordered(sort, after, limit)
        return await room.ask(lambda books: attachments_seen(books, whose(books), in_state, wanted))

    @get(
        ONE, security=FOLLOWING, summary="An attachment as it stands, or an earlier version; an officer's look is kept"
    )
    async def shown(request: Asked, attachment: Number, *, version: Version = None) -> AttachmentShown:
        whose = who_asks(request, clock)
        found = await room.ask(lambda books: attachment_seen(books, whose(books), attachment, version))
        await ask(lambda now: note_look(now, whose(now.books), found.number, found.version))
        return found

    return [attachments, shown]


def _downloaded(ask: Ask, room: ReadingDesk, store: DocumentStore, clock: Clock) -> HTTPRouteHandler:
    @get(
        f"{ONE}/{{version:int}}/{{place:int}}",
        security=FOLLOWING,
        raises=[],
        media_type=MEDIA_TYPE,
        summary="One of the files of a version, as it was given; an officer's look is kept",
    )
    async def one_file(
        request: Asked,
        attachment: Number,
        version: Annotated[int, PathParameter()],
        place: Annotated[int, PathParameter()],
    ) -> Stream:
        whose = who_asks(request, clock)
        found = await room.ask(lambda books: attachment_file(books, whose(books), attachment, version, place))
        await ask(lambda now: note_look(now, whose(now.books), attachment, version, place))
        return await download(store, found)

    return one_file
