"""`GET /api/v1/declarations`: a company looks for its own, logged in."""

from datetime import date
from typing import Annotated, Any, Literal

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, QueryParameter

from thongquan.authority.own_declaration_ports import OwnDeclaration, OwnSought
from thongquan.authority.own_declarations import own_declarations
from thongquan.authority.paging import Page, ordered
from thongquan.base.moment import Clock
from thongquan.declaration.lifecycle import STATES
from thongquan.server.openapi_security import IN_SESSION
from thongquan.server.paging import ALL, After, Filter, Rows
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.visitor import logged_in_account

State = Annotated[str, QueryParameter(name="state", pattern=f"^({'|'.join(STATES)})?$", description="How it stands.")]
TOLD = (
    "Those that the company filed, and those that a broker filed for it. One page looks through a bounded number of "
    "them, of a master bill through fewer: where `next` is told there may be more, even if the page is empty."
)


def own_declaration_routes(room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/declarations",
        security=IN_SESSION,
        summary="The declarations of one's own company, a page at a time",
        description=TOLD,
    )
    async def declarations(
        request: Request[Any, Any, Any],
        *,
        number: Filter = "",
        house_bill: Filter = "",
        master_bill: Filter = "",
        in_state: State = "",
        channel: FromQuery[Literal["", "1", "2", "3"]] = "",
        direction: FromQuery[Literal["", "import", "export"]] = "",
        day: Annotated[date | None, QueryParameter(description="Registered on it, in Viet Nam.")] = None,
        sort: FromQuery[Literal["registered", "-registered"]] = "-registered",
        after: After = "",
        limit: Rows = ALL,
    ) -> Page[OwnDeclaration]:
        account = logged_in_account(request)
        sought = OwnSought(number, house_bill, master_bill, in_state, channel, direction, day)
        return await room.ask(
            lambda books: own_declarations(books, account, clock(), sought, ordered(sort, after, limit))
        )

    return [declarations]
