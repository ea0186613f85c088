"""What the office asks, on a socket that only the server's own user can open."""

from base64 import b64decode
from collections.abc import Sequence
from typing import TypeVar

import msgspec
from litestar import Litestar, get, post
from litestar.exceptions import HTTPException
from litestar.handlers import BaseRouteHandler

from thongquan.authority.company_add import company_add
from thongquan.authority.decide import case_of
from thongquan.authority.operator_record import OPERATOR
from thongquan.authority.ports import Waiting
from thongquan.base.fault import Refusal
from thongquan.declaration.model import Decision
from thongquan.registration.model import Company
from thongquan.server.api import failed, not_offered, refused
from thongquan.server.asking import asker
from thongquan.server.clerk import Clerk
from thongquan.server.office_certificates import certificate_desk
from thongquan.server.office_deeds import office_deed_routes
from thongquan.server.office_officers import officer_routes
from thongquan.server.problem import RequestMalformed
from thongquan.signing.statement import TaxCode

T = TypeVar("T")

_LISTED = 500


class NewCompany(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    tax_code: TaxCode
    certificates: list[str]
    """Base64 of DER."""
    by: str = OPERATOR
    """Who types, as the machine knows the user."""


class CaseShown(msgspec.Struct, frozen=True):
    """A declaration for an officer's eyes: with the reasons of its channel."""

    line: str
    decision: Decision
    reasons: list[str]


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise RequestMalformed from None


def office(clerk: Clerk, further: Sequence[BaseRouteHandler] = ()) -> Litestar:
    """The application on the office's socket."""
    ask = asker(clerk)

    @post("/office/companies", status_code=200)
    async def add_company(data: NewCompany) -> Company:
        certificates = [_decoded(one) for one in data.certificates]
        return await ask(lambda now: company_add(now, data.name, data.tax_code, certificates, data.by))

    @get("/office/waiting/{code:str}")
    async def waiting(code: str) -> list[Waiting]:
        return await ask(lambda now: now.books.waiting(code, _LISTED))

    @get("/office/declarations/{number:str}")
    async def show(number: str) -> CaseShown:
        case = await ask(lambda now: case_of(now.books, number))
        return CaseShown(case.signed.decode(), case.decision, case.reasons)

    return Litestar(
        [add_company, waiting, show, *officer_routes(ask), *office_deed_routes(ask), *certificate_desk(ask), *further],
        openapi_config=None,
        exception_handlers={Refusal: refused, HTTPException: not_offered, Exception: failed},
        logging_config=None,
    )
