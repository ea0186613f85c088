"""The one writer: lets in what waits, has it judged in turns, enters what is judged in one transaction, then answers.

Handlers only put work on the queue. The answer to anybody leaves after the commit that holds it is on the disk. After
a commit that failed nobody knows what the disk holds, so the clerk takes nothing more until the server is restarted.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from time import monotonic, sleep
from typing import Any

import msgspec

from thongquan.authority.authority import Authority
from thongquan.authority.file_group import answered_before, file_group, hear
from thongquan.authority.front_door import admit
from thongquan.authority.refusals import ClockBehind, FilerBusy, JudgingFailed
from thongquan.authority.sitting import Sitting
from thongquan.authority.stages import Received
from thongquan.base.fault import Refusal
from thongquan.base.moment import Clock, business_day, stamp
from thongquan.server.doorbell import Doorbell
from thongquan.server.metrics import Metrics
from thongquan.server.pace import Pace
from thongquan.server.turns import Case, Progress, Turns
from thongquan.storage.ledger import Ledger

LOG = logging.getLogger("thongquan.clerk")


class Unavailable(Exception):  # noqa: N818 - a state of the server, told to the caller
    """Nothing was entered; the same request may be sent again later."""


class Overloaded(Unavailable):
    """More waits already than the clerk can promise to reach soon."""


Answered = bytes | Refusal | Unavailable


class Request(msgspec.Struct, frozen=True, eq=False):
    """Anything else that writes: what the office does. A transaction of its own."""

    work: Callable[[Sitting], Any]
    future: asyncio.Future[Any]


_STOP = None


class Clerk:
    def __init__(self, ledger: Ledger, authority: Authority, clock: Clock, metrics: Metrics) -> None:
        self.authority = authority
        self.clock = clock
        self.healthy = True
        self.waiting_lines = 0
        self.pace = Pace()
        self.bell = Doorbell(authority.limits)
        self._metrics = metrics
        self._ledger = ledger
        self._last = ledger.books.last_moment()
        self._queue: queue.SimpleQueue[Case | Request | None] = queue.SimpleQueue()
        self._commit_seconds = 0.0
        self._company = 1
        """How many filings the last group had."""
        self._ended = self._stopping = False
        self._asked: list[Request] = []
        self._arrived: list[Case] = []
        self._turns = Turns(authority.limits.slice_lines)
        self._thread = threading.Thread(target=self._run, name="clerk")
        self._loop: asyncio.AbstractEventLoop

    # on the event loop

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    async def stop(self) -> None:
        """Finish what was taken on, then close the books."""
        self._ended = True
        self._queue.put(_STOP)
        await asyncio.to_thread(self._thread.join)

    def file(self, received: Received, lines: int, progress: Progress) -> asyncio.Future[bytes]:
        """The future of its answer.

        Raises:
            Overloaded: too much waits already; nothing was taken on.
        """
        limits = self.authority.limits
        most = limits.waiting_lines if lines <= limits.slice_lines else limits.long_waiting_lines
        if self._ended:
            raise Overloaded
        if self.waiting_lines + lines > most and self.waiting_lines:
            raise Overloaded
        future: asyncio.Future[bytes] = self._loop.create_future()
        self.waiting_lines += lines
        self._queue.put(Case(received, lines, progress, future))
        return future

    def ask(self, work: Callable[[Sitting], Any]) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = self._loop.create_future()
        self._queue.put(Request(work, future))
        return future

    @property
    def waiting_filers(self) -> int:
        return self._turns.filers

    # on the clerk's own thread

    def _run(self) -> None:
        while True:
            try:
                while self._take_in(wait=True):
                    self._round()
            except Exception:  # our own mistake: nobody may wait for ever because of it
                LOG.critical("the clerk stumbled: nothing is acknowledged any more", exc_info=True)
                self.healthy = False
                self._give_up()
            else:
                break
        self._ledger.close()

    def _round(self) -> None:
        limits = self.authority.limits
        self._serve_the_office()
        self._wait_for_company()
        self._take_in(wait=False)
        if not self._turns:
            self.pace.begin()
        self._let_in(limits.group_lines)
        judged = self._turns.judge(limits.turn_lines)
        for group in _groups(judged, limits.group_lines, limits.group_filings):
            self._enter(group)
        self.pace.done(sum(case.lines for case in judged))
        self._fold_log()

    def _give_up(self) -> None:
        """Whatever was taken on is told that it was not entered."""
        waiting: list[Case | Request] = [*self._asked, *self._arrived, *self._turns.dismissed()]
        self._asked, self._arrived = [], []
        self._deliver([(one, Unavailable()) for one in waiting])

    def _take_in(self, *, wait: bool) -> bool:
        """Fetch what has come; wait for it only when there is nothing else to do. False at the end of all work."""
        while True:
            idle = not (self._asked or self._arrived or self._turns)
            if self._queue.empty() and not (idle and wait and not self._stopping):
                return not idle
            item = self._queue.get()
            if isinstance(item, Request):
                self._asked.append(item)
            elif item is _STOP:
                self._stopping = True
            else:
                self._arrived.append(item)

    def _wait_for_company(self) -> None:
        """Where filings lately came together, as many are on their way: one commit for all of them costs less."""
        waits = self.authority.limits.company_milliseconds
        while waits and 0 < len(self._arrived) < self._company and not (self._turns or self._asked or self._stopping):
            sleep(0.001)
            waits -= 1
            self._take_in(wait=False)

    def _serve_the_office(self) -> None:
        asked, self._asked = self._asked, []
        for request in asked:
            self._deliver([(request, self._serve(request))])

    def _let_in(self, lines: int) -> None:
        """The short filings first; of the long ones about so many lines, for even to hash them takes time."""
        self._arrived.sort(key=lambda case: case.lines > self.authority.limits.slice_lines)
        refused: list[tuple[Case | Request, Answered]] = []
        count, today = 0, business_day(self.clock())
        for case in self._arrived:
            if lines <= 0:
                break
            lines -= case.lines
            count += 1
            answered = self._at_the_door(case, today)
            if answered is not None:
                refused.append((case, answered))
        del self._arrived[:count]
        if refused:
            self._deliver(refused)

    def _at_the_door(self, case: Case, today: date) -> Answered | None:
        """Steps 2 to 8. What passes joins its filer's queue; what does not is answered at once."""
        if not self.healthy:
            return Unavailable()
        books, authority = self._ledger.books, self.authority
        try:
            filing = admit(case.received, authority, books)
            known = books.filings([filing.batch]).get((filing.batch, filing.filer))
            answer = answered_before(filing, known)
            if answer is not None:
                self._metrics.replay()
                return answer
            self._within_quota(filing.filer, case.lines)
            case.hearing = hear(filing, today, authority.choice)
        except Refusal as refusal:
            return refusal
        except books.failures as failure:
            LOG.exception("the books could not be read")
            return Unavailable(str(failure))
        except Exception:  # fail closed: one filing that nobody foresaw must not end the clerk
            LOG.exception("a filing failed at the door")
            return JudgingFailed()
        self._turns.join(filing.filer, case)
        return None

    def _within_quota(self, filer: str, lines: int) -> None:
        """A filer of whom much waits already is asked to come back; the others are not."""
        waiting = self._turns.waiting(filer)
        most = self.authority.limits.filer_lines
        if waiting and waiting + lines > most:
            raise FilerBusy(waiting=waiting, limit=most, seconds=self.pace.seconds(waiting))

    def _enter(self, group: list[Case]) -> None:
        began, self._company = monotonic(), len(group)
        answers = self._sit(group)
        self._deliver(list(zip(group, answers, strict=True)))
        answered = [case for case, answer in zip(group, answers, strict=True) if isinstance(answer, bytes)]
        entered = [(case.lines, case.registered) for case in answered if case.registered is not None]
        for _ in range(len(answered) - len(entered)):
            self._metrics.replay()
        if entered:
            self._count(entered, monotonic() - began)

    def _count(self, entered: Sequence[tuple[int, int]], seconds: float) -> None:
        """`entered`: lines and registered declarations of each filing of a group that was committed."""
        lines, registered = (sum(figures) for figures in zip(*entered, strict=True))
        self._metrics.group_done(
            len(entered), lines, registered, lines - registered, seconds=seconds, commit_seconds=self._commit_seconds
        )

    def _sit(self, group: Sequence[Case]) -> list[Answered]:
        heard = [case.hearing for case in group if case.hearing is not None and case.refusal is None]
        done = self._in_one_transaction(lambda sitting: file_group(heard, sitting)) if heard else []
        replies = iter([done] * len(heard) if isinstance(done, Unavailable | Refusal) else done)
        return [case.refusal or next(replies) for case in group]

    def _serve(self, request: Request) -> Any:
        try:
            return self._in_one_transaction(request.work)
        except Exception as error:  # what the office asked must not end the clerk
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
            self._undo()
            return refusal
        except Exception:  # of the books or of ours: nothing of the group may stay
            LOG.exception("the group was undone")
            self._undo()
            return Unavailable()
        return self._committed(result)

    def _committed(self, result: Any) -> Any:
        began = monotonic()
        try:
            self._ledger.commit()
            self._commit_seconds = monotonic() - began
        except Exception:  # nobody knows what the disk holds
            LOG.critical("a commit failed: nothing is acknowledged any more", exc_info=True)
            self.healthy = False
            self._undo()
            return Unavailable()
        if told := self._ledger.books.companies_told():
            self._loop.call_soon_threadsafe(self.bell.ring, told)
        return result

    def _undo(self) -> None:
        try:
            self._ledger.rollback()
        except Exception:  # nobody knows what the books hold
            LOG.critical("a rollback failed: nothing is acknowledged any more", exc_info=True)
            self.healthy = False

    def _fold_log(self) -> None:
        try:
            self._ledger.fold_log()
        except Exception:  # as a commit that failed
            LOG.critical("the log could not be folded in: nothing is acknowledged any more", exc_info=True)
            self.healthy = False

    def _moment(self) -> datetime:
        """Now, which must not lie before the last act on record."""
        now = self.clock()
        if stamp(now) < self._last:
            raise ClockBehind(last=self._last)
        self._last = stamp(now)
        return now

    def _deliver(self, answers: list[tuple[Case | Request, Any]]) -> None:
        self._loop.call_soon_threadsafe(self._resolve, answers)

    def _resolve(self, answers: list[tuple[Case | Request, Any]]) -> None:
        for asked, answer in answers:
            if isinstance(asked, Case):
                self.waiting_lines -= asked.lines
            if asked.future.cancelled():
                continue
            if isinstance(answer, Exception):
                asked.future.set_exception(answer)
            else:
                asked.future.set_result(answer)


def _groups(cases: Sequence[Case], lines: int, filings: int) -> Iterator[list[Case]]:
    """In their order, each group within the limits of one transaction; what is larger than a group goes alone."""
    group: list[Case] = []
    held = 0
    for case in cases:
        if group and (len(group) == filings or held + case.lines > lines):
            yield group
            group, held = [], 0
        group.append(case)
        held += case.lines
    if group:
        yield group
