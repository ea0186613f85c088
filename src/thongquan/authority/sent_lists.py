"""Lists that a company sends and an officer answers (HQ 01, HQ 02): who sees one, who answers it, who has opened it."""

from datetime import date
from typing import TypedDict, TypeVar

from thongquan import law
from thongquan.authority.decide import require_not_of_own_company
from thongquan.authority.ports import Books, ReadingRoom
from thongquan.authority.procedures import Signed
from thongquan.authority.refusals import NotFound, OfficerUnknown
from thongquan.authority.sent_list_ports import AnyList, ListSought, ListState
from thongquan.authority.sitting import Sitting
from thongquan.authority.whose import whose
from thongquan.base.moment import business_day, stamp
from thongquan.numbering.list_number import Form, list_number
from thongquan.registration.duty import DECIDING, may_decide

ID_BYTES = 16
_VERSION = 1
"""A list that waits never changes."""

L = TypeVar("L", bound=AnyList)


class Heading(TypedDict):
    """The fields of a list that is sent, but for what its deed says."""

    row: int
    id: str
    company: str
    number: str
    year: int
    ordinal: int
    state: ListState
    sent_at: str
    sent_by: str
    answered_at: str
    answered_by: str


def heading(now: Sitting, signed: Signed, form: Form, office: str) -> Heading:
    """With the next number of the company at this office. Its row is given when it is added."""
    company, day = signed.by.company, business_day(now.at)
    assert company is not None  # the door saw to it
    lists = now.books.document_lists if form == "hq01" else now.books.completed_lists
    ordinal = lists.next_ordinal(office, company.tax_code, day.year)
    return Heading(
        row=0,
        id=signed.digest[:ID_BYTES].hex(),
        company=company.tax_code,
        number=list_number(form, ordinal, company.code, office, day),
        year=day.year,
        ordinal=ordinal,
        state="sent",
        sent_at=stamp(now.at),
        sent_by=signed.deed.account,
        answered_at="",
        answered_by="",
    )


def outcome_of(one: AnyList) -> dict[str, str]:
    told = {"list": one.id, "number": one.number, "year": str(one.year), "ordinal": str(one.ordinal)}
    return {**told, "state": one.state}


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
    if one is None or not whose(room, account).covers(one.company, one.says.office):
        raise NotFound
    return one


def sought(room: ReadingRoom, account: str, state: str) -> ListSought:
    """Those that it may see. Raises NotFound: nobody's account, or that of an officer who may not read."""
    who = whose(room, account)
    return ListSought(who.company, who.office, state)


def office_name(office: str, day: date) -> str:
    row = law.codes("customs_offices").on(day).get(office)
    return row["name"] if row else office
