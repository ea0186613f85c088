"""What the office asks about issuers and revocation, on its own socket. Only what is signed goes to the clerk."""

import asyncio
from base64 import b64encode
from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.handlers import BaseRouteHandler
from litestar.params import JSONBody

from thongquan.authority import beside
from thongquan.authority.deed_door import ReceivedDeed, admit_deed
from thongquan.authority.deed_work import carry_out
from thongquan.authority.issuer_add import terms_of
from thongquan.authority.procedure_list import OPERATING
from thongquan.base.limits import LIMITS
from thongquan.base.moment import stamp
from thongquan.registration.deeds_operators import IssuerAdd
from thongquan.server.asking import Ask
from thongquan.server.deed_desk import SignedDeedSent, decoded
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.trust_desk import Told, TrustDesk
from thongquan.server.trust_standing import Standing, due, standing
from thongquan.signing.frame import read_frame
from thongquan.signing.terms import Terms

_LISTED = 1_000
_ISSUERS = {IssuerAdd.kind: OPERATING[IssuerAdd.kind]}


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


def trust_routes(ask: Ask, desk: TrustDesk, reading: ReadingDesk) -> list[BaseRouteHandler]:
    @post("/office/issuers", status_code=200)
    async def add_issuer(data: JSONBody[SignedDeedSent]) -> Told:
        """On record before it counts: nobody is trusted of whom no signature tells."""
        received = ReceivedDeed(data.text.encode(), decoded(data.signature))
        signed = await ask(lambda now: admit_deed(now, received, _ISSUERS))
        says = signed.deed.says
        assert isinstance(says, IssuerAdd)
        await ask(lambda now: carry_out(now, signed, data.secrets, _ISSUERS))
        [der] = beside.given(data.secrets)
        return await asyncio.to_thread(desk.add_issuer, der, terms_of(says))

    @post("/office/revocation/lists", status_code=200, request_max_body_size=LIMITS.crl_bytes)
    async def add_list(request: Request[Any, Any, Any]) -> Told:
        return await asyncio.to_thread(desk.take_list, await request.body())

    @post("/office/revocation/lists/judging", status_code=200, request_max_body_size=LIMITS.crl_bytes)
    async def judge_list(request: Request[Any, Any, Any]) -> Told:
        """What an operator is to sign for before the list is taken in."""
        return await asyncio.to_thread(desk.judge_list, await request.body())

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

    return [add_issuer, add_list, judge_list, add_answers, status, to_fetch]
