"""Before every page: who asks, from where, with what; after it: what the browser is told. And the way to the API."""

from math import ceil

import msgspec
from litestar import Response

from thongquan.authority.refusals import TooOften
from thongquan.base.fault import Refusal
from thongquan.base.limits import Limits
from thongquan.portal.assets import FOREVER, OF_FILE, PREFIX
from thongquan.portal.body import Bodies, replayed
from thongquan.portal.cookies import FORM, LANGUAGE, SESSION, cookies_in, ended, language_cookie
from thongquan.portal.counter import App, Counter, Message, Receive, Scope, Send
from thongquan.portal.failing import refusal_page, retry_after
from thongquan.portal.forms import read_form
from thongquan.portal.guard import SAFE_METHODS, check_api_call, check_form_token, check_origin, is_from_a_page
from thongquan.portal.headers import ALWAYS, safe_headers
from thongquan.portal.language import DEFAULT, LANGUAGES
from thongquan.portal.refusals import FormMalformed
from thongquan.portal.rendering import assets
from thongquan.portal.sessions import Sessions
from thongquan.portal.visit import Visit

REFRESH = b"x-refresh"
"""The header of a question that nobody asked: the page refreshes itself."""
UPLOADS = ("/flights/new", "/transport/new")
"""Where a courier's file is sent."""
LISTING = ("/api/v1/hq01", "/api/v1/deeds")
"""Where a list HQ 01 is drafted and sent."""
BEARER = "/t/"
"""The beginning of addresses that are the key to what lies behind them."""
MACHINES = ("/api/", "/healthz", "/readyz", "/metrics", "/vnaccs")
"""Beginnings of addresses that are not for people."""


