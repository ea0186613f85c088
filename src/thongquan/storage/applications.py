"""Applications. What they say lies sealed, each for its own; whom they speak of is found by keyed hashes."""

from collections.abc import Sequence
from typing import Any

import msgspec

from thongquan.authority.application_ports import Due, Elsewhere, QueueSought, WaitingApplication
from thongquan.authority.paging import Page, Wanted
from thongquan.base.searching import folded
from thongquan.registration.application import Application, Asked, Passage
from thongquan.storage.paging import Selection
from thongquan.storage.part import Part

_COLUMNS = """id, tax_code, state, version, changed_at, sent_at, decided_at, effective_at, decided_by, seconded_by,
body"""
_ADD = """
INSERT INTO application (state, office, version, changed_at, sent_at, decided_at, effective_at, decided_by, seconded_by,
                         company_key, body, id, tax_code)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_PUT = """
UPDATE application SET state = ?, office = ?, version = ?, changed_at = ?, sent_at = ?, decided_at = ?,
                       effective_at = ?, decided_by = ?, seconded_by = ?, company_key = ?, body = ?
WHERE id = ? AND tax_code = ?"""
_WAITING = """
id, tax_code, (SELECT name FROM company c WHERE c.tax_code = application.tax_code), state, version, sent_at,
seconded_by"""
_WAITING_BY = {"sent": ("sent_at", "id"), "company": ("company_key", "id"), "tax_code": ("tax_code", "id")}
_OWN_BY = {"changed": ("changed_at", "id")}
_ON_THEIR_WAY = """
tax_code = ? AND state IN ('draft', 'sent', 'seconded', 'returned', 'approved') ORDER BY changed_at, id"""
_DUE = "state = 'approved' AND effective_at <= ? AND (effective_at, id) > (?, ?) ORDER BY effective_at, id LIMIT ?"
_ELSEWHERE = "SELECT DISTINCT tax_code, what FROM identity WHERE key = ? AND tax_code <> ? ORDER BY tax_code, what"


class _Body(msgspec.Struct, frozen=True, omit_defaults=True):
    """What of an application only the authority's keys open."""

    asked: Asked
    sender: str = ""
    sender_email: str = ""
    note: str = ""
    users: list[str] = []
    terminals: list[str] = []
    history: list[Passage] = []


class SqliteApplications(Part):
    """Implements `authority.application_ports.Applications`."""

    def own(self, tax_code: str, application: str) -> Application | None:
        return self._first("tax_code = ? AND id = ?", tax_code, application)

    def of_company(self, tax_code: str, limit: int) -> list[Application]:
        return self._all("tax_code = ? ORDER BY changed_at DESC, id LIMIT ?", tax_code, limit)

    def on_their_way(self, tax_code: str) -> list[Application]:
        return self._all(_ON_THEIR_WAY, tax_code)

    def at_office(self, office: str, application: str) -> Application | None:
        return self._first("office = ? AND id = ? AND state <> 'draft' AND sent_at <> ''", office, application)

    def waiting(self, office: str, sought: QueueSought, wanted: Wanted) -> Page[WaitingApplication]:
        """The words of the condition are those of the indices."""
        found = Selection("application").where("office = ?", office).where("(state = 'sent' OR state = 'seconded')")
        found.where_if(sought.state, "state = ?")
        if sought.company.isdecimal():
            found.beginning("tax_code", sought.company)
        else:
            found.where_if(sought.company, "instr(company_key, ?)", folded(sought.company))
        page = found.page(self._connection, _WAITING, _WAITING_BY[wanted.sort], wanted)
        return page.told(lambda row: WaitingApplication(*row))

    def page_of_company(self, tax_code: str, state: str, wanted: Wanted) -> Page[Application]:
        found = Selection("application").where("tax_code = ?", tax_code).where_if(state, "state = ?")
        return found.page(self._connection, _COLUMNS, _OWN_BY[wanted.sort], wanted).told(self._read)

    def offices(self, tax_code: str) -> list[str]:
        sent = "SELECT DISTINCT office FROM application WHERE tax_code = ? AND sent_at <> '' ORDER BY office"
        return [str(row[0]) for row in self._rows(sent, tax_code)]

    def due(self, at: str, limit: int, behind: Due) -> list[Application]:
        return self._all(_DUE, at, *behind, limit)

    def add(self, application: Application) -> None:
        self._write(_ADD, *self._values(application))

    def put(self, application: Application) -> None:
        self._write(_PUT, *self._values(application))

    def look(self, officer: str, application: str, version: int, at: str) -> None:
        insert = "INSERT INTO look (officer, what, version, at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET at = ?"
        self._write(insert, officer, application, version, at, at)

    def has_looked(self, officer: str, application: str, version: int) -> bool:
        asked = "SELECT 1 FROM look WHERE officer = ? AND what = ? AND version = ?"
        return self._one(asked, officer, application, version) is not None

    def identify(self, what: str, tax_code: str, identities: Sequence[str]) -> None:
        self._write("DELETE FROM identity WHERE what = ?", what)
        for identity in identities:
            key = self._vault.person_key(identity)
            self._write("INSERT OR IGNORE INTO identity (key, what, tax_code) VALUES (?, ?, ?)", key, what, tax_code)

    def elsewhere(self, identity: str, but: str) -> list[Elsewhere]:
        return [Elsewhere(*row) for row in self._rows(_ELSEWHERE, self._vault.person_key(identity), but)]

    def _first(self, where: str, *bindings: Any) -> Application | None:
        found = self._all(where, *bindings)
        return found[0] if found else None

    def _all(self, where: str, *bindings: Any) -> list[Application]:
        rows = self._rows(f"SELECT {_COLUMNS} FROM application WHERE {where}", *bindings)  # noqa: S608 # nosec B608 - constants
        return [self._read(row) for row in rows]

    def _values(self, one: Application) -> tuple[Any, ...]:
        body = _Body(one.asked, one.sender, one.sender_email, one.note, one.users, one.terminals, one.history)
        return (
            one.state,
            one.asked.office,
            one.version,
            one.changed_at,
            one.sent_at,
            one.decided_at,
            one.effective_at,
            one.decided_by,
            one.seconded_by,
            self._company_key(one.tax_code),
            self._vault.seal(msgspec.json.encode(body), application_place(one.id)),
            one.id,
            one.tax_code,
        )

    def _company_key(self, tax_code: str) -> str:
        row = self._one("SELECT name FROM company WHERE tax_code = ?", tax_code)
        return folded(row[0]) if row else ""

    def _read(self, row: tuple[Any, ...]) -> Application:
        application, tax_code, state, version, changed, sent, decided, effective, decided_by, seconded_by, sealed = row
        body = open_body(self._vault.open(sealed, application_place(application)))
        return Application(
            id=application,
            tax_code=tax_code,
            asked=body.asked,
            state=state,
            version=version,
            changed_at=changed,
            sent_at=sent,
            decided_at=decided,
            effective_at=effective,
            decided_by=decided_by,
            seconded_by=seconded_by,
            sender=body.sender,
            sender_email=body.sender_email,
            note=body.note,
            users=body.users,
            terminals=body.terminals,
            history=body.history,
        )


def application_place(application: str) -> bytes:
    return b"application " + application.encode()


def open_body(plain: bytes) -> _Body:
    return msgspec.json.decode(plain, type=_Body)
