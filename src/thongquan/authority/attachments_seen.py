"""Attachments read back (IHY): by the company whose they are and its broker, and by officers of their office.

Whose business it is not finds nothing, as if it were not there. Every look of an officer is recorded.
"""

import msgspec

from thongquan import law
from thongquan.authority.attachment_acting import own
from thongquan.authority.attachment_codes import RESULTS, AttachmentRefused
from thongquan.authority.attachment_ports import Attachment, AttachmentSought, Form, VersionKept
from thongquan.authority.document_ports import THE_LIST, DocumentLost
from thongquan.authority.paging import Page, Wanted
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.sitting import Sitting
from thongquan.authority.whose import whose
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day, read_stamp, stamp
from thongquan.registration.duty import DECIDING


class AttachmentRow(msgspec.Struct, frozen=True):
    """An attachment in a list of them."""

    number: str
    form: Form
    company: str
    filer: str
    office: str
    procedure: str
    version: int
    registered_at: str
    changed_at: str
    examined_at: str
    """"" while it waits."""


class FileShown(msgspec.Struct, frozen=True):
    place: int
    """Its number among those of the version, from 1 on."""
    name: str
    """As whoever gave it calls it."""
    kind: str
    size: int
    sha256: str


class AttachmentShown(msgspec.Struct, frozen=True):
    """VAL012: the application as it stands, or as it stood in an earlier version."""

    result_code: str
    number: str
    form: Form
    company: str
    company_name: str
    filer: str
    """The company that registered it: a broker, where it is not the same."""
    office: str
    team: str
    procedure: str
    procedure_name: dict[str, str]
    """By language."""
    version: int
    """Which one is told here; `changes` is the latest."""
    changes: int
    registered_at: str
    changed_at: str
    phone: str
    reference: str
    remarks: str
    subject: str
    declaration: str
    documents: list[FileShown]
    versions: list[VersionKept]
    examined_at: str
    examined_by: str
    result: str
    """What the officer wrote."""
    may_change: bool
    """As far as its state goes."""


class AttachmentFile(msgspec.Struct, frozen=True):
    """One file, and where its bytes lie."""

    number: str
    shown: FileShown
    file: bytes


def attachments_seen(room: ReadingRoom, account: str, state: str, wanted: Wanted) -> Page[AttachmentRow]:
    """Of one's own company, or before one's own office; a page by `registered`.

    Raises:
        NotFound: it is nobody's account.
        OfficerRole, CursorUnknown
    """
    who = whose(room, account)
    return room.attachments.page(AttachmentSought(who.company, who.office, state), wanted).told(_row)


def attachment_seen(room: ReadingRoom, account: str, number: str, version: int | None = None) -> AttachmentShown:
    """Its latest version, or an earlier one.

    Raises:
        AttachmentRefused: there is none of this number or version, or another's.
        Erased: its term has passed.
    """
    one = own(room, account, number)
    chosen = one.version if version is None else version
    if not 0 <= chosen <= one.version:
        raise AttachmentRefused("IHY-UNKNOWN", number=number)
    return _shown(room, one, chosen)


def attachment_file(room: ReadingRoom, account: str, number: str, version: int, place: int) -> AttachmentFile:
    """As `attachment_seen`. Raises DocumentLost, too."""
    one = attachment_seen(room, account, number, version)
    if not 1 <= place <= len(one.documents):
        raise AttachmentRefused("IHY-UNKNOWN", number=number)
    file = room.attachments.file(number, version, place)
    if file is None:
        raise DocumentLost(place=place)
    return AttachmentFile(number, one.documents[place - 1], file)


def note_look(now: Sitting, account: str, number: str, version: int, place: int = THE_LIST) -> None:
    """Recorded where an officer looks; a company sees its own without a trace.

    Who is shown it was asked before.
    """
    officer = now.books.officer(account)
    if officer is None:
        return
    now.books.documents.look(account, number, place, stamp(now.at))
    if place == THE_LIST and officer.role in DECIDING:
        now.books.applications.look(account, number, version, stamp(now.at))


def may_examine(room: ReadingRoom, account: str, one: AttachmentShown) -> bool:
    """Whether it waits, and this account is an officer's who decides; the deed says whether he may now."""
    officer = room.officers.officer(account)
    waits = not one.examined_at and one.version == one.changes
    return waits and officer is not None and officer.role in DECIDING


def _row(one: Attachment) -> AttachmentRow:
    return AttachmentRow(**{name: getattr(one, name) for name in AttachmentRow.__struct_fields__})


def _shown(room: ReadingRoom, one: Attachment, version: int) -> AttachmentShown:
    content, company = room.attachments.content(one.number, version), room.company(one.company)
    row = law.codes("attachment_procedures").on(business_day(read_stamp(one.registered_at))).get(one.procedure)
    names = {language: row[f"name_{language}"] if row else one.procedure for language in law.LANGUAGES}
    return AttachmentShown(
        result_code=RESULTS["IHY-ACCEPTED"],
        number=one.number,
        form=one.form,
        company=one.company,
        company_name=company.name if company else "",
        filer=one.filer,
        office=one.office,
        team=one.team,
        procedure=one.procedure,
        procedure_name=names,
        version=version,
        changes=one.version,
        registered_at=one.registered_at,
        changed_at=one.changed_at,
        phone=content.phone,
        reference=content.reference,
        remarks=content.remarks,
        subject=content.subject,
        declaration=content.declaration,
        documents=[
            FileShown(place, file.name, file.kind, file.size, file.sha256)
            for place, file in enumerate(content.documents, start=1)
        ],
        versions=room.attachments.versions(one.number),
        examined_at=one.examined_at,
        examined_by=one.examined_by,
        result=room.attachments.result(one.number),
        may_change=one.form == "HYS" and not one.examined_at and one.version < LIMITS.attachment_changes,
    )
