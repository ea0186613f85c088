"""Deeds over HTTP: `POST /api/v1/deeds/{kind}` composes the text to sign, `POST /api/v1/deeds` carries it out."""

from typing import Annotated, Any

from litestar import Request, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter

from thongquan.authority.credentials_check import ACCESS_KEY
from thongquan.authority.deed_work import Carried, Composed
from thongquan.authority.password_work import PRESENT
from thongquan.base.limits import Limits
from thongquan.server.asking import Ask
from thongquan.server.deed_desk import CredentialsSent, DeedDesk, SignedDeedSent, ToCompose
from thongquan.server.openapi_security import ANYBODY
from thongquan.server.passwords import Passwords
from thongquan.server.unseen import Unseen


def deed_routes(ask: Ask, passwords: Passwords, limits: Limits, unseen: Unseen) -> list[HTTPRouteHandler]:
    desk = DeedDesk(ask, passwords, limits, unseen)

    @post(
        "/api/v1/deeds/{kind:str}", status_code=200, security=ANYBODY, summary="Compose the text that is to be signed"
    )
    async def compose_deed(
        request: Request[Any, Any, Any], kind: Annotated[str, PathParameter()], data: JSONBody[ToCompose]
    ) -> Composed:
        return await desk.compose(request, kind, data)

    @post("/api/v1/deeds", status_code=200, security=ANYBODY, summary="Carry out a signed text")
    async def carry_out_deed(request: Request[Any, Any, Any], data: JSONBody[SignedDeedSent]) -> Carried:
        return await desk.carry_out(request, data)

    @post(
        "/api/v1/credentials/check",
        status_code=200,
        security=ANYBODY,
        summary="Whether credentials work together",
        description=CHECK,
    )
    async def check_credentials(request: Request[Any, Any, Any], data: JSONBody[CredentialsSent]) -> Carried:
        secrets = {PRESENT: data.password, ACCESS_KEY: data.access_key}
        return await desk.carry_out(request, SignedDeedSent(data.text, data.signature, secrets))

    return [compose_deed, carry_out_deed, check_credentials]


CHECK = (
    "The text of a deed `credentials-check` of the user, signed with the user's own certificate, with password and "
    "access key beside it. Whoever cannot sign so is told nothing of either."
)
