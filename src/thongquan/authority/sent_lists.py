"""Lists that a company sends and an officer answers (HQ 01, HQ 02): who sees one, who answers it, who has opened it."""

from datetime import date
from typing import TypeVar

from thongquan import law
from thongquan.authority.decide import require_not_of_own_company
from thongquan.authority.ports import Books, ReadingRoom
from thongquan.authority.refusals import NotFound, OfficerUnknown
from thongquan.authority.sent_list_ports import AnyList, ListSought, ListState
from thongquan.authority.sitting import Sitting
from thongquan.base.moment import stamp
from thongquan.numbering.list_number import Form
from thongquan.registration.duty import DECIDING, may_decide, require_reading

ID_BYTES = 16
_VERSION = 1
"""A list that waits never changes."""

L = TypeVar("L", bound=AnyList)


def _list_of(books: Books, form: Form, list_id: str) -> AnyList | None:
    return books.document_lists.list_of(list_id) if form == "hq01" else books.completed_lists.list_of(list_id)


def company_of(now: Sitting, account: str) -> str:
    """Raises NotFound: it is no user's account."""
    found = now.books.accounts.account(account)
    if found is None or found.kind != "user":
        raise NotFound
    return found.tax_code


def open_list(now: Sitting, account: str, list_id: str, form: Form = "hq02") -> None:
    """Recorded where an officer looks at what is before his office; a company sees its own without a trace.

    So nothing is answered, nor thousands of declarations released, unseen.

    Raises:
        NotFound: it is before another office, or not there at all.
    """
    officer, one = now.books.officer(account), _list_of(now.books, form, list_id)
    if officer is None or officer.role not in DECIDING:
        return  # who reads it is told whether he may
    if one is None or one.says.office != officer.office:
        raise NotFound
    now.books.applications.look(account, list_id, _VERSION, stamp(now.at))


def has_looked_at(now: Sitting, officer: str, one: AnyList) -> bool:
    return now.books.applications.has_looked(officer, one.id, _VERSION)


def require_answerable(now: Sitting, officer_id: str, one: L | None) -> L:
    """The list, if this officer may answer lists of its office now.

    Raises:
        NotFound, OfficerUnknown
        Refusal: it is not his to decide, or not now.
    """
    officer = now.books.officer(officer_id)
    if officer is None:
        raise OfficerUnknown(officer=officer_id)
    if one is None:
        raise NotFound
    may_decide(officer, one.says.office, now.at)
    require_not_of_own_company(now.books, officer, {one.company})
    return one


def may_answer(room: ReadingRoom, account: str, state: ListState) -> bool:
    """Whether it waits, and this account is an officer's who decides; the deed says whether he may now."""
    officer = room.officers.officer(account)
    return state == "sent" and officer is not None and officer.role in DECIDING


def own(room: ReadingRoom, account: str, one: L | None) -> L:
    """The list, if it is this company's or before this office. Raises NotFound."""
    sought = whose(room, account)
    if (
        one is None
        or one.company != (sought.company or one.company)
        or one.says.office != (sought.office or one.says.office)
    ):
        raise NotFound
    return one


def whose(room: ReadingRoom, account: str) -> ListSought:
    """Which lists it may see. Raises NotFound: nobody's account, or that of an officer who may not read."""
    found, officer = room.accounts.account(account), room.officers.officer(account)
    if found is not None and found.tax_code:
        return ListSought(company=found.tax_code)
    if found is None or officer is None:
        raise NotFound
    require_reading(officer)
    return ListSought(office="" if officer.role == "auditor" else officer.office)


def office_name(office: str, day: date) -> str:
    row = law.codes("customs_offices").on(day).get(office)
    return row["name"] if row else office
