"""Attachments by themselves (HYS, MSB), each with all its versions, which lie sealed. Bytes: `attachments.py`."""

from collections.abc import Sequence
from typing import Any

import apsw
import msgspec

from thongquan.authority.attachment_ports import Attachment, AttachmentSought, Content, VersionKept
from thongquan.authority.paging import Page, Wanted
from thongquan.base.canonical import canonical
from thongquan.storage.paging import Selection
from thongquan.storage.part import Part
from thongquan.storage.record import kept
from thongquan.storage.sealing import Vault

TABLE = "registered_attachment"
_COLUMNS = """number, form, company, filer, office, team, procedure, version, registered_at, changed_at,
examined_at, examined_by"""
_ADD = f"INSERT INTO {TABLE} ({_COLUMNS}, once) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 # nosec B608 - constants
_VERSION = "INSERT INTO attachment_version (number, version, at, by, deed, sealed) VALUES (?, ?, ?, ?, ?, ?)"
_FILE = "INSERT INTO version_file (number, version, place, file) VALUES (?, ?, ?, ?)"
_ERASE = f"""
UPDATE attachment_version SET sealed = x''
WHERE number IN (SELECT number FROM {TABLE} WHERE changed_at < ?) AND length(sealed) > 0
RETURNING number"""  # noqa: S608 # nosec B608 - constants


class SqliteRegisteredAttachments(Part):
    """Implements `authority.attachment_ports.RegisteredAttachments`."""

    def next_ordinal(self) -> int:
        row = self._one(f"SELECT ifnull(max(ordinal), 0) + 1 FROM {TABLE}")  # noqa: S608 # nosec B608 - a constant
        return int(row[0]) if row else 1

    def is_taken(self, once: str) -> bool:
        return self._one(f"SELECT 1 FROM {TABLE} WHERE once = ?", once) is not None  # noqa: S608 # nosec B608 - a constant

    def count_since(self, filer: str, at: str) -> int:
        row = self._one(f"SELECT count(*) FROM {TABLE} WHERE filer = ? AND registered_at >= ?", filer, at)  # noqa: S608 # nosec B608 - a constant
        return int(row[0]) if row else 0

    def find(self, number: str) -> Attachment | None:
        row = self._one(f"SELECT {_COLUMNS} FROM {TABLE} WHERE number = ?", number)  # noqa: S608 # nosec B608 - constants
        return None if row is None else Attachment(*row)

    def page(self, sought: AttachmentSought, wanted: Wanted) -> Page[Attachment]:
        found = Selection(TABLE).where_if(sought.office, "office = ?")
        found.where_if(sought.company, "(company = ? OR filer = ?)", sought.company, sought.company)
        if sought.state:
            found.where("examined_at = ''" if sought.state == "waiting" else "examined_at <> ''")
        page = found.page(self._connection, _COLUMNS, ("registered_at", "number"), wanted)
        return page.told(lambda row: Attachment(*row))

    def content(self, number: str, version: int) -> Content:
        sealed = self._one("SELECT sealed FROM attachment_version WHERE number = ? AND version = ?", number, version)
        return content_in(self._vault, number, version, kept(sealed[0] if sealed else b""))

    def versions(self, number: str) -> list[VersionKept]:
        sql = "SELECT version, at, by FROM attachment_version WHERE number = ? ORDER BY version"
        return [VersionKept(*row) for row in self._rows(sql, number)]

    def file(self, number: str, version: int, place: int) -> bytes | None:
        sql = "SELECT file FROM version_file WHERE number = ? AND version = ? AND place = ?"
        row = self._one(sql, number, version, place)
        return None if row is None else row[0]

    def result(self, number: str) -> str:
        row = self._one(f"SELECT result FROM {TABLE} WHERE number = ?", number)  # noqa: S608 # nosec B608 - a constant
        return result_in(self._vault, number, row[0]) if row else ""

    def add(self, one: Attachment, content: Content, by: VersionKept, once: str, deed: int) -> None:
        self._write(_ADD, *msgspec.structs.astuple(one), once)
        self._enter(one.number, content, by, deed)
        self._name(one.number, 0, [self._vault.attachment_key(one.filer, file.sha256) for file in content.documents])

    def change(self, one: Attachment, content: Content, by: VersionKept, company: str, deed: int) -> None:
        before = self.content(one.number, one.version - 1)
        places = enumerate(before.documents, start=1)
        known = {file.sha256: self.file(one.number, one.version - 1, place) for place, file in places}
        there = f"UPDATE {TABLE} SET version = ?, changed_at = ? WHERE number = ?"  # noqa: S608 # nosec B608 - a constant
        self._write(there, one.version, one.changed_at, one.number)
        self._enter(one.number, content, by, deed)
        hashes = [file.sha256 for file in content.documents]
        files = [known.get(sha256) or self._vault.attachment_key(company, sha256) for sha256 in hashes]
        self._name(one.number, one.version, files)

    def examine(self, one: Attachment, result: str) -> None:
        sealed = self._vault.seal(result.encode(), _result_place(one.number)) if result else b""
        there = f"UPDATE {TABLE} SET examined_at = ?, examined_by = ?, result = ? WHERE number = ?"  # noqa: S608 # nosec B608 - a constant
        self._write(there, one.examined_at, one.examined_by, sealed, one.number)

    def _enter(self, number: str, content: Content, by: VersionKept, deed: int) -> None:
        sealed = self._vault.seal(canonical(content), content_place(number, by.version))
        self._write(_VERSION, number, by.version, by.at, by.by, deed, sealed)

    def _name(self, number: str, version: int, files: Sequence[bytes]) -> None:
        for place, file in enumerate(files, start=1):
            self._write(_FILE, number, version, place, file)


def content_place(number: str, version: int) -> bytes:
    """A sealed version opens only as that version of that attachment."""
    return f"attachment {number} {version}".encode()


def _result_place(number: str) -> bytes:
    return f"attachment result {number}".encode()


def content_in(vault: Vault, number: str, version: int, sealed: bytes) -> Content:
    return msgspec.json.decode(vault.open(sealed, content_place(number, version)), type=Content)


def result_in(vault: Vault, number: str, sealed: bytes) -> str:
    return vault.open(sealed, _result_place(number)).decode() if sealed else ""


def has_registered(connection: apsw.Connection) -> bool:
    """Whether the schema knows attachments by themselves."""
    return connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (TABLE,)).fetchone() is not None


def named_files(connection: apsw.Connection) -> str:
    """What selects the name of every file that these books name: of declarations, and of attachments by themselves."""
    named = "SELECT file FROM attachment"
    return f"{named} UNION ALL SELECT file FROM version_file" if has_registered(connection) else named  # noqa: S608 # nosec B608 - constants


def erase_attachments(connection: apsw.Connection, before: str) -> None:
    """What was last changed before this moment, examined or not: content, remarks, and the names of their files."""
    rows: list[Any] = connection.execute(_ERASE, (before,)).fetchall()
    for (number,) in {(row[0],) for row in rows}:
        connection.execute("DELETE FROM version_file WHERE number = ?", (number,))
        connection.execute(f"UPDATE {TABLE} SET result = x'' WHERE number = ?", (number,))  # noqa: S608 # nosec B608 - a constant
