"""Webhooks of companies. Addresses are sealed; of secrets nothing is kept, for they are derived."""

from collections.abc import Collection
from typing import Any

import apsw

from thongquan.authority.feed import read_cursor
from thongquan.authority.feed_ports import Cursor
from thongquan.registration.webhook import Webhook
from thongquan.storage.part import Part

HAS_WEBHOOKS = 7
"""The schema from which on the books hold webhooks."""

_COLUMNS = """id, company, address, number, state, added_at, place, nth, mark, next_try, old_until, failures,
failing_since, delivered_at, failed_at, failed_with"""
_ADD = f"INSERT INTO webhook ({_COLUMNS}) VALUES ({', '.join('?' * 16)})"  # noqa: S608 # nosec B608 - a constant
_PUT = """
UPDATE webhook SET number = ?, state = ?, added_at = ?, place = ?, nth = ?, mark = ?, next_try = ?, old_until = ?,
                   failures = ?, failing_since = ?, delivered_at = ?, failed_at = ?, failed_with = ? WHERE id = ?"""
_DUE = f"""
SELECT {_COLUMNS} FROM webhook w
WHERE state = 'active' AND next_try <= ?1
  AND NOT EXISTS (SELECT 1 FROM carray(?3) WHERE value = w.id)
  AND (SELECT suspended FROM company WHERE tax_code = w.company) = 0
  AND (mark <> ?2
       OR (SELECT last FROM feed WHERE company = w.company ORDER BY first DESC LIMIT 1) > place
       OR EXISTS (SELECT 1 FROM notice n WHERE n.company = w.company AND (n.place, n.nth) > (w.place, w.nth)))
ORDER BY next_try LIMIT ?4"""  # noqa: S608 # nosec B608 - a constant


class SqliteWebhooks(Part):
    """Implements `authority.webhook_ports.Webhooks`."""

    def webhook(self, webhook: str) -> Webhook | None:
        row = self._one(f"SELECT {_COLUMNS} FROM webhook WHERE id = ?", webhook)  # noqa: S608 # nosec B608 - a constant
        return None if row is None else self._read(row)

    def of_company(self, company: str) -> list[Webhook]:
        sql = f"SELECT {_COLUMNS} FROM webhook WHERE company = ? ORDER BY added_at, id"  # noqa: S608 # nosec B608 - as above
        return [self._read(row) for row in self._rows(sql, company)]

    def due(self, at: str, mark: str, busy: Collection[str], limit: int) -> list[Webhook]:
        rows = self._rows(_DUE, at, mark, apsw.carray(tuple(busy) or ("",)), limit)
        return [self._read(row) for row in rows]

    def add(self, webhook: Webhook) -> None:
        sealed = self._vault.seal(webhook.address.encode(), address_place(webhook.id))
        self._write(_ADD, webhook.id, webhook.company, sealed, *_rest(webhook))

    def put(self, webhook: Webhook) -> None:
        self._write(_PUT, *_rest(webhook), webhook.id)

    def _read(self, row: tuple[Any, ...]) -> Webhook:
        id_, company, address, number, state, added_at, place, nth, mark, next_try, *more = row
        opened = self._vault.open(address, address_place(id_)).decode()
        return Webhook(
            id_, company, opened, number, state, added_at, str(Cursor(place, nth, mark)), next_try, *more
        )  # fmt: skip


def _rest(one: Webhook) -> tuple[Any, ...]:
    """In the order of the columns, after the address."""
    return (
        one.number, one.state, one.added_at, *read_cursor(one.cursor), one.next_try, one.old_until, one.failures,
        one.failing_since, one.delivered_at, one.failed_at, one.failed_with,
    )  # fmt: skip


def address_place(webhook: str) -> bytes:
    """An address counts for its own webhook."""
    return f"webhook {webhook}".encode()
