from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from authority.running import Server
from thongquan.base.limits import LIMITS

SMALL = replace(
    LIMITS,
    filing_bytes=2_000_000,
    body_seconds=1,
    header_seconds=1,
    request_headers=20,
    header_bytes=8_192,
    address_burst=1_000_000,
)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all; its times are short and its bodies small, so that both sides of a limit can be reached.

    All tests come from one address, so how often an address may come is tried on servers of their own.
    """
    server = Server(tmp_path_factory.mktemp("server"), SMALL)
    yield server
    assert server.end() == 0
