"""`make what-if`: another VAT rate and another ceiling over 1,000,000 registered declarations (or as many as it says).

The answer of the command must be that of recomputing each declaration alone; how long both take is told.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent))

from bench_growth import SERIALS, Flights, fill, registered
from bench_server import CLOCK, Server

from thongquan.declaration.codec import decode_line
from thongquan.declaration.value import customs_value
from thongquan.duty.vat import rate_for, vat_class
from thongquan.storage.keyring import read_keyring
from thongquan.storage.registered import last_act, registered_filings
from thongquan.storage.sealing import Vault
from thongquan.storage.snapshot import snapshot

MANY = 1_000_000
DAY = date.fromisoformat(CLOCK[:10])
RATE, CEILING = 8, 500_000

Vat = Callable[[int, str], int]
MASTER = re.compile(rb'"master_bill":"([^"]*)"')


class FreshFlights(Flights):
    """Each filing under master bills of its own: the same people receive in all of them, and would count together."""

    def lines(self, count: int) -> Iterator[bytes]:
        masters: dict[bytes, bytes] = {}
        for line in super().lines(count):
            [old] = MASTER.findall(line)
            serial = next(SERIALS)
            new = masters.setdefault(old, b"160-%07d%d" % (serial, serial % 7))
            yield line.replace(b'"master_bill":"%s"' % old, b'"master_bill":"%s"' % new)


def each(data: Path, keys: Path) -> Iterator[tuple[int, str]]:
    """Customs value and goods' code of each declaration, as it was signed."""
    vault = Vault(read_keyring(keys))
    with snapshot(data) as books:
        for filing in registered_filings(books, vault, last_act(books)):
            for one in filing:
                declaration = decode_line(one.signed)
                yield customs_value(declaration, DAY).dong, getattr(declaration, "hs_code", "")


def as_it_is(value: int, hs_code: str) -> int:
    return (value * rate_for(hs_code, DAY).percent + 50) // 100


def with_another_rate(value: int, hs_code: str) -> int:
    normal = vat_class(hs_code, DAY) in ("10/8", "10") or not rate_for(hs_code, DAY).settled
    return (value * RATE + 50) // 100 if normal else as_it_is(value, hs_code)


def below_another_ceiling(value: int, hs_code: str) -> int:
    """Above it nothing could be filed, and nothing is charged."""
    return as_it_is(value, hs_code) if value <= CEILING else 0


def asked(folder: Path, setting: str) -> tuple[dict[str, int], float]:
    """VAT on both sides and how many owe another, and the seconds."""
    books = ["--data", str(folder / "data"), "--keys", str(folder / "keys")]
    command = [sys.executable, "-m", "thongquan.cli.main", "law", "what-if", "--set", setting, *books, "--json"]
    began = perf_counter()
    answered = subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own program
    seconds = perf_counter() - began
    told = json.loads(answered.stdout)
    answer = {"before": told["before"]["vat"], "after": told["after"]["vat"], "owing": told["owing_otherwise"]}
    return answer, seconds


def alone(houses: list[tuple[int, str]], changed: Vat) -> dict[str, int]:
    sides = [(as_it_is(*one), changed(*one)) for one in houses]
    before, after = (sum(side) for side in zip(*sides, strict=True))
    return {"before": before, "after": after, "owing": sum(first != second for first, second in sides)}


def measured(folder: Path, stored: int) -> dict[str, object]:
    server = Server(folder)
    try:
        fill(server, FreshFlights(folder / "keys"), stored)
        held = registered(server)
    finally:
        server.stop()
    houses = list(each(folder / "data", folder / "keys"))
    assert held == len(houses)
    found: dict[str, object] = {"registered": held}
    changes: dict[str, Vat] = {
        f"vat_rate_normal={RATE}": with_another_rate,
        f"duty_free_ceiling={CEILING}": below_another_ceiling,
    }
    for setting, changed in changes.items():
        answer, seconds = asked(folder, setting)
        assert answer == alone(houses, changed), (setting, answer)
        found[setting] = {**answer, "seconds": round(seconds, 1)}
    return found


def main() -> int:
    stored = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    folder = Path(tempfile.mkdtemp(prefix="thongquan-what-if-"))
    try:
        found = measured(folder, stored)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(found, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
