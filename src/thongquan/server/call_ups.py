"""`GET /api/v1/call-ups` and `/api/v1/references`: a declaration called up for correction, and looked up."""

from typing import Annotated, Any

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, QueryParameter

from thongquan.authority.asking_back import Asking, Direction
from thongquan.authority.call_up import CalledUp, Wanted, call_up
from thongquan.authority.reference import Reference, reference
from thongquan.base.limits import LIMITS
from thongquan.base.moment import Clock, business_day
from thongquan.server.filings import secret_of
from thongquan.server.openapi_security import READER_OR_IN_SESSION
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.visitor import logged_in_account

Text = Annotated[str, QueryParameter(max_length=LIMITS.office_text_characters)]

CALLED_TOLD = (
    "MID (import) or MED (export). The answer is the correction's line as the declaration stands: change it, give it a "
    "nonce, and file it in a statement of kind `correction`. A refusal has the procedure's result code in its facts. "
    "MID by a house bill opens no declaration here, for no house manifest is sent to this authority."
)
REFERENCE_TOLD = (
    "IID (import) or IEX (export): how the declaration stands, each step of its life, what each correction changed. "
    "A refusal has the procedure's result code in its facts."
)


def call_up_routes(room: ReadingDesk, clock: Clock) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/call-ups",
        security=READER_OR_IN_SESSION,
        summary="A declaration of one's own, called up for correction",
        description=CALLED_TOLD,
    )
    async def called_up(
        request: Request[Any, Any, Any], direction: FromQuery[Direction], number: Text = "", house_bill: Text = ""
    ) -> CalledUp:
        wanted, asking, day = Wanted(direction, number, house_bill), _asking(request), business_day(clock())
        return await room.ask(lambda books: call_up(books, wanted, asking, day))

    @get(
        "/api/v1/references",
        security=READER_OR_IN_SESSION,
        summary="A declaration of one's own, with its history",
        description=REFERENCE_TOLD,
    )
    async def referred(
        request: Request[Any, Any, Any], direction: FromQuery[Direction], number: Text = ""
    ) -> Reference:
        asking = _asking(request)
        return await room.ask(lambda books: reference(books, direction, number, asking))

    return [called_up, referred]


def _asking(request: Request[Any, Any, Any]) -> Asking:
    """By the reader's secret where one is shown, else by the session."""
    if "authorization" in request.headers:
        return Asking(secret=secret_of(request))
    return Asking(account=logged_in_account(request))
