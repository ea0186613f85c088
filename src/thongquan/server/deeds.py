"""Deeds over HTTP: `POST /api/v1/deeds/{kind}` composes the text to sign, `POST /api/v1/deeds` carries it out."""

from base64 import b64decode
from time import monotonic
from typing import Annotated, Any

import msgspec
from litestar import Request, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter

from thongquan.authority.deed_door import ReceivedDeed, admit_deed
from thongquan.authority.deed_work import Carried, Composed, carry_out, compose
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.authority.procedures import Signed
from thongquan.authority.refusals import SignerUnknown
from thongquan.base.limits import Limits
from thongquan.registration.deeds_account import LogIn
from thongquan.server.asking import Ask
from thongquan.server.passwords import CHANGING, Passwords
from thongquan.server.places import Places
from thongquan.server.problem import RequestMalformed
from thongquan.server.rates import Rates, household
from thongquan.server.visitor import LoggedIn, SessionNeeded, Visitor, address_of, visitor_of


class ToCompose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    account: str
    """Who will sign: a tax code, a User ID or an officer's id."""
    says: dict[str, Any] = {}
    """The particulars of this kind."""


class SignedDeedSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    """Exactly as it was composed and signed."""
    signature: str
    """Base64 of the detached CMS signature, in DER."""
    secrets: dict[str, str] = {}
    """What must travel beside the text."""


def deed_routes(ask: Ask, passwords: Passwords, limits: Limits) -> list[HTTPRouteHandler]:
    rates, places = Rates(limits), Places(limits)

    @post("/api/v1/deeds/{kind:str}", status_code=200, summary="Compose the text that is to be signed")
    async def compose_deed(
        request: Request[Any, Any, Any], kind: Annotated[str, PathParameter()], data: JSONBody[ToCompose]
    ) -> Composed:
        rates.take(household(address_of(request)), monotonic())
        if kind in PROCEDURES and PROCEDURES[kind].in_session:
            _require_session(request, data.account)
        return await ask(lambda now: compose(now, PROCEDURES, kind, data.account, data.says))

    @post("/api/v1/deeds", status_code=200, summary="Carry out a signed text")
    async def carry_out_deed(request: Request[Any, Any, Any], data: JSONBody[SignedDeedSent]) -> Carried:
        source = household(address_of(request))
        rates.take(source, monotonic())
        received = ReceivedDeed(data.text.encode(), decoded(data.signature))
        try:
            signed = await ask(lambda now: admit_deed(now, received, PROCEDURES))
        except SignerUnknown:
            passwords.stranger(received.text, data.secrets, source)
            raise
        procedure = PROCEDURES[signed.deed.says.kind]
        secrets = await passwords.ready(ask, signed, procedure, data.secrets)
        carried = await ask(lambda now: carry_out(now, signed, secrets, PROCEDURES))
        if carried.kind == LogIn.kind:
            places.seen(signed.by.certificate.fingerprint, _tax_code(signed), source, monotonic())
        _tell_sessions(visitor_of(request), signed, carried)
        passwords.changed(signed.deed.account, carried.kind)
        return carried

    return [compose_deed, carry_out_deed]


def _require_session(request: Request[Any, Any, Any], account: str) -> None:
    visitor = visitor_of(request)
    if visitor is None or visitor.account != account:
        raise SessionNeeded


def _tell_sessions(visitor: Visitor | None, signed: Signed, carried: Carried) -> None:
    """A login opens a session; a change of password or certificate ends all that the account had."""
    if visitor is None:
        return
    if carried.kind == LogIn.kind:
        by = signed.by
        name = by.company.name if by.company else by.officer.name if by.officer else ""
        last = carried.outcome["last_login"]
        visitor.logged_in(
            LoggedIn(signed.deed.account, carried.outcome["kind"], name, _tax_code(signed), by.certificate.fingerprint),
            last,
        )
    elif carried.kind in CHANGING:
        visitor.end_sessions_of(signed.deed.account)


def _tax_code(signed: Signed) -> str:
    return signed.by.company.tax_code if signed.by.company else ""


def decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise RequestMalformed from None
