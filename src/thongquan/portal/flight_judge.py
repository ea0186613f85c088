"""Files are read in a process apart, and big flights judged in one, a few at once; how far each is, one may look."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from time import monotonic

import msgspec
from msgspec.structs import replace

from thongquan.authority.refusals import NotFound
from thongquan.base.fault import Fact
from thongquan.declarant import flight_model as model
from thongquan.declarant.flight_apart import PROGRESS, WORKBOOK, Work, pieces, told_of
from thongquan.declarant.flight_judging import brief, is_small, judged, judged_row
from thongquan.manifest.model import Unreadable
from thongquan.portal import flight_record as record
from thongquan.portal.flight_keeping import Change, Keeper
from thongquan.portal.flight_record import Flight

LOG = logging.getLogger("thongquan.flights")
_STEPS_OF = msgspec.msgpack.Decoder(tuple[int, int])
_RESULTS = (model.ROWS, model.LINES, record.PREPARED)
"""What goes when a flight is judged anew."""


class Progress(msgspec.Struct, frozen=True):
    """How many of how many; `total` is 0 while nobody knows. `seconds_left` is None while nobody can tell."""

    done: int = 0
    total: int = 0
    began: float = 0.0

    @property
    def seconds_left(self) -> int | None:
        if not 0 < self.done <= self.total:
            return None
        return round((monotonic() - self.began) * (self.total - self.done) / self.done)


class Judge:
    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._threads = ThreadPoolExecutor(keeper.limits.flights_judged_at_once, thread_name_prefix="flights")
        self._running: dict[str, Progress] = {}
        self._lock = Lock()
        self._is_warm = False

    def see_to(self, flight: Flight) -> "Future[None] | None":
        """Judging begins if it must, and has not begun: after a restart too, for the file lies there."""
        with self._lock:
            if not flight.must_be_judged or flight.id in self._running:
                return None
            self._running[flight.id] = Progress(began=monotonic())
        return self._threads.submit(self._run, flight)

    def progress(self, flight: Flight) -> Progress | None:
        """None where nobody judges it."""
        return self._running.get(flight.id)

    def _run(self, flight: Flight) -> None:
        try:
            while flight.must_be_judged:
                flight = self._judge(flight)
        except NotFound:  # deleted meanwhile
            pass
        except Exception:  # our own mistake: the flight says so, and the thread goes on
            LOG.exception("a flight could not be judged")
            self._fail(flight, "FILE-READING-STOPPED", {"reason": ""})
        finally:
            self._running.pop(flight.id, None)

    def _judge(self, flight: Flight) -> Flight:
        file, told = self._keeper.piece(flight, record.FILE), self._keeper.piece(flight, model.CONTENTS)
        try:
            told = told or told_of(file or b"")
            if is_small(told, self._keeper.limits.flight_rows_at_once):
                found = {model.CONTENTS: told, **dict(judged(told, flight.settings))}
            else:
                found = {model.CONTENTS: told, **self._judge_apart(flight, told)}
        except Unreadable as refusal:
            return self._fail(flight, refusal.code, refusal.facts)
        return self.take(flight, found)

    def _judge_apart(self, flight: Flight, told: bytes) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for name, content in pieces(Work(flight.settings), told):
            if name == PROGRESS:
                done, total = _STEPS_OF.decode(content)
                self._running[flight.id] = Progress(done, total, self._running[flight.id].began)
            else:
                found[name] = content
        if not self._is_warm:
            self._warm_up(flight.settings, told, found[model.INDEX])
        return found

    def _warm_up(self, settings: model.Settings, told: bytes, index: bytes) -> None:
        """What judging reads of the law once is read while somebody waits anyway, not when the first cell is mended."""
        for one in model.INDEX_OF.decode(index)[:1]:
            judged_row(told, settings, one.row, one.sheet, one.line)
        self._is_warm = True

    def take(self, flight: Flight, found: dict[str, bytes]) -> Flight:
        """What judging said of this version; of an older one it is thrown away."""

        def taken(now: Flight) -> Change | None:
            if now.version != flight.version:
                return None
            return Change(_told(now, found), found, _RESULTS)

        return self._keeper.change(flight, taken)

    def at_once(self, flight: Flight, row: int) -> None:
        """After a cell was mended: a small flight is judged whole, here; of a big one this row, and the rest apart."""
        told = self._keeper.piece(flight, model.CONTENTS) or b""
        if is_small(told, self._keeper.limits.flight_rows_at_once):
            self.take(flight, dict(judged(told, flight.settings)))
            return
        index = model.INDEX_OF.decode(self._keeper.piece(flight, model.INDEX) or b"\x90")
        place = next((at for at, one in enumerate(index) if one.row == row), None)
        if place is not None:
            self._judge_row(flight, told, index, place)
        self.see_to(flight)

    def _judge_row(self, flight: Flight, told: bytes, index: list[model.Brief], place: int) -> None:
        old = index[place]
        found = judged_row(told, flight.settings, old.row, old.sheet, old.line)
        if found is None:
            return
        number, at = divmod(place, self._keeper.limits.flight_chunk_rows)
        name = f"{model.ROWS}{number}"
        chunk = model.ROWS_OF.decode(self._keeper.piece(flight, name) or b"\x90")
        chunk[at] = found
        index[place] = brief(old.sheet, old.line, found.verdict)
        changed = {name: record.packed(chunk), model.INDEX: record.packed(index)}
        self._keeper.change(flight, lambda now: Change(now, changed) if now.version == flight.version else None)

    def workbook(self, flight: Flight, language: str) -> bytes:
        """The file given back, coloured. Raises Unreadable."""
        told = self._keeper.piece(flight, model.CONTENTS)
        work = Work(flight.settings, "workbook", language)
        return next(content for name, content in pieces(work, told or b"") if name == WORKBOOK)

    def _fail(self, flight: Flight, code: str, facts: dict[str, Fact]) -> Flight:
        return self._keeper.change(
            flight,
            lambda now: Change(replace(now, failed=code, facts=facts)) if now.version == flight.version else None,
        )


def _told(now: Flight, found: dict[str, bytes]) -> Flight:
    summary = model.SUMMARY_OF.decode(found[model.SUMMARY])
    batches = model.BATCHES_OF.decode(found[model.BATCHES])
    return replace(
        now,
        judged=now.version,
        houses=summary.houses,
        outcomes=summary.outcomes,
        ready=sum(one.count for one in batches),
        customs_value=summary.customs_value,
        vat=summary.vat,
    )
