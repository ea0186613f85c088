"""Pages about one's own account: logging in, registering the administrator's, changing the password.

What they send goes to the API, as a signed text with the passwords beside it; so they need the page's script.
"""

import re

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.registration.account import Account
from thongquan.registration.deeds import FINGERPRINT, SERIAL

_OWN_ADDRESS = re.compile(r"/(?![/\\])[!-~]{0,500}")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


class Chosen(msgspec.Struct, frozen=True):
    """The certificate with which an administrator will log in, as the page before named it."""

    account: str
    serial: str
    fingerprint: str
    replaces: str
    """The number of the password that a new one takes the place of; "" for whoever is not of the company."""


def routes() -> list[HTTPRouteHandler]:
    return [log_in, register_account, change_password]


@get("/login")
async def log_in(request: Asked) -> Response[bytes]:
    """Afterwards to the page that somebody wanted before."""
    asked = request.query_params
    wanted = str(asked.get("next", "/"))
    onward = wanted if _OWN_ADDRESS.fullmatch(wanted) else "/"
    return page(visit_of(request), "login.html", signs=True, account=_plain(asked.get("account")), onward=onward)


@get("/register/account")
async def register_account(request: Asked) -> Response[bytes]:
    """For the certificate that the address names; without one the page says how to come by it."""
    visit, asked = visit_of(request), request.query_params
    serial, fingerprint = str(asked.get("serial", "")), str(asked.get("fingerprint", ""))
    are_names = re.fullmatch(SERIAL, serial) and re.fullmatch(FINGERPRINT, fingerprint)
    chosen = None
    if are_names:
        account = _plain(asked.get("account"))
        chosen = Chosen(account, serial, fingerprint, await _replaced_by(visit, account))
    return page(visit, "register_account.html", signs=chosen is not None, chosen=chosen)


@get("/account/password")
async def change_password(request: Asked) -> Response[bytes]:
    """Also for who is not logged in: a default password opens nothing else. An administrator may open it for a user."""
    visit = visit_of(request)
    account = _plain(request.query_params.get("account")) or visit.account
    number, is_own = str(request.query_params.get("number", "")), bool(account) and account == visit.account
    if is_own:
        number = str(await visit.counter.read(lambda room: _number_of(room.accounts.account(visit.account))))
    if not _NUMBER.fullmatch(number):
        number = "1"
    return page(visit, "account_password.html", signs=True, account=account, number=int(number), is_own=is_own)


async def _replaced_by(visit: Visit, account: str) -> str:
    """What is registered of an account is told to its own company only."""
    if not account or visit.session is None or visit.session.who.company != account:
        return ""
    number = await visit.counter.read(lambda room: _number_of(room.accounts.account(account)))
    return str(number)


def _number_of(account: Account | None) -> int:
    return account.password_number if account else 1


def _plain(text: object) -> str:
    """An account's name out of an address; anything else is left out."""
    return text if isinstance(text, str) and re.fullmatch(r"[0-9A-Za-z._-]{1,20}", text) else ""
