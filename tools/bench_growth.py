"""`make growth`: what accepting costs with few and with many declarations stored, and what the many cost to keep.

Two servers with the same keys, one with 10,000 declarations and one with 1,000,000 (or as many as the command line
says), are given the same batches in turn, so that a busy machine disturbs both alike. Everything goes through HTTP.
"""

import asyncio
import itertools
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent))

from bench_check import ready
from bench_figures import cpu_of
from bench_server import BOUNDARY, Server, send_all
from msgspec.structs import replace

from thongquan.base.canonical import canonical
from thongquan.base.moment import stamp
from thongquan.cli.made_up import COMPANIES, PASSWORD
from thongquan.declarant.filing import new_batch
from thongquan.declaration.codec import encode_line
from thongquan.signing import merkle
from thongquan.signing.sign import open_pkcs12
from thongquan.storage.database import open_for_reading

FEW, MANY = 10_000, 1_000_000
FILL = 10_000
ROUNDS = 10
SHAPES = {"batch of 1,000": (1_000, 1), "50 singles": (1, 50)}
"""What is measured in each round: lines of a filing, filings."""
SERIALS = itertools.count(1)
NONCE = "f" * 32


class Flights:
    """Filings of right declarations, ever with new house bills."""

    def __init__(self, keys: Path) -> None:
        self._tax_code, _, kind = COMPANIES[0]
        self._signer = open_pkcs12(keys / "pki" / "companies" / f"{self._tax_code}-{kind}.p12", PASSWORD)
        self._patterns = [(encode_line(replace(one, nonce=NONCE)), one.house_bill.encode()) for one in ready()]

    def lines(self, count: int) -> Iterator[bytes]:
        """No sample twice in one filing: houses of one owner would count together."""
        assert count <= len(self._patterns)
        for line, house in self._patterns[:count]:
            fresh = line.replace(b'"%s"' % house, b'"GRW%09dVN"' % next(SERIALS))
            yield fresh.replace(NONCE.encode(), os.urandom(16).hex().encode())

    def request(self, count: int) -> bytes:
        lines, now = list(self.lines(count)), datetime.now(UTC)
        statement = canonical({
            "system": "thongquan-demo", "kind": "filing", "batch": new_batch(now), "filer": self._tax_code,
            "on_behalf_of": self._tax_code, "office": "02DS", "direction": "import", "count": count,
            "root": merkle.root([merkle.leaf_hash(line) for line in lines]).hex(),
            "reader": sha256(b"growth").hexdigest(), "created_at": stamp(now),
        })  # fmt: skip
        return posted(statement, self._signer.sign(statement), b"".join(line + b"\n" for line in lines))


def posted(statement: bytes, signature: bytes, declarations: bytes) -> bytes:
    kinds = ("application/json", "application/pkcs7-signature", "application/x-ndjson")
    body = b"".join(
        b"--%s\r\nContent-Type: %s\r\n\r\n%s\r\n" % (BOUNDARY.encode(), kind.encode(), part)
        for kind, part in zip(kinds, (statement, signature, declarations), strict=True)
    )
    body += f"--{BOUNDARY}--\r\n".encode()
    kind = f'multipart/mixed; boundary="{BOUNDARY}"'
    head = f"POST /api/v1/filings HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def fill(server: Server, flights: Flights, stored: int) -> None:
    for done in range(0, stored, FILL):
        asyncio.run(send_all(server, [flights.request(min(FILL, stored - done))], connections=1))


def registered(server: Server) -> int:
    """What the books hold: a bench whose parcels are refused measures nothing."""
    with closing(open_for_reading(server.keys.parent / "data")) as connection:
        count: int = connection.execute("select count(*) from declaration").get
    return count


def cost(server: Server, requests: list[bytes]) -> float:
    """CPU seconds of the server's process."""
    before = cpu_of(server.process.pid)
    asyncio.run(send_all(server, requests, connections=1))
    return cpu_of(server.process.pid) - before


def compared(few: Server, many: Server, flights: Flights) -> dict[str, object]:
    """The same shapes put before both in turn: median of the rounds' ratios, and the whole of the seconds."""
    found: dict[str, object] = {}
    for name, (lines, filings) in SHAPES.items():
        pairs = []
        for _ in range(ROUNDS):
            requests = [[flights.request(lines) for _ in range(filings)] for _ in range(2)]
            pairs.append((cost(few, requests[0]), cost(many, requests[1])))
        whole = [sum(one) for one in zip(*pairs, strict=True)]
        found[name] = {
            "few_cpu_s": round(whole[0], 3),
            "many_cpu_s": round(whole[1], 3),
            "ratio": round(whole[1] / whole[0], 3),
            "median_ratio": round(median(b / a for a, b in pairs), 3),
        }
    return found


def started(folder: Path) -> tuple[Server, dict[str, object]]:
    """A server started on what is stored: seconds until it tells its address, and its memory."""
    began = perf_counter()
    server = Server(folder)
    wall, cpu = perf_counter() - began, cpu_of(server.process.pid)
    return server, {"ready_wall_s": round(wall, 2), "ready_cpu_s": round(cpu, 2), "rss_mb": memory(server)}


def memory(server: Server) -> float:
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
    return round(int(status.partition("VmRSS:")[2].split()[0]) / 1024, 1)


def growth(folder: Path, stored: int) -> dict[str, object]:
    small, big = folder / "few", folder / "many"
    first = Server(big)
    first.stop()
    shutil.copytree(big / "keys", small / "keys")
    flights = Flights(big / "keys")
    servers = few, many = Server(small), Server(big)
    try:
        fill(few, flights, FEW)
        assert registered(few) == FEW
        began, before = perf_counter(), cpu_of(many.process.pid)
        fill(many, flights, stored)
        filling = {"filled_wall_s": perf_counter() - began, "filled_cpu_s": cpu_of(many.process.pid) - before}
        found = compared(few, many, flights)
        rss = memory(many)
    finally:
        for server in servers:
            server.stop()
    size = sum(path.stat().st_size for path in (big / "data").iterdir() if path.is_file())
    total = stored + ROUNDS * sum(lines * filings for lines, filings in SHAPES.values())
    again, start = started(big)
    again.stop()
    rounded = {name: round(value) for name, value in filling.items()}
    return {
        "stored": total,
        **rounded,
        "bytes_each": round(size / total),
        "rss_after_filling_mb": rss,
        **start,
        **found,
    }


def main() -> int:
    stored = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # the second start compiles nothing, as on any other machine
    folder = Path(tempfile.mkdtemp(prefix="thongquan-growth-"))
    try:
        found = growth(folder, stored)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(found, indent=2))
    Path("growth.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
