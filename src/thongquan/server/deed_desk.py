"""A deed from its composing to its carrying out, for every entry of the API that takes one: door, passwords, books."""

from base64 import b64decode
from time import monotonic
from typing import Any

import msgspec
from litestar import Request

from thongquan.authority.deed_door import ReceivedDeed, admit_deed
from thongquan.authority.deed_work import Carried, Composed, carry_out, compose
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.authority.procedures import Secrets, Signed
from thongquan.authority.refusals import NotLookedAt, SignerUnknown
from thongquan.base.limits import Limits
from thongquan.registration.deeds_account import LogIn
from thongquan.registration.deeds_applying import ApplicationDecide
from thongquan.registration.deeds_completed import Hq02Confirm
from thongquan.registration.deeds_declarations import DeclarationDecide, DeclarationsDecide
from thongquan.registration.deeds_documents_listed import Hq01Answer
from thongquan.registration.deeds_transport import TransportDecide
from thongquan.server.asking import Ask
from thongquan.server.passwords import CHANGING, Passwords
from thongquan.server.places import Places
from thongquan.server.problem import RequestMalformed
from thongquan.server.rates import Rates
from thongquan.server.unseen import Unseen
from thongquan.server.visitor import LoggedIn, SessionNeeded, Visitor, address_of, visitor_of

_LOOKED_AT = {
    one.kind
    for one in (
        ApplicationDecide, DeclarationDecide, DeclarationsDecide, Hq02Confirm, Hq01Answer, TransportDecide,
    )
}  # fmt: skip
"""Decided on by officers, who must have opened what they decide on."""


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


class CredentialsSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    signature: str
    password: str
    access_key: str


class DeedDesk:
    def __init__(self, ask: Ask, passwords: Passwords, limits: Limits, unseen: Unseen) -> None:
        self._ask, self._passwords, self._unseen = ask, passwords, unseen
        self._rates, self._places = Rates(limits), Places(limits)

    async def compose(self, request: Request[Any, Any, Any], kind: str, data: ToCompose) -> Composed:
        self._rates.take(address_of(request), monotonic())
        if kind in PROCEDURES and PROCEDURES[kind].in_session:
            _require_session(request, data.account)
        try:
            return await self._ask(lambda now: compose(now, PROCEDURES, kind, data.account, data.says))
        except NotLookedAt:
            self._unseen.tries(data.account, monotonic())
            raise

    async def carry_out(self, request: Request[Any, Any, Any], data: SignedDeedSent) -> Carried:
        source = address_of(request)
        self._rates.take(source, monotonic())
        received = ReceivedDeed(data.text.encode(), decoded(data.signature))
        try:
            signed = await self._ask(lambda now: admit_deed(now, received, PROCEDURES))
        except SignerUnknown:
            self._passwords.stranger(received.text, data.secrets, source)
            raise
        ready, carried = await self._carried(signed, data.secrets)
        if carried.kind == LogIn.kind:
            self._places.seen(signed.by.certificate.fingerprint, _tax_code(signed), source, monotonic())
        _tell_sessions(visitor_of(request), ready, carried)
        self._passwords.changed(signed.deed.account, carried.kind)
        return carried

    async def _carried(self, signed: Signed, secrets: Secrets) -> tuple[Signed, Carried]:
        """Whoever decides unseen is counted; who decides on what he saw breaks the row."""
        procedure = PROCEDURES[signed.deed.says.kind]
        try:
            fitting = await self._passwords.ready(self._ask, signed, procedure, secrets)
            ready = await self._passwords.drawn(self._ask, signed, procedure)
            carried = await self._ask(lambda now: carry_out(now, ready, fitting, PROCEDURES))
        except NotLookedAt:
            self._unseen.tries(signed.deed.account, monotonic())
            raise
        if carried.kind in _LOOKED_AT:
            self._unseen.looked(signed.deed.account)
        return ready, carried


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
    for account in signed.drawn:
        visitor.end_sessions_of(account)


def _tax_code(signed: Signed) -> str:
    return signed.by.company.tax_code if signed.by.company else ""


def decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise RequestMalformed from None
