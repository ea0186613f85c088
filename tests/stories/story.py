"""A story as it is told in `story.toml`: who does what, when, in their own words."""

from pathlib import Path
from typing import Any

import msgspec

from thongquan.declaration.lifecycle import STEPS

HERE = Path(__file__).parent
OF_FILINGS = ("file", "correct", "call-up", "send-list", "answer-list", "send-kept")
CLOSING = "deposit-day-close"
OF_ACCOUNTS = ("deposit-open", "deposit-top-up", "deposit-pay-back", "guarantee-register", "guarantee-end", CLOSING)


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    does: str
    """A step of `lifecycle.STEPS`, or one of `OF_FILINGS` or `OF_ACCOUNTS`."""
    who: str = ""
    """"courier" and "forwarder" are companies, "officer" and "head" of the office; each step has its usual one."""
    at: str = ""
    """The moment in Viet Nam, "2026-09-18 08:00"; ten minutes after the step before, unless it is told."""
    bill: str = ""
    bills: list[str] = []
    but: dict[str, Any] = {}
    """What differs from the declaration of `building`, or from the one that holds. "{A1}" is the number of A1."""
    direction: str = "import"
    reason: str = ""
    ground: str = ""
    files: dict[str, str] = {}
    paper: dict[str, str] = {}
    """Number, day and officer of the declaration on paper, as the deed calls them."""
    keep: str = ""
    """Signed now, and sent by a later `send-kept` of this name."""
    held_back: list[str] = []
    never_came: list[str] = []
    answer: str = "confirm"
    money: dict[str, Any] = {}
    """Particulars of a deed about an account; company and office are those of the story."""
    guarantee: dict[str, str] = {}
    """Kind and number, of the guarantee that a filing chooses."""

    def houses(self) -> list[str]:
        return self.bills or [self.bill]

    def told(self) -> str:
        """In one line."""
        about = ", ".join(filter(None, self.houses()))
        return " ".join(filter(None, (self.who or usual(self.does), self.does, about or self.keep)))


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    vi: str
    en: str
    steps: list[Step]


def usual(does: str) -> str:
    officers = does == "answer-list" or does in OF_ACCOUNTS or (does in STEPS and STEPS[does].side == "officer")
    return "officer" if officers else "courier"


def read(name: str) -> Story:
    return msgspec.toml.decode((HERE / name / "story.toml").read_bytes(), type=Story)


def names() -> list[str]:
    return sorted(path.parent.name for path in HERE.glob("*/story.toml"))
