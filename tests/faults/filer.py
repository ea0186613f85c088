"""Clients that file in threads, each filing again and again until it is answered, and remember what they were told."""

import random
import threading
import time
from collections.abc import Callable

import msgspec

from authority.running import Server
from faults.filings import Prepared, Press, read_back, told
from faults.wire import Wire
from thongquan.storage import integrity
from thongquan.storage.database import open_for_reading
from thongquan.storage.sealing import open_vault

NOT_NOW = {429, 503}
SIZES = (1, 5, 40)


class Acknowledged(msgspec.Struct, frozen=True):
    filing: Prepared
    answer: bytes
    at: float


class Filer(threading.Thread):
    """`stop` ends it after the filing at hand, answered or not."""

    def __init__(
        self, name: str, server: Server, stop: Callable[[], bool], sizes: tuple[int, ...] = (1, 5, 40)
    ) -> None:
        super().__init__()
        self.name, self.stop, self.sizes = name, stop, sizes
        self.press, self.wire = Press("p256"), Wire(("127.0.0.1", server.port))
        self.taken: list[Acknowledged] = []
        self.failures = 0

    def run(self) -> None:
        count, chance = 0, random.Random(self.name)
        while not self.stop():
            count += 1
            filing = self.press.filing(*(f"{self.name}N{count}P{n}" for n in range(chance.choice(SIZES))))
            answer = None
            while answer is None and not self.stop():
                answer = self.try_once(filing)
            if answer is not None:
                self.taken.append(Acknowledged(filing, answer, time.time()))
        self.wire.close()

    def try_once(self, filing: Prepared) -> bytes | None:
        try:
            reply = self.wire.ask(filing.request)
        except OSError:
            self.failures += 1
            time.sleep(0.02)
            return None
        assert reply.status == 200 or reply.status in NOT_NOW, reply
        return reply.body if reply.status == 200 else None


def filing_at(server: Server, clients: int, stop: Callable[[], bool]) -> list[Filer]:
    filers = [Filer(f"K{number}", server, stop) for number in range(clients)]
    for filer in filers:
        filer.start()
    return filers


def assert_nothing_lost_or_double(server: Server, taken: list[Acknowledged]) -> None:
    """Every acknowledged filing is answered with the same bytes, sent again or asked for; no number stands twice."""
    numbers: list[str] = []
    with Wire(("127.0.0.1", server.port)) as wire:
        for one in taken:
            assert wire.ask(one.filing.request).body == one.answer
            assert wire.ask(read_back(one.filing.batch)).body == one.answer
            numbers += filter(None, told(one.answer).numbers())
    assert len(numbers) == len(set(numbers))


def assert_the_books_are_whole(server: Server) -> None:
    connection = open_for_reading(server.folder / "data")
    assert integrity.check(connection, open_vault(server.folder / "keys")) == []
    connection.close()
