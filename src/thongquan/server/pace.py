"""How fast filings are being worked off, so that whoever must come back is told when."""

from time import monotonic

LONGEST_SECONDS = 10
_TELLING_LINES = 250
_MEMORY = 0.8
"""How much the past counts beside the last measurement."""


class Pace:
    """Lines a second, as lately measured."""

    def __init__(self, lines_a_second: float = 10_000) -> None:
        self._pace = lines_a_second
        self._since = monotonic()

    def begin(self) -> None:
        """Nothing was waiting until now."""
        self._since = monotonic()

    def done(self, lines: int) -> None:
        """So many lines were worked off since the last time, or since `begin`. A few tell nothing of many."""
        now = monotonic()
        if lines >= _TELLING_LINES:
            self._pace = _MEMORY * self._pace + (1 - _MEMORY) * lines / max(now - self._since, 1e-3)
        if lines:
            self._since = now

    def seconds(self, lines: int) -> int:
        """In how many seconds so many lines will be done: whole seconds, at least one, and not too long to ask for."""
        return max(1, min(LONGEST_SECONDS, round(lines / self._pace)))
