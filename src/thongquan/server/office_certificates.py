"""On the office's own socket: what waits for officers, and an operator suspends the only certificate of a company."""

from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter

from thongquan.authority.certificate_case import CertificateCase, case_of
from thongquan.authority.certificate_queue import WaitingCertificate, waiting_at, waiting_one
from thongquan.authority.certificate_suspend import suspend_by_operator
from thongquan.authority.operator_record import OPERATOR
from thongquan.authority.sitting import Sitting
from thongquan.server.asking import Ask
from thongquan.server.problem import worded


class ToSuspend(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: str
    by: str = OPERATOR
    """The operator, as the machine knows the user."""
    company: str = ""
    """Tax code, where several issuers gave the same serial number."""
    note: str = ""


class Suspended(msgspec.Struct, frozen=True):
    serial: str
    company: str


class WaitingShown(msgspec.Struct, frozen=True):
    case: CertificateCase
    warnings: list[dict[str, Any]]
    """Worded in both languages."""


def certificate_desk(ask: Ask) -> list[HTTPRouteHandler]:
    @get("/office/certificates/waiting/{office:str}")
    async def waiting(office: Annotated[str, PathParameter()]) -> list[WaitingCertificate]:
        return await ask(lambda now: waiting_at(now.books, now.authority.trust, office, now.at))

    @get("/office/certificates/{serial:str}/waiting")
    async def show(serial: Annotated[str, PathParameter()]) -> WaitingShown:
        def work(now: Sitting) -> CertificateCase:
            return case_of(now.books, waiting_one(now.books, now.authority.trust, serial, now.at), now.at)

        case = await ask(work)
        return WaitingShown(case, [worded(one) for one in case.warnings])

    @post("/office/certificates/{serial:str}/suspension", status_code=200)
    async def suspend(serial: str, data: ToSuspend) -> Suspended:
        company = await ask(
            lambda now: suspend_by_operator(now, data.by, serial, data.reason, tax_code=data.company, note=data.note)
        )
        return Suspended(serial, company)

    return [waiting, show, suspend]
