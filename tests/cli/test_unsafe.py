"""Settings with which `thongquan serve` does not start: exit code 2, and a sentence that says the next step."""

import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commands import CLOCK, SECONDS, Ended, command_line
from demo_pki import Pki
from server_pair import ServerPair
from thongquan.app import AUTHORITY_CERTIFICATE, AUTHORITY_KEY
from thongquan.signing.pki import make_pki

Run = Callable[..., Ended]


class Place:
    """Data, keys and trust as a real server has them: everything is in order until a test changes one thing."""

    def __init__(self, folder: Path, pki: Pki, run: Run) -> None:
        self.run = run
        self.data, self.keys, self.trust = folder / "data", folder / "keys", folder / "trust"
        self.keys.mkdir(mode=0o700, parents=True)
        self.key, self.certificate = self.keys / AUTHORITY_KEY, self.keys / AUTHORITY_CERTIFICATE
        self.key.write_bytes(pki.authority_key.read_bytes())
        self.key.chmod(0o600)
        self.certificate.write_bytes(pki.authority_certificate.read_bytes())
        for name in ("anchors", "intermediates", "crls"):
            (self.trust / name).mkdir(parents=True)
            for file in (pki.folder / name).iterdir():
                (self.trust / name / file.name).write_bytes(file.read_bytes())
        self.pair = ServerPair(folder)

    def arguments(self, *more: object, listen: str = "127.0.0.1:0") -> list[object]:
        return ["serve", "--data", self.data, "--keys", self.keys, "--trust", self.trust, "--listen", listen, *more]

    def refused(self, *more: object, listen: str = "127.0.0.1:0") -> str:
        """What is said by a server that does not start."""
        signal.alarm(SECONDS)  # one that starts after all would serve for ever
        ended = self.run(*self.arguments(*more, listen=listen))
        signal.alarm(0)
        assert ended.code == 2, ended
        assert ended.out == ""
        assert "Traceback" not in ended.err
        assert len(ended.err.splitlines()) == 2, "what is wrong, and what to do"
        return ended.err

    @contextmanager
    def served(self, *more: object) -> Iterator[str]:
        process = subprocess.Popen(
            command_line(*self.arguments(*more)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            told = next((line for line in process.stdout if " http" in line), "")
            assert told, process.stderr.read()
            yield told.split()[-1]
        finally:
            process.terminate()
            process.wait(timeout=SECONDS)
            process.stdout.close()
            process.stderr.close()


def it_started(_signal: int, _frame: object) -> None:
    raise SystemExit(70)


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory, pki: Pki, thongquan: Run) -> Iterator[Place]:
    """Refusals are tried in this process, which is as it was before when they are over."""
    hung_up = signal.getsignal(signal.SIGHUP)
    rang = signal.signal(signal.SIGALRM, it_started)
    yield Place(tmp_path_factory.mktemp("p"), pki, thongquan)
    signal.signal(signal.SIGHUP, hung_up)
    signal.signal(signal.SIGALRM, rang)


def test_with_everything_in_order_it_starts(place: Place) -> None:
    with place.served() as address:
        assert address.startswith("http://127.0.0.1:")


class TestClockAndDemonstration:
    def test_a_clock_of_its_own(self, place: Place) -> None:
        assert "Leave out --clock" in place.refused("--clock", CLOCK)

    def test_books_of_a_demonstration_for_real_work(self, place: Place) -> None:
        with place.served("--demo"):
            pass
        assert "name an empty folder" in place.refused()

    def test_books_of_a_killed_demonstration_for_real_work(self, place: Place) -> None:
        process = subprocess.Popen(command_line(*place.arguments("--demo")), stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()
        process.wait()
        process.stdout.close()
        assert "name an empty folder" in place.refused()

    def test_real_books_for_a_demonstration(self, place: Place) -> None:
        with place.served():
            pass
        assert "Leave out --demo" in place.refused("--demo")


class TestFolders:
    def test_keys_inside_the_data(self, place: Place) -> None:
        assert "must lie outside" in place.refused("--keys", place.data / "keys")

    @pytest.mark.parametrize("name", ["data", "keys"])
    def test_a_folder_open_to_others(self, place: Place, name: str) -> None:
        folder = getattr(place, name)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o750)
        assert "chmod 700" in place.refused()

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
    def test_a_folder_of_somebody_else(self, place: Place) -> None:
        place.data.mkdir(mode=0o700)
        os.chown(place.data, 12_345, 12_345)
        assert "chown" in place.refused()

    def test_a_folder_that_another_server_holds(self, place: Place) -> None:
        with place.served():
            assert "another server is writing" in place.refused()

    def test_a_log_that_cannot_be_written(self, place: Place, tmp_path: Path) -> None:
        ended = place.run(*place.arguments("--log", tmp_path / "nowhere" / "log"))
        assert ended.code == 2
        assert "nowhere/log" in ended.err


class TestTheAuthoritysKey:
    def test_missing(self, place: Place) -> None:
        place.key.unlink()
        assert "Put the key there" in place.refused()

    @pytest.mark.parametrize("name", [AUTHORITY_KEY, "body.key", "index.key", "choice.key"])
    def test_open_to_others(self, place: Place, name: str) -> None:
        for secret in ("body.key", "index.key", "choice.key"):
            (place.keys / secret).write_bytes(bytes(32))
            (place.keys / secret).chmod(0o600)
        (place.keys / name).chmod(0o644)
        assert f"chmod 600 {place.keys / name}" in place.refused()

    def test_with_a_certificate_for_another_key(self, place: Place, tmp_path: Path) -> None:
        make_pki(tmp_path / "other")
        place.certificate.write_bytes((tmp_path / "other" / "authority" / "certificate.pem").read_bytes())
        assert "not a pair" in place.refused()

    def test_that_is_no_key(self, place: Place) -> None:
        place.key.write_text("nothing")
        assert "not a pair" in place.refused()

    def test_with_a_certificate_that_has_ended(self, place: Place, tmp_path: Path) -> None:
        make_pki(tmp_path / "old", moment=datetime.now(UTC) - timedelta(days=40 * 365))
        place.key.write_bytes((tmp_path / "old" / "authority" / "key.pem").read_bytes())
        place.certificate.write_bytes((tmp_path / "old" / "authority" / "certificate.pem").read_bytes())
        assert "new certificate issued" in place.refused()


class TestTrust:
    def test_nobody(self, place: Place) -> None:
        for anchor in (place.trust / "anchors").iterdir():
            anchor.unlink()
        assert "Put the root certificates" in place.refused()

    def test_in_a_file_that_cannot_be_read(self, place: Place) -> None:
        (place.trust / "crls" / "broken.crl").write_text("nothing")
        assert "broken.crl" in place.refused()


class TestTheNetwork:
    def test_plain_http_beyond_this_machine(self, place: Place) -> None:
        assert "--tls CERT KEY" in place.refused(listen="0.0.0.0:0")

    def test_an_address_of_another_machine(self, place: Place) -> None:
        assert "another address with --listen" in place.refused(listen="192.0.2.77:0")

    def test_a_port_that_is_taken(self, place: Place) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            assert "ss -ltnp" in place.refused(listen=f"127.0.0.1:{port}")

    def test_a_tls_key_open_to_others(self, place: Place) -> None:
        place.pair.key.chmod(0o604)
        assert "chmod 600" in place.refused("--tls", place.pair.certificate, place.pair.key)

    def test_a_tls_key_of_another_certificate(self, place: Place) -> None:
        place.pair.write_key()
        assert "not a pair" in place.refused("--tls", place.pair.certificate, place.pair.key)

    def test_a_tls_certificate_that_has_ended(self, place: Place) -> None:
        place.pair.renew(days=-1)
        assert "Renew the certificate" in place.refused("--tls", place.pair.certificate, place.pair.key)

    def test_no_tls_certificate(self, place: Place) -> None:
        place.pair.certificate.unlink()
        ended = place.run(*place.arguments("--tls", place.pair.certificate, place.pair.key))
        assert (ended.code, "tls.pem" in ended.err) == (2, True)

    @pytest.mark.parametrize("more", [["--behind-proxy"], ["--tls"]])
    def test_but_with_tls_or_a_proxy_it_serves_the_network(self, place: Place, more: list[object]) -> None:
        files = [place.pair.certificate, place.pair.key] if more == ["--tls"] else []
        with place.served(*more, *files, "--listen", "0.0.0.0:0") as address:
            assert address.startswith("https" if files else "http")
