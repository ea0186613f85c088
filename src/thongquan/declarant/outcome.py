"""What a run of filing or correcting came to: each parcel, each filing refused as a whole, and what still waits."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from thongquan.declarant.check import Checked
from thongquan.declarant.correction import Corrected
from thongquan.declarant.delivery import Delivered
from thongquan.declarant.ledger import Place
from thongquan.declarant.outbox import Entry, Outbox
from thongquan.declarant.parcels import WAITING, Parcel, parcels_of
from thongquan.declarant.receipts import write_receipts
from thongquan.declarant.refusals import NotInOutbox, ServerAway

ALREADY = "already"
COUNTED = ("registered", ALREADY, "refused", WAITING)


class Whole(msgspec.Struct, frozen=True):
    """A filing that was refused as a whole, such as one whose certificate is revoked: nothing of it is registered.

    `code` and `facts` are the authority's; `explain.worded` has the sentences.
    """

    batch: str
    code: str
    facts: dict[str, Any]


class Filed:
    """Collects what happened to each parcel; receipts are written as soon as an answer is kept.

    `parcels`: one for each line that was sent, lay here before ("already"), or waits.
    `problems`: filings refused as a whole; their parcels are "refused" without faults.
    `corrections`: what was asked for, judged, before anything was signed. `unsigned`: how many of them for want of a
    key.
    `signed`: the filings that this run signed and kept.
    `listed`, `not_ready`: houses of the manifest that need no declaration of their own (HQ 01), and that cannot be
    filed.
    `away`: why something still waits for the authority's answer; None if nothing does, or nobody was asked.
    """

    def __init__(self, outbox: Outbox, receipts: Path | None = None) -> None:
        self._outbox = outbox
        self._receipts = receipts
        self.parcels: list[Parcel] = []
        self.problems: list[Whole] = []
        self.corrections: Sequence[Corrected] = ()
        self.unsigned = 0
        self.signed: Sequence[Entry] = ()
        self.not_ready = 0
        self.listed = 0
        self.receipts_written = 0
        self.away: ServerAway | None = None

    def leave_out(self, checked: Checked) -> None:
        """What of the manifest is not filed."""
        self.listed = sum(verdict.form == "HQ01" and verdict.outcome == "ready" for verdict in checked.verdicts)
        self.not_ready = sum(verdict.outcome != "ready" for verdict in checked.verdicts)

    def deliver(self, all_delivered: Iterable[Delivered]) -> None:
        for delivered in all_delivered:
            self.parcels += parcels_of(delivered.entry, delivered.answer)
            if delivered.problem is not None:
                self.problems.append(Whole(delivered.entry.batch, delivered.problem.code, delivered.problem.facts))
            self._write_receipts(delivered.entry)

    def hold(self, held: Iterable[tuple[str, Place]]) -> None:
        """Parcels that lay in the outbox before; those waiting are told with their entry."""
        held = list(held)
        told = {(parcel.batch, parcel.line) for parcel in self.parcels}
        for house_bill, place in held:
            if (place.batch, place.line) not in told and place.number:
                self.parcels.append(Parcel(house_bill, "", place.batch, place.line, ALREADY, number=place.number))
        for batch in {place.batch for _, place in held if place.number}:
            with suppress(NotInOutbox):  # corrected elsewhere: its receipt is written there
                self._write_receipts(self._outbox.entry(batch))

    def wait(self, pending: Iterable[Entry]) -> None:
        for entry in pending:
            self.parcels += parcels_of(entry)

    def _write_receipts(self, entry: Entry) -> None:
        if self._receipts is not None and entry.answer() is not None:
            self.receipts_written += write_receipts(entry, self._receipts)

    def counts(self) -> dict[str, int]:
        """Parcels by outcome ("registered", "already", "refused", "waiting"), then "listed" and "not_ready"."""
        counted = Counter(parcel.outcome for parcel in self.parcels)
        return {**{key: counted[key] for key in COUNTED}, "listed": self.listed, "not_ready": self.not_ready}

    @property
    def is_faulty(self) -> bool:
        """Whether a correction has faults: then none of them was signed."""
        return any(one.changes and one.faults for one in self.corrections)

    def all_done(self) -> bool:
        """Whether nothing was refused or left out. What only waits is no reason to do anything but finish later."""
        counted = self.counts()
        return not (counted["refused"] or counted["not_ready"] or self.is_faulty)
