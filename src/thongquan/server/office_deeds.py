"""Deeds of officers over the office's socket: composed for `thongquan office decide`, and carried out when signed."""

from typing import Annotated

from litestar import post
from litestar.handlers import BaseRouteHandler
from litestar.params import JSONBody, PathParameter

from thongquan.authority.deed_door import ReceivedDeed, admit_deed
from thongquan.authority.deed_work import Carried, Composed, carry_out, compose
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.server.asking import Ask
from thongquan.server.deed_desk import SignedDeedSent, ToCompose, decoded

OF_OFFICERS = {kind: one for kind, one in PROCEDURES.items() if one.signed_by == "officer" and not one.secrets}
"""Whoever can open the socket needs no session; what he sends is signed by the officer's certificate all the same."""


def office_deed_routes(ask: Ask) -> list[BaseRouteHandler]:
    @post("/office/deeds/{kind:str}", status_code=200)
    async def compose_deed(kind: Annotated[str, PathParameter()], data: JSONBody[ToCompose]) -> Composed:
        return await ask(lambda now: compose(now, OF_OFFICERS, kind, data.account, data.says))

    @post("/office/deeds", status_code=200)
    async def carry_out_deed(data: JSONBody[SignedDeedSent]) -> Carried:
        received = ReceivedDeed(data.text.encode(), decoded(data.signature))
        signed = await ask(lambda now: admit_deed(now, received, OF_OFFICERS))
        return await ask(lambda now: carry_out(now, signed, data.secrets, OF_OFFICERS))

    return [compose_deed, carry_out_deed]
