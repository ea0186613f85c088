"""Signing and filing a flight: what was signed is kept before it goes to the clerk, until it is answered."""

import asyncio
import logging
import secrets
from collections import Counter
from hashlib import sha256
from time import monotonic

import msgspec
from msgspec.structs import replace

from thongquan.authority.securities_seen import MONEY
from thongquan.base.canonical import canonical
from thongquan.base.fault import Fault, Refusal
from thongquan.base.moment import stamp
from thongquan.declarant import flight_model as model
from thongquan.declarant.answer import Answer, read_answer
from thongquan.declarant.filing import new_batch
from thongquan.portal import flight_record as record
from thongquan.portal.flight_judge import Progress
from thongquan.portal.flight_keeping import Change, Keeper
from thongquan.portal.flight_ports import FrontDoor
from thongquan.portal.flight_record import Filed, Filing, Flight, Prepared, Waiting, statement_of
from thongquan.signing.statement import Security, read_statement

LOG = logging.getLogger("thongquan.flights")
_COME_BACK = frozenset({"BUSY", "UNAVAILABLE", "FILER-BUSY", "CLOCK-BEHIND", "DRAW-UNFIT"})
"""Nothing was entered, and the same may be filed again."""
_TRIES, _PAUSE_SECONDS = 30, 2
_AT_ONCE_SECONDS = 0.5
_SHORT = 500
"""Declarations that are filed within that time; for more of them nobody is kept waiting."""
_PAGE_SECONDS = 0.5
"""So long the page has that says that a long filing goes on: the clerk would take the time from it."""


class StatementStale(Refusal):
    """What was signed is not what the flight says now: it was mended, judged again, or prepared again."""

    code = "FLIGHT-STATEMENT-STALE"


class NothingToSign(Refusal):
    """No house of the flight is ready that was not filed already, or it is being judged."""

    code = "FLIGHT-NOTHING-TO-SIGN"


