"""`thongquan file` or its server killed at any moment: nothing lost, nothing double, the same numbers and receipts."""

import random
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from commands import Ended, Server, a_flight, command_line, filing, run_command, run_process
from demo_pki import Pki
from faults.conftest import Figures
from faults.size import size
from thongquan.signing.receipt import verify_receipt

KILLS = size(1, 200)
SERVER_KILLS = size(1, 20)
HOUSES = 40

Run = Callable[..., Ended]


@pytest.fixture
def again(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command in this process, which saves its start."""
    return lambda *arguments: run_command(capfdbinary, *arguments)


def receipts_in(folder: Path) -> dict[str, bytes]:
    """Those that stand under their names; one that a kill left unfinished has a dot before it."""
    kept = sorted((folder / "receipts").glob("*"))
    return {path.stem: path.read_bytes() for path in kept if not path.name.startswith(".")}


def assert_all_registered_once(ended: Ended, again: Ended) -> None:
    assert (ended.code, again.code) == (0, 0), ended.err
    assert ended.summary()["registered"] + ended.summary()["already"] == HOUSES
    assert len(set(ended.numbers().values())) == HOUSES
    assert again.numbers() == ended.numbers()
    assert again.summary()["already"] == HOUSES


def test_a_client_killed_while_filing(
    authority: Server, pki: Pki, tmp_path: Path, again: Run, figures: Figures
) -> None:
    """Moments between the start of the program and the end of a filing that nobody disturbs."""
    chance, early = random.Random(20260902), 0
    began = time.monotonic()
    command = filing(authority.address, pki, tmp_path / "whole" / "o", a_flight(tmp_path / "whole.csv", HOUSES))
    assert run_process(*command).code == 0
    whole = time.monotonic() - began
    for moment in range(KILLS):
        home, flight = tmp_path / str(moment), a_flight(tmp_path / f"{moment}.csv", HOUSES)
        command = [*filing(authority.address, pki, home / "o", flight), "--out", home / "out"]
        killed = subprocess.Popen(command_line(*command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * chance.uniform(0.4, 1.0))
        killed.kill()
        killed.wait()
        before = receipts_in(home / "out")
        ended = again(*command)
        final = receipts_in(home / "out")
        assert_all_registered_once(ended, again(*command))
        assert receipts_in(home / "out") == final
        assert list((home / "out").rglob(".*")) == [], "an unfinished receipt is finished by the next run"
        assert len([house for house, receipt in before.items() if receipt != final[house]]) <= 1
        assert {verify_receipt(data, pki.trust).verdict for data in final.values()} == {"valid"}
        early += ended.summary()["registered"] < HOUSES
    figures(kills=KILLS, killed_after_registration=early, lost=0, double=0)


def test_a_server_killed_while_it_is_filed_to(
    authority: Server, pki: Pki, tmp_path: Path, again: Run, figures: Figures
) -> None:
    """The client keeps trying with the same bytes while the server is killed and started again."""
    chance, slowest = random.Random(20260903), 0.0
    for moment in range(SERVER_KILLS):
        home, flight = tmp_path / str(moment), a_flight(tmp_path / f"{moment}.csv", HOUSES)
        command = [*filing(authority.address, pki, home / "o", flight), "--out", home / "out"]
        filed: list[Ended] = []
        client = threading.Thread(target=lambda command=command, filed=filed: filed.append(run_process(*command)))
        client.start()
        wait_for(lambda home=home: (home / "o").is_dir() and len(list((home / "o").iterdir())) > 1)
        time.sleep(chance.uniform(0.0, 0.25))
        authority.kill()
        began = time.monotonic()
        authority.start()
        slowest = max(slowest, time.monotonic() - began)
        client.join()
        assert_all_registered_once(filed[0], again(*command))
        assert {verify_receipt(data, pki.trust).verdict for data in receipts_in(home / "out").values()} == {"valid"}
    figures(kills=SERVER_KILLS, lost=0, double=0, slowest_start_s=round(slowest, 2))
    assert slowest < 5


def wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not happened():
        if time.monotonic() > until:
            pytest.fail("waited for 30 seconds")
        time.sleep(0.005)
