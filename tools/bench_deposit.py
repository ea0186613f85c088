"""Accepting with a deposit account beside accepting without one: what the ledger costs."""

import asyncio
from base64 import b64encode
from pathlib import Path
from statistics import median

import httpx
from bench_check import ready
from bench_figures import figure
from bench_server import BATCH, BATCHES, Server, request, send_all, signed
from msgspec.structs import replace

from thongquan.cli.made_up import COMPANIES, OFFICE, OFFICERS, PASSWORD
from thongquan.declaration.model import Declaration, ImportDeclaration
from thongquan.signing.sign import open_pkcs12
from thongquan.storage.folders import OFFICE_SOCKET

ENOUGH = 10**12
ROUNDS = 3
"""Servers, one after another: a single one is unlucky now and then."""
WITHOUT, CHARGED = 1, 0
"""Two companies of the demonstration, by their places."""
MASTER_BILLS = {WITHOUT: "180-44712040", CHARGED: "180-44712054"}


def accept_charged(folder: Path) -> dict[str, object]:
    """The floor are the same filings of a company without an account, in turns with those of the one that has one.

    So what disturbs the machine disturbs both; the first of each warms up.
    """
    declarations = [one for one in ready() if isinstance(one, ImportDeclaration)][: BATCH * (BATCHES + 1)]
    groups = [declarations[start : start + BATCH] for start in range(0, len(declarations), BATCH)]
    pairs = [pair for number in range(ROUNDS) for pair in turns(folder / str(number), groups)]
    dearer = median(charged / without for without, charged in pairs) - 1
    note = f"{dearer:+.1%} of CPU (median of {len(pairs)})"
    count = ROUNDS * (len(declarations) - BATCH)
    floor, seconds = (sum(one) for one in zip(*pairs, strict=True))
    return figure("declarations per server CPU second", count, seconds, floor, note)


def turns(folder: Path, groups: list[list[Declaration]]) -> list[tuple[float, float]]:
    """CPU seconds of a server for each batch but the first: without an account, and with one."""
    server = Server(folder)
    try:
        give_account(server)
        filed = {one: requests(folder, groups, server, one) for one in (WITHOUT, CHARGED)}
        spent: dict[int, list[float]] = {WITHOUT: [], CHARGED: []}
        for place in range(len(groups)):
            for one in (WITHOUT, CHARGED) if place % 2 else (CHARGED, WITHOUT):
                before = nanoseconds_of(server.process.pid)
                asyncio.run(send_all(server, [filed[one][place]], 1))
                spent[one].append((nanoseconds_of(server.process.pid) - before) / 1e9)
    finally:
        server.stop()
    return list(zip(spent[WITHOUT][1:], spent[CHARGED][1:], strict=True))


def nanoseconds_of(pid: int) -> int:
    """CPU of all threads of a running process, finer than ticks."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(one.read_text(encoding="ascii").split()[0]) for one in tasks)


def requests(folder: Path, groups: list[list[Declaration]], server: Server, company: int) -> list[bytes]:
    """The same parcels under a master bill of each company, with house bills of its own."""
    own = [
        [replace(one, house_bill=f"{one.house_bill}{company}", master_bill=MASTER_BILLS[company]) for one in group]
        for group in groups
    ]
    return [request(entry) for entry in signed(folder, own, server, company)]


def give_account(server: Server) -> None:
    """As an officer does, over the office's socket."""
    one = OFFICERS[0].id
    key = open_pkcs12(server.keys / "pki" / "officers" / f"{one}.p12", PASSWORD)
    transport = httpx.HTTPTransport(uds=str(server.data / OFFICE_SOCKET))
    whose = {"company": COMPANIES[CHARGED][0], "office": OFFICE}
    paid = {"amount": ENOUGH, "reference": "BENCH 1", "paid_on": "2026-09-02"}
    with httpx.Client(transport=transport, base_url="http://office", timeout=60) as office:
        for kind, says in (("deposit-open", whose), ("deposit-top-up", whose | paid)):
            text = office.post(f"/office/deeds/{kind}", json={"account": one, "says": says}).raise_for_status()
            spelled = text.json()["text"]
            signature = b64encode(key.sign(spelled.encode())).decode()
            office.post("/office/deeds", json={"text": spelled, "signature": signature}).raise_for_status()
