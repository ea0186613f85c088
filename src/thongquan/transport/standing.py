"""What became of a transport since it was lodged: seals, departure, arrival, discrepancies, and who took which step."""

from datetime import datetime
from typing import Annotated

import msgspec

from thongquan.base.moment import business_day, read_stamp
from thongquan.transport.lists import Attached, BillList, Block, GoodsList
from thongquan.transport.lodged import Lodged


class Sealed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A vehicle run as the departing office sealed it: columns (13) and (10) of form 04."""

    run: int
    vehicle: str
    seals: tuple[str, ...] = ()


class Discrepancy(msgspec.Struct, frozen=True, omit_defaults=True):
    what: str
    """`missing`, `surplus`, `seal` or `other`."""
    which: str
    """A package, seal or vehicle."""
    note: str = ""


class Moved(msgspec.Struct, frozen=True, omit_defaults=True):
    """Departure or arrival: the moment that was told, and who told it."""

    at: str
    """A `stamp`."""
    by: str
    """A User ID, or an officer's id."""
    name: str
    office: str = ""
    """Of the officer, "" where the transporter told it."""
    remarks: str = ""


class Taken(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step of its life."""

    step: str
    at: str
    """A `stamp`."""
    by: str
    state: str
    """After it."""
    reason: str = ""


class Held(msgspec.Struct, frozen=True, omit_defaults=True):
    """What secures it in the deposit ledger, while it is held."""

    account: int
    secured_by: str
    """"deposit", or the number of a guarantee, as `Decision.secured_by`."""
    amount: int
    """đồng."""


class Standing(msgspec.Struct, frozen=True, omit_defaults=True):
    salt: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}$")]
    sealed: tuple[Sealed, ...] = ()
    departed: Moved | None = None
    arrived: Moved | None = None
    discrepancies: tuple[Discrepancy, ...] = ()
    asked: str = ""
    """Why its declarant asks for cancellation; "" where nothing is asked."""
    steps: tuple[Taken, ...] = ()
    held: Held | None = None

    @property
    def held_of(self) -> dict[int, int]:
        """đồng by account of the ledger."""
        return {self.held.account: self.held.amount} if self.held else {}

    @property
    def seals(self) -> list[str]:
        """All that customs entered, in order."""
        return sorted({seal for one in self.sealed for seal in one.seals})

    @property
    def since(self) -> str:
        """When it came to be in its state."""
        came = self.steps[-1]
        for one in reversed(self.steps):
            if one.state != came.state:
                break
            came = one
        return came.at

    @property
    def unanswered(self) -> set[str]:
        """The lines whose amendments wait for an officer, as `form run/line`: the lists themselves may be long."""
        lines: set[str] = set()
        for one in self.steps:
            line = one.reason.partition(":")[0]
            if one.step == "amend":
                lines.add(line)
            elif one.step.startswith("amendment-"):
                lines.discard(line)
        return lines

    @property
    def instructions(self) -> list[Taken]:
        return [one for one in self.steps if one.step == "instruct"]


def with_sealed(standing: Standing, one: Sealed) -> Standing:
    """A run that is sealed again has the new seals alone."""
    others = [other for other in standing.sealed if other.run != one.run]
    return msgspec.structs.replace(standing, sealed=tuple(sorted([*others, one], key=lambda run: run.run)))


def lists_of(one: Lodged, standing: Standing, attached: Attached | None) -> list[BillList | GoodsList]:
    """The lists as they are now: with (3), and of form 04 (10), (13), (15) and (16) as far as customs entered them."""
    runs = {sealed.run: sealed for sealed in standing.sealed}
    return [_list_of(made, runs, standing, attached) for made in one.lists]


def _list_of(
    made: BillList | GoodsList, runs: dict[int, Sealed], standing: Standing, attached: Attached | None
) -> BillList | GoodsList:
    if isinstance(made, BillList):
        return msgspec.structs.replace(made, attached=attached)
    sealed = runs.get(made.run)
    return msgspec.structs.replace(
        made,
        attached=attached,
        customs_seals=sealed.seals if sealed else (),
        vehicle=sealed.vehicle if sealed else "",
        departed=_block(standing.departed),
        arrived=_block(standing.arrived),
    )


def _block(moved: Moved | None) -> Block | None:
    """(15) and (16) are customs': where the transporter told it alone they stay blank."""
    return Block(moved.office, moved.name, business_day(moment(moved))) if moved and moved.office else None


def moment(moved: Moved) -> datetime:
    return read_stamp(moved.at)
