"""What the office asks about issuers and revocation, on its own socket. Nothing of it goes through the clerk."""

import asyncio
from base64 import b64decode, b64encode
from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.handlers import BaseRouteHandler

from thongquan.base.limits import LIMITS
from thongquan.base.moment import stamp
from thongquan.server.problem import RequestMalformed
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.trust_desk import Told, TrustDesk
from thongquan.server.trust_standing import Standing, due, standing
from thongquan.signing.frame import read_frame
from thongquan.signing.terms import Terms

_LISTED = 1_000


class NewIssuer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    certificate: str
    """Base64 of DER."""
    terms: Terms = Terms()


class NewAnswers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    answers: Annotated[list[str], msgspec.Meta(max_length=LIMITS.questions_at_once)]
    """Base64 of DER."""


class ToFetch(msgspec.Struct, frozen=True):
    """`at`: the server's own moment. `after`: where the next page of certificates begins, "" after the last."""

    at: str
    responders: list["DueResponder"]
    after: str


class DueResponder(msgspec.Struct, frozen=True):
    key_id: str
    certificate: str
    terms: Terms
    list_due: bool
    serials: list[str]


def decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise RequestMalformed from None


def trust_routes(desk: TrustDesk, reading: ReadingDesk) -> list[BaseRouteHandler]:
    @post("/office/issuers", status_code=200)
    async def add_issuer(data: NewIssuer) -> Told:
        return await asyncio.to_thread(desk.add_issuer, decoded(data.certificate), data.terms)

    @post("/office/revocation/lists", status_code=200, request_max_body_size=LIMITS.crl_bytes)
    async def add_list(request: Request[Any, Any, Any]) -> Told:
        return await asyncio.to_thread(desk.take_list, await request.body())

    @post("/office/revocation/answers", status_code=200, request_max_body_size=LIMITS.crl_bytes)
    async def add_answers(data: NewAnswers) -> list[str]:
        return await asyncio.to_thread(desk.take_answers, [decoded(one) for one in data.answers])

    @get("/office/revocation")
    async def status() -> list[Standing]:
        return await asyncio.to_thread(standing, desk.trust, desk.now())

    @get("/office/revocation/due")
    async def to_fetch(after: str = "") -> ToFetch:
        page = await reading.ask(lambda room: room.registered_signers(decoded(after), _LISTED))
        now = desk.now()
        found = await asyncio.to_thread(due, desk.trust, page, now)
        responders = [
            DueResponder(one.key_id, b64encode(one.certificate).decode(), one.terms, one.list_due, one.serials)
            for one in found
        ]
        more = b64encode(read_frame(page[-1]).issuer_serial).decode() if len(page) == _LISTED else ""
        return ToFetch(stamp(now), responders, more)

    return [add_issuer, add_list, add_answers, status, to_fetch]
