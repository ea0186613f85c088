"""`GET /api/v1/draws/{day}`: the commitment to the day's random draw, and its secret once the day is over."""

from typing import Annotated

from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter

from thongquan.authority.draws import draw_told, draws_told
from thongquan.channel.draw import DrawTold
from thongquan.server.clerk import Clerk
from thongquan.server.openapi_security import PUBLIC
from thongquan.server.reading_desk import ReadingDesk

TOLD = (
    "Before the first declaration of a day is given a channel the authority commits itself to the secret from which "
    "the random share is drawn: `commitment` is the SHA-256 of the secret, signed. From the next midnight in Viet Nam "
    "on `secret` is told too, in hex. Save the answer in the morning and the day after: `thongquan verify draw` checks "
    "both, and draws the lots again."
)


def draw_routes(clerk: Clerk, room: ReadingDesk) -> list[HTTPRouteHandler]:
    @get("/api/v1/draws", security=PUBLIC, summary="The random draws of the latest days", description=TOLD)
    async def draws() -> list[DrawTold]:
        at = clerk.clock()
        return await room.ask(lambda books: draws_told(books, clerk.authority, at))

    @get("/api/v1/draws/{day:str}", security=PUBLIC, summary="The random draw of one day", description=TOLD)
    async def draw(day: Annotated[str, PathParameter()]) -> DrawTold:
        at = clerk.clock()
        return await room.ask(lambda books: draw_told(books, clerk.authority, day, at))

    return [draws, draw]
