"""A visitor of the real pages over real books, in this process: cookies are kept as a browser keeps them."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import httpx

from authority.house import House
from demo_pki import RSA_COMPANY
from thongquan.authority.stages import Received
from thongquan.base.fault import Refusal
from thongquan.portal.cookies import SESSION
from thongquan.portal.counter import Counter, nobody_asks
from thongquan.portal.flight_desk import FlightDesk
from thongquan.portal.forms import FORM_FIELD
from thongquan.portal.pages import portal
from thongquan.portal.sessions import Session, Sessions, Who
from thongquan.server.api import api
from thongquan.server.doorbell import Doorbell
from thongquan.server.problem import problem, status_of

ORIGIN = "http://127.0.0.1:8450"
A_USER = Who("AB12C001", "user", "Nguyễn Văn An", company=RSA_COMPANY, certificate="ab" * 32)


class HouseClerk:
    """The books' clerk as the API sees it, without a thread."""

    def __init__(self, house: House) -> None:
        self.authority, self.healthy, self.waiting_lines = house.parts.authority, True, 0
        self.house, self.clock = house, house.clock
        self.bell = Doorbell(house.service.limits)

    async def ask(self, work: Any) -> Any:
        return self.house.sit(work)


class HouseDoor:
    """The front door as the pages see it, without a thread."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def file(self, parts: tuple[bytes, bytes, bytes], _progress: object = None) -> bytes:
        [reply] = self._house.file_raw(Received(*parts, self._house.clock()))
        if isinstance(reply, Refusal):
            raise reply
        return reply


def counter_of(
    house: House, still_open: Callable[[Session], Awaitable[bool]] = nobody_asks, **more: Any
) -> tuple[Counter, HouseClerk]:
    clerk, door = HouseClerk(house), HouseDoor(house)
    counter = Counter(
        ask=clerk.ask,
        read=house.parts.desk.ask,
        door=door,
        flights=FlightDesk(house.parts.flights, door, house.clock, house.service.limits),
        clock=house.clock,
        authority=lambda: house.parts.authority,
        healthy=lambda: clerk.healthy,
        waiting=lambda: clerk.waiting_lines,
        status_of=lambda refusal: status_of(refusal.code),
        problem=problem,
        still_open=still_open,
        limits=house.service.limits,
        **more,
    )
    return counter, clerk


class Api:
    """What stands beside the pages; it is built for the first who asks, for that takes longer than most tests."""

    def __init__(self, house: House, clerk: HouseClerk) -> None:
        self._parts, self._clerk = house.parts, clerk

    @cached_property
    def _built(self) -> Any:
        return api(self._clerk, self._parts.desk, self._parts.ledger.attachments)  # type: ignore[arg-type] # a clerk that has no thread

    async def __call__(self, *call: Any) -> None:
        await self._built(*call)


class Visitor:
    def __init__(
        self, house: House, still_open: Callable[[Session], Awaitable[bool]] = nobody_asks, **more: Any
    ) -> None:
        self.house = house
        self.counter, self.clerk = counter_of(house, still_open, **more)
        self.sessions = Sessions(self.counter.limits)
        self.app = portal(self.counter, Api(house, self.clerk), self.sessions)
        self.cookies: dict[str, str] = {}
        self.source = "192.0.2.7"

    def become(self, who: Who | None) -> None:
        """Somebody else before the same pages, which take a while to set up."""
        self.cookies.clear()
        if who is not None:
            self.log_in(who)

    def log_in(self, who: Who = A_USER) -> Session:
        name, session = self.sessions.open(who, self.house.clock(), self.source)
        self.cookies[SESSION] = name
        return session

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        return asyncio.run(self._ask(method, path, **more))

    async def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        async def stated(scope: Any, receive: Any, send: Any) -> None:
            scope["state"] = {"request": "0123456789abcdef"}
            await self.app(scope, receive, send)

        transport = httpx.ASGITransport(app=stated, client=(self.source, 40_000), raise_app_exceptions=True)
        headers = {"cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} if self.cookies else {}
        headers |= more.pop("headers", {})
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
            answer = await client.request(method, path, headers=headers, **more)
        self._keep(answer)
        return answer

    def _keep(self, answer: httpx.Response) -> None:
        for line in answer.headers.get_list("set-cookie"):
            name, _, rest = line.partition("=")
            value = rest.partition(";")[0]
            if "Max-Age=0" in line:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("GET", path, **more)

    def token(self) -> str:
        """The secret of this visitor's forms."""
        from thongquan.portal.cookies import FORM

        if name := self.cookies.get(SESSION):
            session = self.sessions.find(name, self.house.clock())
            assert session is not None
            return session.form_token
        return self.cookies.setdefault(FORM, "a-secret-of-a-visitor-before-login")

    def post(self, path: str, fields: Any = None, files: Any = None, **more: Any) -> httpx.Response:
        """As a browser sends a form of ours."""
        headers = {"origin": ORIGIN, "sec-fetch-site": "same-origin"} | more.pop("headers", {})
        data = {FORM_FIELD: self.token()} | dict(fields or {})
        return self.ask("POST", path, data=data, files=files, headers=headers, **more)


def urlencoded(**fields: str) -> bytes:
    return urlencode(fields).encode()


def is_refused(answer: httpx.Response) -> bool:
    return 400 <= answer.status_code < 500
