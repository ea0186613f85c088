"""Delegations to brokers. None is ever deleted: what was filed by one goes on naming it."""

from typing import Any

import msgspec

from thongquan.base.canonical import canonical
from thongquan.registration.delegation import Delegation, Scope
from thongquan.storage.part import Part

_COLUMNS = "id, principal, broker, user, scope, agent_code, employee_code, since, until, revoked_at"
_SELECT = f"SELECT {_COLUMNS} FROM delegation WHERE"  # noqa: S608 # nosec B608 - constants
_ADD = f"INSERT INTO delegation ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 # nosec B608 - as above
_SCOPE = 4
_LATEST = "ORDER BY since DESC, id"


class SqliteDelegations(Part):
    """Implements `authority.delegation_ports.Delegations`."""

    def given_by(self, principal: str, delegation: str) -> Delegation | None:
        row = self._one(f"{_SELECT} principal = ? AND id = ?", principal, delegation)
        return None if row is None else _read(row)

    def of_principal(self, principal: str) -> list[Delegation]:
        return [_read(row) for row in self._rows(f"{_SELECT} principal = ? {_LATEST}", principal)]

    def to_broker(self, broker: str) -> list[Delegation]:
        return [_read(row) for row in self._rows(f"{_SELECT} broker = ? {_LATEST}", broker)]

    def between(self, broker: str, principal: str) -> list[Delegation]:
        return [_read(row) for row in self._rows(f"{_SELECT} broker = ? AND principal = ?", broker, principal)]

    def add(self, delegation: Delegation) -> None:
        one = delegation
        self._write(
            _ADD,
            one.id,
            one.principal,
            one.broker,
            one.user,
            canonical(one.scope).decode(),
            one.agent_code,
            one.employee_code,
            one.since,
            one.until,
            one.revoked_at,
        )

    def revoke(self, principal: str, delegation: str, at: str) -> None:
        sql = "UPDATE delegation SET revoked_at = ? WHERE principal = ? AND id = ? AND revoked_at = ''"
        self._write(sql, at, principal, delegation)


def _read(row: tuple[Any, ...]) -> Delegation:
    said = [*row]
    said[_SCOPE] = msgspec.json.decode(said[_SCOPE], type=Scope)
    return Delegation(*said)
