"""Who asks: a machine by the credentials of its terminal where some came along, else somebody in a session."""

from base64 import b64decode
from binascii import Error
from collections.abc import Callable
from typing import Any

from litestar import Request

from thongquan.authority.feed_readers import ReaderUnknown, user_of_terminal
from thongquan.authority.ports import Register
from thongquan.base.moment import Clock
from thongquan.server.visitor import logged_in_account

Account = Callable[[Register], str]
"""The account's name, looked up again in the books at each question. Raises ReaderUnknown."""


def who_asks(request: Request[Any, Any, Any], clock: Clock) -> Account:
    """Raises ReaderUnknown, SessionNeeded."""
    if "authorization" in request.headers:
        terminal, key = terminal_credentials(request.headers["authorization"])
        return lambda books: user_of_terminal(books, terminal, key, clock())
    account = logged_in_account(request)
    return lambda _: account


def terminal_credentials(header: str) -> tuple[str, str]:
    """Terminal ID and access key, as HTTP Basic (RFC 7617) spells them."""
    scheme, _, coded = header.partition(" ")
    try:
        told = b64decode(coded, validate=True).decode("ascii")
    except (Error, ValueError):
        raise ReaderUnknown from None
    terminal, colon, key = told.partition(":")
    if scheme.lower() != "basic" or not colon:
        raise ReaderUnknown
    return terminal, key
