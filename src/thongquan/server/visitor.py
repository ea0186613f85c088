"""What the API asks of whoever keeps the sessions. Behind the pages that is the portal; alone there are none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec
from litestar import Request

from thongquan.base.fault import Refusal
from thongquan.server.rates import household


class SessionNeeded(Refusal):
    """This is for those who are logged in."""

    code = "LOGIN-NEEDED"


class LoggedIn(msgspec.Struct, frozen=True):
    """Who logged in, and with what."""

    account: str
    kind: str
    name: str
    """The company's or the officer's."""
    company: str
    """Tax code; "" for officers."""
    certificate: str
    """SHA-256 in hex."""


class OpenSession(Protocol):
    @property
    def handle(self) -> str: ...
    @property
    def opened_at(self) -> datetime: ...
    @property
    def last_used(self) -> datetime: ...
    @property
    def source(self) -> str: ...


class Visitor(Protocol):
    @property
    def source(self) -> str:
        """What the network address that the request comes from is counted as."""
        ...

    @property
    def account(self) -> str:
        """Who is logged in; "" nobody."""
        ...

    @property
    def acts_by(self) -> str:
        """The delegation by which the session acts for another company; "" for one's own."""
        ...

    def act_for(self, principal: str, name: str, delegation: str) -> None:
        """From now on, under a new name of the session; three empty texts are one's own company."""
        ...

    def logged_in(self, who: Any, last_login: str) -> None:
        """From now on there is a session, under a new name. `who`: a `LoggedIn`; `last_login`: before, or ""."""
        ...

    def own_sessions(self) -> Sequence[OpenSession]: ...
    def is_own(self, handle: str) -> bool:
        """It is the session of this very request."""
        ...

    def end_session(self, handle: str) -> bool:
        """One's own; False when there is none of that name."""
        ...

    def end_sessions_of(self, account: str) -> None: ...


def visitor_of(request: Request[Any, Any, Any]) -> Visitor | None:
    found: Visitor | None = request.scope["state"].get("visit")
    return found


def logged_in_account(request: Request[Any, Any, Any]) -> str:
    """Who is logged in. What kind of account it is, and for whom, the books say.

    Raises:
        SessionNeeded: nobody.
    """
    visitor = visitor_of(request)
    if visitor is None or not visitor.account:
        raise SessionNeeded
    return visitor.account


def address_of(request: Request[Any, Any, Any]) -> str:
    """What its network address is counted as."""
    visitor = visitor_of(request)
    if visitor is not None:
        return visitor.source
    return household(request.client.host if request.client else "")
