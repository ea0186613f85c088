"""The one place where real parts are plugged together."""

import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TypeVar

import apsw
import msgspec

from thongquan.authority.authority import Authority, warm_up
from thongquan.authority.delegations_seen import still_acts
from thongquan.authority.log_in import still_open
from thongquan.authority.refusals import ClockBehind
from thongquan.authority.seal import AuthoritySeal
from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS, Limits
from thongquan.base.moment import Clock, business_day, read_stamp, stamp
from thongquan.portal.counter import Counter
from thongquan.portal.flight_desk import FlightDesk
from thongquan.portal.pages import portal
from thongquan.portal.sessions import Session
from thongquan.server.asking import asker
from thongquan.server.clerk import Clerk
from thongquan.server.filing_door import FilingDoor
from thongquan.server.logs import Log
from thongquan.server.metrics import Metrics
from thongquan.server.problem import code_told, problem, status_of
from thongquan.server.rates import Rates, source_of
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.readings import watch_authority, watch_log, watch_process, watch_tls
from thongquan.server.safety import (
    AddressUnusable,
    AuthorityKeyUnusable,
    NobodyTrusted,
    require_in_force,
    require_private_file,
    require_safe_address,
)
from thongquan.server.serving import BACKLOG, Served, run
from thongquan.server.tls import Tls, TlsFiles
from thongquan.server.trust_desk import GraceAlarm, TrustDesk
from thongquan.signing.chain import TrustStore
from thongquan.signing.evidence import Wanted
from thongquan.storage.books import last_moment
from thongquan.storage.database import NAME, open_for_reading
from thongquan.storage.flights import Flights
from thongquan.storage.folders import OFFICE_SOCKET, keep_apart, private_folder
from thongquan.storage.keyring import (
    AUTHORITY_CERTIFICATE,
    AUTHORITY_KEY,
    CHALLENGE_KEY,
    CHOICE_KEY,
    WEBHOOK_KEY,
    numbered,
    secret,
)
from thongquan.storage.ledger import Ledger
from thongquan.storage.maintaining import load_seal, newest_number, vault_for
from thongquan.storage.reading_room import SqliteReadingRoom
from thongquan.storage.trust_folder import TrustFolder

TRUST = "trust"

T = TypeVar("T")


class Parts(msgspec.Struct, frozen=True):
    """A whole authority, its books open."""

    authority: Authority
    ledger: Ledger
    clock: Clock
    desk: ReadingDesk
    flights: Flights


