"""One of several clients that file at once, each in a process of its own, and write down what they saw."""

import random
import time
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from authority.deciding import signed_text
from faults.filings import Prepared, Press, Told, read_back, told
from faults.history import ANSWERED, DECIDE, FILE, READ, REFUSED, SHOW, UNKNOWN, Attempt
from faults.wire import Reply, Wire

NOT_NOW = {429, 503}
KEPT = 50
"""So many of its last filings can a client send again."""
SPELLINGS = ["S{:05}", "S-{:05}", "S {:05}", "(S){:05}", "S.{:05}/"]
"""Of the houses that all clients want: one house each, however it is written."""
PAUSE = 0.05
STATES = {"clear": "cleared", "refuse": "refused"}


class Client:
    """Client 0 is the office as well: it decides on what waits of its own."""

    def __init__(self, number: int, press: Press, port: int, folder: Path, steps: int) -> None:
        self.number, self.steps = number, steps
        self.chance = random.Random(number)
        self.press = press
        self.wire, self.office = Wire(("127.0.0.1", port)), Wire(str(folder / "data" / "office.sock"))
        self.history = (folder / f"history{number}").open("wb")
        self.kept: list[tuple[Prepared, list[str]]] = []
        self.batches: dict[str, list[str]] = {}
        self.waiting: dict[str, str] = {}
        """Number → channel."""
        self.decided: list[str] = []

    def run(self) -> None:
        for step in range(self.steps):
            self.take(step)
        self.end()

    def take(self, step: int) -> None:
        kind = self.chance.random()
        if kind < 0.10 and self.kept:
            self.file(*self.chance.choice(self.kept))
        elif kind < 0.12 and self.kept:
            self.file_other_content(step)
        elif kind < 0.17 and self.kept:
            self.read(self.chance.choice(self.kept)[0].batch)
        elif self.waiting and not self.number:
            self.decide(self.chance.choice(list(self.waiting)))
        else:
            self.file_new(step)

    def file_new(self, step: int) -> None:
        houses = list(self.some_houses(step))
        filing = self.press.filing(*houses)
        normal = ["".join(filter(str.isalnum, house)) for house in houses]
        self.batches[filing.batch] = normal
        self.kept = [*self.kept[-KEPT:], (filing, normal)]
        self.file(filing, normal)

    def some_houses(self, step: int) -> Iterator[str]:
        """Mostly one, sometimes a few, rarely many; of each eighth somebody else may hold the house."""
        count = self.chance.choices([1, self.chance.randint(2, 20), self.chance.randint(200, 800)], [750, 249, 1])[0]
        for place in range(count):
            if self.chance.random() < 1 / 8:
                yield self.chance.choice(SPELLINGS).format(step // 3 + self.chance.randrange(4))
            else:
                yield f"C{self.number}N{step}P{place}"

    def file_other_content(self, step: int) -> None:
        """The id of an earlier filing over another house: refused, whoever was first."""
        house = f"C{self.number}N{step}OTHER"
        self.file(self.press.filing(house, batch=self.chance.choice(self.kept)[0].batch), [house], tries=1)

    def file(self, filing: Prepared, houses: list[str], tries: int = 1000) -> None:
        """Again and again until somebody answers; now and then it is given up, and nobody knows."""
        root = sha256(filing.received.statement).hexdigest()[:16]
        tries = self.chance.choice([1, tries, tries, tries])
        while tries and self.attempt(filing.request, FILE, filing.batch, root, houses) == UNKNOWN:
            tries -= 1

    def read(self, batch: str, tries: int = 3) -> None:
        while tries and self.attempt(read_back(batch), READ, batch, "", self.batches[batch]) == UNKNOWN:
            tries -= 1

    def decide(self, number: str) -> None:
        """In three steps: the officer looks, is given the text, and sends it back with his signature."""
        verdict = self.chance.choice(list(STATES))
        says = {"number": number, "channel": self.waiting.pop(number), "state": "registered", "verdict": verdict}
        composing = {"account": "cb01", "says": {**says, "reason": "Đã kiểm tra"}}
        looking = f"GET /office/declarations/{number}?officer=cb01 HTTP/1.1\r\nHost: x\r\n\r\n".encode()
        try:
            self.office.ask(looking)
            reply = self.office.ask(to_the_office("/office/deeds/declaration-decide", composing))
        except OSError:
            time.sleep(PAUSE)
            return
        if reply.status != 200:
            assert reply.status < 500 or reply.status in NOT_NOW, reply
            return
        signed = signed_text(msgspec.json.decode(reply.body)["text"], self.press.pki.officer("cb01"))
        self.attempt(to_the_office("/office/deeds", signed), DECIDE, number, STATES[verdict])
        self.decided.append(number)

    def attempt(self, request: bytes, did: str, batch: str, root: str = "", houses: Sequence[str] = ()) -> str:
        wire, began, reply = self.office if did in (DECIDE, SHOW) else self.wire, time.monotonic(), None
        try:
            reply = wire.ask(request)
        except OSError:
            time.sleep(PAUSE)
        else:
            if reply.status in NOT_NOW:
                time.sleep(PAUSE)
        seen = Attempt(self.number, did, batch, root, list(houses), began, time.monotonic(), UNKNOWN)
        self.write(self.outcome(seen, reply))
        return UNKNOWN if reply is None or reply.status in NOT_NOW else ANSWERED

    def outcome(self, seen: Attempt, reply: Reply | None) -> Attempt:
        if reply is None or reply.status in NOT_NOW:
            return seen
        if reply.status != 200:
            assert reply.status < 500, reply
            return msgspec.structs.replace(seen, outcome=REFUSED)
        if seen.did in (DECIDE, SHOW):
            said = msgspec.json.decode(reply.body)
            state = said["decision" if seen.did == SHOW else "outcome"]["state"]
            return msgspec.structs.replace(seen, outcome=ANSWERED, answer=state)
        answer = told(reply.body)
        self.remember_waiting(answer)
        return msgspec.structs.replace(
            seen,
            outcome=ANSWERED,
            answer=sha256(reply.body).hexdigest(),
            checkpoint=answer.checkpoint["group"],
            numbers=answer.numbers(),
            codes=answer.codes(),
        )

    def remember_waiting(self, answer: Told) -> None:
        if not self.number and len(self.waiting) < KEPT:
            decisions = [one["decision"] for one in answer.outcomes if "decision" in one]
            self.waiting |= {one["number"]: one["channel"] for one in decisions if one["state"] == "registered"}

    def write(self, seen: Attempt) -> None:
        self.history.write(msgspec.json.encode(seen) + b"\n")

    def end(self) -> None:
        """After the last restart everything is asked for once more."""
        for batch in self.batches:
            self.read(batch, tries=1000)
        for number in self.decided:
            request = f"GET /office/declarations/{number} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
            while self.attempt(request, SHOW, number) == UNKNOWN:
                pass
        self.history.close()
        self.wire.close()
        self.office.close()


def to_the_office(path: str, said: dict[str, Any]) -> bytes:
    body = msgspec.json.encode(said)
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def history_in(folder: Path) -> list[Attempt]:
    decode = msgspec.json.Decoder(Attempt).decode
    return [decode(line) for file in sorted(folder.glob("history*")) for line in file.read_bytes().splitlines()]
