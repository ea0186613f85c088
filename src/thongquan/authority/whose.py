"""Whose lists, accounts and forms an account may read: its company's, or those of its office."""

import msgspec

from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.registration.duty import require_reading


class Whose(msgspec.Struct, frozen=True):
    """One company's, or those before one office; "" is all."""

    company: str
    office: str

    def covers(self, company: str, office: str) -> bool:
        return self.company in ("", company) and self.office in ("", office)


def whose(room: ReadingRoom, account: str) -> Whose:
    """An auditor reads those of every office.

    Raises:
        NotFound: it is nobody's account, or that of an officer who has ended.
        OfficerRole: that of an officer who may not read.
    """
    found, officer = room.accounts.account(account), room.officers.officer(account)
    if found is not None and found.tax_code:
        return Whose(found.tax_code, "")
    if found is None or officer is None or officer.ended_at:
        raise NotFound
    require_reading(officer)
    return Whose("", "" if officer.role == "auditor" else officer.office)