class Filer:
    """One task for each flight; the order of its filings is that in which they were signed."""

    def __init__(self, keeper: Keeper, door: FrontDoor) -> None:
        self._keeper, self._door = keeper, door
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._progress: dict[str, Progress] = {}

    def prepare(self, flight: Flight, system: str) -> Prepared:
        """The statements over what is ready now. Asked twice for one version, they are the same.

        Raises:
            NothingToSign
        """
        made: list[Prepared] = []

        def work(now: Flight) -> Change | None:
            kept = self.prepared(now)
            if kept is not None and any(kept.statements):
                made.append(kept)
                return None
            made.append(self._composed(now, system))
            return Change(now, {record.PREPARED: record.packed(made[0])})

        self._keeper.change(flight, work)
        return made[0]

    def _composed(self, now: Flight, system: str) -> Prepared:
        batches = model.BATCHES_OF.decode(self._keeper.piece(now, model.BATCHES) or b"\x90")
        held = {one.root for one in now.filings if not one.refusal}
        texts, keys, at = [], [secrets.token_urlsafe(32) for _ in batches], self._keeper.clock()
        for batch, key in zip(batches, keys, strict=True):
            statement = statement_of(now, batch, system, sha256(key.encode()).hexdigest(), at)
            texts.append("" if batch.root in held else canonical(statement).decode())
        if now.must_be_judged or now.pending or not any(texts):
            raise NothingToSign
        return Prepared(now.version, texts, keys, batches)

    def secure(self, flight: Flight, batch: str, security: Security | None) -> None:
        """The statement of this batch says from now on what secures its taxes; it gets another batch id.

        Raises:
            StatementStale: the batch is not to be signed any more.
        """

        def work(now: Flight) -> Change:
            kept = self.prepared(now)
            texts = kept.statements if kept is not None else []
            read = {text: read_statement(text.encode()) for text in texts if text}
            found = next((text for text, one in read.items() if one.batch == batch), "")
            if kept is None or not found:
                raise StatementStale
            at = self._keeper.clock()
            chosen = replace(read[found], batch=new_batch(at), created_at=stamp(at), security=security)
            text = canonical(chosen).decode()
            changed = replace(kept, statements=[text if one == found else one for one in texts])
            return Change(now, {record.PREPARED: record.packed(changed)})

        self._keeper.change(flight, work)

    def prepared(self, flight: Flight) -> Prepared | None:
        """What is to be signed next, if somebody prepared it and nothing changed since."""
        kept = self._keeper.piece(flight, record.PREPARED)
        found = record.PREPARED_OF.decode(kept) if kept is not None else None
        return found if found is not None and found.version == flight.version else None

    def keep(self, flight: Flight, account: str, text: str, signature: bytes) -> Flight:
        """The signed batch lies with the flight, whole, when this returns. Signed twice, it is kept once.

        Raises:
            StatementStale
        """

        def work(now: Flight) -> Change | None:
            if any(self._is_kept(now, place, text) for place in range(len(now.filings))):
                return None
            prepared = self.prepared(now)
            if prepared is None or not text or text not in prepared.statements:
                raise StatementStale
            return self._kept(now, prepared, prepared.statements.index(text), account, signature)

        return self._keeper.change(flight, work)

    def _is_kept(self, flight: Flight, place: int, text: str) -> bool:
        return self._keeper.piece(flight, f"{record.SIGNED}{place}") == text.encode()

    def _kept(self, now: Flight, prepared: Prepared, which: int, account: str, signature: bytes) -> Change:
        batch, text = prepared.batches[which], prepared.statements[which]
        filing = Filing(
            batch=read_statement(text.encode()).batch,
            office=batch.office,
            direction=batch.direction,
            count=batch.count,
            root=batch.root,
            secret=prepared.secrets[which],
            rows=batch.rows,
            signed_at=stamp(self._keeper.clock()),
            signed_by=account,
        )
        place = len(now.filings)
        left = replace(prepared, statements=["" if one == text else one for one in prepared.statements])
        lines = self._keeper.piece(now, f"{model.LINES}{which}") or b""
        pieces = {
            f"{record.SIGNED}{place}": text.encode(),
            f"{record.SIGNATURE}{place}": signature,
            f"{record.SIGNED_LINES}{place}": lines,
            record.PREPARED: record.packed(left),
        }
        return Change(replace(now, filings=[*now.filings, filing], ready=now.ready - batch.count), pieces)

    # on the event loop

    async def see_to(self, flight: Flight) -> None:
        """What was signed and not answered goes to the clerk, if it is not on its way; a short one is waited for."""
        task = self._tasks.get(flight.id)
        if task is None or task.done():
            if not flight.pending:
                return
            task = self._tasks[flight.id] = asyncio.create_task(self._file_all(flight))
        await asyncio.wait({task}, timeout=_AT_ONCE_SECONDS if _is_short(flight) else 0)

    def progress(self, flight: Flight) -> Progress | None:
        return self._progress.get(flight.id) if flight.pending else None

    async def _file_all(self, flight: Flight) -> None:
        if not _is_short(flight):
            await asyncio.sleep(_PAGE_SECONDS)
        try:
            for place in flight.pending:
                self._progress[flight.id] = Progress(0, flight.filings[place].count, monotonic())
                flight = await self._file(flight, place)
        except Exception:  # whoever opens the flight next has it tried again
            LOG.exception("a flight could not be filed")
        finally:
            self._progress.pop(flight.id, None)
            self._tasks.pop(flight.id, None)

    async def _file(self, flight: Flight, place: int) -> Flight:
        parts = await asyncio.to_thread(self._parts, flight, place)

        def told(done: int, total: int) -> None:
            self._progress[flight.id] = Progress(done, total, self._progress[flight.id].began)

        for _ in range(_TRIES):
            try:
                answer = await self._door.file(parts, told)
            except Refusal as refusal:
                if refusal.code not in _COME_BACK:
                    return await asyncio.to_thread(self._refused, flight, place, refusal)
                await asyncio.sleep(_PAUSE_SECONDS)
            else:
                return await asyncio.to_thread(self._answered, flight, place, answer)
        return flight

    def _parts(self, flight: Flight, place: int) -> tuple[bytes, bytes, bytes]:
        statement, signature, lines = (
            self._keeper.piece(flight, f"{name}{place}") or b""
            for name in (record.SIGNED, record.SIGNATURE, record.SIGNED_LINES)
        )
        return statement, signature, lines

    def _refused(self, flight: Flight, place: int, refusal: Refusal) -> Flight:
        """The door refused all of it, nothing was registered: its rows may be signed again."""

        def work(now: Flight) -> Change:
            changed = replace(now.filings[place], refusal=refusal.code, facts=refusal.facts)
            freed = replace(_with(now, place, changed), ready=now.ready + changed.count)
            return Change(freed, drop=(record.PREPARED,))

        return self._keeper.change(flight, work)

    def _answered(self, flight: Flight, place: int, told: bytes) -> Flight:
        answer = read_answer(told)

        def work(now: Flight) -> Change:
            filed = self._keeper.filed(now) | _filed(now.filings[place], place, answer)
            registered = len(answer.registered())
            done = replace(
                now.filings[place],
                answered_at=answer.registered_at,
                registered=registered,
                refused=len(answer.outcomes) - registered,
            )
            changed = counted(_holding(_with(now, place, done), filed), filed)
            return Change(changed, {f"{record.ANSWER}{place}": told, record.FILED: record.packed(filed)})

        return self._keeper.change(flight, work)