class Shell:
    def __init__(self, counter: Counter, sessions: Sessions, pages: App, api: App) -> None:
        self._counter, self._sessions = counter, sessions
        self._pages, self._api = pages, api
        self._bodies = Bodies(counter.limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(PREFIX):
            await _serve_asset(scope, send)
        elif scope["path"].startswith(MACHINES):
            await self._machine(scope, receive, send)
        else:
            await self._page(scope, receive, send)

    async def _machine(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The API asks for no cookie. Where one is sent along, or a browser calls, it must be from our own page."""
        visit = await self._visit(scope)
        scope["state"]["visit"] = visit
        try:
            self._admit_call(scope, visit)
        except Refusal as refusal:
            await _refuse_machine(self._counter, visit, refusal, send)
            return

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*_guarded(message["headers"]), *((b"set-cookie", one) for one in visit.cookies)]
            await send(message)

        if scope["method"] in SAFE_METHODS:
            await self._api(scope, receive, tell)
        else:
            await self._pass_on(scope, receive, tell, visit)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send, visit: Visit) -> None:
        """What programs send is held within the same size and time. Filings have their own door, before us."""
        held = 0
        try:
            self._keep_pace(visit)
            body = await self._bodies.read(receive, self._limits_of_call(visit))
            held = len(body)
            await self._api(scope, replayed(body, receive), send)
        except Refusal as refusal:
            await _refuse_machine(self._counter, visit, refusal, send)
        finally:
            self._bodies.release(held)

    def _admit_call(self, scope: Scope, visit: Visit) -> None:
        """A call without cookie speaks for itself, but not from another site's page: it might log somebody in there."""
        headers = dict(scope["headers"])
        if scope["method"] in SAFE_METHODS:
            return
        if visit.name:
            check_api_call(headers, visit.form_token, secure=self._counter.secure)
        elif is_from_a_page(headers):
            check_origin(headers, secure=self._counter.secure)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        visit = await self._visit(scope)
        scope["state"]["visit"] = visit
        self._choose_language(visit)
        tell, held = self._telling(visit, send), 0
        try:
            self._keep_pace(visit)
            if scope["method"] not in SAFE_METHODS:
                limits = self._limits_of(visit)
                body = await self._bodies.read(receive, limits)
                held = len(body)
                self._admit(scope, visit, body, limits)
                receive = replayed(body, receive)
            await self._pages({**scope, "method": "GET"} if scope["method"] == "HEAD" else scope, receive, tell)
        except Refusal as refusal:
            await _send_response(refusal_page(visit, refusal), tell)
        finally:
            self._bodies.release(held)

    def _keep_pace(self, visit: Visit) -> None:
        if seconds := self._counter.wait(visit.source):
            raise TooOften(seconds=ceil(seconds))

    def _limits_of_call(self, visit: Visit) -> Limits:
        """A list of documents brings its lines along."""
        limits = self._counter.limits
        return msgspec.structs.replace(limits, form_bytes=limits.hq01_body_bytes) if visit.path in LISTING else limits

    def _limits_of(self, visit: Visit) -> Limits:
        """A courier's file is longer than any other form, and only who declares may send one."""
        limits = self._counter.limits
        if visit.path not in UPLOADS or visit.session is None or visit.session.who.kind != "user":
            return limits
        file = limits.flight_file_bytes
        more = {"form_bytes": file + limits.form_bytes, "form_file_bytes": file, "form_seconds": limits.body_seconds}
        return msgspec.structs.replace(limits, **more)

    def _admit(self, scope: Scope, visit: Visit, body: bytes, limits: Limits) -> None:
        headers = dict(scope["headers"])
        check_origin(headers, secure=self._counter.secure)
        if scope["method"] != "POST":
            raise FormMalformed
        visit.form = read_form(headers.get(b"content-type", b""), body, limits)
        check_form_token(visit.form, headers, visit.form_token)

    async def _visit(self, scope: Scope) -> Visit:
        headers = dict(scope["headers"])
        cookies = cookies_in(scope["headers"])
        language = cookies.get(LANGUAGE, DEFAULT)
        visit = Visit(
            counter=self._counter,
            sessions=self._sessions,
            request=str(scope["state"]["request"]),
            method=scope["method"],
            path=scope["path"],
            query=scope["query_string"].decode("latin-1"),
            source=self._counter.source_of(scope),
            language=language if language in LANGUAGES else DEFAULT,
            before_login=cookies.get(FORM, ""),
            name=cookies.get(SESSION, ""),
            is_part=headers.get(b"hx-request") == b"true",
        )
        await self._find_session(visit, is_used=REFRESH not in headers)
        return visit

    async def _find_session(self, visit: Visit, *, is_used: bool) -> None:
        """Whoever's account or certificate was closed is logged out at the next request, a second later at most.

        A page that refreshes itself is not used: a desk that nobody sits at is logged out all the same.
        """
        if not visit.name:
            return
        now = self._counter.clock()
        visit.session = self._sessions.find(visit.name, now, is_used=is_used)
        if visit.session is not None and self._sessions.must_be_checked(visit.session, now):
            if await self._counter.still_open(visit.session):
                self._sessions.mark_checked(visit.name, now)
            else:
                self._sessions.close(visit.name)
                visit.session = None
        if visit.session is None:
            visit.cookies.append(ended(SESSION))

    def _choose_language(self, visit: Visit) -> None:
        """The switch is a link to the same page; it changes nothing but this browser's own cookie."""
        for pair in visit.query.split("&"):
            name, _, value = pair.partition("=")
            if name == "lang" and value in LANGUAGES:
                visit.language = value
                visit.cookies.append(language_cookie(value))

    def _telling(self, visit: Visit, send: Send) -> Send:
        bearer = visit.path.startswith(BEARER)

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = safe_headers(signs=visit.signs, secure=self._counter.secure, films=visit.films, bearer=bearer)
                cookies = [(b"set-cookie", one) for one in visit.cookies]
                message["headers"] = [*message["headers"], *own, *cookies, (b"cache-control", b"no-store")]
            await send(message)

        return tell


async def _serve_asset(scope: Scope, send: Send) -> None:
    """Without language, cookies or session: the same bytes for everybody."""
    found = assets().find(scope["path"]) if scope["method"] in SAFE_METHODS else None
    content, kind = (found.content, found.kind) if found else (b"", b"text/plain")
    kept = FOREVER if found else b"no-store"
    headers = [(b"content-type", kind), (b"content-length", b"%d" % len(content)), (b"cache-control", kept), *ALWAYS]
    headers += found.headers if found else OF_FILE
    await send({"type": "http.response.start", "status": 200 if found else 404, "headers": headers})
    await send({"type": "http.response.body", "body": content})


async def _refuse_machine(counter: Counter, visit: Visit, refusal: Refusal, send: Send) -> None:
    body, status = counter.problem(refusal, visit.request), counter.status_of(refusal)
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),  # its body is not read
        *((name.encode(), value.encode()) for name, value in retry_after(status, refusal).items()),
        *ALWAYS,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _send_response(response: Response[bytes], send: Send) -> None:
    body = bytes(response.content)
    headers = [(name.encode(), str(value).encode()) for name, value in response.headers.items()]
    headers += [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"%d" % len(body))]
    headers.append((b"connection", b"close"))  # its body may not have been read
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _guarded(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """What programs are answered is kept by no cache and taken for nothing else, unless the answer says otherwise."""
    given = list(headers)
    named = {name.lower() for name, _ in given}
    always = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))
    return [*given, *(one for one in always if one[0] not in named)]
