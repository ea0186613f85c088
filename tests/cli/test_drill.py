"""Killed at any moment, nothing is lost and nothing is double: the same numbers, the same receipts.

A few moments on a build server; `THONGQUAN_DRILL=1` tries 20 of each.
"""

import os
import random
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from commands import Ended, Server, a_flight, command_line, filing, run_process
from demo_pki import Pki
from thongquan.signing.receipt import verify_receipt

MOMENTS = 20 if os.environ.get("THONGQUAN_DRILL") else 3
HOUSES = 150


def kept_receipts(folder: Path) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted((folder / "receipts").iterdir())}


def assert_all_registered_once(ended: Ended, again: Ended) -> None:
    assert (ended.code, again.code) == (0, 0)
    assert ended.summary()["registered"] + ended.summary()["already"] == HOUSES
    assert len(set(ended.numbers().values())) == HOUSES
    assert again.numbers() == ended.numbers()
    assert again.summary()["already"] == HOUSES


def test_a_client_killed_while_filing(server: Server, pki: Pki, tmp_path: Path) -> None:
    """Moments between the start of the program and the end of a filing that nobody disturbs."""
    chance = random.Random(20260902)
    began = time.monotonic()
    command = filing(server.address, pki, tmp_path / "whole" / "o", a_flight(tmp_path / "whole.csv", HOUSES))
    assert run_process(*command).code == 0
    whole = time.monotonic() - began
    for moment in range(MOMENTS):
        home = tmp_path / str(moment)
        flight = a_flight(tmp_path / f"{moment}.csv", HOUSES)
        command = [*filing(server.address, pki, home / "o", flight), "--out", home / "out"]
        killed = subprocess.Popen(command_line(*command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * chance.uniform(0.4, 1.0))
        killed.kill()
        killed.wait()
        early = kept_receipts(home / "out") if (home / "out" / "receipts").exists() else {}
        ended = run_process(*command)
        final = kept_receipts(home / "out")
        assert_all_registered_once(ended, run_process(*command))
        assert kept_receipts(home / "out") == final
        whole_ones = {house: data for house, data in early.items() if data == final[house]}
        assert len(early) - len(whole_ones) <= 1
        assert {verify_receipt(data, pki.trust).verdict for data in final.values()} == {"valid"}


def test_a_server_killed_while_it_is_filed_to(own_server: Server, pki: Pki, tmp_path: Path) -> None:
    """The client keeps trying with the same bytes while the server is killed and started again."""
    chance = random.Random(20260903)
    server = own_server
    for moment in range(MOMENTS):
        home = tmp_path / str(moment)
        flight = a_flight(tmp_path / f"{moment}.csv", HOUSES)
        command = [*filing(server.address, pki, home / "o", flight), "--out", home / "out"]
        filed: list[Ended] = []
        client = threading.Thread(target=lambda command=command, filed=filed: filed.append(run_process(*command)))
        client.start()
        wait_for(lambda home=home: (home / "o").is_dir() and len(list((home / "o").iterdir())) > 1)
        time.sleep(chance.uniform(0.0, 0.25))
        server.kill()
        server.start()
        client.join()
        assert_all_registered_once(filed[0], run_process(*command))
        assert {verify_receipt(data, pki.trust).verdict for data in kept_receipts(home / "out").values()} == {"valid"}


def wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not happened():
        if time.monotonic() > until:
            pytest.fail("waited for 30 seconds")
        time.sleep(0.005)
