"""`make desk`: what each page of a desk, an officer's or a company's, costs with few and with many declarations stored.

Two servers with the same keys are asked the same in turn: one with 10,000 declarations that were filed with it, and one
with those and their copies up to 1,000,000 (or as many as the command line says), entered into its books beneath it.
The first has some deposit accounts too, the other as many as an office has, one of them with 1,000,000 movements.
What is measured is CPU of the server's process for a request, the session and the whole page included. Above 100 ms it
ends with 1. `bench_desk.py 10000 HQ` asks only for pages whose names have that word.
"""

import json
import shutil
import sys
import tempfile
from base64 import b64encode
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent))

import bench_accounts as accounts
import httpx
from bench_figures import cpu_of
from bench_growth import FEW, MANY, Flights, fill, registered
from bench_server import Server

from thongquan.cli.made_up import ACCOUNT_PASSWORD, COMPANIES, PASSWORD
from thongquan.signing.sign import open_pkcs12
from thongquan.storage.database import open_for_writing

MOST_MS = 100.0
COPY_ACTS = """
INSERT INTO act (seq, number, kind, at, by, leaf, sealed)
SELECT seq - :s, number + :n, kind, at, by, leaf, sealed FROM act WHERE seq > 0"""
COPY_FEED = "INSERT INTO feed (company, first, last) SELECT company, first - :s, last - :s FROM feed WHERE first > 0"
ROUNDS = 20
"""The kernel counts CPU in steps of 10 ms: over so many requests it tells half a millisecond."""
OFFICER, AUDITOR = "CC001", "TT001"
QUEUE = "desk/declarations"
PAGES = {
    "queue": f"/{QUEUE}",
    "queue, the newest first": f"/{QUEUE}?sort=-registered",
    "queue, a later page": f"/{QUEUE}?after={{after}}",
    "queue of a team": f"/{QUEUE}?team=00",
    "queue of a team without any": f"/{QUEUE}?team=04",
    "queue in a state": f"/{QUEUE}?state=held",
    "queue of a channel": f"/{QUEUE}?channel=3",
    "queue of nobody": f"/{QUEUE}?filer=7",
    "queue as CSV": f"/{QUEUE}?format=csv",
    "search by number": "/desk/found?text={number}",
    "search by house bill": "/desk/found?text={house}",
    "search for nothing": "/desk/found?text=NOTHING0000",
    "a declaration": f"/{QUEUE}/{{number}}",
    "several to decide on": "/desk/several?{several}",
    "registrations": "/desk/registrations",
    "certificates": "/desk/certificates",
    "office": "/office",
    "API: queue": f"/api/v1/{QUEUE}",
    "API: search": "/api/v1/desk/found?text={house}",
    "API: a declaration": f"/api/v1/{QUEUE}/{{number}}",
    "API: its documents": f"/api/v1/{QUEUE}/{{number}}/documents",
}
AUDITED = {
    "audit: record": "/audit",
    "audit: draws": "/audit/draws",
    "audit: a declaration": "/audit/declarations/{number}",
    "API: audit": "/api/v1/audit/declarations/{number}",
}
OWN = {
    "own: the newest": "/declarations",
    "own: a later page": "/declarations?after={own_after}",
    "own: of a day": "/declarations?day={day}",
    "own: a state that is rare": "/declarations?state=held",
    "own: a channel": "/declarations?channel=3",
    "own: a master bill": "/declarations?master_bill={master_bill}",
    "own: a master bill of nobody": "/declarations?master_bill=00000000011",
    "own: by number": "/declarations?number={number}",
    "own: by house bill": "/declarations?house_bill={house_bill}",
    "own: as CSV": "/declarations?format=csv",
    "own: a declaration": "/declarations/{number}",
    "own: flights": "/flights",
    "API: own": "/api/v1/declarations",
    "API: own, a rare state": "/api/v1/declarations?state=held",
    "API: own, by number": "/api/v1/declarations?number={number}",
}


