"""What the office asks, on a socket that only the server's own user can open."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec
from litestar import Litestar, get
from litestar.exceptions import HTTPException
from litestar.handlers import BaseRouteHandler
from litestar.params import FromQuery

from thongquan.authority.decide import case_of
from thongquan.authority.declaration_open import look
from thongquan.authority.ports import Case, Waiting
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Refusal
from thongquan.declaration.model import Decision
from thongquan.server.api import failed, not_offered, refused
from thongquan.server.asking import asker
from thongquan.server.clerk import Clerk
from thongquan.server.json_body import JsonRequest
from thongquan.server.office_certificates import certificate_desk
from thongquan.server.office_deeds import office_deed_routes
from thongquan.server.office_officers import officer_routes

T = TypeVar("T")

_LISTED = 500


class CaseShown(msgspec.Struct, frozen=True):
    """A declaration for an officer's eyes: with the reasons of its channel."""

    line: str
    decision: Decision
    reasons: list[str]


def _shown(now: Sitting, number: str, officer: str) -> Case:
    case = case_of(now.books, number)
    if officer and now.books.officer(officer) is not None:
        look(now, officer, case)
    return case


def office(clerk: Clerk, further: Sequence[BaseRouteHandler] = ()) -> Litestar:
    """The application on the office's socket."""
    ask = asker(clerk)

    @get("/office/waiting/{code:str}")
    async def waiting(code: str) -> list[Waiting]:
        return await ask(lambda now: now.books.waiting(code, _LISTED))

    @get("/office/declarations/{number:str}")
    async def show(number: str, officer: FromQuery[str] = "") -> CaseShown:
        """`officer`: who will decide on it; that it was shown is recorded under this name."""
        case = await ask(lambda now: _shown(now, number, officer))
        return CaseShown(case.signed.decode(), case.decision, case.reasons)

    return Litestar(
        [waiting, show, *officer_routes(ask), *office_deed_routes(ask), *certificate_desk(ask), *further],
        openapi_config=None,
        request_class=JsonRequest,
        exception_handlers={Refusal: refused, HTTPException: not_offered, Exception: failed},
        logging_config=None,
    )
