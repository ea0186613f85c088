"""The documents of a declaration read back: by its filer and its principal, and by officers of its office.

Whose business it is not finds nothing, as if it were not there. Every look of an officer is recorded.
"""

import msgspec

from thongquan.authority.decide import case_of
from thongquan.authority.document_ports import THE_LIST, DocumentLost
from thongquan.authority.own_account import require_officer
from thongquan.authority.ports import Case
from thongquan.authority.refusals import NotFound
from thongquan.authority.sitting import Sitting
from thongquan.base.moment import stamp
from thongquan.declaration.model import GivenDocument
from thongquan.registration.duty import require_reading


class DocumentShown(msgspec.Struct, frozen=True):
    place: int
    """Its number among those of the declaration, from 1 on."""
    name: str
    """As whoever gave it calls it."""
    kind: str
    size: int
    sha256: str
    given_at: str


class DocumentFound(msgspec.Struct, frozen=True):
    """One document, and where its bytes lie."""

    number: str
    shown: DocumentShown
    file: bytes


def own_documents(now: Sitting, account: str, number: str) -> list[DocumentShown]:
    """Raises NotFound: there is no such declaration that is the account's company's business."""
    return _shown(_own(now, account, number))


def own_document(now: Sitting, account: str, number: str, place: int) -> DocumentFound:
    """As `own_documents`. Raises DocumentLost, too."""
    return _found(now, _own(now, account, number), place)


def look_at_documents(now: Sitting, account: str, number: str) -> list[DocumentShown]:
    """For an officer of the declaration's office.

    Raises:
        NotFound: it is not there, or another office's.
        OfficerRole: whoever runs the machine reads nothing.
    """
    case = _of_office(now, account, number)
    now.books.documents.look(account, case.number, THE_LIST, stamp(now.at))
    return _shown(case)


def look_at_document(now: Sitting, account: str, number: str, place: int) -> DocumentFound:
    """As `look_at_documents`. Raises DocumentLost, too."""
    found = _found(now, case := _of_office(now, account, number), place)
    now.books.documents.look(account, case.number, place, stamp(now.at))
    return found


def _own(now: Sitting, account: str, number: str) -> Case:
    found, case = now.books.accounts.account(account), case_of(now.books, number)
    if found is None or not found.tax_code or not found.is_open(stamp(now.at)):
        raise NotFound
    if found.tax_code not in (case.filer, case.decision.on_behalf_of):
        raise NotFound
    return case


def _of_office(now: Sitting, account: str, number: str) -> Case:
    _, officer = require_officer(now, account)
    require_reading(officer)
    case = case_of(now.books, number)
    if case.decision.office.code != officer.office:
        raise NotFound
    return case


def _shown(case: Case) -> list[DocumentShown]:
    return [_told(place, one) for place, one in enumerate(case.decision.documents, start=1)]


def _told(place: int, one: GivenDocument) -> DocumentShown:
    return DocumentShown(place, one.name, one.kind, one.size, one.sha256, one.given_at)


def _found(now: Sitting, case: Case, place: int) -> DocumentFound:
    if not 1 <= place <= len(case.decision.documents):
        raise NotFound
    file = now.books.documents.file(case.number, place)
    if file is None:
        raise DocumentLost(place=place)
    return DocumentFound(case.decision.number, _told(place, case.decision.documents[place - 1]), file)
