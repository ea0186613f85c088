"""Attachments by themselves against the deeds: each version was signed so, and each file is what it says."""

from pathlib import Path
from typing import Any

import apsw
import msgspec
from cryptography.exceptions import InvalidTag

from thongquan.authority.attachment_files import Naming
from thongquan.authority.attachment_ports import Content, KeptFile
from thongquan.authority.document_ports import DocumentLost
from thongquan.base.moment import business_day, read_stamp
from thongquan.registration.deeds_attachments import AttachmentExamine, AttachmentRegister, AttachmentSend
from thongquan.storage.attachments import Attachments
from thongquan.storage.findings import Findings
from thongquan.storage.register_told import AttachmentTold, OnRecord, Told
from thongquan.storage.registered_attachments import content_in, has_registered, result_in
from thongquan.storage.sealing import Vault

_ALL = """
SELECT number, result, form, company, filer, office, team, procedure, version, registered_at, changed_at, examined_at,
       examined_by, once
FROM registered_attachment ORDER BY ordinal"""
_VERSIONS = "SELECT at, by, deed, sealed FROM attachment_version WHERE number = ? ORDER BY version"
_FILES = "SELECT version, place, file FROM version_file WHERE number = ? ORDER BY version, place"


def check_attachments(
    connection: apsw.Connection, vault: Vault, told: Told, erased_until: str, found: Findings
) -> None:
    """`erased_until`: the last day whose content was erased, "" where nothing was."""
    missing = set(told.attachments)
    check = _Check(connection, vault, erased_until)
    rows: list[Any] = connection.execute(_ALL).fetchall() if has_registered(connection) else []
    for number, result, *rest in rows:
        missing.discard(number)
        known = told.attachments.get(number)
        if known is None or rest != _row_of(known) or not check.fits(number, known, result):
            found.add("attachment", number)
    for number in sorted(missing):
        found.add("attachment", number)


class _Check:
    def __init__(self, connection: apsw.Connection, vault: Vault, erased_until: str) -> None:
        self._connection, self._vault, self._erased_until = connection, vault, erased_until
        self._store = Attachments(Path(connection.filename).parent, vault)

    def fits(self, number: str, known: AttachmentTold, result: bytes) -> bool:
        """The versions that were signed, no more and no fewer."""
        rows: Any = self._connection.execute(_VERSIONS, (number,)).fetchall()
        if [row[:3] for row in rows] != [(one.at, one.account, one.seq) for one in known.versions]:
            return False
        sealed = [row[3] for row in rows]
        if not any(sealed):
            last = str(business_day(read_stamp(known.versions[-1].at)))
            return last <= self._erased_until and not result and not self._files(number)
        try:
            contents = [content_in(self._vault, number, version, one) for version, one in enumerate(sealed)]
            wrote = result_in(self._vault, number, result)
        except (InvalidTag, msgspec.MsgspecError):
            return False
        examined = known.examined.says if known.examined else None
        is_told = contents == [_content(one) for one in known.versions]
        is_wrote = wrote == (examined.result if isinstance(examined, AttachmentExamine) else "")
        return is_told and is_wrote and self._bytes_fit(number, contents)

    def _bytes_fit(self, number: str, contents: list[Content]) -> bool:
        """Each file is read once, in however many versions it stands."""
        expected = {
            (version, place): one.sha256
            for version, content in enumerate(contents)
            for place, one in enumerate(content.documents, start=1)
        }
        rows = self._files(number)
        if [row[:2] for row in rows] != sorted(expected):
            return False
        told = {(file, expected[version, place]) for version, place, file in rows}
        return all(self._is_right(file, sha256) for file, sha256 in told)

    def _files(self, number: str) -> list[Any]:
        return self._connection.execute(_FILES, (number,)).fetchall()

    def _is_right(self, file: bytes, sha256: str) -> bool:
        try:
            return self._store.hash_of(file) == sha256
        except DocumentLost:
            return False


def _row_of(known: AttachmentTold) -> list[Any]:
    first, last, examined = known.versions[0], known.versions[-1], known.examined
    says = first.says
    assert isinstance(says, AttachmentRegister | AttachmentSend)
    form, procedure = ("HYS", says.procedure) if isinstance(says, AttachmentRegister) else ("MSB", "")
    return [
        form, first.company, first.outcome["filer"], says.office, says.team, procedure, len(known.versions) - 1,
        first.at, last.at, examined.at if examined else "", examined.account if examined else "", first.outcome["id"],
    ]  # fmt: skip


def _content(deed: OnRecord) -> Content:
    says = deed.says
    assert isinstance(says, Naming)
    kinds = deed.outcome["kinds"].split(", ")
    files = [
        KeptFile(one.name, kind, int(one.size), one.sha256) for one, kind in zip(says.documents, kinds, strict=True)
    ]
    if isinstance(says, AttachmentSend):
        return Content(files, remarks=says.remarks, subject=says.subject, declaration=says.declaration)
    return Content(files, says.phone, says.reference, says.remarks)
