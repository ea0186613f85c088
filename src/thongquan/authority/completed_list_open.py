"""An officer opens a list HQ 02. That he did is recorded: thousands of declarations are not released unseen."""

from thongquan.authority.completed_list_ports import CompletedList
from thongquan.authority.refusals import NotFound
from thongquan.authority.sitting import Sitting
from thongquan.base.moment import stamp
from thongquan.registration.duty import DECIDING

_VERSION = 1
"""A list that waits never changes."""


def open_list(now: Sitting, account: str, list_id: str) -> None:
    """Recorded where an officer looks at what is before his office; a company sees its own without a trace.

    Raises:
        NotFound: it is before another office, or not there at all.
    """
    officer, one = now.books.officer(account), now.books.completed_lists.list_of(list_id)
    if officer is None or officer.role not in DECIDING:
        return  # who reads it is told whether he may
    if one is None or one.says.office != officer.office:
        raise NotFound
    now.books.applications.look(account, list_id, _VERSION, stamp(now.at))


def has_looked_at(now: Sitting, officer: str, one: CompletedList) -> bool:
    return now.books.applications.has_looked(officer, one.id, _VERSION)