class Desk:
    """Somebody of the office or the company in a browser of his own."""

    def __init__(self, server: Server, account: str, key: str) -> None:
        self.server = server
        self.client = httpx.Client(base_url=server.address, timeout=60, trust_env=False)
        signer = open_pkcs12(server.keys / "pki" / f"{key}.p12", PASSWORD)
        told = self._post("/api/v1/deeds/login", {"account": account, "says": {}})
        sealed = b64encode(signer.sign(told["text"].encode())).decode()
        self._post(
            "/api/v1/deeds", {"text": told["text"], "signature": sealed, "secrets": {"password": ACCOUNT_PASSWORD}}
        )
        # a cookie that is only for TLS is not sent to this address by itself
        self.client.headers["cookie"] = "; ".join(f"{one.name}={one.value}" for one in self.client.cookies.jar)

    def _post(self, path: str, message: Any) -> Any:
        answer = self.client.post(path, json=message)
        answer.raise_for_status()
        return answer.json()

    def get(self, path: str) -> httpx.Response:
        """Waits where one asks too often."""
        while (answer := self.client.get(path)).status_code == httpx.codes.TOO_MANY_REQUESTS:
            sleep(float(answer.headers.get("retry-after", "1")))
        if answer.status_code not in (httpx.codes.OK, httpx.codes.SEE_OTHER):
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:200]}")
        return answer

    def facts(self) -> dict[str, str]:
        """A page in the middle, and a declaration on it, as addresses name them."""
        page, after = self._second_page(QUEUE)
        numbers = [one["waiting"]["number"] for one in page["rows"]]
        shown = [self.get(f"/api/v1/{QUEUE}/{number}").json() for number in numbers]
        return {
            "after": after,
            "number": numbers[0],
            "house": json.loads(shown[0]["line"])["house_bill"],
            "several": "&".join(f"number={one}" for one in numbers),
        }

    def own_facts(self) -> dict[str, str]:
        """The same of a company's list of its own declarations."""
        page, after = self._second_page("declarations")
        shown = page["rows"][0]
        facts = {name: shown[name] for name in ("number", "house_bill", "master_bill")}
        return {"own_after": after, "day": shown["registered_at"][:10], **facts}

    def _second_page(self, path: str, **asked: str) -> tuple[Any, str]:
        """And the cursor that leads to the one after it; with few rows, the first."""
        address = f"/api/v1/{path}?{urlencode(asked | {'limit': '50'})}"
        first = self.get(address).json()
        page = self.get(f"{address}&after={first['next']}").json() if first["next"] else first
        return page, page["next"]

    def cost(self, path: str) -> tuple[float, float, float]:
        """Milliseconds of a request: of the server's CPU, on the wall, and CPU the first time, in steps of 10."""
        start = cpu_of(self.server.process.pid)
        self.get(path)
        walls, before = [], cpu_of(self.server.process.pid)
        for _ in range(ROUNDS):
            began = perf_counter()
            self.get(path)
            walls.append(perf_counter() - began)
        spent = cpu_of(self.server.process.pid) - before
        return 1000 * spent / ROUNDS, 1000 * median(walls), 1000 * (before - start)

    def deposit_facts(self) -> dict[str, str]:
        """And of the movements of its account: the same for whoever reads them."""
        return {"movements_after": self._second_page("deposits/movements", account="1")[1]}


