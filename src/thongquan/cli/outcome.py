"""What a run of `thongquan file` came to, for people and for machines."""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from thongquan.cli.table import figure, plain, print_table
from thongquan.cli.words import Words
from thongquan.declarant.delivery import Delivered
from thongquan.declarant.ledger import Place
from thongquan.declarant.outbox import Entry, Outbox
from thongquan.declarant.parcels import WAITING, Parcel, parcels_of
from thongquan.declarant.receipts import write_receipts
from thongquan.declarant.refusals import NotInOutbox

ALREADY = "already"
SHOWN_REFUSALS = 10


class Report:
    """Collects what happened to each parcel; receipts are written as soon as an answer is kept."""

    def __init__(self, outbox: Outbox, receipts: Path | None) -> None:
        self._outbox = outbox
        self._receipts = receipts
        self.parcels: list[Parcel] = []
        self.problems: list[tuple[str, str, dict[str, Any]]] = []
        self.not_ready = 0
        self.listed = 0
        self.receipts_written = 0

    def deliver(self, all_delivered: Iterable[Delivered]) -> None:
        for delivered in all_delivered:
            self.parcels += parcels_of(delivered.entry, delivered.answer)
            if delivered.problem is not None:
                self.problems.append((delivered.entry.batch, delivered.problem.code, delivered.problem.facts))
            self._write_receipts(delivered.entry)

    def hold(self, held: list[tuple[str, Place]]) -> None:
        """Parcels that lay in the outbox before; those waiting are told with their entry."""
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
        counted = Counter(parcel.outcome for parcel in self.parcels)
        filed = {key: counted[key] for key in ("registered", ALREADY, "refused", WAITING)}
        return {**filed, "listed": self.listed, "not_ready": self.not_ready}

    def all_done(self) -> bool:
        counted = self.counts()
        return not (counted["refused"] or counted["not_ready"])

    def print_json(self) -> None:
        for parcel in self.parcels:
            print(msgspec.json.encode(parcel).decode())
        problems = [{"batch": batch, "code": code, "facts": facts} for batch, code, facts in self.problems]
        summary = {**self.counts(), "receipts": self.receipts_written, "problems": problems}
        print(msgspec.json.encode({"summary": summary}).decode())

    def _rows(self, say: Words) -> list[tuple[str, str]]:
        """What became of the parcels; below those registered now, their channels."""
        channels = Counter(parcel.channel for parcel in self.parcels if parcel.channel)
        rows = []
        for name, count in self.counts().items():
            if count:
                rows.append((say(f"outcome.{name}"), figure(count, say.lang)))
            if name == "registered":
                rows += [
                    (f"  {say('of_channel', channel=say(f'channel.{channel}'))}", figure(number, say.lang))
                    for channel, number in sorted(channels.items())
                ]
        return rows

    def print_for_people(self, say: Words) -> None:
        print_table(say("file.title"), (say("outcome"), say("parcels")), self._rows(say), figures=[1])
        for parcel in [parcel for parcel in self.parcels if parcel.faults][:SHOWN_REFUSALS]:
            print_refusal(parcel, say)
        for batch, code, facts in self.problems:
            print(say("file.problem", batch=batch, text=problem_text(code, facts, say)))
        if self.receipts_written:
            print(say("file.receipts", count=self.receipts_written, folder=self._receipts or ""))


def print_refusal(parcel: Parcel, say: Words) -> None:
    for fault in parcel.faults:
        print(f"{plain(parcel.house_bill)}: {plain(in_language(fault, 'text', say))} [{fault.get('code', '')}]")
        print(f"    → {plain(in_language(fault, 'fix', say))}")


def in_language(fault: dict[str, Any], key: str, say: Words) -> str:
    """The fault's own text: whoever refused has worded it in both languages."""
    texts = fault.get(key)
    return str(texts.get(say.lang, "")) if isinstance(texts, dict) else ""


def problem_text(code: str, facts: dict[str, Any], say: Words) -> str:
    """Worded here: our own wording knows the codes of the front door, and nothing a server sends is shown as it is."""
    from thongquan import law

    return plain(law.wording(say.lang).text(code, facts))
