"""The office's people, and the founding of the first operator, over the office's socket."""

import asyncio

import msgspec
from litestar import get, post
from litestar.handlers import BaseRouteHandler
from litestar.params import JSONBody

from thongquan.authority.operator_found import Founder, operator_found
from thongquan.authority.procedures import DrawnPassword
from thongquan.registration.model import Officer, Role
from thongquan.registration.password import hashed
from thongquan.registration.secret import default_password
from thongquan.server.asking import Ask
from thongquan.server.deed_desk import decoded


class FirstOperator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: str
    office: str
    identity: str
    certificate: str
    """Base64 of DER."""
    by: str
    """Who types, as the machine knows the user."""
    email: str = ""


class OperatorFounded(msgspec.Struct, frozen=True):
    id: str
    name: str
    office: str
    role: Role
    code: str
    """Told this once; to be changed at the first login."""


def officer_routes(ask: Ask) -> list[BaseRouteHandler]:
    @get("/office/officers")
    async def officers(office: str = "") -> list[Officer]:
        return await ask(lambda now: now.books.officers.of_office(office))

    @post("/office/operators", status_code=200)
    async def found_operator(data: JSONBody[FirstOperator]) -> OperatorFounded:
        founder = Founder(data.id, data.name, data.office, data.identity, decoded(data.certificate), data.email)
        code = default_password()
        drawn = DrawnPassword(code, await asyncio.to_thread(hashed, code))
        one = await ask(lambda now: operator_found(now, data.by, founder, drawn))
        return OperatorFounded(one.id, one.name, one.office, one.role, code)

    return [officers, found_operator]