def _with(flight: Flight, place: int, filing: Filing) -> Flight:
    filings = list(flight.filings)
    filings[place] = filing
    return replace(flight, filings=filings)


def _filed(filing: Filing, place: int, answer: Answer) -> dict[int, Filed]:
    found = {}
    for row, outcome in zip(filing.rows, answer.outcomes, strict=True):
        decision, codes = outcome.decision, [fault["code"] for fault in outcome.faults]
        told = (decision.number, decision.channel, decision.state) if decision else ("", "", "")
        needed = max((fault["facts"].get("needed", 0) for fault in outcome.faults if fault["code"] in MONEY), default=0)
        faults = [Fault(fault["code"], fault["at"], fault["facts"]) for fault in outcome.faults]
        found[row] = Filed(place, outcome.line, *told, codes, needed, msgspec.Raw(record.packed(faults)))
    return found


def _holding(flight: Flight, filed: dict[int, Filed]) -> Flight:
    """Registered rows go into no other batch; what was refused may be mended, and is judged again then."""
    registered = sorted(row for row, one in filed.items() if one.number)
    return replace(flight, settings=replace(flight.settings, filed=registered))


def counted(flight: Flight, filed: dict[int, Filed]) -> Flight:
    registered = [one for one in filed.values() if one.number]
    return replace(
        flight,
        channels=dict(Counter(one.channel for one in registered)),
        states=dict(Counter(one.state for one in registered)),
        waiting=_waiting(flight, filed),
    )


def _waiting(flight: Flight, filed: dict[int, Filed]) -> list[Waiting]:
    found: dict[str, list[int]] = {}
    for one in filed.values():
        if waits_for_money(one):
            found.setdefault(flight.filings[one.place].office, []).append(one.needed)
    return [Waiting(office, len(needed), sum(needed)) for office, needed in sorted(found.items())]


def waits_for_money(one: Filed) -> bool:
    """Refused for that alone: with money, or secured otherwise, it is sent again as it is."""
    return not one.number and bool(one.codes) and MONEY.issuperset(one.codes)


def _is_short(flight: Flight) -> bool:
    return sum(flight.filings[place].count for place in flight.pending) <= _SHORT
