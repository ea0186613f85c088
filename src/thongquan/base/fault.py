"""Bad data in a message is a `Fault`; a request that cannot be carried out is a `Refusal`.

Both carry a stable code and facts. Their wording lives in `law/wording/` and is added at the edge.
"""

from __future__ import annotations

import msgspec

Fact = str | int | list[str]
"""A fact as it is shown: numbers that are not whole are given as text, already in plain notation."""


class Fault(msgspec.Struct, frozen=True):
    """What is wrong, where, and with which facts.

    `at` is the field of the declaration or of the house bill, or "" for the whole.
    """

    code: str
    at: str
    facts: dict[str, Fact] = {}


class Mended(msgspec.Struct, frozen=True, rename={"before": "from", "after": "to"}):
    """A value that was normalised, computed or defaulted, so that nothing is changed in silence."""

    at: str
    before: str
    after: str
    code: str


class Refusal(Exception):  # noqa: N818 - the trade's word; it is not an error of the program
    """A request that cannot be carried out: nothing was recorded. Subclasses set `code`."""

    code: str = "REFUSED"

    def __init__(self, **facts: Fact) -> None:
        super().__init__(self.code, facts)
        self.facts: dict[str, Fact] = facts
