"""The one place where real parts are plugged together."""

import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import apsw
import msgspec

from thongquan.authority.authority import Authority, warm_up
from thongquan.authority.refusals import ClockBehind
from thongquan.base.limits import LIMITS, Limits
from thongquan.base.moment import Clock, business_day, read_stamp, stamp
from thongquan.server.clerk import Clerk
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.serving import Served, Tls, run
from thongquan.signing.chain import TrustStore
from thongquan.storage.books import last_moment
from thongquan.storage.database import NAME, open_for_reading
from thongquan.storage.folders import OFFICE_SOCKET, keep_apart, private_folder
from thongquan.storage.keyring import CHOICE_KEY, secret
from thongquan.storage.ledger import Ledger
from thongquan.storage.maintaining import load_seal, newest_seal, vault_for
from thongquan.storage.reading_room import SqliteReadingRoom

TRUST = "trust"
BACKLOG = 1024


class Parts(msgspec.Struct, frozen=True):
    """A whole authority, its books open."""

    authority: Authority
    ledger: Ledger
    clock: Clock
    desk: ReadingDesk


class Service(msgspec.Struct, frozen=True):
    """Where and what to serve. `listen` is `HOST:PORT`; port 0 takes a free one."""

    data: Path
    system: str
    keys: Path | None = None
    trust: Path | None = None
    listen: str = "127.0.0.1:8450"
    tls: Tls | None = None
    limits: Limits = LIMITS

    def keys_folder(self) -> Path:
        """Beside the data unless told otherwise, never inside it."""
        return self.keys or self.data.with_name(f"{self.data.name}-keys")


def system_clock() -> datetime:
    return datetime.now(UTC)


def clock_from(start: datetime) -> Clock:
    """A clock that starts there and runs on: for demonstrations and tests only."""
    offset = start - system_clock()
    return lambda: system_clock() + offset


def build_authority(service: Service, clock: Clock) -> Parts:
    """Open books, keys and trust, and refuse what is not safe to serve.

    Raises:
        UnsafeFolder, UnsafeDatabase: the folders or the file are not as they must be.
        ClockBehind: the clock stands before the last act on record.
    """
    data, keys = service.data, service.keys_folder()
    keep_apart(data, keys)
    private_folder(keys)
    trust = service.trust or keys / TRUST
    trusted = TrustStore.load(trust / "anchors", trust / "intermediates", trust / "crls")
    newest_seal(keys)  # without a key nothing is begun
    ledger = Ledger(private_folder(data), vault_for(data, keys))
    try:
        return _plugged_together(service, clock, trusted, ledger)
    except BaseException:
        ledger.close()
        raise


def _plugged_together(service: Service, clock: Clock, trusted: TrustStore, ledger: Ledger) -> Parts:
    data, keys = service.data, service.keys_folder()
    authority = Authority(
        system=service.system,
        trust=trusted,
        seal=load_seal(keys, ledger.vault.in_use.authority),
        choice=secret(keys, CHOICE_KEY),
        limits=service.limits,
    )
    last = ledger.books.last_moment()
    if stamp(clock()) < last:
        raise ClockBehind(last=last)
    desk = ReadingDesk(lambda: SqliteReadingRoom(open_for_reading(data), ledger.vault))
    return Parts(authority, ledger, clock, desk)


def resumed(start: datetime, data: Path) -> Clock:
    """A demonstration's clock: from `start`, but never before the last act that an earlier run recorded."""
    if not (data / NAME).exists():
        return clock_from(start)
    try:
        connection = open_for_reading(data)
        last = last_moment(connection)
        connection.close()
    except apsw.Error:  # damaged: `build_authority` says so
        return clock_from(start)
    return clock_from(max(start, read_stamp(last)) if last else start)


def serve(service: Service, parts: Parts, ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; what was taken on is finished first. `ready` is told the address."""
    warm_up(parts.authority, business_day(parts.clock()))
    listener = listening(service.listen)
    host, port = listener.getsockname()[:2]
    scheme = "https" if service.tls else "http"
    clerk = Clerk(parts.ledger, parts.authority, parts.clock)
    run(
        Served(
            clerk=clerk,
            desk=parts.desk,
            listener=listener,
            office_socket=service.data / OFFICE_SOCKET,
            tls=service.tls,
            ready=lambda: ready(f"{scheme}://{host}:{port}"),
        )
    )


def listening(address: str) -> socket.socket:
    """A socket that listens at `HOST:PORT`. ValueError for another spelling."""
    host, colon, port = address.rpartition(":")
    if not colon or not port.isdecimal():
        raise ValueError(address)
    listener = socket.create_server((host.strip("[]"), int(port)), backlog=BACKLOG, reuse_port=False)
    listener.setblocking(False)
    return listener
