"""A company's applications, users and terminals, in the session of its administrator."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, JSONBody, PathParameter, QueryParameter

from thongquan.authority.account_ports import AccountSought
from thongquan.authority.applications import Shown, applications_of, save, save_new, shown, withdraw
from thongquan.authority.company_users import TerminalShown, UserShown, terminals_page, users_page
from thongquan.authority.own_account import administered, administered_by
from thongquan.authority.paging import Page, ordered
from thongquan.authority.sitting import Sitting
from thongquan.base.moment import Clock
from thongquan.registration.application import Application, State
from thongquan.server.asking import Ask
from thongquan.server.openapi_security import CHANGES_IN_SESSION, IN_SESSION
from thongquan.server.paging import ALL, After, Filter, Rows
from thongquan.server.problem import worded
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.visitor import logged_in_account

Asked = Request[Any, Any, Any]
Id = Annotated[str, PathParameter()]
Life = Literal["", "coming", "open", "ending", "ended"]


class ToSave(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    asked: dict[str, Any]
    """Company, declarants, terminals: a draft may lack any of it."""
    version: int = 0
    """The one that was begun with; 0 for a new draft."""


class ToWithdraw(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int


class Saved(msgspec.Struct, frozen=True):
    """An application as its company sees it."""

    application: Application
    faults: list[dict[str, Any]]
    """What keeps it from being sent, worded in both languages."""


class Listed(msgspec.Struct, frozen=True):
    id: str
    state: str
    version: int
    changed_at: str
    sent_at: str
    effective_at: str
    declarants: int
    terminals: int


def application_routes(room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    @get("/api/v1/applications", security=IN_SESSION, summary="The company's applications, a page at a time")
    async def list_applications(
        request: Asked,
        *,
        in_state: Annotated[Literal["", State], QueryParameter(name="state")] = "",
        sort: FromQuery[Literal["changed", "-changed"]] = "-changed",
        after: After = "",
        limit: Rows = ALL,
    ) -> Page[Listed]:
        account, wanted = logged_in_account(request), ordered(sort, after, limit)
        return await room.ask(lambda books: applications_of(books, account, clock(), in_state, wanted).told(_listed))

    @get(
        "/api/v1/applications/{application:str}",
        security=IN_SESSION,
        summary="One application, and what keeps it from being sent",
    )
    async def read_application(request: Asked, application: Id) -> Saved:
        account, at = logged_in_account(request), clock()
        return _told(await room.ask(lambda books: shown(books, administered_by(books, account, at), application, at)))

    return [list_applications, read_application]


def drafting_routes(ask: Ask) -> list[HTTPRouteHandler]:
    @post("/api/v1/applications", security=CHANGES_IN_SESSION, summary="Save a new draft")
    async def save_new_draft(request: Asked, data: JSONBody[ToSave]) -> Saved:
        account = logged_in_account(request)
        return _told(await ask(lambda now: save_new(now, administered(now, account), account, data.asked)))

    @put("/api/v1/applications/{application:str}", security=CHANGES_IN_SESSION, summary="Save a draft again")
    async def save_draft(request: Asked, application: Id, data: JSONBody[ToSave]) -> Saved:
        account = logged_in_account(request)

        def work(now: Sitting) -> Shown:
            own = administered(now, account)
            return save(now, own, account, application, version=data.version, given=data.asked)

        return _told(await ask(work))

    @post(
        "/api/v1/applications/{application:str}/withdraw",
        status_code=200,
        security=CHANGES_IN_SESSION,
        summary="Withdraw an application",
    )
    async def withdraw_application(request: Asked, application: Id, data: JSONBody[ToWithdraw]) -> Saved:
        account = logged_in_account(request)

        def work(now: Sitting) -> Shown:
            return withdraw(now, administered(now, account), account, application, version=data.version)

        return _told(await ask(work))

    return [save_new_draft, save_draft, withdraw_application]


def result_routes(room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    @get("/api/v1/users", security=IN_SESSION, summary="The company's users, a page at a time")
    async def list_users(
        request: Asked,
        *,
        user: Filter = "",
        in_state: Annotated[Life, QueryParameter(name="state")] = "",
        sort: FromQuery[Literal["user", "-user", "since", "-since"]] = "user",
        after: After = "",
        limit: Rows = ALL,
    ) -> Page[UserShown]:
        account, sought, wanted = logged_in_account(request), AccountSought(user, in_state), ordered(sort, after, limit)
        return await room.ask(lambda books: users_page(books, account, clock(), sought, wanted))

    @get("/api/v1/terminals", security=IN_SESSION, summary="The company's terminals, a page at a time")
    async def list_terminals(
        request: Asked,
        *,
        terminal: Filter = "",
        in_state: Annotated[Life, QueryParameter(name="state")] = "",
        sort: FromQuery[Literal["terminal", "-terminal", "since", "-since"]] = "terminal",
        after: After = "",
        limit: Rows = ALL,
    ) -> Page[TerminalShown]:
        account, sought, wanted = (
            logged_in_account(request),
            AccountSought(terminal, in_state),
            ordered(sort, after, limit),
        )
        return await room.ask(lambda books: terminals_page(books, account, clock(), sought, wanted))

    return [list_users, list_terminals]


def _told(one: Shown) -> Saved:
    return Saved(one.application, [worded(fault) for fault in one.faults])


def _listed(one: Application) -> Listed:
    return Listed(
        one.id,
        one.state,
        one.version,
        one.changed_at,
        one.sent_at,
        one.effective_at,
        len(one.asked.declarants),
        one.asked.terminals,
    )
