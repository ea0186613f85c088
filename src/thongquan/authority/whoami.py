"""Who is logged in: account, company or office, and for whom he acts."""

from datetime import datetime
from typing import Literal

import msgspec

from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.base.moment import stamp


class Me(msgspec.Struct, frozen=True):
    account: str
    kind: Literal["admin", "user", "officer"]
    name: str
    """The person's own, where it is known."""
    company: str
    """Tax code; "" for officers."""
    company_name: str
    office: str
    """"" for companies."""
    role: str
    acts_for: str
    """Tax code of the principal; "" for one's own company."""
    acts_for_name: str
    delegation: str


def who_am_i(room: ReadingRoom, account: str, at: datetime, delegation: str = "") -> Me:
    """Raises NotFound: the account is closed."""
    found = room.accounts.account(account)
    if found is None or not found.is_open(stamp(at)):
        raise NotFound
    company, officer = room.company(found.tax_code), room.officers.officer(account)
    given = [one for one in room.delegations.to_broker(found.tax_code) if one.id == delegation] if delegation else []
    principal = room.company(given[0].principal) if given else None
    is_officer = found.kind == "officer" and officer is not None
    return Me(
        account=found.name,
        kind=found.kind,
        name=officer.name if is_officer and officer else found.person.name,
        company=found.tax_code,
        company_name=company.name if company else "",
        office=officer.office if is_officer and officer else "",
        role=officer.role if is_officer and officer else "",
        acts_for=principal.tax_code if principal else "",
        acts_for_name=principal.name if principal else "",
        delegation=delegation,
    )
