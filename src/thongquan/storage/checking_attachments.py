"""Every document against the act that names it: it is there, it opens, and it is what was given."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import apsw
import msgspec

from thongquan.authority.document_ports import DocumentLost
from thongquan.storage.attachments import Attachments
from thongquan.storage.findings import Findings
from thongquan.storage.sealing import Vault

KNOWS_ATTACHMENTS = 6
"""The schema from which on the books name documents."""

_FILES = "SELECT place, file FROM attachment WHERE number = ? ORDER BY place"
_NAMED = "SELECT count(*) FROM attachment"


class DocumentSaid(msgspec.Struct, gc=False):
    """As much of a document as its act says of its bytes."""

    sha256: str


class AttachmentCheck:
    """Of the folder beside the books that `connection` has open."""

    def __init__(self, connection: apsw.Connection, vault: Vault, findings: Findings) -> None:
        self._connection = connection
        self._store = Attachments(Path(connection.filename).parent, vault)
        self._found = findings
        self._named = 0

    def check(self, number: int, said: Sequence[DocumentSaid]) -> None:
        """Of one declaration, by its latest act."""
        if not said:
            return
        rows: Any = self._connection.execute(_FILES, (number,)).fetchall()
        self._named += len(rows)
        if [place for place, _ in rows] != list(range(1, len(said) + 1)):
            self._found.add("attachment", f"declaration {number}")
            return
        for (place, file), one in zip(rows, said, strict=True):
            if not self._is_right(file, one.sha256):
                self._found.add("attachment", f"declaration {number} document {place}")

    def end(self) -> None:
        """No declaration has one that no act gave."""
        if self._connection.execute(_NAMED).get != self._named:
            self._found.add("attachment", "unnamed")

    def _is_right(self, file: bytes, sha256: str) -> bool:
        try:
            return self._store.hash_of(file) == sha256
        except DocumentLost:
            return False
