"""The declarant's desk for flights: look, mend, sign, file, follow. Pages ask it; it asks the store and the clerk."""

import asyncio
from collections.abc import Collection, Sequence

import msgspec
from msgspec.structs import replace

from thongquan.authority.ports import Numbers, ReadingRoom
from thongquan.authority.reading_back import decided_since
from thongquan.base.fault import Refusal
from thongquan.base.limits import Limits
from thongquan.base.moment import Clock, business_day
from thongquan.declarant import flight_model as model
from thongquan.declarant.documents import DocumentsOf
from thongquan.declarant.flight_model import Brief, Edit, Row
from thongquan.declarant.verdict import Summary
from thongquan.declaration.lifecycle import FINAL
from thongquan.declaration.model import Decision
from thongquan.numbering.declaration_number import uncorrected
from thongquan.portal import flight_record as record
from thongquan.portal.flight_filing import Filer, counted
from thongquan.portal.flight_judge import Judge, Progress
from thongquan.portal.flight_keeping import Change, Keeper
from thongquan.portal.flight_ports import FlightStore, FrontDoor
from thongquan.portal.flight_record import Filed, Filing, Flight

_DECISION_OF = msgspec.json.Decoder(Decision)


class FlightBusy(Refusal):
    """A signed batch of the flight is on its way: until it is answered, nothing of the flight changes."""

    code = "FLIGHT-BUSY"


class RowFiled(Refusal):
    """The house bill was registered: it is corrected by a correction, not in the manifest."""

    code = "FLIGHT-ROW-FILED"


class NotMendable(Refusal):
    """There is no such cell, or what is to stand in it is too long; a cargo message is mended in its file."""

    code = "FLIGHT-NOT-MENDABLE"


class FlightDesk:
    def __init__(self, store: FlightStore, door: FrontDoor, clock: Clock, limits: Limits) -> None:
        self.keeper = Keeper(store, clock, limits)
        self.judge = Judge(self.keeper)
        self.filer = Filer(self.keeper, door)

    async def find(self, company: str, flight: str) -> Flight:
        """What was begun and not finished goes on, whoever looks. Raises NotFound."""
        found = await asyncio.to_thread(self.keeper.find, company, flight)
        self.judge.see_to(found)
        if found.pending:
            await self.filer.see_to(found)
            found = await asyncio.to_thread(self.keeper.find, company, flight)
        return found

    def progress(self, flight: Flight) -> Progress | None:
        """Of judging, or else of filing; None where neither goes on."""
        return self.judge.progress(flight) or self.filer.progress(flight)

    def summary(self, flight: Flight) -> Summary:
        return model.SUMMARY_OF.decode(self.keeper.piece(flight, model.SUMMARY) or b"")

    def documents(self, flight: Flight) -> list[DocumentsOf]:
        """Group 1, by direction; none before the flight was judged."""
        return model.DOCUMENTS_OF.decode(self.keeper.piece(flight, model.DOCUMENTS) or b"\x90")

    def index(self, flight: Flight) -> list[Brief]:
        """Every row, briefly; none before the flight was judged."""
        return model.INDEX_OF.decode(self.keeper.piece(flight, model.INDEX) or b"\x90")

    def rows(self, flight: Flight, wanted: Sequence[int]) -> list[Row]:
        """The whole verdicts of some rows, by their places in the index; only the pieces that hold them are read."""
        size = self.keeper.limits.flight_chunk_rows
        chunks = {number: self._chunk(flight, number) for number in sorted({place // size for place in wanted})}
        found = [(chunks[place // size], place % size) for place in wanted]
        return [chunk[at] for chunk, at in found if at < len(chunk)]

    def _chunk(self, flight: Flight, number: int) -> list[Row]:
        return model.ROWS_OF.decode(self.keeper.piece(flight, f"{model.ROWS}{number}") or b"\x90")

    def mend(self, flight: Flight, row: int, cell: Edit) -> None:
        """Another text in one cell; its row is judged again when this returns, and what it shares with others.

        Raises:
            FlightBusy, RowFiled, NotMendable
        """
        index = self.index(flight)
        if not any((one.row, one.sheet, one.line) == (row, cell.sheet, cell.line) for one in index):
            raise NotMendable
        limits = self.keeper.limits
        if len(cell.text) > limits.mend_characters or not 0 <= cell.column < limits.columns:
            raise NotMendable

        def work(now: Flight) -> Change:
            if now.pending:
                raise FlightBusy
            if row in now.settings.filed:
                raise RowFiled
            place = (cell.sheet, cell.line, cell.column)
            kept = [one for one in now.settings.edits if (one.sheet, one.line, one.column) != place]
            settings = replace(now.settings, edits=[*kept, cell])
            return Change(replace(now, settings=settings, version=now.version + 1), drop=(record.PREPARED,))

        self.judge.at_once(self.keeper.change(flight, work), row)

    def again(self, flight: Flight) -> None:
        """What was refused for want of money may be signed once more: all that is not registered is judged as of today.

        Raises:
            FlightBusy
        """
        today = business_day(self.keeper.clock())

        def work(now: Flight) -> Change | None:
            if now.pending:
                raise FlightBusy
            if not now.waiting:
                return None
            settings = replace(now.settings, day=today)
            return Change(replace(now, settings=settings, version=now.version + 1), drop=(record.PREPARED,))

        self.judge.see_to(self.keeper.change(flight, work))

    def forget(self, flight: Flight) -> None:
        """Raises FlightBusy. What was registered stays registered; its receipts are gone from here."""
        if flight.pending:
            raise FlightBusy
        self.keeper.forget(flight)

    def follow(self, flight: Flight, room: ReadingRoom) -> Flight:
        """What was decided since the answers is noted with the flight, up to the release, and beyond a cancellation."""
        upto = room.feed.last_act()
        after = flight.followed if flight.followed <= upto else 0  # else the books were restored
        if not flight.states.keys() - FINAL or not room.feed.acts(flight.company, after, 1):
            return flight
        filed = self.keeper.filed(flight)
        changed: dict[int, Decision] = {}
        for place, one in enumerate(flight.filings):
            rows = {uncorrected(told.number): row for row, told in filed.items() if told.number and told.place == place}
            changed |= {rows[number]: told for number, told in _decided(room, one, rows, after) if number in rows}
        if not changed and (after or flight.pending):
            return flight  # others of the company's were decided; what is all new is noted once, even if it is nothing

        def work(now: Flight) -> Change:
            noted = self.keeper.filed(now)
            for row, one in changed.items():
                noted[row] = replace(noted[row], number=one.number, channel=one.channel, state=one.state)
            heard_of_all = now.filings == flight.filings and not flight.pending
            followed = upto if heard_of_all else now.followed
            return Change(replace(counted(now, noted), followed=followed), {record.FILED: record.packed(noted)})

        return self.keeper.change(flight, work)

    def filed(self, flight: Flight) -> dict[int, Filed]:
        return self.keeper.filed(flight)


def _decided(room: ReadingRoom, filing: Filing, numbers: Collection[int], after: int) -> list[tuple[int, Decision]]:
    among = Numbers(min(numbers, default=1), max(numbers, default=0))
    found: list[tuple[int, Decision]] = []
    while page := decided_since(room, filing.batch, filing.secret.encode(), among, after):
        found += [(one.number, _DECISION_OF.decode(one.decision)) for one in page]
        among = among._replace(first=page[-1].number + 1)
    return found
