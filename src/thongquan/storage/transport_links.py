"""Links of transports for drivers, found by a hash of their secret; what is reported by them lies sealed."""

from hashlib import sha256
from typing import Any

import apsw
import msgspec

from thongquan.authority.transport_link_ports import Link, ReportEntered, ReportTold
from thongquan.authority.transport_ports import Transport
from thongquan.base.canonical import canonical
from thongquan.storage.part import Part
from thongquan.storage.record import kept
from thongquan.storage.sealing import Vault
from thongquan.storage.transports import COLUMNS
from thongquan.transport.reports import Report

_LINK = "l.id, l.sealed, l.secret, l.until, l.made_at, l.made_by, l.ended_at"
_HEAD = ", ".join(f"t.{name.strip()}" for name in COLUMNS.split(","))
_OF_SECRET = f"""
SELECT {_LINK}, {_HEAD} FROM transport_link l JOIN transport t ON t.row = l.transport
WHERE l.secret = ?"""  # noqa: S608 # nosec B608 - constants
_OF_TRANSPORT = f"SELECT {_LINK} FROM transport_link l WHERE transport = ? ORDER BY made_at, id"  # noqa: S608 # nosec B608 - a constant
_ADD = """
INSERT INTO transport_link (id, transport, secret, until, made_at, made_by, ended_at, deed, sealed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_ENTER = """
INSERT INTO transport_report (seq, transport, link, id, told, signature, certificate, sealed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_LINK_COLUMNS = 7


class SqliteTransportLinks(Part):
    """Implements `authority.transport_link_ports.TransportLinks`."""

    def of_secret(self, secret: bytes) -> tuple[Link, Transport] | None:
        row = self._one(_OF_SECRET, secret)
        if row is None:
            return None
        one = Transport(*row[_LINK_COLUMNS:])
        return self._link(one.number, row[:_LINK_COLUMNS]), one

    def of_transport(self, one: Transport) -> list[Link]:
        return [self._link(one.number, row) for row in self._rows(_OF_TRANSPORT, one.row)]

    def add(self, one: Transport, link: Link, deed: int) -> None:
        sealed = self._vault.seal(link.driver.encode(), driver_place(link.id))
        self._write(
            _ADD, link.id, one.row, link.secret, link.until, link.made_at, link.made_by, link.ended_at, deed, sealed
        )

    def end(self, link: str, at: str) -> None:
        self._write("UPDATE transport_link SET ended_at = ? WHERE id = ?", at, link)

    def last(self) -> tuple[int, str]:
        row = self._one("SELECT seq, told FROM transport_report ORDER BY seq DESC LIMIT 1")
        return (0, "") if row is None else (int(row[0]), sha256(row[1]).hexdigest())

    def reported(self, link: str, id_: str) -> Report | None:
        row = self._one("SELECT sealed FROM transport_report WHERE link = ? AND id = ?", link, id_)
        return None if row is None else report_in(self._vault, link, id_, kept(row[0]))

    def reports(self, one: Transport) -> list[tuple[str, Report]]:
        rows = self._rows("SELECT link, id, sealed FROM transport_report WHERE transport = ? ORDER BY seq", one.row)
        return [(link, report_in(self._vault, link, id_, sealed)) for link, id_, sealed in rows if sealed]

    def reports_by(self, link: str) -> list[Report]:
        rows = self._rows("SELECT id, sealed FROM transport_report WHERE link = ? ORDER BY seq", link)
        return [report_in(self._vault, link, id_, sealed) for id_, sealed in rows if sealed]

    def count(self, link: str) -> int:
        [[count]] = self._rows("SELECT count(*) FROM transport_report WHERE link = ?", link)
        return int(count)

    def enter(self, one: Transport, told: ReportTold, entered: ReportEntered, report: Report) -> None:
        sealed = self._vault.seal(canonical(report), report_place(told.link, told.id))
        self._write(
            _ENTER, told.seq, one.row, told.link, told.id, entered.told, entered.signature, entered.certificate, sealed
        )

    def _link(self, number: str, row: tuple[Any, ...]) -> Link:
        id_, sealed, *rest = row
        driver = self._vault.open(sealed, driver_place(id_)).decode() if sealed else ""
        return Link(id_, number, driver, *rest)


def driver_place(link: str) -> bytes:
    return f"transport link {link}".encode()


def report_place(link: str, id_: str) -> bytes:
    """A report opens only where it was made."""
    return f"transport report {link} {id_}".encode()


def report_in(vault: Vault, link: str, id_: str, sealed: bytes) -> Report:
    return msgspec.json.decode(vault.open(sealed, report_place(link, id_)), type=Report)


def has_links(connection: apsw.Connection) -> bool:
    """Whether the schema knows them."""
    return connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'transport_link'").fetchone() is not None


def erase_links(connection: apsw.Connection, _before: str) -> None:
    """Who drove and what he told go with the transport, which is erased before."""
    for table in ("transport_link", "transport_report"):
        connection.execute(
            f"UPDATE {table} SET sealed = x'' "  # noqa: S608 # nosec B608 - constants
            "WHERE transport IN (SELECT row FROM transport WHERE length(standing) = 0)"
        )
