"""What a check finds, and how far it is."""

from collections.abc import Callable

import msgspec

from thongquan.base.limits import LIMITS


class Damage(msgspec.Struct, frozen=True):
    """One thing that is not as it must be, and where."""

    what: str
    where: str


class Findings:
    """The first so many are listed, all are counted: books that are all damage must not fill the memory too."""

    def __init__(self, tell: Callable[[int, int], None], listed: int = LIMITS.damage_listed) -> None:
        self.tell = tell
        self._most = listed
        self._listed: list[Damage] = []
        self._more = 0

    def add(self, what: str, where: str) -> None:
        if len(self._listed) < self._most:
            self._listed.append(Damage(what, where))
        else:
            self._more += 1

    def all(self) -> list[Damage]:
        return [*self._listed, Damage("more", str(self._more))] if self._more else list(self._listed)
