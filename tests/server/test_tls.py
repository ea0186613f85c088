"""Real handshakes: what is spoken, who is let go, and a certificate renewed while filings go on."""

import os
import socket
import ssl
import time
import warnings
from collections.abc import Iterator

import httpx
import msgspec
import pytest
from cryptography import x509
from msgspec.structs import replace

from authority.house import a_filing, lines_of
from authority.running import Server
from server.renewing import told_to_renew
from server_pair import ServerPair
from thongquan.app import system_clock
from thongquan.base.limits import LIMITS
from thongquan.server.tls import Tls, TlsFiles

SILENT = 500 if os.environ.get("THONGQUAN_DRILL") else 200
SMALL = replace(LIMITS, header_seconds=2)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> ServerPair:
    return ServerPair(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory, pair: ServerPair) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("secure"), SMALL, tls=pair)
    yield server
    assert server.end() == 0


def connected(server: Server, context: ssl.SSLContext) -> ssl.SSLSocket:
    return context.wrap_socket(
        socket.create_connection(("127.0.0.1", server.port), timeout=5), server_hostname="127.0.0.1"
    )


def serial_shown(server: Server, pair: ServerPair) -> int:
    with connected(server, pair.context()) as wire:
        shown = wire.getpeercert(binary_form=True)
    assert shown is not None
    return x509.load_der_x509_certificate(shown).serial_number


class TestAHandshake:
    @pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
    def test_is_modern_with_forward_secrecy_and_no_compression(
        self, secure: Server, pair: ServerPair, version: ssl.TLSVersion
    ) -> None:
        context = pair.context()
        context.minimum_version = context.maximum_version = version
        with connected(secure, context) as wire:
            assert wire.compression() is None
            cipher = wire.cipher()
        assert cipher is not None
        assert cipher[0].startswith(("TLS_", "ECDHE-"))
        assert any(good in cipher[0] for good in ("GCM", "CHACHA20"))

    def test_of_an_old_version_fails(self, secure: Server, pair: ServerPair) -> None:
        context = pair.context()
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
        with pytest.raises(ssl.SSLError):
            connected(secure, context)

    @pytest.mark.parametrize("cipher", ["AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA256"])
    def test_with_a_weak_cipher_fails(self, secure: Server, pair: ServerPair, cipher: str) -> None:
        context = pair.context()
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers(f"{cipher}:@SECLEVEL=0")
        with pytest.raises((ssl.SSLError, ConnectionResetError)):
            connected(secure, context)

    def test_again_on_the_same_connection_is_not_offered(self, pair: ServerPair) -> None:
        options = Tls(TlsFiles(pair.certificate, pair.key), system_clock).context.options
        assert options & ssl.OP_NO_RENEGOTIATION
        assert options & ssl.OP_NO_COMPRESSION

    def test_spoken_as_plain_http_gets_nothing_and_the_server_lives(self, secure: Server) -> None:
        with pytest.raises(httpx.HTTPError):
            httpx.get(f"http://127.0.0.1:{secure.port}/healthz", trust_env=False)
        assert secure.client.get("/healthz").status_code == 200


def test_clients_that_never_speak_are_let_go_and_disturb_nobody(secure: Server) -> None:
    filing = a_filing(lines_of("SILENT1"))
    silent = [socket.create_connection(("127.0.0.1", secure.port), timeout=10) for _ in range(SILENT)]
    try:
        began = time.monotonic()
        assert secure.file(filing).status_code == 200
        assert time.monotonic() - began < 2
        for wire in silent:
            wire.settimeout(10)
            assert wire.recv(1) == b""
        assert time.monotonic() - began < SMALL.header_seconds + 4
    finally:
        for wire in silent:
            wire.close()


def test_a_client_that_speaks_late_but_in_time_is_served(secure: Server, pair: ServerPair) -> None:
    wire = socket.create_connection(("127.0.0.1", secure.port), timeout=5)
    time.sleep(SMALL.header_seconds / 2)
    with pair.context().wrap_socket(wire, server_hostname="127.0.0.1") as spoken:
        spoken.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert spoken.recv(100).startswith(b"HTTP/1.1 200")


class TestRenewal:
    def test_shows_the_new_certificate_and_leaves_open_connections_alone(
        self, secure: Server, pair: ServerPair
    ) -> None:
        before = serial_shown(secure, pair)
        with httpx.Client(base_url=secure.address, trust_env=False, verify=pair.context()) as open_before:
            assert open_before.get("/healthz").status_code == 200
            pair.renew()
            told_to_renew(secure, "the TLS certificate was read anew")
            assert serial_shown(secure, pair) == pair.serial != before
            assert open_before.get("/healthz").status_code == 200

    @pytest.mark.parametrize(
        ("what", "code"),
        [
            ("a foreign key", "TLS-UNUSABLE"),
            ("no certificate", "TLS-UNUSABLE"),
            ("ended", "TLS-ENDED"),
            ("no key", "KEY-FILE-MISSING"),
            ("an open key", "KEY-FILE-OPEN"),
        ],
    )
    def test_with_a_bad_pair_is_refused_and_the_old_one_stays(
        self, secure: Server, pair: ServerPair, what: str, code: str
    ) -> None:
        pair.renew()
        told_to_renew(secure, "the TLS certificate was read anew")
        good = pair.serial
        match what:
            case "a foreign key":
                pair.write_key()
            case "no certificate":
                pair.certificate.write_text("nothing")
            case "ended":
                pair.renew(days=-1)
            case "no key":
                pair.key.unlink()
            case "an open key":
                pair.renew()
                pair.key.chmod(0o644)
        told_to_renew(secure, f"the new TLS certificate is refused ({code})")
        assert serial_shown(secure, pair) == good


def test_the_end_of_the_certificate_is_told(secure: Server, pair: ServerPair) -> None:
    pair.renew(days=3)
    told_to_renew(secure, "the TLS certificate was read anew")
    lines = secure.client.get("/metrics").text.splitlines()
    [ends] = [float(line.split()[1]) for line in lines if line.startswith("thongquan_tls_certificate_end_seconds ")]
    assert 2 < (ends - time.time()) / 86_400 < 3.1


def test_the_log_says_nothing_of_the_key(secure: Server, pair: ServerPair) -> None:
    body = "".join(pair.key.read_text().splitlines()[1:-1])
    assert body not in secure.logged()
    assert all(msgspec.json.decode(line) for line in secure.logged().splitlines())
