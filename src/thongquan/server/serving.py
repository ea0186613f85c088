"""Running it: one event loop for filers and office, one clerk, and a quiet end."""

import asyncio
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import msgspec
import uvicorn
import uvloop

from thongquan.base.limits import Limits
from thongquan.server.api import api
from thongquan.server.asgi import App
from thongquan.server.clerk import Clerk
from thongquan.server.filing_door import FilingDoor
from thongquan.server.front import Front
from thongquan.server.office import office
from thongquan.server.protocol import bounded
from thongquan.server.reading_desk import ReadingDesk

_PATIENCE_SECONDS = 30


class Tls(msgspec.Struct, frozen=True):
    certificate: Path
    key: Path


class Served(msgspec.Struct, frozen=True):
    clerk: Clerk
    desk: ReadingDesk
    listener: socket.socket
    office_socket: Path
    tls: Tls | None = None
    ready: Callable[[], None] = lambda: None


class _Server(uvicorn.Server):
    """Signals are ours to handle: two servers share this process."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def run(served: Served) -> None:
    uvloop.run(_run(served))


async def _run(served: Served) -> None:
    limits = served.clerk.authority.limits
    ordinary, desk = cast("App", api(served.clerk, served.desk)), cast("App", office(served.clerk))
    public = _server(Front(FilingDoor(served.clerk), ordinary, limits), limits, served.tls)
    private = _server(Front(None, desk, limits), limits)
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, _ask_to_end, [public, private])
    served.clerk.start()
    try:
        serving = asyncio.gather(
            public.serve([served.listener]), private.serve([_private_socket(served.office_socket)])
        )
        await asyncio.sleep(0)
        served.ready()
        await serving
    finally:
        await served.clerk.stop()
        served.desk.close()
        served.office_socket.unlink(missing_ok=True)


def _ask_to_end(servers: list[uvicorn.Server]) -> None:
    for server in servers:
        server.should_exit = True


def _server(app: App, limits: Limits, tls: Tls | None = None) -> uvicorn.Server:
    return _Server(
        uvicorn.Config(
            app,
            http=bounded(limits),
            ws="none",
            lifespan="off",
            loop="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=limits.connections,
            timeout_graceful_shutdown=_PATIENCE_SECONDS,
            ssl_certfile=tls.certificate if tls else None,
            ssl_keyfile=tls.key if tls else None,
        )
    )


def _private_socket(path: Path) -> socket.socket:
    """Nobody but the server's own user can open it, from its first moment."""
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        listener.bind(str(path))
    finally:
        os.umask(before)
    return listener
