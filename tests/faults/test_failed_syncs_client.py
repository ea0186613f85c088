"""One sync of the declarant's disk fails: `file` says so, and the next run ends what was begun, each parcel once."""

import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from authority.house import an_owner
from building import a_mic
from commands import Ended, Server, a_flight, filing, run_command, watched_line
from demo_pki import RSA_COMPANY, Pki
from faults.conftest import Figures
from faults.filings import Press
from faults.size import size
from faults.tracing import SYNCS, failing, injected
from thongquan.cli.arguments import DEMONSTRATION_SYSTEM
from thongquan.declarant.filing import Address, keep_filings
from thongquan.declarant.outbox import Outbox

CALLS = list(range(1, size(0, 200) + 1)) or [5, 11]
HOUSES = 3
SYNCS_OF_AN_ANSWER = 2
"""Its file and its folder; a filing is kept with six: four files and two folders."""

Run = Callable[..., Ended]


@pytest.fixture
def again(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    return lambda *arguments: run_command(capfdbinary, *arguments)


def begun(outbox: Path, press: Press, server: str, filings: int, name: int) -> None:
    """So many signed filings of one parcel that wait for an answer."""
    address = Address(server, DEMONSTRATION_SYSTEM, RSA_COMPANY, [], datetime.now(UTC))
    for number in range(filings):
        house = f"BEGUN{name}X{number}"
        keep_filings(Outbox(outbox), [a_mic(house_bill=house, **an_owner(house))], press, address)


def filings_begun(call: int) -> int:
    """So many that the failing call comes while an answer is kept, or while the flight is kept after them."""
    in_answers, in_keeping = call // SYNCS_OF_AN_ANSWER + 1, (call - 4) // SYNCS_OF_AN_ANSWER
    return max(0, in_answers if call % 4 < 2 else in_keeping)


def test_after_one_failed_sync_of_the_outbox_the_next_run_registers_each_parcel_once(
    authority: Server, pki: Pki, tmp_path: Path, again: Run, figures: Figures
) -> None:
    press, failed = Press("rsa", pki), []
    for call in CALLS:
        home, log = tmp_path / str(call), tmp_path / str(call) / "strace"
        waiting = filings_begun(call)
        command = filing(authority.address, pki, home / "o", a_flight(tmp_path / "flight.csv", HOUSES))
        begun(home / "o", press, authority.address, waiting, call)
        under = failing(log, SYNCS, "EIO", str(call))
        first = subprocess.run([*under, *watched_line(*command)], capture_output=True, text=True, check=False)
        failed += injected(log)
        assert first.returncode == 2, (call, first)
        assert "input/output error" in first.stderr
        assert str(home / "o") in first.stderr
        ended = again(*command)
        assert ended.code == 0, (call, ended)
        assert len(set(ended.numbers().values())) == len(ended.numbers()) >= HOUSES
        assert again(*command).summary()["already"] == HOUSES
        assert len(Outbox(home / "o").entries()) == waiting + 1
        assert Outbox(home / "o").pending() == []
    where = {re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "BATCH", str(Path(path).relative_to(tmp_path))) for _, path in failed}
    kinds = sorted({place.partition("/")[2] for place in where})
    figures(tried=len(CALLS), failed=len(failed), where=kinds, lost=0, double=0)
    assert len(failed) == len(CALLS)