def compared(few: Server, many: Server, told: list[dict[str, str]], word: str) -> list[tuple[str, float, float, float]]:
    """Of each page: CPU with few, with many, and what the latter took on the wall, in ms. `told` of the accounts."""
    rows = []
    company, _, kind = COMPANIES[0]
    officer, auditor, own = (
        (OFFICER, f"officers/{OFFICER}"),
        (AUDITOR, f"officers/{AUDITOR}"),
        f"companies/{company}-{kind}",
    )
    of_office = [Desk(server, *officer).facts() for server in (few, many)]
    for (account, key), pages, facts_of in (
        (officer, PAGES, None),
        (auditor, AUDITED, None),
        ((company, own), OWN, Desk.own_facts),
        (officer, accounts.OF_OFFICE | accounts.MOVEMENTS | accounts.WHOLE, Desk.deposit_facts),
        ((company, own), accounts.OF_COMPANY | _called("own: ", accounts.MOVEMENTS), Desk.deposit_facts),
    ):
        chosen = {name: path for name, path in pages.items() if word in name}
        desks = [Desk(server, account, key) for server in (few, many)] if chosen else []
        facts = [facts_of(desk) | of for desk, of in zip(desks, told, strict=False)] if facts_of else of_office
        for name, path in chosen.items():
            (small, *_), (big, wall, first) = (
                desk.cost(path.format(**told)) for desk, told in zip(desks, facts, strict=True)
            )
            rows.append((name, small, big, wall))
            print(f"{name:40} {small:8.1f} {big:8.1f} {wall:8.1f} {first:8.0f}", flush=True)
    return rows


def _called(prefix: str, pages: dict[str, str]) -> dict[str, str]:
    return {f"{prefix}{name}": path for name, path in pages.items()}


def filled(folder: Path, stored: int) -> tuple[tuple[Server, Server], list[dict[str, str]]]:
    """Both servers, and of each what the addresses of its accounts need."""
    small, big = folder / "few", folder / "many"
    first = Server(big)
    fill(first, Flights(big / "keys"), FEW)
    held = registered(first)
    first.stop()
    shutil.copytree(big, small)
    multiply(big / "data", max(1, stored // held))
    told = [accounts.with_accounts(one / "data", *size) for one, size in ((small, accounts.FEW), (big, accounts.MANY))]
    return (Server(small), Server(big)), told


def multiply(data: Path, times: int) -> None:
    """As many times what is there, under other numbers and hashes: to find rows costs the same as if all were filed.

    The copies do not open, and nothing asked for here opens one: those with the lowest numbers are the real ones. Their
    acts lie before all others, so that the server finds its keys right by the last.
    """
    with closing(open_for_writing(data)) as connection:
        acts, low, high = connection.execute("SELECT max(seq), min(number), max(number) FROM act").fetchone()
        columns = ", ".join(row[1] for row in connection.execute("PRAGMA table_info(declaration)"))
        changed = {
            "number": "number + :n", "registered": "registered - :s", "latest": "latest - :s",
            "house": "randomblob(length(house))", "owned": "iif(owned IS NULL, NULL, randomblob(length(owned)))",
        }  # fmt: skip
        chosen = ", ".join(changed.get(one, one) for one in columns.split(", "))
        copy = f"INSERT INTO declaration ({columns}) SELECT {chosen} FROM declaration WHERE number <= :high"  # noqa: S608 - our own columns
        for time in range(1, times):
            by = {"n": (high - low + 10) * time, "s": acts * time, "high": high}
            with connection:
                for one in (COPY_ACTS, copy, COPY_FEED):
                    connection.execute(one, by)


def main() -> int:
    stored = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    word = sys.argv[2] if len(sys.argv) > 2 else ""
    folder = Path(tempfile.mkdtemp(prefix="thongquan-desk-"))
    servers: tuple[Server, ...] = ()
    try:
        servers, told = filled(folder, stored)
        few, many = servers
        print(
            f"{registered(few):,} declarations stored, and {registered(many):,}; "
            "CPU in ms, CPU in ms, wall in ms, CPU in ms the first time"
        )
        rows = compared(few, many, told, word)
    finally:
        for server in servers:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    slow = [name for name, _, big, _ in rows if big > MOST_MS and name not in accounts.WHOLE]
    print(f"above {MOST_MS:.0f} ms: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
