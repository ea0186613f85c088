"""An officer opens a declaration. That he did is recorded with the version he saw: nothing is decided unseen."""

from thongquan.authority.document_ports import THE_LIST
from thongquan.authority.own_account import require_officer
from thongquan.authority.ports import Case
from thongquan.authority.refusals import NotFound
from thongquan.authority.sitting import Sitting
from thongquan.base.moment import stamp
from thongquan.numbering.declaration_number import is_number
from thongquan.registration.duty import require_reading


def open_declaration(now: Sitting, account: str, number: str) -> Case:
    """Opened and recorded; that he saw the list of its documents, too, where there is one.

    Raises:
        NotFound: not of this officer's office, or not there at all.
        OfficerRole: he does not read declarations.
        Erased: its term of keeping has passed.
    """
    _, officer = require_officer(now, account)
    require_reading(officer)
    case = now.books.case(number) if is_number(number) else None
    if case is None or case.decision.office.code != officer.office:
        raise NotFound
    look(now, officer.id, case)
    if case.decision.documents:
        now.books.documents.look(officer.id, case.number, THE_LIST, stamp(now.at))
    return case


def look(now: Sitting, officer: str, case: Case) -> None:
    """The officer has the declaration before him as it stands now."""
    now.books.applications.look(officer, case.number, case.latest, stamp(now.at))


def has_looked(now: Sitting, officer: str, case: Case) -> bool:
    return now.books.applications.has_looked(officer, case.number, case.latest)
