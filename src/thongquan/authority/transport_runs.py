"""The vehicle runs of a transport: what each carries, and how customs sealed it. Alike for whoever looks at one."""

from collections.abc import Iterable

import msgspec

from thongquan.transport.lists import GoodsList
from thongquan.transport.lodged import Lodged
from thongquan.transport.model import TransportDeclaration
from thongquan.transport.standing import Sealed, Standing


class RunShown(msgspec.Struct, frozen=True):
    run: int
    number: str
    """Of its list 04; "" where there is none."""
    packages: int
    vehicle: str
    """"" before customs sealed it."""
    customs_seals: list[str]


class RunLoaded(RunShown, frozen=True):
    """For whoever stands before the vehicle."""

    bills: list[str]
    carrier_seals: list[str]


def runs_shown(body: Lodged, standing: Standing) -> list[RunShown]:
    names = RunShown.__struct_fields__
    return [RunShown(**{name: getattr(one, name) for name in names}) for one in runs_loaded(body, standing)]


def runs_loaded(body: Lodged, standing: Standing) -> list[RunLoaded]:
    """One for each list 04; without such a list what the declaration itself names is one."""
    sealed = {one.run: one for one in standing.sealed}
    lists = sorted(body.goods_lists, key=lambda one: one.run)
    return [_listed(one, sealed.get(one.run)) for one in lists] or [_declared(body.declaration, sealed.get(1))]


def _listed(made: GoodsList, sealed: Sealed | None) -> RunLoaded:
    return RunLoaded(
        made.run,
        made.number,
        len(made.lines),
        sealed.vehicle if sealed else "",
        list(sealed.seals) if sealed else [],
        _once(line.bill for line in made.lines),
        _once(line.carrier_seal for line in made.lines),
    )


def _declared(ola: TransportDeclaration, sealed: Sealed | None) -> RunLoaded:
    return RunLoaded(
        1,
        "",
        len(ola.pieces) or sum(row.quantity or 0 for row in ola.cargo),
        sealed.vehicle if sealed else "",
        list(sealed.seals) if sealed else [],
        _once(row.cargo_number for row in ola.cargo),
        _once(seal for piece in ola.pieces for seal in piece.seals),
    )


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
