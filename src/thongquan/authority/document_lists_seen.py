"""Lists HQ 01 as they are read back: by the company that filed them, and by the office that answers them."""

import msgspec

from thongquan.authority.document_list_ports import DocumentList, Remarks
from thongquan.authority.paging import Page, Wanted
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.sent_list_ports import ListState
from thongquan.authority.sent_lists import office_name, own, sought
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day, read_stamp
from thongquan.declaration.document_list import DocumentLine, read
from thongquan.forms.document_list import PrintedDocuments
from thongquan.registration.deeds_documents_listed import Hq01Send


class DocumentsShown(msgspec.Struct, frozen=True):
    list_id: str
    number: str
    company: str
    state: ListState
    """`sent` also while its documents are inspected."""
    sent_at: str
    sent_by: str
    inspection_at: str
    """"" where customs ordered none."""
    inspection_by: str
    answered_at: str
    """"" while customs have not answered."""
    answered_by: str
    remarks: Remarks
    """In the officers' own words."""
    says: Hq01Send
    """As it was signed: sums, and the digest over its lines."""


class DocumentShown(msgspec.Struct, frozen=True):
    line: int
    """Its place; the first is 1."""
    says: DocumentLine


class DocumentLinesShown(msgspec.Struct, frozen=True):
    lines: list[DocumentShown]
    next: int
    """`after` of the next page; 0 on the last."""


def document_lists_seen(room: ReadingRoom, account: str, state: str, wanted: Wanted) -> Page[DocumentsShown]:
    """Of one's own company, or before one's own office; a page by `sent`.

    Raises:
        NotFound: it is nobody's account, or that of an officer who may not read.
        CursorUnknown
    """
    found = room.document_lists.page(sought(room, account, state), wanted)
    return found.told(lambda one: _shown(room, one))


def document_list_seen(room: ReadingRoom, account: str, list_id: str) -> DocumentsShown:
    """Raises NotFound: there is none of this id, or another's."""
    return _shown(room, _own(room, account, list_id))


def document_lines_seen(
    room: ReadingRoom, account: str, list_id: str, after: int, limit: int = LIMITS.page_rows
) -> DocumentLinesShown:
    """The lines behind that one.

    Raises:
        NotFound: as for `document_list_seen`.
        Erased: their term has passed.
    """
    lines = read(room.document_lists.told(_own(room, account, list_id)))
    shown = [DocumentShown(place, one) for place, one in enumerate(lines, start=1)][after : after + limit]
    return DocumentLinesShown(shown, shown[-1].line if shown and shown[-1].line < len(lines) else 0)


def document_lines_told(room: ReadingRoom, account: str, list_id: str) -> bytes:
    """The very bytes over which the signed digest is: salt and lines, NDJSON. Raises as `document_lines_seen`."""
    return room.document_lists.told(_own(room, account, list_id))


def printed_documents(room: ReadingRoom, account: str, list_id: str) -> PrintedDocuments:
    """What the form shows. Raises as `document_lines_seen`."""
    one = _own(room, account, list_id)
    company, officer = room.company(one.company), room.officers.officer(one.answered_by)
    signer = room.accounts.account(one.sent_by)
    return PrintedDocuments(
        direction="import" if one.says.direction == "import" else "export",
        number=one.number,
        office_name=office_name(one.says.office, business_day(read_stamp(one.sent_at))),
        company_name=company.name if company else one.company,
        sent_at=one.sent_at,
        signed_by=one.sent_by,
        signer_name=signer.person.name if signer else "",
        lines=read(room.document_lists.told(one)),
        answered_at=one.answered_at,
        officer_name=officer.name if officer else "",
        state=one.state,
        result=room.document_lists.remarks(one).result,
    )


def _own(room: ReadingRoom, account: str, list_id: str) -> DocumentList:
    return own(room, account, room.document_lists.list_of(list_id))


def _shown(room: ReadingRoom, one: DocumentList) -> DocumentsShown:
    return DocumentsShown(
        list_id=one.id,
        number=one.number,
        company=one.company,
        state=one.state,
        sent_at=one.sent_at,
        sent_by=one.sent_by,
        inspection_at=one.inspection_at,
        inspection_by=one.inspection_by,
        answered_at=one.answered_at,
        answered_by=one.answered_by,
        remarks=room.document_lists.remarks(one),
        says=one.says,
    )
