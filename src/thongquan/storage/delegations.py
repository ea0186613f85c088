"""Delegations to brokers. None is ever deleted: what was filed by one goes on naming it."""

from typing import Any

import msgspec

from thongquan.authority.delegation_ports import DelegationSought
from thongquan.authority.paging import Page, Wanted
from thongquan.base.canonical import canonical
from thongquan.registration.delegation import Delegation, Scope
from thongquan.storage.paging import Selection
from thongquan.storage.part import Part

_COLUMNS = "id, principal, broker, user, scope, agent_code, employee_code, since, until, revoked_at"
_SELECT = f"SELECT {_COLUMNS} FROM delegation WHERE"  # noqa: S608 # nosec B608 - constants
_ADD = f"INSERT INTO delegation ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 # nosec B608 - as above
_SCOPE = 4
_LATEST = "ORDER BY since DESC, id"
_BY = {"since": ("since", "id")}
_LIVES = {
    "revoked": "revoked_at <> '' AND revoked_at <= :at",
    "coming": "(revoked_at = '' OR revoked_at > :at) AND since > :at",
    "open": "(revoked_at = '' OR revoked_at > :at) AND since <= :at AND until >= :at",
    "over": "(revoked_at = '' OR revoked_at > :at) AND until < :at",
}


class SqliteDelegations(Part):
    """Implements `authority.delegation_ports.Delegations`."""

    def given_by(self, principal: str, delegation: str) -> Delegation | None:
        row = self._one(f"{_SELECT} principal = ? AND id = ?", principal, delegation)
        return None if row is None else _read(row)

    def of_principal(self, principal: str) -> list[Delegation]:
        return [_read(row) for row in self._rows(f"{_SELECT} principal = ? {_LATEST}", principal)]

    def to_broker(self, broker: str) -> list[Delegation]:
        return [_read(row) for row in self._rows(f"{_SELECT} broker = ? {_LATEST}", broker)]

    def page_given(self, principal: str, sought: DelegationSought, at: str, wanted: Wanted) -> Page[Delegation]:
        found = Selection("delegation").where("principal = ?", principal).where_if(sought.other, "broker = ?")
        return self._page(found, sought, at, wanted)

    def page_held(self, broker: str, sought: DelegationSought, at: str, wanted: Wanted) -> Page[Delegation]:
        found = Selection("delegation").where("broker = ?", broker).where_if(sought.other, "principal = ?")
        found.where_if(sought.user, "user IN ('', ?)")
        return self._page(found, sought, at, wanted)

    def _page(self, found: Selection, sought: DelegationSought, at: str, wanted: Wanted) -> Page[Delegation]:
        if sought.state:
            condition = _LIVES[sought.state]
            found.where(condition.replace(":at", "?"), *[at] * condition.count(":at"))
        return found.page(self._connection, _COLUMNS, _BY[wanted.sort], wanted).told(_read)

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
