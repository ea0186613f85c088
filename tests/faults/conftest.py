import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from authority.house import the_pki
from authority.running import RUNNING
from commands import Server as DemoServer
from demo_pki import Pki

FIGURES = Path(__file__).parents[2] / "out" / "faults.jsonl"

Figures = Callable[..., None]


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Iterator[Figures]:
    """`figures(kills=200, lost=0)`: what a drill came to, printed at its end and kept in `out/faults.jsonl`."""
    found: dict[str, Any] = {}
    yield lambda **more: found.update(more)
    if found:
        line = msgspec.json.encode({"drill": request.node.name, **found}).decode()
        FIGURES.parent.mkdir(exist_ok=True)
        with FIGURES.open("a") as file:
            file.write(line + "\n")
        capture = request.config.pluginmanager.getplugin("capturemanager")
        with capture.global_and_fixture_disabled():
            print(f"\n{line}", flush=True)  # noqa: T201 - a drill reports


@pytest.fixture(scope="session")
def pki() -> Pki:
    return the_pki()


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the one who runs the tests is read or written."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("THONGQUAN_OUTBOX", "THONGQUAN_LANG", "THONGQUAN_P12_PASSWORD", "THONGQUAN_PIN", "THONGQUAN_LAW"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _nothing_runs_on() -> Iterator[None]:
    """Whatever a failed test left running is killed."""
    yield
    for server in list(RUNNING):
        server.end(signal.SIGKILL)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory, pki: Pki) -> Iterator[DemoServer]:
    """`thongquan serve` with one company, which a test may kill or stop if it starts it again."""
    server = DemoServer(tmp_path_factory.mktemp("s"), pki)
    server.start()
    try:
        server.register()
        yield server
    finally:
        server.stop()
