"""Flights that a company prepares in the browser: sealed pieces in a database of its own beside the books.

    DATA/flights.sqlite3: flight(company, id, changed), piece(company, id, name, sealed)

They are drafts, no record of the authority: no backup holds them, and what nobody changed for some days is taken away.
Whose a flight is stands there as a keyed hash only, and is part of what every piece is sealed for: one that was moved
to another company, flight or name does not open. What is put together is on the disk together, or not at all.
"""

import os
import threading
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import apsw
from cryptography.exceptions import InvalidTag

from thongquan.base.limits import LIMITS, Limits
from thongquan.storage.sealing import Vault

NAME = "flights.sqlite3"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS flight(
  company BLOB NOT NULL, id TEXT NOT NULL, changed TEXT NOT NULL, PRIMARY KEY (company, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS flight_changed ON flight(changed);
CREATE TABLE IF NOT EXISTS piece(
  company BLOB NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (company, id, name))"""
_KEPT = "SELECT id FROM flight WHERE company = ? ORDER BY id DESC"
_OF_COMPANY = "flights"
_QUICKEST = 1
_MOST_EXPANDED = 256 * 1024 * 1024


class Flights:
    """Implements `portal.flight_ports.FlightStore`. Any thread may ask; one is served at a time."""

    def __init__(self, data: Path, vault: Vault, limits: Limits = LIMITS) -> None:
        self._vault, self._limits = vault, limits
        self._lock = threading.Lock()
        path = data / NAME
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))  # its log files take over its mode
        self._connection = apsw.Connection(str(path))
        for pragma in ("journal_mode=wal", "synchronous=full", "secure_delete=on"):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()
        self._connection.execute(_SCHEMA)

    def add(self, company: str, flight: str, at: str, pieces: Mapping[str, bytes]) -> bool:
        """False where the company keeps as many as it may; `at` is a `stamp`."""
        key = self._key(company)
        with self._lock, self._connection:
            if len(self._connection.execute(_KEPT, (key,)).fetchall()) >= self._limits.flights_kept:
                return False
            self._connection.execute("INSERT INTO flight VALUES (?, ?, ?)", (key, flight, at))
            self._write(key, flight, pieces)
        return True

    def put(self, company: str, flight: str, at: str, pieces: Mapping[str, bytes], drop: Sequence[str] = ()) -> bool:
        """Together, in place of those of the same names and of all whose names begin with one in `drop`.

        False where there is no such flight any more: then nothing is kept.
        """
        key = self._key(company)
        sealed = {name: self._sealed(key, flight, name, plain) for name, plain in pieces.items()}
        with self._lock, self._connection:
            self._connection.execute("UPDATE flight SET changed = ? WHERE company = ? AND id = ?", (at, key, flight))
            if not self._connection.changes():
                return False
            for start in drop:
                self._connection.execute(
                    "DELETE FROM piece WHERE company = ? AND id = ? AND substr(name, 1, ?) = ?",
                    (key, flight, len(start), start),
                )
            self._keep(key, flight, sealed)
        return True

    def get(self, company: str, flight: str, name: str) -> bytes | None:
        """None where there is none: another company's looks the same, and so does one that does not open."""
        key = self._key(company)
        with self._lock:
            row = self._connection.execute(
                "SELECT sealed FROM piece WHERE company = ? AND id = ? AND name = ?", (key, flight, name)
            ).fetchone()
        if row is None:
            return None
        try:
            return _expanded(self._vault.open(row[0], _place(key, flight, name)))
        except InvalidTag:  # sealed with a key that is no longer there, or moved
            return None

    def kept(self, company: str) -> list[str]:
        """The ids of a company's flights, the newest first."""
        with self._lock:
            return [flight for (flight,) in self._connection.execute(_KEPT, (self._key(company),))]

    def forget(self, company: str, flight: str) -> None:
        key = self._key(company)
        with self._lock, self._connection:
            for table in ("piece", "flight"):
                self._connection.execute(f"DELETE FROM {table} WHERE company = ? AND id = ?", (key, flight))  # noqa: S608 # nosec B608 - our own two names

    def sweep(self, before: str) -> None:
        """Takes away what nobody changed since `before`, a `stamp`."""
        with self._lock, self._connection:
            self._connection.execute(
                "DELETE FROM piece WHERE (company, id) IN (SELECT company, id FROM flight WHERE changed < ?)", (before,)
            )
            self._connection.execute("DELETE FROM flight WHERE changed < ?", (before,))

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _write(self, key: bytes, flight: str, pieces: Mapping[str, bytes]) -> None:
        self._keep(key, flight, {name: self._sealed(key, flight, name, plain) for name, plain in pieces.items()})

    def _keep(self, key: bytes, flight: str, sealed: Mapping[str, bytes]) -> None:
        self._connection.executemany(
            "INSERT OR REPLACE INTO piece VALUES (?, ?, ?, ?)",
            [(key, flight, name, content) for name, content in sealed.items()],
        )

    def _sealed(self, key: bytes, flight: str, name: str, plain: bytes) -> bytes:
        return self._vault.seal(zlib.compress(plain, _QUICKEST), _place(key, flight, name))

    def _key(self, company: str) -> bytes:
        return self._vault.attachment_key(company, _OF_COMPANY)


def _expanded(packed: bytes) -> bytes:
    return zlib.decompressobj().decompress(packed, _MOST_EXPANDED)


def _place(key: bytes, flight: str, name: str) -> bytes:
    return b"flight %s %s %s" % (key.hex().encode(), flight.encode(), name.encode())
