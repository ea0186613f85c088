"""Terminals. Of their access keys only hashes are kept, sealed: whoever can write to the file cannot put in his own."""

from typing import Any

from msgspec.structs import replace

from thongquan.authority.account_ports import AccountSought
from thongquan.authority.paging import Page, Wanted
from thongquan.registration.terminal import Terminal
from thongquan.storage.accounts import of_life
from thongquan.storage.paging import Selection
from thongquan.storage.part import Part

_COLUMNS = """id, tax_code, effective_at, readable_until, key, key_number, old_key, old_until, certificate, ended_at,
application"""
_ADD = f"INSERT INTO terminal ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 # nosec B608 - a constant
_PUT = """
UPDATE terminal SET effective_at = ?, readable_until = ?, key = ?, key_number = ?, old_key = ?, old_until = ?,
                    certificate = ?, ended_at = ?, application = ? WHERE id = ? AND tax_code = ?"""

_BY = {"terminal": ("id",), "since": ("effective_at", "id")}


class SqliteTerminals(Part):
    """Implements `authority.application_ports.Terminals`."""

    def terminal(self, terminal: str) -> Terminal | None:
        row = self._one(f"SELECT {_COLUMNS} FROM terminal WHERE id = ?", terminal)  # noqa: S608 # nosec B608 - a constant
        return None if row is None else self._read(row)

    def of_company(self, tax_code: str) -> list[Terminal]:
        rows = self._rows(f"SELECT {_COLUMNS} FROM terminal WHERE tax_code = ? ORDER BY id", tax_code)  # noqa: S608 # nosec B608 - as above
        return [self._read(row) for row in rows]

    def page_of_company(self, tax_code: str, sought: AccountSought, at: str, wanted: Wanted) -> Page[Terminal]:
        found = Selection("terminal").where("tax_code = ?", tax_code)
        found.beginning("id", sought.beginning)
        of_life(found, sought.state, at)
        return found.page(self._connection, _COLUMNS, _BY[wanted.sort], wanted).told(self._read)

    def add(self, terminal: Terminal) -> None:
        self._write(_ADD, terminal.id, terminal.tax_code, *self._rest(terminal))

    def put(self, terminal: Terminal) -> None:
        self._write(_PUT, *self._rest(terminal), terminal.id, terminal.tax_code)

    def _read(self, row: tuple[Any, ...]) -> Terminal:
        one = Terminal(*row)
        key = self._vault.open(one.key, key_place(one.id, one.key_number)) if one.key else b""
        old = (
            self._vault.open(one.old_key, old_key_place(one.id, one.key_number, one.old_until)) if one.old_key else b""
        )
        return replace(one, key=key, old_key=old)

    def _rest(self, one: Terminal) -> tuple[Any, ...]:
        key = self._vault.seal(one.key, key_place(one.id, one.key_number)) if one.key else b""
        old_place = old_key_place(one.id, one.key_number, one.old_until)
        old = self._vault.seal(one.old_key, old_place) if one.old_key else b""
        return (
            one.effective_at,
            one.readable_until,
            key,
            one.key_number,
            old,
            one.old_until,
            one.certificate,
            one.ended_at,
            one.application,
        )


def key_place(terminal: str, number: int) -> bytes:
    """A key counts for its own terminal, and as the one that the deeds count."""
    return f"key {terminal} {number}".encode()


def old_key_place(terminal: str, number: int, until: str) -> bytes:
    """Before the key of this number, and until then only."""
    return f"key {terminal} before {number} until {until}".encode()
