"""`POST /api/v1/declarations/{number}/documents`: a signed text, and the documents that it names, as they come.

Cheap before costly: nothing of a document is read before the text has passed the door of deeds and all that would
refuse it. What becomes of the documents: `document_intake.py`. Raw ASGI: the text proves itself by its signature, so
cookies are not looked at.
"""

import re

from thongquan.authority.deed_door import admit_deed
from thongquan.authority.deed_work import Carried, require_still_right
from thongquan.authority.documents_give import PROCEDURE
from thongquan.authority.refusals import NotFound
from thongquan.registration.deeds_documents import DocumentsGive
from thongquan.server.asgi import App, Receive, Scope, Send
from thongquan.server.asking import Ask
from thongquan.server.document_intake import Intake, answered, parts_of

_PATH = re.compile(r"/api/v1/declarations/([^/]{1,64})/documents")
_PROCEDURES = {DocumentsGive.kind: PROCEDURE}


class DocumentDoor:
    """Takes documents of declarations; whatever else is asked for goes to `rest`."""

    def __init__(self, ask: Ask, intake: Intake, rest: App) -> None:
        self._ask, self._intake, self._rest = ask, intake, rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = _PATH.fullmatch(scope["path"])
        if path is None or scope["method"] != "POST":
            await self._rest(scope, receive, send)
        else:
            await answered(scope, send, self._taken(path[1], scope, receive))

    async def _taken(self, number: str, scope: Scope, receive: Receive) -> Carried:
        parts = parts_of(scope, receive)
        received = await self._intake.received(parts)
        signed = await self._ask(lambda now: admit_deed(now, received, _PROCEDURES))
        says = signed.deed.says
        assert isinstance(says, DocumentsGive)
        if says.number != number:
            raise NotFound
        await self._ask(lambda now: require_still_right(now, signed, PROCEDURE))
        return await self._intake.carried(signed, [*enumerate(says.documents, start=1)], parts, _PROCEDURES)
