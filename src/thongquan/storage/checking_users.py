"""Accounts, terminals, delegations and applications against the deeds: nobody has anything that nobody signed for.

Passwords and what is personal are in no deed; they lie sealed, each for its own account and number.
"""

from collections.abc import Collection
from typing import Any

import apsw
from cryptography.exceptions import InvalidTag

from thongquan.authority.delegation_give import scope_of
from thongquan.base.canonical import canonical
from thongquan.storage.accounts import password_place, person_place
from thongquan.storage.applications import application_place
from thongquan.storage.findings import Findings
from thongquan.storage.register_before import fingerprint
from thongquan.storage.register_told import AccountTold, TerminalTold, Told
from thongquan.storage.sealing import Vault
from thongquan.storage.terminals import key_place, old_key_place

_ACCOUNTS = """
SELECT a.name, a.kind, a.tax_code, a.password_number, a.person, a.password, a.ended_at, ifnull(c.der, o.der)
FROM account a LEFT JOIN certificate c ON c.issuer_serial = a.certificate
               LEFT JOIN officer_certificate o ON o.issuer_serial = a.certificate ORDER BY a.name"""
_TERMINALS = """
SELECT id, key, old_key, old_until, tax_code, application, key_number, ended_at, certificate,
       (SELECT group_concat(name) FROM account a WHERE a.certificate = t.certificate) FROM terminal t ORDER BY id"""
_DELEGATIONS = """
SELECT id, principal, broker, user, scope, agent_code, employee_code, since, until, revoked_at FROM delegation"""
_EFFECTIVE = "SELECT id FROM application WHERE state = 'effective'"
_APPLICATIONS = "SELECT id, tax_code, office, state, body FROM application ORDER BY id"

_MAY_FOLLOW: dict[str, Collection[str]] = {
    "": ("draft", "withdrawn"),
    "sent": ("sent", "withdrawn"),
    "seconded": ("seconded", "withdrawn"),
    "returned": ("returned", "withdrawn"),
    "approved": ("approved", "effective"),
    "rejected": ("rejected",),
}
"""State after the last deed → what the row may say: drafts are saved, and everything is withdrawn, without a deed."""

Rows = list[tuple[Any, ...]]


class Users:
    def __init__(self, connection: apsw.Connection, vault: Vault, told: Told, findings: Findings) -> None:
        self._connection = connection
        self._vault = vault
        self._told = told
        self._found = findings
        self._effective = {str(row[0]) for row in connection.execute(_EFFECTIVE)}

    def check(self) -> Rows:
        """The accounts that no deed brought, as the migration's event would tell them."""
        self._terminals()
        self._delegations()
        self._applications()
        return self._accounts()

    def _accounts(self) -> Rows:
        before: Rows = []
        missing = set(self._told.accounts)
        row: Any
        for row in self._connection.execute(_ACCOUNTS):
            name, kind, tax_code, number, person, password, ended_at, der = row
            known, holder = self._told.accounts.get(name), fingerprint(der) if der else ""
            missing.discard(name)
            if known is None or not known.is_new:
                first = known.first_certificate if known and known.first_certificate else holder
                before.append((name, kind, tax_code, first))
            is_as_told = known is None or self._is_account(known, holder, number, ended_at)
            opens = self._opens(person, person_place(name))
            opens = opens and (not password or self._opens(password, password_place(name, number)))
            if not (is_as_told and opens):
                self._found.add("account", name)
        self._are_missing("account", missing)
        return before

    def _terminals(self) -> None:
        missing = set(self._told.terminals)
        row: Any
        for row in self._connection.execute(_TERMINALS):
            name, key, old_key, old_until, *said = row
            known = self._told.terminals.get(name)
            missing.discard(name)
            keys = (key, old_key, old_until)
            if known is None or not _is_terminal(known, said) or not self._has_own_keys(name, known, keys):
                self._found.add("terminal", name)
        self._are_missing("terminal", missing)

    def _has_own_keys(self, terminal: str, known: TerminalTold, keys: tuple[bytes, bytes, str]) -> bool:
        """The key that the last deed made, none before one was read, and the one before it until its day."""
        key, old_key, old_until = keys
        may_lack = not known.key_number or bool(known.ended_at)
        own = self._opens(key, key_place(terminal, known.key_number)) if key else may_lack
        return own and (not old_key or self._opens(old_key, old_key_place(terminal, known.key_number, old_until)))

    def _delegations(self) -> None:
        missing = set(self._told.delegations)
        row: Any
        for row in self._connection.execute(_DELEGATIONS):
            name, *said = row
            known = self._told.delegations.get(name)
            missing.discard(name)
            if known is None or said != [
                known.principal,
                known.says.broker,
                known.says.user,
                canonical(scope_of(known.says)).decode(),
                known.says.agent_code,
                known.says.employee_code,
                known.since,
                known.until,
                known.revoked_at,
            ]:
                self._found.add("delegation", name)
        self._are_missing("delegation", missing)

    def _applications(self) -> None:
        missing = set(self._told.applications)
        row: Any
        for row in self._connection.execute(_APPLICATIONS):
            name, tax_code, office, state, body = row
            known = self._told.applications.get(name)
            missing.discard(name)
            is_as_told = state in _MAY_FOLLOW[known.state if known else ""]
            if known is not None:
                is_as_told = is_as_told and tax_code == known.tax_code
                is_as_told = is_as_told and (known.state == "returned" or office == known.says.office)
            if not (is_as_told and self._opens(body, application_place(name))):
                self._found.add("application", name)
        self._are_missing("application", missing)

    def _is_account(self, known: AccountTold, holder: str, number: int, ended_at: str) -> bool:
        holders = known.holders(self._effective) or {holder}
        return holder in holders and (known.password_number, known.ended_at) == (number, ended_at)

    def _opens(self, sealed: bytes, place: bytes) -> bool:
        try:
            return bool(self._vault.open(sealed, place))
        except (InvalidTag, ValueError):
            return False

    def _are_missing(self, what: str, names: Collection[str]) -> None:
        for name in sorted(names):
            self._found.add(what, name)


def _is_terminal(known: TerminalTold, said: list[Any]) -> bool:
    tax_code, application, number, ended_at, certificate, users = said
    works_with = not certificate if not known.users else bool(known.users & set((users or "").split(",")))
    return works_with and (known.tax_code, known.application, known.key_number, known.ended_at) == (
        tax_code,
        application,
        number,
        ended_at,
    )
