"""The one writer: takes everything that waits, has it judged and entered in one transaction, then answers.

Handlers only put work on the queue. The answer to anybody leaves after the commit that holds it is on the disk. After
a commit that failed nobody knows what the disk holds, so the clerk takes nothing more until the server is restarted.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from thongquan.authority.authority import Authority
from thongquan.authority.file_group import Filing, file_group
from thongquan.authority.refusals import ClockBehind
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Refusal
from thongquan.base.moment import Clock, stamp
from thongquan.storage.ledger import Ledger

LOG = logging.getLogger("thongquan.clerk")


class Unavailable(Exception):  # noqa: N818 - a state of the server, told to the caller
    """Nothing was entered; the same request may be sent again later."""


class Overloaded(Unavailable):
    """More waits already than the clerk can promise to reach soon."""


Answered = bytes | Refusal | Unavailable


class Waiting(msgspec.Struct, frozen=True, eq=False):
    """A filing in the queue, and the future that its sender waits on."""

    filing: Filing
    lines: int
    future: asyncio.Future[bytes]


class Request(msgspec.Struct, frozen=True, eq=False):
    """Anything else that writes: what the office does. A transaction of its own."""

    work: Callable[[Sitting], Any]
    future: asyncio.Future[Any]


_STOP = None


class Clerk:
    def __init__(self, ledger: Ledger, authority: Authority, clock: Clock) -> None:
        self.authority = authority
        self.clock = clock
        self.healthy = True
        self.waiting_lines = 0
        self._ledger = ledger
        self._last = ledger.books.last_moment()
        self._queue: queue.SimpleQueue[Waiting | Request | None] = queue.SimpleQueue()
        self._kept: Waiting | Request | None = None
        self._thread = threading.Thread(target=self._run, name="clerk")
        self._loop: asyncio.AbstractEventLoop

    # on the event loop

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    async def stop(self) -> None:
        """Finish what was taken on, then close the books."""
        self._queue.put(_STOP)
        await asyncio.to_thread(self._thread.join)

    def file(self, filing: Filing, lines: int) -> asyncio.Future[bytes]:
        """The future of its answer.

        Raises:
            Overloaded: too much waits already; nothing was taken on.
        """
        if self.waiting_lines + lines > self.authority.limits.waiting_lines and self.waiting_lines:
            raise Overloaded
        future: asyncio.Future[bytes] = self._loop.create_future()
        self.waiting_lines += lines
        self._queue.put(Waiting(filing, lines, future))
        return future

    def ask(self, work: Callable[[Sitting], Any]) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = self._loop.create_future()
        self._queue.put(Request(work, future))
        return future

    # on the clerk's own thread

    def _run(self) -> None:
        while (first := self._next()) is not _STOP:
            if isinstance(first, Request):
                self._deliver([(first, self._serve(first))])
            else:
                group = self._group_with(first)
                answers = self._sit([one.filing for one in group])
                self._deliver(list(zip(group, answers, strict=True)))
            self._fold_log()
        self._ledger.close()

    def _next(self) -> Waiting | Request | None:
        if self._kept is not None:
            kept, self._kept = self._kept, None
            return kept
        return self._queue.get()

    def _group_with(self, first: Waiting) -> list[Waiting]:
        """All that waits now, up to the limits of one transaction."""
        limits = self.authority.limits
        group, lines = [first], first.lines
        while len(group) < limits.group_filings and not self._queue.empty():
            more = self._queue.get()
            if not isinstance(more, Waiting) or lines + more.lines > limits.group_lines:
                self._keep(more)
                break
            group.append(more)
            lines += more.lines
        return group

    def _keep(self, item: Waiting | Request | None) -> None:
        """Taken from the queue but not for this transaction: it comes first in the next."""
        if item is _STOP:
            self._queue.put(_STOP)
        self._kept = item

    def _sit(self, filings: Sequence[Filing]) -> list[Answered]:
        def work(sitting: Sitting) -> list[bytes | Refusal]:
            return file_group(filings, sitting)

        done = self._in_one_transaction(work)
        return [done] * len(filings) if isinstance(done, Unavailable | Refusal) else done

    def _serve(self, request: Request) -> Any:
        try:
            return self._in_one_transaction(request.work)
        except Exception as error:
            LOG.exception("an office request failed")
            return Unavailable(str(error))

    def _in_one_transaction(self, work: Callable[[Sitting], Any]) -> Any:
        """What `work` gives, once it is on the disk; or why nothing was entered."""
        if not self.healthy:
            return Unavailable()
        try:
            self._ledger.begin()
            result = work(Sitting(self.authority, self._ledger.books, self._moment()))
        except Refusal as refusal:
            self._ledger.rollback()
            return refusal
        except Exception:
            LOG.exception("the group was undone")
            self._undo()
            return Unavailable()
        return self._committed(result)

    def _committed(self, result: Any) -> Any:
        try:
            self._ledger.commit()
        except Exception:
            LOG.critical("a commit failed: nothing is acknowledged any more", exc_info=True)
            self.healthy = False
            self._undo()
            return Unavailable()
        return result

    def _undo(self) -> None:
        try:
            self._ledger.rollback()
        except Exception:
            LOG.critical("a rollback failed: nothing is acknowledged any more", exc_info=True)
            self.healthy = False

    def _fold_log(self) -> None:
        try:
            self._ledger.fold_log()
        except Exception:
            LOG.critical("the log could not be folded in: nothing is acknowledged any more", exc_info=True)
            self.healthy = False

    def _moment(self) -> datetime:
        """Now, which must not lie before the last act on record."""
        now = self.clock()
        if stamp(now) < self._last:
            raise ClockBehind(last=self._last)
        self._last = stamp(now)
        return now

    def _deliver(self, answers: list[tuple[Waiting | Request, Any]]) -> None:
        self._loop.call_soon_threadsafe(self._resolve, answers)

    def _resolve(self, answers: list[tuple[Waiting | Request, Any]]) -> None:
        for asked, answer in answers:
            if isinstance(asked, Waiting):
                self.waiting_lines -= asked.lines
            if asked.future.cancelled():
                continue
            if isinstance(answer, Exception):
                asked.future.set_exception(answer)
            else:
                asked.future.set_result(answer)
