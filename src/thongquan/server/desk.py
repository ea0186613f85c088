"""What waits at an officer's office, and one application before him. Opening one is recorded."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter

from thongquan.authority.application_queue import CaseShown, InQueue, case_shown, open_case, queue
from thongquan.server.asking import Ask
from thongquan.server.clerk import Clerk
from thongquan.server.openapi_security import IN_SESSION
from thongquan.server.problem import worded
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.visitor import logged_in_account


class Case(msgspec.Struct, frozen=True):
    """An application with everything that an officer should know of it."""

    case: CaseShown
    hinders: list[dict[str, Any]]
    """What keeps it from being approved, worded in both languages."""
    warnings: list[dict[str, Any]]


def desk_routes(ask: Ask, clerk: Clerk, room: ReadingDesk) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/desk/registrations",
        security=IN_SESSION,
        summary="Applications that wait at the officer's office, the oldest first",
    )
    async def list_waiting(request: Request[Any, Any, Any]) -> list[InQueue]:
        account = logged_in_account(request)
        return await ask(lambda now: queue(now, account))

    @get(
        "/api/v1/desk/registrations/{application:str}",
        security=IN_SESSION,
        summary="Open an application; it is recorded that one looked",
    )
    async def open_application(request: Request[Any, Any, Any], application: Annotated[str, PathParameter()]) -> Case:
        account = logged_in_account(request)
        opened = await ask(lambda now: open_case(now, account, application))
        trust, at = clerk.authority.trust, clerk.clock()
        case = await room.ask(lambda _: case_shown(opened, trust, at))
        return Case(case, [worded(one) for one in case.hinders], [worded(one) for one in case.warnings])

    return [list_waiting, open_application]
