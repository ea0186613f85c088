"""Deeds over HTTP: `POST /api/v1/deeds/{kind}` composes the text to sign, `POST /api/v1/deeds` carries it out."""

from base64 import b64decode
from typing import Annotated, Any

import msgspec
from litestar import post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter

from thongquan.authority.deed_door import ReceivedDeed, admit_deed
from thongquan.authority.deed_work import Carried, Composed, carry_out, compose
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.server.asking import Ask
from thongquan.server.problem import RequestMalformed


class ToCompose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    account: str
    """Who will sign: a tax code, a User ID or an officer's id."""
    says: dict[str, Any]
    """The particulars of this kind."""


class SignedDeedSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    """Exactly as it was composed and signed."""
    signature: str
    """Base64 of the detached CMS signature, in DER."""
    secrets: dict[str, str] = {}
    """What must travel beside the text."""


def deed_routes(ask: Ask) -> list[HTTPRouteHandler]:
    @post("/api/v1/deeds/{kind:str}", status_code=200, summary="Compose the text that is to be signed")
    async def compose_deed(kind: Annotated[str, PathParameter()], data: JSONBody[ToCompose]) -> Composed:
        return await ask(lambda now: compose(now, PROCEDURES, kind, data.account, data.says))

    @post("/api/v1/deeds", status_code=200, summary="Carry out a signed text")
    async def carry_out_deed(data: JSONBody[SignedDeedSent]) -> Carried:
        received = ReceivedDeed(data.text.encode(), _decoded(data.signature))
        signed = await ask(lambda now: admit_deed(now, received, PROCEDURES))
        return await ask(lambda now: carry_out(now, signed, data.secrets, PROCEDURES))

    return [compose_deed, carry_out_deed]


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise RequestMalformed from None
