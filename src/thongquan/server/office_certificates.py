"""On the office's own socket: the certificates that wait for officers."""

from typing import Annotated, Any

import msgspec
from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter

from thongquan.authority.certificate_case import CertificateCase, case_of
from thongquan.authority.certificate_queue import WaitingCertificate, waiting_at, waiting_one
from thongquan.authority.sitting import Sitting
from thongquan.server.asking import Ask
from thongquan.server.problem import worded


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

    return [waiting, show]
