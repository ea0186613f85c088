"""Eight clients spend two deposit accounts while the server is killed and started: no đồng is lost, made or overdrawn.

`THONGQUAN_DRILL=1` takes 8 × 20,000 operations.
"""

import os
import time
from pathlib import Path

from authority.depositing import open_account
from authority.house import House
from authority.running import Server
from demo_pki import MADE_AT, P256_COMPANY, RSA_COMPANY
from faults.conftest import Figures
from faults.depositor import Depositor, anomalies_of_money, lines_in, money_in
from faults.filer import assert_the_books_are_whole
from faults.filings import Press
from faults.size import size
from faults.test_eight_clients import CLIENTS, at_work
from thongquan.storage.database import open_for_reading
from thongquan.storage.reconciling import reconcile

STEPS = int(os.environ.get("THONGQUAN_STEPS", size(12, 20_000)))
FIRST = 3_000_000
"""Not for all that is filed."""


def test_eight_clients_with_restarts_lose_make_and_overdraw_nothing(tmp_path: Path, figures: Figures) -> None:
    house = House(tmp_path, now=MADE_AT)
    for company in (RSA_COMPANY, P256_COMPANY):
        open_account(house, FIRST, company, reference=f"FIRST {company}", paid_on="2026-01-01")
    house.close()
    server, began = Server(tmp_path), time.monotonic()
    kills, _ = at_work(server, work)
    connection = open_for_reading(server.folder / "data")
    history, lines, accounts = money_in(tmp_path), lines_in(connection), reconcile(connection)
    connection.close()
    found = anomalies_of_money(history, lines)
    assert_the_books_are_whole(server)
    figures(
        clients=CLIENTS,
        operations=CLIENTS * STEPS,
        told=len(history),
        too_little=sum(one.state == "DEPOSIT-TOO-LITTLE" for one in history),
        top_ups=sum(line.kind == "top-up" for line in lines),
        movements=len(lines),
        kills=kills,
        seconds=round(time.monotonic() - began),
        anomalies=len(found),
    )
    assert found == []
    assert [one for one in accounts if one.differs] == []


def work(number: int, press: Press, port: int, folder: Path) -> None:
    Depositor(number, press, port, folder, STEPS).run()
