"""The flights of companies as they are kept: found, made and changed, one change after another."""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import msgspec

from thongquan.authority.refusals import NotFound
from thongquan.base.fault import Refusal
from thongquan.base.limits import Limits
from thongquan.base.moment import Clock, business_day, stamp
from thongquan.declarant.flight_model import Settings
from thongquan.portal import flight_record as record
from thongquan.portal.flight_ports import FlightStore
from thongquan.portal.flight_record import FILED_OF, RECORD_OF, Filed, Flight


class TooManyFlights(Refusal):
    """The company keeps as many flights as it may; the oldest must be deleted first."""

    code = "FLIGHT-TOO-MANY"


class Change(msgspec.Struct, frozen=True):
    """What a flight becomes, and the pieces that change with it."""

    flight: Flight
    pieces: Mapping[str, bytes] = {}
    drop: Sequence[str] = ()


class Keeper:
    def __init__(self, store: FlightStore, clock: Clock, limits: Limits) -> None:
        self._store, self.clock, self.limits = store, clock, limits
        self._changing = threading.Lock()

    def make(self, company: str, account: str, principal: str, settings: Settings, file: bytes) -> Flight:
        """Raises TooManyFlights."""
        now = self.clock()
        self._store.sweep(stamp(now - timedelta(days=self.limits.flight_days)))
        settings = msgspec.structs.replace(settings, day=business_day(now))
        flight = Flight(record.new_id(now), company, stamp(now), account, settings, on_behalf_of=principal)
        pieces = {record.RECORD: record.packed(flight), record.FILE: file}
        if not self._store.add(company, flight.id, stamp(now), pieces):
            raise TooManyFlights(limit=self.limits.flights_kept)
        return flight

    def find(self, company: str, flight: str) -> Flight:
        """Raises NotFound: there is none of this company; another's looks the same."""
        kept = self._store.get(company, flight, record.RECORD) if record.is_id(flight) else None
        if kept is None:
            raise NotFound
        return RECORD_OF.decode(kept)

    def all_of(self, company: str) -> list[Flight]:
        """The newest first."""
        found = (self._store.get(company, one, record.RECORD) for one in self._store.kept(company))
        return [RECORD_OF.decode(one) for one in found if one is not None]

    def piece(self, flight: Flight, name: str) -> bytes | None:
        return self._store.get(flight.company, flight.id, name)

    def filed(self, flight: Flight) -> dict[int, Filed]:
        """House row → what became of it."""
        kept = self.piece(flight, record.FILED)
        return FILED_OF.decode(kept) if kept is not None else {}

    def change(self, flight: Flight, work: Callable[[Flight], Change | None]) -> Flight:
        """`work` is given the flight as it is now, and nobody else changes it meanwhile. None leaves it so.

        Raises:
            NotFound: it was deleted.
        """
        with self._changing:
            now = self.find(flight.company, flight.id)
            change = work(now)
            if change is None:
                return now
            pieces = {record.RECORD: record.packed(change.flight), **change.pieces}
            if not self._store.put(flight.company, flight.id, stamp(self.clock()), pieces, change.drop):
                raise NotFound
            return change.flight

    def forget(self, flight: Flight) -> None:
        self._store.forget(flight.company, flight.id)
