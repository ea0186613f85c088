"""How fast the authority accepts: batches of 1,000, and single filings on 32 connections, through HTTP."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from time import perf_counter

import apsw
from bench_check import ready
from bench_figures import cpu_of, cpu_of_call, figure
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256

from thongquan.cli.demonstration import COMPANIES, PASSWORD
from thongquan.declarant.filing import Address, keep_filings
from thongquan.declarant.outbox import Entry, Outbox
from thongquan.declarant.sending import multipart
from thongquan.declaration.model import Declaration
from thongquan.signing.sign import open_pkcs12

BATCH, BATCHES = 1_000, 10
SINGLES, CONNECTIONS = 2_000, 32
CLOCK = "2026-09-02T03:00:00Z"
BOUNDARY = "bench"


class Server:
    """A demonstration authority in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.keys, self.data = folder / "keys", folder / "data"
        command = [sys.executable, "-m", "thongquan.cli.main", "serve", "--demo", "--clock", CLOCK]
        command += ["--data", str(self.data), "--keys", str(self.keys), "--listen", "127.0.0.1:0"]
        self.process = subprocess.Popen(  # noqa: S603 - our own program, our own arguments
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.process.stdout is not None
        words = (word for line in self.process.stdout for word in line.split())
        self.address = next(word for word in words if word.startswith("http://")).rstrip(".")
        self.host, _, self.port = self.address.removeprefix("http://").rpartition(":")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


def accept_batches(folder: Path) -> dict[str, object]:
    """Declarations per CPU second of the server, in batches of 1,000 one after another."""
    declarations = ready()[: BATCH * BATCHES]
    groups = [declarations[start : start + BATCH] for start in range(0, len(declarations), BATCH)]
    return accepted(folder, groups, connections=1, unit="declarations per server CPU second")


def accept_singles(folder: Path) -> dict[str, object]:
    """Filings of one declaration per CPU second of the server, on 32 connections at once."""
    groups = [[declaration] for declaration in ready()[:SINGLES]]
    return accepted(folder, groups, connections=CONNECTIONS, unit="filings per server CPU second")


def accepted(folder: Path, groups: Sequence[Sequence[Declaration]], connections: int, unit: str) -> dict[str, object]:
    server = Server(folder)
    try:
        entries = signed(folder, groups, server)
        requests = [request(entry) for entry in entries]
        before, began = cpu_of(server.process.pid), perf_counter()
        asyncio.run(send_all(server, requests, connections))
        seconds, wall = cpu_of(server.process.pid) - before, perf_counter() - began
    finally:
        server.stop()
    count = sum(len(group) for group in groups)
    floor = cpu_of_call(Floor(folder, entries, grouped=connections))
    return figure(unit, count, seconds, floor, f"{count} in {len(groups)} filings, wall {wall:.2f} s")


def signed(folder: Path, groups: Sequence[Sequence[Declaration]], server: Server, company: int = 0) -> list[Entry]:
    """The filings, signed beforehand: the declarant's work is not measured."""
    tax_code, _, kind = COMPANIES[company]
    signer = open_pkcs12(server.keys / "pki" / "companies" / f"{tax_code}-{kind}.p12", PASSWORD)
    outbox = Outbox(folder / f"outbox-{company}")
    address = Address(server.address, "thongquan-demo", tax_code, ["bench"], datetime(2026, 9, 2, 3, tzinfo=UTC))
    return [entry for group in groups for entry in keep_filings(outbox, group, signer, address)]


def request(entry: Entry) -> bytes:
    body = multipart(entry, BOUNDARY)
    head = (
        "POST /api/v1/filings HTTP/1.1\r\nHost: bench\r\nAccept: application/json\r\n"
        f'Content-Type: multipart/mixed; boundary="{BOUNDARY}"\r\nContent-Length: {len(body)}\r\n\r\n'
    )
    return head.encode() + body


async def send_all(server: Server, requests: list[bytes], connections: int) -> None:
    """Every request once; each connection takes the next one as soon as it has its answer."""
    waiting = iter(requests)

    async def connection() -> None:
        reader, writer = await asyncio.open_connection(server.host, int(server.port))
        for one in waiting:
            writer.write(one)
            await writer.drain()
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 20"):
                raise RuntimeError(head)
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            await reader.readexactly(int(length.partition(b":")[2]))
        writer.close()

    await asyncio.gather(*(connection() for _ in range(connections)))


class Floor:
    """The same bytes: verified once a filing, hashed and sealed, and inserted in the same groups, durably."""

    def __init__(self, folder: Path, entries: list[Entry], grouped: int) -> None:
        self.filings = [(entry.statement(), entry.lines()) for entry in entries]
        self.groups = [self.filings[start : start + grouped] for start in range(0, len(entries), grouped)]
        key = generate_private_key(65537, 2048)
        self.public = key.public_key()
        self.signature = key.sign(b"floor", PKCS1v15(), SHA256())
        self.vault = AESGCM(os.urandom(32))
        self.store = apsw.Connection(str(folder / "floor.db"))
        for pragma in ("page_size=16384", "journal_mode=WAL", "synchronous=FULL"):
            self.store.execute(f"pragma {pragma}")
        self.store.execute("create table declaration (number integer primary key, body blob)")

    def __call__(self) -> None:
        for group in self.groups:
            with self.store:
                self.store.executemany("insert into declaration (body) values (?)", self.sealed(group))

    def sealed(self, group: list[tuple[bytes, list[bytes]]]) -> list[tuple[bytes]]:
        rows = []
        for _, lines in group:
            self.public.verify(self.signature, b"floor", PKCS1v15(), SHA256())
            for line in lines:
                sha256(line).digest()
                rows.append((self.vault.encrypt(os.urandom(12), line, None),))
        return rows
