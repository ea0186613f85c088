"""What secures a transport is reserved in the deposit ledger while it lives, in the transaction of its deed.

What is held stands with the transport and in the outcome of each of its deeds, so that the check of the books makes the
movements again from the deeds.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from thongquan.authority.sitting import Sitting
from thongquan.authority.till import Till
from thongquan.authority.transport_ports import Transport
from thongquan.authority.transport_security import GENERAL, Wanted, source_of
from thongquan.base.fault import Fault
from thongquan.base.moment import stamp
from thongquan.deposit.holding import resecured
from thongquan.deposit.model import DEPOSIT, Movement, of_transport
from thongquan.transport.lifecycle import SECURED
from thongquan.transport.model import TransportDeclaration
from thongquan.transport.standing import Held, Standing

_NAMED = (
    "security", "security_bank", "security_year", "security_sign", "security_number", "security_amount", "finish_day",
)  # fmt: skip


def secured(now: Sitting, one: Transport, standing: Standing, wanted: TransportDeclaration | None = None) -> Standing:
    """With what is held for it from now on, after it was moved. Overdrawn: the faults of the step say so before.

    `one` is as it is after the step; `wanted` as it is declared or corrected, where the step secures it anew.
    """
    held = standing.held if one.state in SECURED else None
    if wanted is not None:
        held = _held(now, one, wanted)
    _move(now, one.number, standing.held_of, replace(standing, held=held).held_of)
    return replace(standing, held=held)


def is_secured_as(held: Held | None, before: TransportDeclaration, after: TransportDeclaration) -> bool:
    """Whether a correction leaves alone what secures it: then nobody asks whether it could be had today."""
    return _named(before) == _named(after) and (held is not None) == bool(after.security)


def said_of_held(standing: Standing) -> dict[str, str]:
    """What the outcome of a deed says of it."""
    held = standing.held
    return {"security_account": str(held.account), "security_amount": str(held.amount)} if held else {}


def _named(ola: TransportDeclaration) -> list[object]:
    """An individual security is found by the cargo numbers."""
    cargo = [] if ola.security in ("", GENERAL) else sorted(row.cargo_number for row in ola.cargo)
    return [*(getattr(ola, name) for name in _NAMED), cargo]


def _held(now: Sitting, one: Transport, ola: TransportDeclaration) -> Held | None:
    if not ola.security:
        return None
    account = source_of(now, Wanted("OLC", one.company, ola))
    assert not isinstance(account, Fault)  # the faults of the step say so
    assert ola.security_amount
    return Held(account.id, account.number or DEPOSIT, ola.security_amount)


def _move(now: Sitting, number: str, before: Mapping[int, int], after: Mapping[int, int]) -> None:
    till, moved = Till(now.books.deposits), list[Movement]()
    for account, step in resecured(before, after):
        moved += till.move(account, [step], stamp(now.at), of_transport(number))
    now.books.deposits.enter(moved, [now.books.deeds.next_place()] * len(moved))
