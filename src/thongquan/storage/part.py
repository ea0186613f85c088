"""What each part of the registration's books is given: a connection, the vault, and whom to tell of changes."""

from collections.abc import Callable
from typing import Any

import apsw

from thongquan.storage.sealing import Vault


def nobody() -> None:
    """Nobody remembers anything on a connection that only reads."""


class Part:
    """Some tables of the books. On a connection that can only read, its writing methods fail."""

    def __init__(self, connection: apsw.Connection, vault: Vault, changed: Callable[[], None] = nobody) -> None:
        self._connection = connection
        self._vault = vault
        self._changed = changed

    def _one(self, sql: str, *bindings: Any) -> tuple[Any, ...] | None:
        return self._connection.execute(sql, bindings).fetchone()

    def _rows(self, sql: str, *bindings: Any) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, bindings).fetchall()

    def _write(self, sql: str, *bindings: Any) -> None:
        self._connection.execute(sql, bindings)
        self._changed()
