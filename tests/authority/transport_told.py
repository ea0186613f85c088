"""What the law lets of transports, told once more without the tables of the code."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

CORRECTIONS = 9
MOVES: dict[str, tuple[str, dict[str, str]]] = {
    "declare": ("u", {"drafted": "declared"}),
    "approve": ("d", {"declared": "approved"}),
    "refuse": ("d", {"declared": "refused"}),
    "instruct": ("d", {"declared": "declared", "approved": "approved"}),
    "cancel": ("u", {"declared": "cancelled"}),
    "ask-cancellation": ("u", {"approved": "approved"}),
    "grant-cancellation": ("d", {"approved": "cancelled"}),
    "decline-cancellation": ("d", {"approved": "approved"}),
    "seal": ("d", {"approved": "approved"}),
    "depart": ("ud", {"approved": "departed"}),
    "take-back-departure": ("ud", {"departed": "approved"}),
    "arrive": ("ua", {"departed": "arrived"}),
    "arrive-differing": ("ua", {"departed": "differing"}),
    "note-discrepancies": ("a", {"arrived": "differing", "differing": "differing"}),
    "settle": ("a", {"differing": "arrived"}),
}
"""By whom (user, departing, arriving), and from where it leads whither."""
UNASKED = ("approve", "ask-cancellation", "seal", "depart")
ANSWERING = ("grant-cancellation", "decline-cancellation")
WRONG: dict[str, dict[str, Any]] = {
    "seal": {"seals": ["HQ1", "HQ1"]},
    "depart": {"departure_area": "02DSC02"},
    "arrive": {"seals": ["HQ9999"]},
    "arrive-differing": {"discrepancies": []},
    "note-discrepancies": {"discrepancies": []},
    **{step: {"reason": ""} for step in ("refuse", "instruct", "cancel", "ask-cancellation", "take-back-departure")},
    **{step: {"reason": ""} for step in ("decline-cancellation", "settle")},
}
"""What no state lets a step say."""
AHEAD = {
    "drafted": ("declare",), "declared": ("approve",), "approved": ("seal", "depart", "depart"),
    "departed": ("arrive", "arrive-differing"), "arrived": ("note-discrepancies",), "differing": ("settle",),
}  # fmt: skip
"""How a transport gets to its end."""


LISTS = {"": 0, "01": 1, "04": 1, "04 04": 2}
"""Kinds of lists that go with a transport, and how many: two of form 04 are of two vehicle runs."""
LINES = 2
ROWS = 5
"""Of cargo that a declaration holds."""
Line = tuple[int, int]
"""Vehicle run and line."""


@dataclass
class Told:
    """A transport as it must stand."""

    number: str
    day: Any
    lists: str
    cargo: list[str]
    """The first is that of its lists, where it has some."""
    means: str = "31"
    home: bool = False
    """Whether it arrives at the office that it leaves: then that is both sides, and the other none."""
    state: str = "drafted"
    version: int = 1
    corrected: int = 0
    asked: bool = False
    sealed: dict[int, list[str]] = field(default_factory=dict)
    """By vehicle run."""
    departed_by: str = ""
    """What customs registered customs take back."""
    amended: dict[Line, str] = field(default_factory=dict)
    """Lines whose amendments wait."""
    accepted: set[Line] = field(default_factory=set)

    @property
    def binds(self) -> bool:
        """Whether its cargo numbers are taken."""
        return self.state not in ("drafted", "refused", "cancelled")

    def may(self, step: str, side: str, today: Any, *, shared: bool = False, run: int = 1) -> bool:
        """`shared`: whether another has one of its cargo numbers, and nobody said that it is meant."""
        sides, moves = frozenset(MOVES[step][0]), MOVES[step][1]
        asked = (step in UNASKED and self.asked) or (step in ANSWERING and not self.asked)
        undeclared = step == "declare" and (self.day < today or shared)
        waits = step in ("approve", "seal", "depart") and bool(self.amended)
        beyond = step == "seal" and run > max(LISTS[self.lists], 1)
        theirs = step == "take-back-departure" and side == "u" and self.departed_by != "u"
        takes = not sides.isdisjoint(self._sides(side))
        return takes and self.state in moves and not (asked or undeclared or waits or beyond or theirs)

    def _sides(self, person: str) -> str:
        return {"u": "u", "d": "da" if self.home else "d", "a": "" if self.home else "a"}[person]

    def take(self, step: str, side: str, run: int = 1, seals: Sequence[str] = ("HQ0001",)) -> None:
        self.state = MOVES[step][1][self.state]
        self.version += 1
        self.departed_by = side if step == "depart" else self.departed_by
        self.asked = step == "ask-cancellation" or (self.asked and step not in ANSWERING)
        self.sealed |= {run: list(seals)} if step == "seal" else {}

    def may_correct(self, what: str) -> bool:
        free = self.state in ("declared", "approved")
        free = free or (self.state == "departed" and what in ("remarks", "home", "away", self.means))
        room = len(self.cargo) < ROWS if what == "add" else True
        kept = what != "delete first" or (len(self.cargo) > 1 and not self.lists)
        kept = kept and (what != "delete last" or len(self.cargo) > 1)
        late = what == "add" and self.state != "declared"
        return free and room and kept and not late and not self.asked and self.corrected < CORRECTIONS

    def correct(self, what: str) -> None:
        self.corrected += 1
        if what in ("17", "31"):
            self.means = what
        elif what in ("home", "away"):
            self.home = what == "home"
        elif what == "add":
            self.cargo.append(self.added)
        elif what.startswith("delete"):
            del self.cargo[0 if what == "delete first" else -1]

    @property
    def added(self) -> str:
        return f"X{self.number[-3:]}{self.version:03}"

    def may_amend(self, at: Line) -> bool:
        run, line = at
        there = bool(self.lists) and run <= LISTS[self.lists] and line <= LINES
        when = ("declared",) if self.lists == "01" else ("declared", "approved")
        sealed = self.lists != "01" and run in self.sealed
        return there and self.state in when and not self.asked and not sealed and at not in self.accepted
