"""House bills over the filings of one group: one that is live in another declaration is not registered again."""

from collections.abc import Sequence

import msgspec

from thongquan.authority.judging import Hearing, Passed, duplicate, normalised_house
from thongquan.authority.ports import Books, Entry, LiveHouse
from thongquan.base.fault import Fault


class Housed(msgspec.Struct, frozen=True, gc=False):
    """A line that passed, with the key under which its house bill is found."""

    passed: Passed
    house: bytes


class Houses:
    """Which house bills are live: in the books, and in what the group has registered so far."""

    def __init__(self, hearings: Sequence[Hearing], books: Books) -> None:
        self._keys = {id(one): keys_of(one, books) for one in hearings}
        self._live = books.live_houses([key for keys in self._keys.values() for key in keys])

    def without_duplicates(self, hearing: Hearing) -> tuple[list[Housed], dict[int, list[Fault]]]:
        """The lines whose house bill is free, and the faults of the others. Of equal ones the first stands."""
        first: dict[bytes, int] = {}
        housed: list[Housed] = []
        faults: dict[int, list[Fault]] = {}
        live = self._live
        for one, house in zip(hearing.passed, self._keys[id(hearing)], strict=True):
            if house in live:
                own = live[house].filer == hearing.filing.filer
                faults[one.line] = [duplicate(one.declaration, **({"first": live[house].number} if own else {}))]
            elif first.setdefault(house, one.line) != one.line:
                faults[one.line] = [duplicate(one.declaration, line=first[house])]
            else:
                housed.append(Housed(one, house))
        return housed, faults

    def registered(self, entries: Sequence[Entry], filer: str) -> None:
        """From now on these are live too."""
        self._live |= {one.house: LiveHouse(str(one.number), filer) for one in entries}


def keys_of(hearing: Hearing, books: Books) -> list[bytes]:
    houses = [normalised_house(one.declaration.house_bill) for one in hearing.passed]
    return books.house_keys(hearing.desk.direction, houses)
