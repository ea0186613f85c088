"""Deeds over HTTP: `POST /api/v1/deeds/{kind}` composes the text to sign, `POST /api/v1/deeds` carries it out."""

from base64 import b64decode
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

import msgspec
from litestar import post
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter

from thongquan.authority.deed_door import ReceivedDeed, admit_deed
from thongquan.authority.deed_work import Carried, Composed, carry_out, compose
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.authority.sitting import Sitting
from thongquan.server.problem import RequestMalformed

T = TypeVar("T")
Ask = Callable[[Callable[[Sitting], T]], Awaitable[T]]


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


def deed_routes(ask: Ask[Any]) -> list[HTTPRouteHandler]:
    @post("/api/v1/deeds/{kind:str}", status_code=200, summary="Compose the text that is to be signed")
    async def compose_deed(kind: Annotated[str, PathParameter()], data: ToCompose) -> Composed:
        composed: Composed = await ask(lambda now: compose(now, PROCEDURES, kind, data.account, data.says))
        return composed

    @post("/api/v1/deeds", status_code=200, summary="Carry out a signed text")
    async def carry_out_deed(data: SignedDeedSent) -> Carried:
        received = ReceivedDeed(data.text.encode(), _decoded(data.signature))
        signed = await ask(lambda now: admit_deed(now, received, PROCEDURES))
        carried: Carried = await ask(lambda now: carry_out(now, signed, data.secrets, PROCEDURES))
        return carried

    return [compose_deed, carry_out_deed]


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise RequestMalformed from None
