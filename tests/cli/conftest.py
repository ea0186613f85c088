from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from authority.running import Server as HouseServer
from commands import Ended, Server, run_command
from demo_pki import PASSWORD, RSA_COMPANY, Pki, demo_pki
from server.applying import logged_in, prepared
from server.following import a_terminal
from tokens import Tokens, demo_tokens

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    return demo_pki(tmp_path_factory.mktemp("pki") / "pki")


@pytest.fixture(scope="session")
def tokens(tmp_path_factory: pytest.TempPathFactory, pki: Pki) -> Tokens:
    return demo_tokens(tmp_path_factory.mktemp("tokens") / "t", pki)


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the one who runs the tests is read or written."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("THONGQUAN_OUTBOX", "THONGQUAN_LANG", "THONGQUAN_P12_PASSWORD", "THONGQUAN_PIN", "THONGQUAN_LAW"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def thongquan(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Ended]:
    """Run a command in this process, in English."""

    def run(*arguments: object) -> Ended:
        return run_command(capfdbinary, *arguments)

    return run


def started(server: Server) -> Iterator[Server]:
    """With one company and one officer, on a port of its own."""
    try:
        server.start()
        server.register()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, pki: Pki) -> Iterator[Server]:
    """A real server that the tests of one file share: each files houses of its own."""
    yield from started(Server(tmp_path_factory.mktemp("s"), pki))


@pytest.fixture
def own_server(tmp_path_factory: pytest.TempPathFactory, pki: Pki) -> Iterator[Server]:
    """A real server that the test may stop."""
    yield from started(Server(tmp_path_factory.mktemp("s"), pki))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HouseServer]:
    """A server over the tests' own authority, where companies and officers are registered."""
    server = prepared(tmp_path_factory.mktemp("s"), at_once=True)
    yield server
    server.end()


@pytest.fixture(scope="module")
def terminal(house: HouseServer) -> tuple[str, str]:
    """Its id and access key."""
    return a_terminal(house, logged_in(house, RSA_COMPANY))


@pytest.fixture
def there(
    house: HouseServer, terminal: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[object]:
    """What a command says to ask that server with the terminal's credentials."""
    monkeypatch.setenv("THONGQUAN_P12_PASSWORD", PASSWORD)
    (tmp_path / "key").write_text(terminal[1] + "\n")
    return ["--server", house.address, "--terminal", terminal[0], "--key-file", tmp_path / "key"]
