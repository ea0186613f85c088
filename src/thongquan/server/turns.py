"""Filers take turns: one courier's 25,000 lines do not make another's single parcel wait."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from thongquan.authority.judging import Hearing
from thongquan.authority.stages import Received
from thongquan.base.fault import Refusal

Progress = Callable[[int, int], None]
"""Told how many lines of how many have been judged."""


class Case:
    """A filing on its way through the office, and the future that its sender waits on."""

    __slots__ = ("future", "hearing", "lines", "progress", "received", "refusal")

    def __init__(self, received: Received, lines: int, progress: Progress, future: "asyncio.Future[bytes]") -> None:
        self.received = received
        self.lines = lines
        self.progress = progress
        self.future = future
        self.hearing: Hearing | None = None
        """Once it has passed the front door."""
        self.refusal: Refusal | None = None

    def go_on(self, most: int) -> int:
        """Judge its next lines; how many they were."""
        assert self.hearing is not None
        before = self.hearing.heard
        try:
            self.hearing.go_on(most)
        except Refusal as refusal:
            self.refusal = refusal
        if self.hearing.left:
            with suppress(RuntimeError):  # the loop on which somebody listened has ended
                self.progress(self.hearing.heard, self.lines)
        return self.hearing.heard - before

    @property
    def registered(self) -> int | None:
        """How many of its declarations were given a number; None if it was not entered, or before."""
        return self.hearing.registered if self.hearing else None

    @property
    def is_judged(self) -> bool:
        return self.refusal is not None or (self.hearing is not None and not self.hearing.left)


class Turns:
    """The filings that are being judged: of each filer one after another, a slice of one filer's at a time."""

    def __init__(self, slice_lines: int) -> None:
        self._slice = slice_lines
        self._queues: dict[str, deque[Case]] = {}
        """By filer; the first is the one whose turn it is."""
        self._lines: dict[str, int] = {}

    def __bool__(self) -> bool:
        return bool(self._queues)

    def waiting(self, filer: str) -> int:
        """Lines of this filer's filings that are not entered yet."""
        return self._lines.get(filer, 0)

    @property
    def filers(self) -> int:
        return len(self._queues)

    def join(self, filer: str, case: Case) -> None:
        self._queues.setdefault(filer, deque()).append(case)
        self._lines[filer] = self.waiting(filer) + case.lines

    def dismissed(self) -> list[Case]:
        """All that was being judged; nothing is left."""
        cases = [case for queue in self._queues.values() for case in queue]
        self._queues.clear()
        self._lines.clear()
        return cases

    def judge(self, lines: int) -> list[Case]:
        """Judge about so many lines. What is judged to its end by then leaves, in that order."""
        done: list[Case] = []
        while self._queues and lines > 0:
            filer = next(iter(self._queues))
            queue = self._queues.pop(filer)
            lines -= self._one_turn(filer, queue, done)
            if queue:
                self._queues[filer] = queue  # behind all others
        return done

    def _one_turn(self, filer: str, queue: deque[Case], done: list[Case]) -> int:
        judged = 0
        while queue and judged < self._slice:
            case = queue[0]
            judged += max(case.go_on(self._slice - judged), 1)
            if case.is_judged:
                done.append(queue.popleft())
                self._lines[filer] -= case.lines
        if not queue:
            del self._lines[filer]
        return judged
