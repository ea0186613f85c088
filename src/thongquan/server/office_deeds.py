"""Deeds over the office's socket: composed for officers and operators, and carried out when they come back signed.

Whoever can open the socket needs no session; what he sends is signed by the officer's or operator's certificate all the
same. What operators sign is carried out nowhere else.
"""

import asyncio
from typing import Annotated

import msgspec
from litestar import post
from litestar.handlers import BaseRouteHandler
from litestar.params import JSONBody, PathParameter

from thongquan.authority.deed_door import ReceivedDeed, admit_deed
from thongquan.authority.deed_work import Carried, Composed, carry_out, compose, require_still_right
from thongquan.authority.drawing import passwords_to_draw
from thongquan.authority.procedure_list import OPERATING, PROCEDURES
from thongquan.authority.procedures import DrawnPassword, Signed
from thongquan.registration.deeds_operators import IssuerAdd
from thongquan.registration.password import hashed
from thongquan.server.asking import Ask
from thongquan.server.deed_desk import SignedDeedSent, ToCompose, decoded

_OF_OFFICERS = {kind: one for kind, one in PROCEDURES.items() if one.signed_by == "officer" and not one.secrets}
AT_THE_OFFICE = _OF_OFFICERS | OPERATING
ELSEWHERE = frozenset({IssuerAdd.kind})
"""Sent back to `office_trust.py`, which also keeps what was taken in."""
_CARRIED_OUT = {kind: one for kind, one in AT_THE_OFFICE.items() if kind not in ELSEWHERE}


def office_deed_routes(ask: Ask) -> list[BaseRouteHandler]:
    @post("/office/deeds/{kind:str}", status_code=200)
    async def compose_deed(kind: Annotated[str, PathParameter()], data: JSONBody[ToCompose]) -> Composed:
        return await ask(lambda now: compose(now, AT_THE_OFFICE, kind, data.account, data.says))

    @post("/office/deeds", status_code=200)
    async def carry_out_deed(data: JSONBody[SignedDeedSent]) -> Carried:
        received = ReceivedDeed(data.text.encode(), decoded(data.signature))
        signed = await ask(lambda now: admit_deed(now, received, _CARRIED_OUT))
        ready = await _with_codes(ask, signed)
        return await ask(lambda now: carry_out(now, ready, data.secrets, _CARRIED_OUT))

    return [compose_deed, carry_out_deed]


async def _with_codes(ask: Ask, signed: Signed) -> Signed:
    """With the one-time codes that the deed asks for. Hashing takes its time, so not on the clerk's."""
    procedure = _CARRIED_OUT[signed.deed.says.kind]
    made = passwords_to_draw(signed, procedure)
    if not made:
        return signed
    await ask(lambda now: require_still_right(now, signed, procedure))
    drawn = {name: DrawnPassword(code, await asyncio.to_thread(hashed, code)) for name, code in made.items()}
    return msgspec.structs.replace(signed, drawn=drawn)
