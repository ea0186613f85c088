"""Running it: one event loop for filers and office, one clerk, and a quiet end."""

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import msgspec
import uvicorn
import uvloop

from thongquan.authority.document_ports import DocumentStore
from thongquan.base.limits import Limits
from thongquan.server.api import api
from thongquan.server.asgi import App
from thongquan.server.asking import asker
from thongquan.server.attachment_door import AttachmentDoor
from thongquan.server.clerk import Clerk
from thongquan.server.deposit_forms import office_deposit_form_routes
from thongquan.server.deposits import office_deposit_routes
from thongquan.server.document_door import DocumentDoor
from thongquan.server.document_intake import Intake
from thongquan.server.filing_door import FilingDoor
from thongquan.server.front import Front
from thongquan.server.logs import Log
from thongquan.server.metrics import Metrics
from thongquan.server.office import office
from thongquan.server.office_attachments import office_attachment_routes
from thongquan.server.office_document_lists import office_document_list_routes
from thongquan.server.office_lists import office_list_routes
from thongquan.server.office_transports import office_transport_routes
from thongquan.server.office_trust import trust_routes
from thongquan.server.passwords import Passwords
from thongquan.server.protocol import bounded
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.readings import watch_passwords, watch_unseen
from thongquan.server.taking_effect import take_effects
from thongquan.server.tls import Tls
from thongquan.server.trust_desk import TrustDesk
from thongquan.server.unseen import Unseen
from thongquan.server.webhooks import sending_routes

BACKLOG = 1024

LOG = logging.getLogger("thongquan.serving")
_PATIENCE_SECONDS = 30


class Served(msgspec.Struct, frozen=True):
    clerk: Clerk
    desk: ReadingDesk
    documents: DocumentStore
    listener: socket.socket
    office_socket: Path
    log: Log
    metrics: Metrics
    tls: Tls | None
    ready: Callable[[], None]
    trust: TrustDesk
    beside: Callable[[App], App] = lambda api: api
    """Puts what else is served, such as pages, around the API."""


class _Server(uvicorn.Server):
    """Signals are ours to handle: two servers share this process. And a handshake has its time, as a head has."""

    def __init__(self, config: uvicorn.Config, tls: Tls | None, handshake_seconds: float) -> None:
        super().__init__(config)
        self.servers = []
        self._tls: dict[str, Any] = {"ssl": tls.context, "ssl_handshake_timeout": handshake_seconds} if tls else {}

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        kind: Any = self.config.http_protocol_class

        def protocol() -> asyncio.Protocol:
            made: asyncio.Protocol = kind(
                config=self.config, server_state=self.server_state, app_state=self.lifespan.state
            )
            return made

        loop = asyncio.get_running_loop()
        for one in sockets or ():
            self.servers.append(await loop.create_server(protocol, sock=one, backlog=BACKLOG, **self._tls))
        self.started = True


def run(served: Served) -> None:
    uvloop.run(_run(served))


async def _run(served: Served) -> None:
    limits = served.clerk.authority.limits
    passwords, unseen = Passwords(limits), Unseen(limits)
    ask = asker(served.clerk)
    ordinary = served.beside(cast("App", api(served.clerk, served.desk, served.documents, passwords, unseen)))
    intake = Intake(ask, served.documents, limits)
    ordinary = DocumentDoor(ask, intake, AttachmentDoor(ask, intake, ordinary))
    further = [*trust_routes(ask, served.trust, served.desk), *office_list_routes(ask, served.desk)]
    further += sending_routes(ask, served.clerk, served.desk)
    further += office_deposit_routes(served.desk, served.clerk.clock)
    further += office_deposit_form_routes(served.desk, served.clerk.clock)
    further += office_document_list_routes(ask, served.desk)
    further += office_attachment_routes(ask, served.desk, served.documents)
    further += office_transport_routes(ask, served.desk, served.clerk.clock)
    desk = cast("App", office(served.clerk, further))
    log, metrics = served.log, served.metrics
    watch_passwords(metrics, passwords)
    watch_unseen(metrics, unseen)
    public = _server(Front(FilingDoor(served.clerk), ordinary, limits, log, metrics), limits, served.tls)
    private = _server(Front(None, desk, limits, log, metrics), limits)
    connections = public.server_state.connections
    metrics.watch("thongquan_connections", "gauge", "Connections from the network.", lambda: len(connections))
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, _ask_to_end, [public, private], served.clerk)
    renewals = ThreadPoolExecutor(1, thread_name_prefix="renewal")
    loop.add_signal_handler(signal.SIGHUP, renewals.submit, _renew, served)
    served.clerk.start()
    effects = asyncio.create_task(take_effects(ask, limits.effects_looked_for_seconds))
    try:
        serving = asyncio.gather(
            public.serve([served.listener]), private.serve([_private_socket(served.office_socket)])
        )
        await asyncio.sleep(0)
        LOG.info("ready")
        served.ready()
        await serving
    finally:
        effects.cancel()
        await served.clerk.stop()
        served.desk.close()
        passwords.hashing.close()
        renewals.shutdown()
        served.office_socket.unlink(missing_ok=True)
        LOG.info("ended")


def _renew(served: Served) -> None:
    """SIGHUP: the log by its name again, the TLS certificate and the trust folder as they lie there now."""
    served.log.reopen()
    if served.tls is not None:
        served.tls.renew()
    served.trust.renew()


def _ask_to_end(servers: list[uvicorn.Server], clerk: Clerk) -> None:
    LOG.info("asked to end: what was taken on is finished first")
    clerk.bell.close()
    for server in servers:
        server.should_exit = True


def _server(app: App, limits: Limits, tls: Tls | None = None) -> uvicorn.Server:
    config = uvicorn.Config(
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
    )
    return _Server(config, tls, limits.header_seconds)


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
