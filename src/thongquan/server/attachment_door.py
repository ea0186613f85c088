"""`POST /api/v1/attachments` and `…/{attachment}`: a signed text (HYS, HYE, MSB), and the files that it names.

As `document_door.py`. The same text with the same files again is answered as it was the first time: it registers
once, however often it is sent. With other files it is refused.
"""

import re

from thongquan.authority import attachment_change, attachment_register, attachment_send
from thongquan.authority.attachment_codes import AttachmentRefused
from thongquan.authority.attachment_files import coming
from thongquan.authority.deed_door import ReceivedDeed, admit_deed
from thongquan.authority.deed_work import Carried, require_still_right, told_again
from thongquan.authority.procedures import Signed
from thongquan.authority.refusals import DeedRepeated, NotFound
from thongquan.registration.deed import Particulars, read_deed
from thongquan.registration.deeds_attachments import AttachmentChange
from thongquan.server.asgi import App, Receive, Scope, Send
from thongquan.server.asking import Ask
from thongquan.server.document_intake import Intake, answered, parts_of
from thongquan.server.parts import Parts

_PATH = re.compile(r"/api/v1/attachments(?:/([0-9]{1,64}))?")
_PROCEDURES = {
    one.PROCEDURE.says.kind: one.PROCEDURE for one in (attachment_register, attachment_change, attachment_send)
}
_FORMS = {"attachment-register": "HYS", "attachment-change": "HYE", "attachment-send": "MSB"}


class AttachmentDoor:
    """Takes attachments by themselves; whatever else is asked for goes to `rest`."""

    def __init__(self, ask: Ask, intake: Intake, rest: App) -> None:
        self._ask, self._intake, self._rest = ask, intake, rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = _PATH.fullmatch(scope["path"])
        if path is None or scope["method"] != "POST":
            await self._rest(scope, receive, send)
        else:
            await answered(scope, send, self._taken(path[1] or "", scope, receive))

    async def _taken(self, number: str, scope: Scope, receive: Receive) -> Carried:
        parts = parts_of(scope, receive)
        received = await self._intake.received(parts)
        try:
            signed = await self._ask(lambda now: admit_deed(now, received, _PROCEDURES))
        except DeedRepeated:
            return await self._again(number, received, parts)
        _require_place(number, signed.deed.says)
        procedure = _PROCEDURES[signed.deed.says.kind]
        await self._ask(lambda now: require_still_right(now, signed, procedure))
        return await self._kept(signed, parts)

    async def _kept(self, signed: Signed, parts: Parts) -> Carried:
        says = signed.deed.says
        awaited = await self._ask(lambda now: coming(now, says))
        try:
            return await self._intake.carried(signed, awaited, parts, _PROCEDURES)
        except OSError as error:
            raise AttachmentRefused(f"{_FORMS[says.kind]}-NOT-STORED") from error

    async def _again(self, number: str, received: ReceivedDeed, parts: Parts) -> Carried:
        """It passed every step but the last: its signer asks again what became of it."""
        says = read_deed(received.text).says
        _require_place(number, says)
        awaited = await self._ask(lambda now: coming(now, says))
        await self._intake.compared(awaited, parts)
        return await self._ask(lambda now: told_again(now, received.text))


def _require_place(number: str, says: Particulars) -> None:
    """A change goes to the address of its attachment, whatever is new to that of all. Raises NotFound."""
    if number != (says.number if isinstance(says, AttachmentChange) else ""):
        raise NotFound
