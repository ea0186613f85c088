"""An operator suspends a certificate, on the office's own socket: where a company lost the only one it had."""

import msgspec
from litestar import post
from litestar.handlers import HTTPRouteHandler

from thongquan.authority.certificate_suspend import suspend_by_operator
from thongquan.authority.operator_record import OPERATOR
from thongquan.server.asking import Ask


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


def certificate_desk(ask: Ask) -> list[HTTPRouteHandler]:
    @post("/office/certificates/{serial:str}/suspension", status_code=200)
    async def suspend(serial: str, data: ToSuspend) -> Suspended:
        company = await ask(
            lambda now: suspend_by_operator(now, data.by, serial, data.reason, tax_code=data.company, note=data.note)
        )
        return Suspended(serial, company)

    return [suspend]
