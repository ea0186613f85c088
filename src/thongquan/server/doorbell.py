"""Whoever waits for news of a company sleeps here, on the event loop, and is woken when something of it is committed.

Nobody holds a thread or the clerk meanwhile. A bell may ring for nothing; it never fails to ring.
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from thongquan.base.fault import Refusal
from thongquan.base.limits import Limits


class TooManyWaiting(Refusal):
    """So many of this company wait already, or of all companies; come back in so many `seconds`."""

    code = "TOO-MANY-WAITING"


class Doorbell:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._closed = False

    @property
    def waiting(self) -> int:
        return sum(map(len, self._waiting.values()))

    def ring(self, companies: Collection[str]) -> None:
        for company in companies:
            for bell in self._waiting.get(company, ()):
                bell.set()

    def close(self) -> None:
        """The server ends: nobody waits any more, nor from now on."""
        self._closed = True
        self.ring(list(self._waiting))

    @contextmanager
    def hung_up(self, company: str) -> Iterator[asyncio.Event]:
        """A bell that rings for this company. Hang it up before looking: then nothing falls in between.

        Raises:
            TooManyWaiting
        """
        own = len(self._waiting.get(company, ()))
        if own >= self._limits.feed_waiters_of_one or self.waiting >= self._limits.feed_waiters:
            raise TooManyWaiting(seconds=self._limits.feed_wait_seconds)
        bell = asyncio.Event()
        self._waiting[company].add(bell)
        try:
            yield bell
        finally:
            self._waiting[company].discard(bell)
            if not self._waiting[company]:
                del self._waiting[company]

    @property
    def is_closed(self) -> bool:
        return self._closed
