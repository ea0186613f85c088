"""Decisions that somebody tried unseen. One is a mistake; several in a row are told (threat 14)."""

import logging

from thongquan.base.limits import Limits

LOG = logging.getLogger("thongquan.unseen")


class Unseen:
    """The time is an argument, in seconds."""

    def __init__(self, limits: Limits) -> None:
        self.tried = 0
        self.alarms = 0
        self._limits = limits
        self._of: dict[str, list[float]] = {}

    def tries(self, officer: str, now: float) -> None:
        """The officer tried to decide on what he never opened."""
        since = now - self._limits.unseen_seconds
        tried = [one for one in self._of.get(officer, []) if one > since]
        tried.append(now)
        self.tried += 1
        if len(tried) >= self._limits.unseen_approvals:
            self.alarms += 1
            LOG.warning("%s decides without looking: %d times in a row", officer, len(tried))
        self._of[officer] = tried[-self._limits.unseen_approvals :]

    def looked(self, officer: str) -> None:
        """What he decided on he had before him: the row is broken."""
        self._of.pop(officer, None)
