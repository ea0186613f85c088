"""An operator registers an officer of a customs office."""

from thongquan.authority.authority import office_of
from thongquan.authority.plain_text import plain_name
from thongquan.authority.refusals import AlreadyRegistered
from thongquan.authority.sitting import Sitting
from thongquan.base.moment import business_day, stamp
from thongquan.registration.model import Officer


def officer_add(now: Sitting, officer: Officer) -> Officer:
    """Register the officer. Asked again with the same particulars it changes nothing."""
    office_of(officer.office, "", business_day(now.at))
    plain_name("id", officer.id)
    plain_name("name", officer.name)
    known = now.books.officer(officer.id)
    if known is None:
        now.books.add_officer(officer, stamp(now.at))
    elif known != officer:
        raise AlreadyRegistered(what=officer.id)
    return officer
