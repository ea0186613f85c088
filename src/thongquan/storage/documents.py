"""Which file holds which document of a declaration, and which officer looked at it."""

from collections.abc import Sequence

from thongquan.numbering.declaration_number import uncorrected
from thongquan.storage.part import Part
from thongquan.storage.registered_attachments import named_files


class SqliteDocuments(Part):
    """Implements `authority.document_ports.Documents`."""

    def enter(self, number: str, first: int, company: str, hashes: Sequence[str]) -> None:
        for place, sha256 in enumerate(hashes, start=first):
            file = self._vault.attachment_key(company, sha256)
            self._write("INSERT INTO attachment (number, place, file) VALUES (?, ?, ?)", int(number), place, file)

    def file(self, number: str, place: int) -> bytes | None:
        row = self._one("SELECT file FROM attachment WHERE number = ? AND place = ?", uncorrected(number), place)
        return None if row is None else row[0]

    def is_named(self, company: str, sha256: str) -> bool:
        file = self._vault.attachment_key(company, sha256)
        named = f"SELECT 1 FROM ({named_files(self._connection)}) WHERE file = ?"  # noqa: S608 # nosec B608 - constants
        return self._one(named, file) is not None

    def look(self, officer: str, number: str, place: int, at: str) -> None:
        sql = "INSERT INTO attachment_look (officer, number, place, at) VALUES (?, ?, ?, ?)"
        self._write(sql, officer, int(number), place, at)
