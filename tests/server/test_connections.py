"""Connections beyond the limit are told to come back, and those before it go on."""

import time
from pathlib import Path

import httpx
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


def eventually(client: httpx.Client) -> bool:
    """The server learns a moment later that a connection was closed."""
    for _ in range(100):
        if client.get("/healthz").status_code == 200:
            return True
        time.sleep(0.02)
    return False
