"""House bills over the filings of one group: one that is live in another declaration is not registered again."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import msgspec

from thongquan import law
from thongquan.authority.judging import Hearing, Passed, duplicate
from thongquan.authority.ports import Books, Entry, LiveHouse
from thongquan.base.fault import Fault
from thongquan.consignment.aggregation import counted_under
from thongquan.consignment.bill import likeness, normalised
from thongquan.consignment.model import Party
from thongquan.declaration.model import Correction, Declaration, ImportDeclaration

LOOK_ALIKE = law.parameter("look_alike_characters", frozenset)

Together = tuple[str, str]
"""The master bill and the owner whose houses count together; two empty texts count with nothing."""


class Housed(msgspec.Struct, frozen=True, gc=False):
    """A line that passed, with the key under which its house bill is found, and the one under which it counts."""

    passed: Passed
    house: bytes
    number: str
    """The normalised number of the house bill: what its lot is drawn by."""
    together: Together = ("", "")
    owned: bytes = b""
    """Empty when it counts with nothing beyond its filing."""
    looks_like_another: bool = False
    """Another house bill of the filing differs only in characters that are taken for each other."""


class _Keys(msgspec.Struct, frozen=True, gc=False):
    """Of the lines of one filing that passed, in their order."""

    houses: list[bytes]
    numbers: list[str]
    together: list[Together]
    owned: list[bytes]
    looks: list[str]
    """The same for house bills that are taken for each other."""


class Houses:
    """Which house bills are live: in the books, and in what the group has registered so far."""

    def __init__(self, hearings: Sequence[Hearing], books: Books) -> None:
        self._keys = {id(one): _keys_of(one, books) for one in hearings}
        self._live = books.live_houses([key for keys in self._keys.values() for key in keys.houses])

    def owned(self) -> list[bytes]:
        """The keys under which the lines of the group count together with what is registered."""
        return list({key for keys in self._keys.values() for key in keys.owned if key})

    def without_duplicates(self, hearing: Hearing) -> tuple[list[Housed], dict[int, list[Fault]]]:
        """The lines whose house bill is free, and the faults of the others. Of equal ones the first stands."""
        first: dict[bytes, int] = {}
        housed: list[Housed] = []
        faults: dict[int, list[Fault]] = {}
        live, keys = self._live, self._keys[id(hearing)]
        alike = Counter(dict(zip(keys.houses, keys.looks, strict=True)).values())
        for one, house, number, together, owned, look in zip(
            hearing.passed, keys.houses, keys.numbers, keys.together, keys.owned, keys.looks, strict=True
        ):
            if house in live and not _is_its_own(one.declaration, live[house]):
                own = live[house].filer == hearing.filing.filer
                faults[one.line] = [duplicate(one.declaration, **({"first": live[house].number} if own else {}))]
            elif first.setdefault(house, one.line) != one.line:
                faults[one.line] = [duplicate(one.declaration, line=first[house])]
            else:
                housed.append(Housed(one, house, number, together, owned, alike[look] > 1))
        return housed, faults

    def registered(self, entries: Sequence[Entry], filer: str) -> None:
        """From now on these are live too."""
        self._live |= {one.house: LiveHouse(one.decision.number, filer) for one in entries}


def _is_its_own(declaration: Declaration, live: LiveHouse) -> bool:
    """A correction may keep the house bill of the declaration that it corrects."""
    return isinstance(declaration, Correction) and declaration.number[:11] == live.number[:11]


def whose(declaration: Declaration) -> Together:
    """Under which master bill, and of which owner, an import counts. Exports count with nothing."""
    if not isinstance(declaration, ImportDeclaration):
        return "", ""
    mic = declaration
    owner = Party(mic.importer_name, mic.importer_code, address=mic.importer_address, phone=mic.importer_phone)
    return counted_under(mic.master_bill, owner)


def _keys_of(hearing: Hearing, books: Books) -> _Keys:
    declarations = [one.declaration for one in hearing.passed]
    numbers = [normalised(one.house_bill) for one in declarations]
    together = [whose(one) for one in declarations]
    return _Keys(
        houses=books.house_keys(hearing.desk.direction, numbers),
        numbers=numbers,
        together=together,
        owned=books.owner_keys(together),
        looks=looks_of(numbers, hearing.desk.day),
    )


def looks_of(numbers: list[str], day: date) -> list[str]:
    """What house bills look like: the same for those that are taken for each other.

    All at once, for each call takes longer than its work.
    """
    return likeness("\n".join(numbers), LOOK_ALIKE.on(day)).split("\n") if numbers else []
