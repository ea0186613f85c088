"""The one place where real parts are plugged together."""

import shutil
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from thongquan.authority.authority import Authority, warm_up
from thongquan.authority.company_add import company_add
from thongquan.authority.officer_add import officer_add
from thongquan.authority.refusals import ClockBehind
from thongquan.authority.seal import AuthoritySeal
from thongquan.authority.sitting import Sitting
from thongquan.base.limits import LIMITS, Limits
from thongquan.base.moment import Clock, business_day, read_stamp, stamp
from thongquan.registration.model import Officer
from thongquan.server.clerk import Clerk
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.serving import Served, Tls, run
from thongquan.signing.chain import TrustStore, certificates_of
from thongquan.signing.pki import issue_company, make_pki
from thongquan.storage.books import last_moment
from thongquan.storage.database import NAME, open_for_reading
from thongquan.storage.folders import keep_apart, private_folder
from thongquan.storage.ledger import Ledger
from thongquan.storage.reading_room import SqliteReadingRoom
from thongquan.storage.sealing import CHOICE_KEY, open_vault, secret

AUTHORITY_KEY = "authority-key.pem"
AUTHORITY_CERTIFICATE = "authority.pem"
TRUST = "trust"
OFFICE_SOCKET = "office.sock"
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
    authority = Authority(
        system=service.system,
        trust=TrustStore.load(trust / "anchors", trust / "intermediates", trust / "crls"),
        seal=AuthoritySeal.load((keys / AUTHORITY_KEY).read_bytes(), (keys / AUTHORITY_CERTIFICATE).read_bytes()),
        choice=secret(keys, CHOICE_KEY),
        limits=service.limits,
    )
    vault = open_vault(keys)
    ledger = Ledger(private_folder(data), vault)
    last = ledger.books.last_moment()
    if stamp(clock()) < last:
        ledger.close()
        raise ClockBehind(last=last)
    desk = ReadingDesk(lambda: SqliteReadingRoom(open_for_reading(data), vault))
    return Parts(authority, ledger, clock, desk)


DEMO_SYSTEM = "thongquan-demo"
DEMO_PASSWORD = "thu-nghiem"  # noqa: S105 # nosec B105 - of demonstration certificates that prove nothing
DEMO_COMPANIES = {
    "9901234560": "Công ty TNHH Chuyển phát nhanh Thử Nghiệm",
    "9907654321": "Công ty CP Giao nhận Đường Sáng",
}
DEMO_OFFICERS = (
    Officer("cb01", "Lê Văn Công", "02DS", "officer"),
    Officer("ct01", "Trần Thị Trưởng", "02DS", "head"),
    Officer("cb02", "Phạm Thị Mẫu", "01B1", "officer"),
    Officer("ct02", "Nguyễn Văn Thử", "01B1", "head"),
)
"""All made up, as everything in a demonstration."""

_DEMO_CRL_DAYS = 3650


def build_demo(service: Service, start: datetime | None = None) -> Parts:
    """An authority with its own certification authority, two companies and four officers, made if absent.

    `start` is where the clock begins on the first run; a later run goes on after the last act on record.
    The companies' keys are `TRUST/companies/TAX-rsa.p12` in the keys folder, under `DEMO_PASSWORD`.
    """
    keys = private_folder(service.keys_folder())
    trust = keys / TRUST
    begin = start or system_clock()
    if not trust.exists():
        _make_demo_trust(trust.with_name(f"{TRUST}.unfinished"), begin)
        trust.with_name(f"{TRUST}.unfinished").rename(trust)
    _copy_private(trust / "authority" / "key.pem", keys / AUTHORITY_KEY)
    _copy_private(trust / "authority" / "certificate.pem", keys / AUTHORITY_CERTIFICATE)
    demo = replace(service, system=DEMO_SYSTEM, trust=trust)
    parts = build_authority(demo, resumed(begin, service.data) if start else system_clock)
    _register_demo(parts, trust)
    return parts


def _make_demo_trust(folder: Path, moment: datetime) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    make_pki(folder, moment=moment, crl_days=_DEMO_CRL_DAYS)
    for tax_code, name in DEMO_COMPANIES.items():
        issue_company(folder, tax_code, name, password=DEMO_PASSWORD, moment=moment)


def _copy_private(source: Path, target: Path) -> None:
    if not target.exists():
        shutil.copy(source, target)
        target.chmod(0o600)


def _register_demo(parts: Parts, trust: Path) -> None:
    """Registering again what is registered changes nothing."""
    parts.ledger.begin()
    now = Sitting(parts.authority, parts.ledger.books, parts.clock())
    for tax_code, name in DEMO_COMPANIES.items():
        company_add(now, name, tax_code, certificates_of((trust / "companies" / f"{tax_code}-rsa.pem").read_bytes()))
    for officer in DEMO_OFFICERS:
        officer_add(now, officer)
    parts.ledger.commit()


def resumed(start: datetime, data: Path) -> Clock:
    """A demonstration's clock: from `start`, but never before the last act that an earlier run recorded."""
    if not (data / NAME).exists():
        return clock_from(start)
    connection = open_for_reading(data)
    try:
        last = last_moment(connection)
    finally:
        connection.close()
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
