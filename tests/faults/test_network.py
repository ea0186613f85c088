"""Slow, cut and half-closed connections: `file` registers each parcel exactly once, and its receipts verify."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from commands import Ended, Server, a_flight, filing, run_command
from demo_pki import Pki
from faults.conftest import Figures
from faults.filings import headed, told
from faults.proxy import Harm, harming, some_harm
from faults.size import size
from faults.wire import Wire
from thongquan.declarant.outbox import Outbox
from thongquan.declarant.sending import multipart
from thongquan.signing.receipt import verify_receipt

HOUSES = 5
FLIGHTS = size(4, 150)
BYTES_UP, BYTES_DOWN = 9_000, 6_000

Run = Callable[..., Ended]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    return lambda *arguments: run_command(capfdbinary, *arguments)


def test_over_a_bad_network_each_parcel_is_registered_once(
    authority: Server, pki: Pki, tmp_path: Path, run: Run, figures: Figures
) -> None:
    chance, numbers, connections, cut = random.Random(8), list[str](), 0, 0
    for flight in range(FLIGHTS):
        home = tmp_path / str(flight)
        with harming(authority.address, lambda: some_harm(chance, BYTES_UP, BYTES_DOWN)) as proxy:
            manifest = a_flight(tmp_path / f"{flight}.csv", HOUSES)
            command = [*filing(proxy.address, pki, home / "o", manifest), "--out", home / "out", "--patience", "30"]
            ended = run(*command)
            while ended.code == 3:  # patience may end; whoever runs the command again loses nothing
                ended = run(*command)
        assert ended.code == 0, ended
        numbers += ended.numbers().values()
        receipts = list((home / "out" / "receipts").glob("[!.]*"))
        assert len(receipts) == HOUSES
        assert {verify_receipt(path.read_bytes(), pki.trust).verdict for path in receipts} == {"valid"}
        connections, cut = connections + proxy.connections, cut + proxy.cut
    assert len(set(numbers)) == len(numbers) == FLIGHTS * HOUSES
    figures(flights=FLIGHTS, connections=connections, cut=cut, registered=len(numbers), lost=0, double=0)
    assert cut >= FLIGHTS // 2


def test_a_request_that_the_network_repeats_is_answered_alike(
    authority: Server, pki: Pki, tmp_path: Path, run: Run
) -> None:
    assert run(*filing(authority.address, pki, tmp_path / "o", a_flight(tmp_path / "f.csv", 2)), "--offline").code == 0
    [entry] = Outbox(tmp_path / "o").entries()
    body = multipart(entry, "thongquan-test")
    request = headed(body)
    with harming(authority.address, lambda: Harm(dribble=700)) as proxy:
        host, _, port = proxy.address.removeprefix("http://").partition(":")
        with Wire((host, int(port))) as wire:
            answers = [wire.ask(request + request).body, wire.ask(b"").body, wire.ask(request).body]
        with Wire((host, int(port))) as wire:
            answers += [wire.ask(request).body]
    assert len(set(answers)) == 1
    assert len(set(told(answers[0]).numbers())) == 2
