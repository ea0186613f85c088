"""One request as the pages see it: who asks, in which language, with which form."""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from litestar import Request

from thongquan.base.pairing import SECRET_BYTES, spell
from thongquan.portal.cookies import FORM, SESSION, ended, form_cookie, session_cookie
from thongquan.portal.counter import Counter
from thongquan.portal.forms import Form
from thongquan.portal.refusals import LoginNeeded
from thongquan.portal.sessions import Kind, Session, Sessions, Who

Asked = Request[Any, Any, Any]


@dataclass
class Visit:
    counter: Counter
    sessions: Sessions
    request: str
    """The id under which the log has this request."""
    method: str
    path: str
    query: str
    source: str
    language: str
    session: Session | None = None
    name: str = ""
    """The session's secret name, as the cookie tells it."""
    before_login: str = ""
    """The secret of the cookie that stands in forms before login."""
    form: Form = field(default_factory=Form)
    signs: bool = False
    films: bool = False
    """The page may ask for the camera."""
    is_part: bool = False
    """Asked by htmx: only the part of the page that changes is wanted, the block `listing`."""
    cookies: list[bytes] = field(default_factory=list)

    @property
    def form_token(self) -> str:
        """The secret that a form must bring back: the session's, or before login the cookie's; "" if neither."""
        return self.session.form_token if self.session else self.before_login

    def token_for_form(self) -> str:
        """For a form that is being shown: a visitor without cookie is given one."""
        if not self.form_token:
            self.before_login = secrets.token_urlsafe(32)
            self.cookies.append(form_cookie(self.before_login))
        return self.form_token

    def pairing(self) -> str:
        """The code that pairs this browser's pages with the signing helper: it stays the same through the login.

        Before login it follows from the form's secret, which no other site can set or read.
        """
        if self.session:
            return self.session.pairing
        return spell(hmac.digest(self.token_for_form().encode(), b"pairing", "sha256")[:SECRET_BYTES])

    def log_in(self, who: Who, last_login: str = "") -> Session:
        """A session under a new name. Whatever session or form this browser had before is dead."""
        pairing = self.pairing() if self.form_token else ""
        if self.name:
            self.sessions.close(self.name)
        self.name, self.session = self.sessions.open(who, self.counter.clock(), self.source, last_login, pairing)
        self.cookies += [session_cookie(self.name), ended(FORM)]
        return self.session

    # what the API asks for (`server/visitor.py`)

    @property
    def account(self) -> str:
        """Who is logged in; "" nobody."""
        return self.session.who.account if self.session else ""

    @property
    def acts_by(self) -> str:
        return self.session.who.grant if self.session else ""

    def act_for(self, principal: str, name: str, delegation: str) -> None:
        self.step_up(acts_for=principal, acts_for_name=name, grant=delegation)

    def logged_in(self, who: Any, last_login: str) -> None:
        """As `log_in`; `who` names account, kind, name, company and certificate."""
        self.log_in(Who(who.account, who.kind, who.name, who.company, who.certificate), last_login)

    def own_sessions(self) -> list[Session]:
        return self.sessions.of_account(self.account, self.counter.clock()) if self.account else []

    def is_own(self, handle: str) -> bool:
        return self.session is not None and self.session.handle == handle

    def end_session(self, handle: str) -> bool:
        """One of one's own; False when there is none of that name."""
        account = self.account
        ended = self.sessions.close_where(lambda one: one.who.account == account and one.handle == handle)
        return bool(ended) and bool(account)

    def end_sessions_of(self, account: str) -> None:
        self.sessions.close_where(lambda one: one.who.account == account)

    def step_up(self, **changes: object) -> None:
        """What the session may do changes (`acts_for`, `grant` …), and so does its name."""
        renamed = self.sessions.rename(self.name, **changes)
        if renamed is None:
            raise LoginNeeded
        self.name, self.session = renamed
        self.cookies.append(session_cookie(self.name))

    def log_out(self) -> None:
        self.sessions.close(self.name)
        self.session, self.name = None, ""
        self.cookies.append(ended(SESSION))

    def needs(self, *kinds: Kind) -> Session:
        """The session, if it is of one of these kinds.

        Raises:
            LoginNeeded: nobody is logged in, or with another kind of account.
        """
        if self.session is None or (kinds and self.session.who.kind not in kinds):
            raise LoginNeeded
        return self.session

    def asked_besides(self, is_own: Callable[[str], bool]) -> list[tuple[str, str]]:
        """What else the address names, for a form that must keep it."""
        return [(name, value) for name, value in parse_qsl(self.query) if not is_own(name)]

    def address(self, **changes: str | None) -> str:
        """This page's own address with some of its query changed; None takes a name out."""
        kept = [(name, value) for name, value in parse_qsl(self.query) if name not in changes]
        more = [(name, value) for name, value in changes.items() if value is not None]
        query = urlencode([*kept, *more])
        return f"{self.path}?{query}" if query else self.path


def visit_of(request: Asked) -> Visit:
    visit: Visit = request.scope["state"]["visit"]
    return visit
