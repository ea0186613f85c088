"""What must become of declarations, told once more without their code: the authority is held against it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from authority.test_steps_matrix import CONDITIONS, LEADS, WAITS
from thongquan.base.limits import LIMITS
from thongquan.law.tables import Ground

REASONED = {
    "ask-documents",
    "goods-differ",
    "refuse",
    "hold",
    "seize",
    "scan-suspect",
    "to-paper",
    "cancel",
    "decline-cancellation",
    "refund-taxes",
    "taxes-paid",
    "ask-cancellation",
    "instruct",
}
OPEN = (*WAITS, "manual", "cleared")
FILERS = {
    "withdraw": {"registered": "withdrawn"},
    "ask-cancellation": {one: one for one in (*OPEN, "released")},
    "give-documents": {"documents": "documents"},
}
ENDED = ("withdrawn", "cancelled")
SETS = {
    "inspect": {"channel": "3", "inspection": ""},
    "goods-fit": {"inspection": "fits"},
    "goods-differ": {"inspection": "differs"},
    "scan-clean": {"scan": "clean"},
    "scan-suspect": {"scan": "suspect", "channel": "3", "inspection": ""},
    "decline-cancellation": {"asked": ""},
}
CORRECTIONS = 9


class Wish(NamedTuple):
    """A step that somebody wants to take."""

    step: str
    reason: str = ""
    ground: str = ""
    documents: int = 0


@dataclass
class Told:
    """A declaration as it must stand."""

    number: str
    bill: str
    form: str
    channel: str
    state: str
    registered: date
    inspection: str = ""
    scan: str = ""
    asked: str = ""
    documents: int = 0
    corrections: int = 0
    listed: bool = False
    closed: bool = False
    """Against a declaration on paper."""
    instructions: int = 0
    acts: list[str] = field(default_factory=lambda: ["registered"])
    looked: dict[str, int] = field(default_factory=dict)
    """Officer → how many acts there were when he looked."""

    @property
    def spelled(self) -> str:
        return f"{self.number[:11]}{self.corrections}"

    def may(self, wish: Wish, today: date, grounds: dict[str, Ground]) -> bool:
        leads = (LEADS | FILERS)[wish.step]
        if self.state not in leads or (wish.step in REASONED and not wish.reason):
            return False
        return self._known(wish) and self._grounded(wish, today, grounds)

    def _known(self, wish: Wish) -> bool:
        facts = {"asked" if self.asked else "not asked", "closed" if self.closed else "not closed"}
        facts |= {"fits"} if self.channel != "3" or self.inspection == "fits" else set()
        facts |= {"scanned"} if self.form == "MEC" or self.scan == "clean" else set()
        if wish.step in ("ask-cancellation", "give-documents") and self.asked:
            return False
        if wish.step in ("give-documents", "instruct", "ask-cancellation"):
            return self._has_room(wish)
        if wish.step == "inspect" and self.channel != "3" and not wish.reason:
            return False
        if wish.step in ("goods-fit", "goods-differ") and self.channel != "3":
            return False
        return all(fact in facts for fact, _ in CONDITIONS.get(wish.step, []))

    def _has_room(self, wish: Wish) -> bool:
        return {
            "give-documents": 0 < wish.documents <= LIMITS.declaration_documents - self.documents,
            "instruct": self.instructions < LIMITS.instructions,
            "ask-cancellation": not self.closed,
        }[wish.step]

    def _grounded(self, wish: Wish, today: date, grounds: dict[str, Ground]) -> bool:
        if wish.step not in ("cancel", "ask-cancellation"):
            return True
        ground = grounds.get(wish.ground)
        by = "customs" if wish.step == "cancel" else "declarant"
        if ground is None or ground.by != by or self.state not in ground.states:
            return False
        way = {"MIC": "import", "MEC": "export"}[self.form]
        return (not ground.directions or way in ground.directions) and self._over(ground, today)

    def _over(self, ground: Ground, today: date) -> bool:
        """So many whole days lie between; no holiday falls into the weeks of these tests."""
        between = [self.registered + timedelta(days=n) for n in range(1, (today - self.registered).days)]
        if ground.counted == "working-days":
            between = [one for one in between if one.weekday() < 5]
        return not ground.days or len(between) >= ground.days

    def take(self, wish: Wish) -> None:
        self.state = (LEADS | FILERS)[wish.step][self.state]
        for name, value in SETS.get(wish.step, {}).items():
            setattr(self, name, value)
        if wish.step == "ask-cancellation":
            self.asked = wish.ground
        self.documents += wish.documents
        self.closed = self.closed or wish.step == "close-on-paper"
        self.instructions += wish.step == "instruct"
        self.acts.append(wish.step)

    def correct(self, channel: str) -> None:
        self.corrections += 1
        self.channel, self.inspection = max(self.channel, channel), ""
        self.acts.append("correct")