class Service(msgspec.Struct, frozen=True):
    """Where and what to serve. `listen` is `HOST:PORT`; port 0 takes a free one."""

    data: Path
    system: str
    keys: Path | None = None
    trust: Path | None = None
    listen: str = "127.0.0.1:8450"
    tls: TlsFiles | None = None
    behind_proxy: bool = False
    """Plain HTTP on an address of the network: a proxy on a wire of our own does the TLS."""
    limits: Limits = LIMITS
    at_once: bool = False
    """A demonstration: registrations count at once."""

    def keys_folder(self) -> Path:
        """Beside the data unless told otherwise, never inside it."""
        return self.keys or self.data.with_name(f"{self.data.name}-keys")

    def trust_folder(self) -> Path:
        return self.trust or self.keys_folder() / TRUST


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
        Refusal: keys or trust are not, see `server/safety.py`.
        ClockBehind: the clock stands before the last act on record.
    """
    data, keys = service.data, service.keys_folder()
    keep_apart(data, keys)
    private_folder(keys)
    trust = trusted(service)
    own_seal(keys, newest_number(keys), clock())  # without a key nothing is begun
    for key in keys.glob("*.key"):
        require_private_file(key)
    ledger = Ledger(private_folder(data), vault_for(data, keys))
    try:
        return _plugged_together(service, clock, trust, ledger)
    except BaseException:  # undone, and raised again
        ledger.close()
        raise


def _plugged_together(service: Service, clock: Clock, trust: TrustStore, ledger: Ledger) -> Parts:
    data, keys = service.data, service.keys_folder()
    authority = Authority(
        system=service.system,
        trust=trust,
        seal=own_seal(keys, ledger.vault.in_use.authority, clock()),
        choice=secret(keys, CHOICE_KEY),
        challenge=secret(keys, CHALLENGE_KEY),
        webhook=secret(keys, WEBHOOK_KEY),
        limits=service.limits,
        at_once=service.at_once,
    )
    last = ledger.books.last_moment()
    if stamp(clock()) < last:
        raise ClockBehind(last=last)
    TrustFolder(service.trust_folder(), data).keep_newest(trust)
    desk = ReadingDesk(lambda: SqliteReadingRoom(open_for_reading(data), ledger.vault))
    return Parts(authority, ledger, clock, desk, Flights(data, ledger.vault, service.limits))


def own_seal(keys: Path, number: int, moment: datetime) -> AuthoritySeal:
    """The key of this number, which signs receipts, closed to others, and its certificate, in force."""
    key, certificate = keys / numbered(AUTHORITY_KEY, number), keys / numbered(AUTHORITY_CERTIFICATE, number)
    require_private_file(key)
    try:
        seal = load_seal(keys, number)
    except (TypeError, ValueError) as error:
        raise AuthorityKeyUnusable(key=str(key), certificate=str(certificate)) from error
    require_in_force(seal.certificate, moment, certificate)
    return seal


def trusted(service: Service) -> TrustStore:
    """Anchors, intermediates and what is known of revocation, as they lie in the folders now."""
    folder = TrustFolder(service.trust_folder(), service.data)
    store = folder.read(GraceAlarm(), Wanted())
    if store.is_empty():
        raise NobodyTrusted(folder=str(folder.trust / "anchors"))
    return store


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


def serve(service: Service, parts: Parts, ready: Callable[[str], None], log: Log) -> None:
    """Serve until SIGTERM or SIGINT; what was taken on is finished first. `ready` is told the address.

    Raises:
        Refusal: the address or the TLS certificate cannot be served.
    """
    tls = Tls(service.tls, system_clock) if service.tls else None
    warm_up(parts.authority, business_day(parts.clock()))
    listener = listening(service.listen)
    if tls is None and not service.behind_proxy:
        try:
            require_safe_address(listener)
        except Refusal:
            listener.close()
            raise
    host, port = listener.getsockname()[:2]
    metrics = Metrics()
    clerk = Clerk(parts.ledger, parts.authority, parts.clock, metrics)
    watch_process(metrics)
    watch_authority(metrics, clerk, parts.ledger)
    watch_tls(metrics, tls)
    watch_log(metrics, log)
    run(
        Served(
            clerk=clerk,
            desk=parts.desk,
            documents=parts.ledger.attachments,
            listener=listener,
            office_socket=service.data / OFFICE_SOCKET,
            log=log,
            metrics=metrics,
            tls=tls,
            ready=lambda: ready(f"{'https' if tls else 'http'}://{host}:{port}"),
            beside=lambda api: portal(counter(service, parts, clerk), api),
            trust=TrustDesk(clerk, TrustFolder(service.trust_folder(), service.data)),
        )
    )


def counter(service: Service, parts: Parts, clerk: Clerk) -> Counter:
    """What the pages are given: ways to ask, and nothing of the server or the tables."""
    ask, door = asker(clerk), FilingDoor(clerk)

    def status(refusal: Refusal) -> int:
        code_told.set(refusal.code)
        return status_of(refusal.code)

    rates = Rates(service.limits)

    async def is_still_open(session: Session) -> bool:
        who, at = session.who, parts.clock()
        return await parts.desk.ask(
            lambda room: (
                still_open(room, who.account, who.certificate, at) and still_acts(room, who.account, who.grant, at)
            )
        )

    return Counter(
        ask=ask,
        door=door,
        still_open=is_still_open,
        read=parts.desk.ask,
        flights=FlightDesk(parts.flights, door, parts.clock, service.limits),
        clock=parts.clock,
        authority=lambda: clerk.authority,
        healthy=lambda: clerk.healthy,
        waiting=lambda: clerk.waiting_lines,
        status_of=status,
        problem=problem,
        source_of=lambda scope: source_of(scope, behind_proxy=service.behind_proxy),
        wait=lambda source: rates.wait(source, monotonic()),
        secure=service.tls is not None or service.behind_proxy,
        limits=service.limits,
    )


def listening(address: str) -> socket.socket:
    """A socket that listens at `HOST:PORT`. ValueError for another spelling."""
    host, colon, port = address.rpartition(":")
    if not colon or not port.isdecimal():
        raise ValueError(address)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host.strip("[]"), int(port)), family=family, backlog=BACKLOG, reuse_port=False)
    except OSError as error:
        raise AddressUnusable(address=address, reason=error.strerror or type(error).__name__) from error
    listener.setblocking(False)
    return listener
