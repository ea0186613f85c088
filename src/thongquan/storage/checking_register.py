"""Companies and certificates against the deeds: nothing is in the register that nobody signed for."""

from collections.abc import Collection
from typing import Any

import apsw

from thongquan.storage.checking_users import Users
from thongquan.storage.deeds import HAS_DEEDS
from thongquan.storage.events import believed
from thongquan.storage.findings import Findings
from thongquan.storage.register_before import digest_of, fingerprint, is_under
from thongquan.storage.register_officers import check_officers
from thongquan.storage.register_told import Told
from thongquan.storage.sealing import Vault

_CERTIFICATES = """
SELECT c.issuer_serial, c.der, c.tax_code, c.state, c.until, c.deed, c.seconded_by, old.der
FROM certificate c LEFT JOIN certificate old ON old.issuer_serial = c.replaces ORDER BY c.added_at"""
_COMPANIES = "SELECT tax_code, name, code, suspended FROM company ORDER BY tax_code"
Rows = list[tuple[Any, ...]]


class Register:
    """Compares row by row, and puts aside what is from before there were deeds."""

    def __init__(self, connection: apsw.Connection, vault: Vault, told: Told, findings: Findings) -> None:
        self._connection = connection
        self._vault = vault
        self._told = told
        self._found = findings

    def check(self, authority: Collection[bytes] | None) -> None:
        before = {
            "companies": self._companies(),
            "certificates": self._certificates(),
            "officers": check_officers(self._connection, self._told, self._found),
            "accounts": Users(self._connection, self._vault, self._told, self._found).check(),
        }
        facts = self._told_before(authority)
        for what, rows in before.items():
            if digest_of(rows) != facts.get(what, ""):
                self._found.add("register", f"{what}: {', '.join(str(row[0]) for row in rows[:3])}")

    def _told_before(self, authority: Collection[bytes] | None) -> dict[str, Any]:
        for event in believed(self._connection, authority):
            if event.kind == "migrated" and int(event.facts["schema_before"]) < HAS_DEEDS <= int(
                event.facts["schema_after"]
            ):
                return dict(event.facts)
        return {}

    def _companies(self) -> Rows:
        before: Rows = []
        told, missing = self._told.companies, set(self._told.companies)
        row: Any
        for row in self._connection.execute(_COMPANIES):
            tax_code, name, code, suspended = row
            known = told.get(tax_code)
            missing.discard(tax_code)
            if known is None:
                before.append(row)
            elif (known.name, known.code, 0) != (name, code, suspended):
                self._found.add("company", tax_code)
        self._are_missing("company", missing)
        return before

    def _certificates(self) -> Rows:
        before: Rows = []
        missing = set(self._told.certificates)
        row: Any
        for row in self._connection.execute(_CERTIFICATES):
            key, der, tax_code, state, until, deed, seconded_by, replaced = row
            name, known = fingerprint(der), self._told.certificates.get(fingerprint(der))
            missing.discard(name)
            if known is None or not known.is_new:
                before.append((name, tax_code, state if known is None else known.first_state))
            is_as_told = known is None or (
                known.tax_code,
                known.state,
                known.until,
                known.deed,
                known.seconded_by,
                known.replaces,
            ) == (tax_code, state, until, deed, seconded_by, fingerprint(replaced) if replaced else "")
            if not is_as_told or not is_under(key, der) or (known is None and deed is not None):
                self._found.add("certificate", name)
        self._are_missing("certificate", missing)
        return before

    def _are_missing(self, what: str, names: Collection[str]) -> None:
        for name in sorted(names):
            self._found.add(what, name)
