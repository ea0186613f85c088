"""Filing with an https server: its certificate must lead to a trusted authority, else not a word is said to it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commands import Ended, Server, a_flight, filing
from demo_pki import Pki
from server_pair import ServerPair

Run = Callable[..., Ended]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> ServerPair:
    return ServerPair(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory, pki: Pki, pair: ServerPair) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("s"), pki, "--tls", pair.certificate, pair.key)
    try:
        server.start()
        server.register()
        yield server
    finally:
        server.stop()


def posts(server: Server) -> int:
    return server.log.read_text().count('"method":"POST","path":"/api/v1/filings"')


def test_with_its_authority_named_a_flight_is_filed_and_asked_about(
    thongquan: Run, secure: Server, pki: Pki, pair: ServerPair, tmp_path: Path
) -> None:
    assert secure.address.startswith("https://")
    trusted = ["--server-ca", pair.ca]
    filed = thongquan(*filing(secure.address, pki, tmp_path / "o", a_flight(tmp_path / "f.csv", 60)), *trusted)
    assert (filed.code, filed.summary()["registered"]) == (0, 60)
    assert thongquan("status", "--outbox", tmp_path / "o", *trusted).code == 0


@pytest.fixture
def flight_to(pki: Pki, tmp_path: Path) -> Callable[[str], list[object]]:
    """The arguments that file two parcels with the server at an address."""
    flight = a_flight(tmp_path / "f.csv", 2)
    return lambda address: filing(address, pki, tmp_path / "o", flight)


def test_without_trust_nothing_is_sent_and_all_is_kept(
    thongquan: Run, secure: Server, pair: ServerPair, flight_to: Callable[[str], list[object]], tmp_path: Path
) -> None:
    before = posts(secure)
    told = thongquan(*flight_to(secure.address))
    assert_nothing_was_sent(told, secure, before)
    resumed = ["file", "--server", secure.address, "--outbox", tmp_path / "o", "--server-ca", pair.ca, "--json"]
    assert thongquan(*resumed).summary()["registered"] == 2


def test_another_authority_or_another_name_is_no_better(
    thongquan: Run, secure: Server, pair: ServerPair, flight_to: Callable[[str], list[object]], tmp_path: Path
) -> None:
    before, elsewhere = posts(secure), secure.address.replace("127.0.0.1", "localhost")
    (tmp_path / "other").mkdir()
    other = ServerPair(tmp_path / "other").ca
    assert_nothing_was_sent(thongquan(*flight_to(secure.address), "--server-ca", other), secure, before)
    assert_nothing_was_sent(thongquan(*flight_to(elsewhere), "--server-ca", pair.ca), secure, before)


def assert_nothing_was_sent(told: Ended, server: Server, before: int) -> None:
    assert told.code == 3
    assert "its certificate cannot be trusted" in told.err
    assert "--server-ca" in told.err
    assert posts(server) == before


@pytest.mark.parametrize("content", [b"nothing", "\u1ea1".encode(), None])
def test_a_file_without_a_certificate_is_named(thongquan: Run, tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "ca.pem").write_bytes(content)
    told = thongquan("file", "--server", "https://127.0.0.1:1", "--server-ca", tmp_path / "ca.pem", "--patience", "0")
    assert told.code == 2
    assert "ca.pem" in told.err
    assert "Traceback" not in told.err
