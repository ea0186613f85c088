"""An officer confirms that he examined an attachment as it was shown: from then on it is not changed any more (HYE)."""

from msgspec.structs import replace

from thongquan.authority.attachment_codes import AttachmentChanged
from thongquan.authority.attachment_ports import Attachment
from thongquan.authority.decide import require_not_of_own_company
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import NotFound, NotLookedAt, OfficerUnknown
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault, Refusal
from thongquan.base.moment import stamp
from thongquan.registration.deeds_attachments import AttachmentExamine
from thongquan.registration.duty import may_decide


class AttachmentExamined(Refusal):
    """He or another did already."""

    code = "ATTACHMENT-EXAMINED"


def faults(now: Sitting, account: str, says: AttachmentExamine) -> list[Fault]:
    """None: it is his to examine now, or it is refused. Raises NotLookedAt: he never opened this version."""
    one = _asked(now, account, says)
    if not now.books.applications.has_looked(account, one.number, one.version):
        raise NotLookedAt
    return []


def attachment_examine(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says, officer = signed.deed.says, signed.by.officer
    assert isinstance(says, AttachmentExamine)
    assert officer is not None  # the door saw to it
    one = replace(_asked(now, officer.id, says), examined_at=stamp(now.at), examined_by=officer.id)
    now.books.attachments.examine(one, says.result)
    return Done({"attachment": one.number, "version": str(one.version)}, company=one.company)


def _asked(now: Sitting, officer_id: str, says: AttachmentExamine) -> Attachment:
    """The attachment, if this officer may examine it now.

    Raises:
        AttachmentExamined, AttachmentChanged
        Refusal: it is not his to examine, or not there.
    """
    officer, one = now.books.officer(officer_id), now.books.attachments.find(says.number)
    if officer is None:
        raise OfficerUnknown(officer=officer_id)
    if one is None or one.office != officer.office:
        raise NotFound
    may_decide(officer, one.office, now.at)
    require_not_of_own_company(now.books, officer, {one.company, one.filer})
    if one.examined_at:
        raise AttachmentExamined(number=one.number)
    if (says.version, says.company) != (str(one.version), one.company):
        raise AttachmentChanged(number=one.number)
    return one


PROCEDURE = Procedure(AttachmentExamine, "officer", attachment_examine, faults, in_session=True)
