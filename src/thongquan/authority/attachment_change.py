"""An attachment is changed (HYE): files replaced, added or left out, remarks. Each version is kept.

At most nine times, and not after an officer examined it.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from thongquan.authority import attachment_checks as checks
from thongquan.authority.attachment_acting import changer_of
from thongquan.authority.attachment_codes import RESULTS, AttachmentChanged, AttachmentRefused
from thongquan.authority.attachment_files import before, kept, kinds_of
from thongquan.authority.attachment_ports import Attachment, Content, VersionKept
from thongquan.authority.attachment_register import company_of
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day, stamp
from thongquan.registration.deeds_attachments import AttachmentChange


def faults(now: Sitting, account: str, says: AttachmentChange) -> list[Fault]:
    """Raises AttachmentRefused, AttachmentChanged: it is not his to change, or not any more."""
    one, day = _changeable(now, account, says), business_day(now.at)
    found = [
        *checks.ascii_faults("HYE", phone=("STL", says.phone), reference=("REF", says.reference)),
        *checks.procedure_faults("HYE", one.procedure, day),
        *checks.remark_faults("HYE", "KIJ", says.remarks),
        *checks.file_faults("HYE", says.documents, day, now.authority.limits),
    ]
    return found or [*_nothing_changed(now.books.attachments.content(one.number, one.version), says)]


def attachment_change(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, AttachmentChange)
    one = _changeable(now, signed.deed.account, says)
    _, _, delegation = changer_of(now, signed.deed.account, says.number)
    files = kept(says.documents, signed.beside, before(now, says))
    after = replace(one, version=one.version + 1, changed_at=stamp(now.at))
    by = VersionKept(after.version, after.changed_at, signed.deed.account)
    content = Content(files, says.phone, says.reference, says.remarks)
    now.books.attachments.change(after, content, by, company_of(signed), now.books.deeds.next_place())
    outcome = {
        "attachment": one.number,
        "version": str(after.version),
        "kinds": kinds_of(files),
        "code": "HYE-ACCEPTED",
        "result_code": RESULTS["HYE-ACCEPTED"],
    }
    return Done(outcome, company=one.company, delegation=delegation.id if delegation else "")


def _changeable(now: Sitting, user: str, says: AttachmentChange) -> Attachment:
    one, _, _ = changer_of(now, user, says.number)
    if one.examined_at or one.form == "MSB":
        raise AttachmentRefused("HYE-NOT-NOW", number=one.number)
    if one.version >= LIMITS.attachment_changes:
        raise AttachmentRefused("HYE-NINTH", number=one.number, most=LIMITS.attachment_changes)
    if one.version != int(says.version):
        raise AttachmentChanged(number=one.number)
    return one


def _nothing_changed(now: Content, says: AttachmentChange) -> Iterator[Fault]:
    """Nine are few: none is spent on nothing."""
    told = [(one.name, one.sha256) for one in says.documents]
    same = told == [(one.name, one.sha256) for one in now.documents]
    if same and (says.phone, says.reference, says.remarks) == (now.phone, now.reference, now.remarks):
        yield Fault("ATTACHMENT-UNCHANGED", "", {"number": says.number})


PROCEDURE = Procedure(AttachmentChange, "account", attachment_change, faults, in_session=True)
