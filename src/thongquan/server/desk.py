"""What waits at an officer's office, applications and certificates, and one before him. Opening one is recorded."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, PathParameter, QueryParameter

from thongquan.authority.application_ports import QueueSought
from thongquan.authority.application_queue import CaseShown, InQueue, case_shown, open_case, queue
from thongquan.authority.certificate_case import CertificateCase, certificate_case
from thongquan.authority.certificate_queue import WaitingCertificate, look_at_waiting, waiting_certificates
from thongquan.authority.paging import Page, ordered
from thongquan.server.asking import Ask
from thongquan.server.clerk import Clerk
from thongquan.server.openapi_security import IN_SESSION
from thongquan.server.paging import ALL, After, Filter, Rows
from thongquan.server.problem import worded
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.visitor import logged_in_account


class Case(msgspec.Struct, frozen=True):
    """An application with everything that an officer should know of it."""

    case: CaseShown
    hinders: list[dict[str, Any]]
    """What keeps it from being approved, worded in both languages."""
    warnings: list[dict[str, Any]]


class CertificateOpened(msgspec.Struct, frozen=True):
    """A certificate that waits, with everything that an officer should know of it."""

    case: CertificateCase
    warnings: list[dict[str, Any]]
    """Worded in both languages."""


def desk_routes(ask: Ask, clerk: Clerk, room: ReadingDesk) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/desk/registrations",
        security=IN_SESSION,
        summary="Applications that wait at the officer's office, a page at a time",
    )
    async def list_waiting(
        request: Request[Any, Any, Any],
        *,
        in_state: Annotated[Literal["", "sent", "seconded"], QueryParameter(name="state")] = "",
        company: Filter = "",
        sort: FromQuery[Literal["sent", "-sent", "company", "-company", "tax_code", "-tax_code"]] = "sent",
        after: After = "",
        limit: Rows = ALL,
    ) -> Page[InQueue]:
        account, sought = logged_in_account(request), QueueSought(in_state, company)
        return await room.ask(lambda books: queue(books, account, clerk.clock(), sought, ordered(sort, after, limit)))

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


def certificate_desk_routes(ask: Ask, clerk: Clerk, room: ReadingDesk) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/desk/certificates",
        security=IN_SESSION,
        summary="Certificates that wait for the officer's office, the oldest first",
    )
    async def list_certificates(request: Request[Any, Any, Any]) -> list[WaitingCertificate]:
        account, trust, at = logged_in_account(request), clerk.authority.trust, clerk.clock()
        return await room.ask(lambda books: waiting_certificates(books, trust, account, at))

    @get(
        "/api/v1/desk/certificates/{fingerprint:str}",
        security=IN_SESSION,
        summary="Open one; it is recorded that one looked",
    )
    async def open_certificate(
        request: Request[Any, Any, Any], fingerprint: Annotated[str, PathParameter()]
    ) -> CertificateOpened:
        account, trust, at = logged_in_account(request), clerk.authority.trust, clerk.clock()
        await ask(lambda now: look_at_waiting(now, account, fingerprint))
        case = await room.ask(lambda books: certificate_case(books, trust, account, fingerprint, at))
        return CertificateOpened(case, [worded(one) for one in case.warnings])

    return [list_certificates, open_certificate]
