"""Who guesses waits: after some wrong tries each further one costs twice the wait of the one before (threat 4).

The time is an argument, in seconds of a clock that never goes back. Memory is bounded: what has been quiet for long
is forgotten, and of the rest those first who have hardly guessed, so that a flood of invented names does not wash away
what is known of a guesser.
"""

from collections import OrderedDict
from typing import NamedTuple

FIRST_WAIT = 1.0
_LOOKED_AT = 16


class Rule(NamedTuple):
    tries: int
    """Wrong tries that cost no wait."""
    longest_wait: float
    """Seconds. No guessing makes anybody wait longer, so that an owner is never kept out for good."""
    forgotten_after: float
    """Seconds without a try."""
    remembered: int
    """Of so many keys at once."""


class Admission(NamedTuple):
    wait: float
    """Seconds until it may be tried again; 0.0: go on, and this try is counted."""
    alarm: bool
    """This is the try with which the waits of this key began: somebody should look."""


class _Tries:
    __slots__ = ("count", "free_at", "last")

    def __init__(self) -> None:
        self.count = 0
        self.free_at = 0.0
        self.last = 0.0


class Throttle:
    """Counts tries by key. A try counts as wrong from its beginning, so that a hundred at once do not slip through."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._known: OrderedDict[str, _Tries] = OrderedDict()
        """By the time of their last try."""
        self.slowed = 0
        """How many tries were told to wait since the start."""

    def __len__(self) -> int:
        return len(self._known)

    def wait(self, key: str, now: float) -> float:
        """Seconds until a try of this key would be let through. Counts nothing."""
        known = self._known.get(key)
        if known is None or self._is_forgotten(known, now):
            return 0.0
        return max(known.free_at - now, 0.0)

    def admit(self, key: str, now: float) -> Admission:
        """Whether a try may go on now. If so it is counted; tell `was_right` when it turns out so."""
        wait = self.wait(key, now)
        if wait > 0.0:
            self.slowed += 1
            return Admission(wait, alarm=False)
        tries = self._tries_of(key, now)
        tries.count += 1
        tries.last = now
        over = tries.count - self._rule.tries
        if over < 0:
            return Admission(0.0, alarm=False)
        tries.free_at = now + min(FIRST_WAIT * 2.0 ** min(over, 32), self._rule.longest_wait)
        return Admission(0.0, alarm=over == 0)

    def was_right(self, key: str, *, all_forgiven: bool) -> None:
        """The try was no guess. `all_forgiven`: nor were those before, for the owner has shown himself."""
        tries = self._known.get(key)
        if tries is None:
            return
        tries.count = 0 if all_forgiven else tries.count - 1
        if tries.count < self._rule.tries:
            tries.free_at = 0.0
        if tries.count <= 0:
            del self._known[key]

    def _tries_of(self, key: str, now: float) -> _Tries:
        known = self._known.get(key)
        if known is None or self._is_forgotten(known, now):
            known = _Tries()
            self._make_room(now)
        self._known[key] = known
        self._known.move_to_end(key)
        return known

    def _is_forgotten(self, tries: _Tries, now: float) -> bool:
        return now - tries.last >= self._rule.forgotten_after

    def _make_room(self, now: float) -> None:
        """One leaves for one that comes: the first that is forgotten or has no waits; else the least of some."""
        if len(self._known) < self._rule.remembered:
            return
        looked_at: list[str] = []
        for _ in range(_LOOKED_AT):
            key = next(iter(self._known))
            tries = self._known[key]
            if self._is_forgotten(tries, now) or tries.count < self._rule.tries:
                del self._known[key]
                return
            self._known.move_to_end(key)
            looked_at.append(key)
        del self._known[min(looked_at, key=lambda key: self._known[key].count)]
