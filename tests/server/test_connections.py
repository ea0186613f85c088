"""Connections beyond the limit are told to come back, and those before it go on."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace

from authority.running import Server
from thongquan.base.limits import LIMITS


def test_connections_beyond_the_limit_are_turned_away_and_room_comes_back(tmp_path: Path) -> None:
    server = Server(tmp_path, replace(LIMITS, connections=3))
    try:
        assert server.client.get("/healthz").status_code == 200
        with httpx.Client(base_url=server.address, trust_env=False) as second:
            assert second.get("/healthz").status_code == 200
            with httpx.Client(base_url=server.address, trust_env=False) as third:
                assert third.get("/healthz").status_code == 503
            assert eventually(second)
        with httpx.Client(base_url=server.address, trust_env=False) as again:
            assert eventually(again)
    finally:
        server.end()


POST = b"POST /api/v1/filings HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/mixed; boundary=b\r\n"
UNFINISHED = {
    "a body that never begins": POST + b"Content-Length: 100\r\n\r\n",
    "chunks that never begin": POST + b"Transfer-Encoding: chunked\r\n\r\n",
    "a line feed after an answer": b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
}


@pytest.mark.parametrize("name", UNFINISHED)
def test_who_only_begins_is_let_go(hasty: Server, name: str) -> None:
    head = UNFINISHED[name]
    with socket.create_connection(("127.0.0.1", hasty.port), timeout=8) as wire:
        wire.sendall(head)
        if head.startswith(b"GET"):
            assert wire.recv(4096).startswith(b"HTTP/1.1 200")
            wire.sendall(b"\r\n")
        while wire.recv(4096):
            pass


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("hasty"), replace(LIMITS, body_seconds=1, header_seconds=1))
    yield server
    server.end()


def eventually(client: httpx.Client) -> bool:
    """The server learns a moment later that a connection was closed."""
    for _ in range(100):
        if client.get("/healthz").status_code == 200:
            return True
        time.sleep(0.02)
    return False
