"""Clients whose filings are paid from deposit accounts: what they were told of money is held against the ledger."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import apsw
import msgspec

from authority.deciding import signed_text
from authority.depositing import OFFICE
from faults.client import NOT_NOW, Client, to_the_office
from faults.filings import told
from faults.history import DECIDE, FILE, READ, Attempt
from faults.wire import Reply

TOP_UP = 3_000_000
OFFICERS_CLIENTS = (0, 1)


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """What one client was told: of a declaration (`number`), of a decision on it, or of a top-up (`reference`)."""

    kind: str
    number: str
    amount: int = 0
    receipt: int = 0
    state: str = ""


class Depositor(Client):
    """Also tops up, through the office; a reference is sent again until somebody answers, and counts once."""

    def __init__(self, *known: Any) -> None:
        super().__init__(*known)
        self.money = (Path(self.history.name).parent / f"money{self.number}").open("wb")
        self._references = 0

    def take(self, step: int) -> None:
        if self.number in OFFICERS_CLIENTS and self.chance.random() < 0.1:
            self.top_up()
        super().take(step)

    def top_up(self) -> None:
        self._references += 1
        company = self.press.filer
        says: dict[str, Any] = {"company": company, "office": OFFICE, "amount": TOP_UP, "paid_on": "2026-09-02"}
        says["reference"] = f"C{self.number} {self._references}"
        for _ in range(self.chance.choice([1, 50])):
            if (outcome := self._signed("deposit-top-up", says)) is not None:
                self.note(Seen("top-up", says["reference"], TOP_UP if outcome else 0))
                return

    def _signed(self, kind: str, says: dict[str, Any]) -> bool | None:
        """Whether it was carried out; None where nobody answered. Refused is also what was booked and not told."""
        try:
            text = self.office.ask(to_the_office(f"/office/deeds/{kind}", {"account": "cb01", "says": says}))
            if text.status != 200:
                return None if text.status in NOT_NOW else False
            signed = signed_text(msgspec.json.decode(text.body)["text"], self.press.pki.officer("cb01"))
            done = self.office.ask(to_the_office("/office/deeds", signed))
        except OSError:
            return None
        return None if done.status in NOT_NOW else done.status == 200

    def outcome(self, seen: Attempt, reply: Reply | None) -> Attempt:
        found = super().outcome(seen, reply)
        if reply is not None and reply.status == 200:
            if seen.did in (FILE, READ):
                self._note_filing(reply.body)
            elif seen.did == DECIDE:
                self.note(Seen(DECIDE, seen.batch, state=found.answer))
        return found

    def _note_filing(self, body: bytes) -> None:
        for one in told(body).outcomes:
            if "decision" not in one:
                self.note(Seen("refused", "", state=one["faults"][0]["code"]))
                continue
            decision = one["decision"]
            total = sum(amount for _, amount in decision["taxes"])
            self.note(Seen(FILE, decision["number"], total, decision.get("receipt", 0), decision["state"]))

    def note(self, seen: Seen) -> None:
        self.money.write(msgspec.json.encode(seen) + b"\n")

    def end(self) -> None:
        super().end()
        self.money.close()


def money_in(folder: Path) -> list[Seen]:
    decode = msgspec.json.Decoder(Seen).decode
    return [decode(line) for file in sorted(folder.glob("money*")) for line in file.read_bytes().splitlines()]


class Line(msgspec.Struct, frozen=True):
    """A movement as the database holds it."""

    account: int
    kind: str
    number: int
    amount: int
    available: int
    reserved: int
    receipt: int


PUTS = {
    "top-up": (1, 0),
    "reserve": (-1, 1),
    "settle": (0, -1),
    "charge": (-1, 0),
    "release": (1, -1),
    "reverse": (1, 0),
}
"""What each kind does to what is available and reserved; written here once more on purpose."""


def lines_in(connection: apsw.Connection) -> list[Line]:
    sql = "SELECT account, kind, number, amount, available, reserved, receipt FROM movement ORDER BY seq"
    return [Line(*row) for row in connection.execute(sql)]


def anomalies_of_money(history: Sequence[Seen], lines: Sequence[Line]) -> list[str]:
    return [*_broken_lines(lines), *_not_as_told(history, lines), *_receipts(history, lines)]


def _broken_lines(lines: Sequence[Line]) -> Iterator[str]:
    """Each line follows from the line before, and nothing is ever below nothing."""
    held: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for place, one in enumerate(lines):
        available, reserved = held[one.account]
        of_available, of_reserved = PUTS[one.kind]
        held[one.account] = available + of_available * one.amount, reserved + of_reserved * one.amount
        if held[one.account] != (one.available, one.reserved) or min(held[one.account]) < 0:
            yield f"movement {place + 1} does not follow"


def _not_as_told(history: Sequence[Seen], lines: Sequence[Line]) -> Iterator[str]:
    """What was acknowledged stands in the ledger once, and what stands there follows from the last that was told."""
    moved: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        moved[line.number].append(line)
    for one in {(seen.number, seen.amount, seen.receipt, seen.state) for seen in history if seen.kind == FILE}:
        number, amount, receipt, _ = one
        first = [(line.kind, line.amount, line.receipt) for line in moved[int(number)][:1]]
        if first != [("charge" if receipt else "reserve", amount, receipt)]:
            yield f"declaration {number} was told {one}, moved {first}"
    ended = {"cleared": "settle", "refused": "release"}
    for seen in history:
        if seen.kind == DECIDE and [line.kind for line in moved[int(seen.number)]] != ["reserve", ended[seen.state]]:
            yield f"declaration {seen.number} was {seen.state}, moved {[line.kind for line in moved[int(seen.number)]]}"
    booked = sum(line.amount for line in lines if line.kind == "top-up")
    acknowledged = {seen.number: seen.amount for seen in history if seen.kind == "top-up" and seen.amount}
    if booked < sum(acknowledged.values()):
        yield f"{sum(acknowledged.values())} đồng were acknowledged, {booked} booked"


def _receipts(history: Sequence[Seen], lines: Sequence[Line]) -> Iterator[str]:
    issued = Counter(line.receipt for line in lines if line.kind in ("settle", "charge"))
    yield from (f"receipt {receipt} was issued {count} times" for receipt, count in issued.items() if count > 1)
    told_of = {seen.receipt for seen in history if seen.kind == FILE and seen.receipt}
    yield from (f"receipt {receipt} was told and never issued" for receipt in told_of - issued.keys())
    if sorted(issued) != list(range(min(issued, default=1), max(issued, default=0) + 1)):
        yield "receipts have gaps"
