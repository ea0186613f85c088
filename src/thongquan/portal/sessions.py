"""Who is logged in. In memory only: a restart logs everybody out, and there is nothing on disk to steal.

A session is named by 256 random bits in a cookie; only their hash is kept here. It gets a new name at login and at
every step up, and ends by log-out, by idling, by age, or when its account or certificate is closed.
"""

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

import msgspec

from thongquan.base.limits import LIMITS, Limits
from thongquan.base.pairing import SECRET_BYTES, spell

Kind = Literal["admin", "user", "officer"]

_ID_BYTES = 32
_HANDLE_BYTES = 9


class Who(msgspec.Struct, frozen=True):
    """Whose session it is, as the login deed showed."""

    account: str
    kind: Kind
    name: str
    company: str = ""
    """Tax code; empty for officers."""
    certificate: str = ""
    """SHA-256 fingerprint in hex."""
    acts_for: str = ""
    """Tax code of the principal while a delegate works; empty for oneself."""
    acts_for_name: str = ""
    grant: str = ""


class Session(msgspec.Struct, frozen=True):
    who: Who
    handle: str
    """Names the session in its owner's list. Whoever knows it can do nothing with it."""
    form_token: str
    """Stands in every form of this session."""
    opened_at: datetime
    last_used: datetime
    source: str
    """The network address at login."""
    checked_at: datetime | None = None
    """When the books were last asked whether account and certificate are open."""
    last_login: str = ""
    """Of this account before this session: told after login."""
    pairing: str = ""
    """With what a page of this session pairs with the signing helper, as `base/pairing.py` spells it."""


class Sessions:
    """All that are open, oldest use first."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._open: dict[bytes, Session] = {}

    def open(
        self, who: Who, now: datetime, source: str, last_login: str = "", pairing: str = ""
    ) -> tuple[str, Session]:
        """A new session and its name. Of one account only so many are open: the least used is ended.

        `pairing`: the code that this browser has shown before login; "": a fresh one.
        """
        self._end_expired(now)
        own = [(key, one) for key, one in self._open.items() if one.who.account == who.account]
        for key, _ in own[: max(0, len(own) + 1 - self._limits.sessions_of_one_account)]:
            del self._open[key]
        while len(self._open) >= self._limits.sessions:
            del self._open[next(iter(self._open))]
        session = Session(
            who,
            secrets.token_urlsafe(_HANDLE_BYTES),
            secrets.token_urlsafe(_ID_BYTES),
            now,
            now,
            source,
            checked_at=now,
            last_login=last_login,
            pairing=pairing or spell(secrets.token_bytes(SECRET_BYTES)),
        )
        return self._named(session), session

    def find(self, name: str, now: datetime, *, is_used: bool = True) -> Session | None:
        """The session of this name, used now unless somebody only looks; None when there is none, or no longer."""
        key = _key(name)
        session = self._open.get(key)
        if session is not None and not is_used and not self._has_expired(session, now):
            return session
        self._open.pop(key, None)
        if session is None or self._has_expired(session, now):
            return None
        used = msgspec.structs.replace(session, last_used=max(now, session.last_used))
        self._open[key] = used
        return used

    def mark_checked(self, name: str, now: datetime) -> None:
        key = _key(name)
        if key in self._open:
            self._open[key] = msgspec.structs.replace(self._open[key], checked_at=now)

    def must_be_checked(self, session: Session, now: datetime) -> bool:
        seconds = timedelta(seconds=self._limits.session_checked_seconds)
        return session.checked_at is None or not timedelta(0) <= now - session.checked_at < seconds

    def rename(self, name: str, **changes: object) -> tuple[str, Session] | None:
        """Step up, or a change of what the session may do: the old name is dead, and so are the forms given out."""
        session = self._open.pop(_key(name), None)
        if session is None:
            return None
        renewed = msgspec.structs.replace(
            session, who=msgspec.structs.replace(session.who, **changes), form_token=secrets.token_urlsafe(_ID_BYTES)
        )
        return self._named(renewed), renewed

    def close(self, name: str) -> None:
        self._open.pop(_key(name), None)

    def close_where(self, closes: Callable[[Session], bool]) -> int:
        """End those of an account, a certificate, a company …; says how many."""
        gone = [key for key, one in self._open.items() if closes(one)]
        for key in gone:
            del self._open[key]
        return len(gone)

    def of_account(self, account: str, now: datetime) -> list[Session]:
        """The latest used first."""
        self._end_expired(now)
        return [one for one in reversed(self._open.values()) if one.who.account == account]

    def __len__(self) -> int:
        return len(self._open)

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._open.values()))

    def _named(self, session: Session) -> str:
        name = secrets.token_urlsafe(_ID_BYTES)
        self._open[_key(name)] = session
        return name

    def _end_expired(self, now: datetime) -> None:
        self.close_where(lambda one: self._has_expired(one, now))

    def _has_expired(self, session: Session, now: datetime) -> bool:
        idle = timedelta(seconds=self._limits.session_idle_seconds)
        whole = timedelta(seconds=self._limits.session_seconds)
        return now - session.last_used > idle or now - session.opened_at > whole


def _key(name: str) -> bytes:
    return sha256(name.encode("utf-8", "surrogateescape")).digest()
