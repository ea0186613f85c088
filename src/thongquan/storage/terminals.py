"""Terminals. Of their access keys only hashes are kept."""

from typing import Any

from thongquan.registration.terminal import Terminal
from thongquan.storage.part import Part

_COLUMNS = """id, tax_code, effective_at, readable_until, key, key_number, old_key, old_until, certificate, ended_at,
application"""
_ADD = f"INSERT INTO terminal ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 # nosec B608 - a constant
_PUT = """
UPDATE terminal SET effective_at = ?, readable_until = ?, key = ?, key_number = ?, old_key = ?, old_until = ?,
                    certificate = ?, ended_at = ?, application = ? WHERE id = ? AND tax_code = ?"""


class SqliteTerminals(Part):
    """Implements `authority.application_ports.Terminals`."""

    def terminal(self, terminal: str) -> Terminal | None:
        row = self._one(f"SELECT {_COLUMNS} FROM terminal WHERE id = ?", terminal)  # noqa: S608 # nosec B608 - a constant
        return None if row is None else Terminal(*row)

    def of_company(self, tax_code: str) -> list[Terminal]:
        rows = self._rows(f"SELECT {_COLUMNS} FROM terminal WHERE tax_code = ? ORDER BY id", tax_code)  # noqa: S608 # nosec B608 - as above
        return [Terminal(*row) for row in rows]

    def add(self, terminal: Terminal) -> None:
        self._write(_ADD, terminal.id, terminal.tax_code, *_rest(terminal))

    def put(self, terminal: Terminal) -> None:
        self._write(_PUT, *_rest(terminal), terminal.id, terminal.tax_code)


def _rest(one: Terminal) -> tuple[Any, ...]:
    return (
        one.effective_at, one.readable_until, one.key, one.key_number, one.old_key, one.old_until, one.certificate,
        one.ended_at, one.application,
    )  # fmt: skip
