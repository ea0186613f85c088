"""Attachments on the office's socket: what an officer reads before he signs that he examined one, each look kept."""

from typing import Annotated

from litestar import get
from litestar.handlers import BaseRouteHandler
from litestar.params import FromQuery, PathParameter
from litestar.response import Stream

from thongquan.authority.attachments_seen import (
    AttachmentRow,
    AttachmentShown,
    attachment_file,
    attachment_seen,
    attachments_seen,
    note_look,
)
from thongquan.authority.document_ports import DocumentStore
from thongquan.authority.paging import Page, ordered
from thongquan.server.asking import Ask
from thongquan.server.attachments import Number, State, Version
from thongquan.server.documents import MEDIA_TYPE, download
from thongquan.server.reading_desk import ReadingDesk


def office_attachment_routes(ask: Ask, room: ReadingDesk, store: DocumentStore) -> list[BaseRouteHandler]:
    """`officer`: who asks; he sees what is before his office."""

    @get("/office/attachments")
    async def attachments(
        officer: FromQuery[str], in_state: State = "waiting", after: FromQuery[str] = ""
    ) -> Page[AttachmentRow]:
        wanted = ordered("registered", after)
        return await room.ask(lambda books: attachments_seen(books, officer, in_state, wanted))

    @get("/office/attachments/{attachment:str}")
    async def shown(attachment: Number, officer: FromQuery[str], version: Version = None) -> AttachmentShown:
        found = await room.ask(lambda books: attachment_seen(books, officer, attachment, version))
        await ask(lambda now: note_look(now, officer, found.number, found.version))
        return found

    @get("/office/attachments/{attachment:str}/{version:int}/{place:int}", media_type=MEDIA_TYPE)
    async def one_file(
        attachment: Number,
        officer: FromQuery[str],
        version: Annotated[int, PathParameter()],
        place: Annotated[int, PathParameter()],
    ) -> Stream:
        found = await room.ask(lambda books: attachment_file(books, officer, attachment, version, place))
        await ask(lambda now: note_look(now, officer, attachment, version, place))
        return await download(store, found)

    return [attachments, shown, one_file]
