"""Who registers, changes and reads attachments: the company whose they are, and its broker by delegation."""

from thongquan.authority.acting import is_suspended
from thongquan.authority.attachment_codes import AttachmentRefused
from thongquan.authority.attachment_ports import Attachment
from thongquan.authority.own_account import require_user
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.sitting import Sitting
from thongquan.authority.whose import whose
from thongquan.base.moment import stamp
from thongquan.registration.account import Account
from thongquan.registration.delegation import Delegation, Doing, ForAnother, delegation_for

DIRECTIONS = ("import", "export")
"""An attachment has none: whoever may file in either direction at the office may register one there."""


def delegation_of(now: Sitting, account: Account, principal: str, office: str, what: Doing) -> Delegation | None:
    """That by which the account's company may do so for this principal now."""
    broker = account.tax_code
    if is_suspended(now.books, principal):
        return None
    given = now.books.delegations.between(broker, principal)
    acts = [ForAnother(broker, account.name, principal, direction, office, what) for direction in DIRECTIONS]
    found = [one for act in acts if (one := delegation_for(act, given, stamp(now.at)))]
    return max(found, key=lambda one: (one.until, one.id), default=None)


def changer_of(now: Sitting, user: str, number: str) -> tuple[Attachment, Account, Delegation | None]:
    """The attachment, if this user may change it as far as it is his business.

    Raises:
        AttachmentRefused: there is none of this number, or another's; or the broker's delegation has ended.
        NotFound: it is no user's account.
    """
    account, one = require_user(now, user), now.books.attachments.find(number)
    if one is None or account.tax_code not in (one.company, one.filer):
        raise AttachmentRefused("HYE-UNKNOWN", number=number)
    if account.tax_code == one.company:
        return one, account, None
    delegation = delegation_of(now, account, one.company, one.office, "correct")
    if delegation is None:
        raise AttachmentRefused("HYE-NOT-ENTITLED", company=one.company)
    return one, account, delegation


def own(room: ReadingRoom, account: str, number: str) -> Attachment:
    """The attachment, if it is this company's business or before this office (IHY).

    Raises:
        AttachmentRefused: there is none, or another's.
        NotFound, OfficerRole: the account may read none.
    """
    who, one = whose(room, account), room.attachments.find(number)
    if one is None or not any(who.covers(company, one.office) for company in (one.company, one.filer)):
        raise AttachmentRefused("IHY-UNKNOWN", number=number)
    return one
