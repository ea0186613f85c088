"""What the law lets of transports, told once more without the tables of the code."""

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
    "seal": {"run": 9},
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


@dataclass
class Told:
    """A transport as it must stand."""

    number: str
    day: Any
    listed: bool
    state: str = "drafted"
    version: int = 1
    corrected: int = 0
    asked: bool = False
    sealed: bool = False
    amended: dict[int, str] = field(default_factory=dict)
    """Lines whose amendments wait."""
    accepted: set[int] = field(default_factory=set)

    def may(self, step: str, side: str, today: Any) -> bool:
        sides, moves = MOVES[step]
        asked = (step in UNASKED and self.asked) or (step in ANSWERING and not self.asked)
        late = step == "declare" and self.day < today
        waits = step in ("approve", "seal") and bool(self.amended)
        return side in sides and self.state in moves and not asked and not late and not waits

    def take(self, step: str) -> None:
        self.state = MOVES[step][1][self.state]
        self.version += 1
        self.asked = step == "ask-cancellation" or (self.asked and step not in ANSWERING)
        self.sealed |= step == "seal"
