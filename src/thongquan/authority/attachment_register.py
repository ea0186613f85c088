"""A company registers an attachment by itself (HYS): it is given a number, which a transport declaration quotes."""

from collections.abc import Iterator

from msgspec.structs import replace

from thongquan.authority import attachment_checks as checks
from thongquan.authority.attachment_acting import delegation_of
from thongquan.authority.attachment_codes import RESULTS, AttachmentIdTaken
from thongquan.authority.attachment_files import kept, kinds_of
from thongquan.authority.attachment_ports import Attachment, Content, Form, VersionKept
from thongquan.authority.own_account import require_user
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.base.moment import business_day, stamp
from thongquan.numbering.attachment_number import attachment_number
from thongquan.registration.account import Account
from thongquan.registration.deeds_attachments import AttachmentRegister, AttachmentSend
from thongquan.registration.delegation import Delegation


def faults(now: Sitting, account: str, says: AttachmentRegister) -> list[Fault]:
    """Raises NotFound: it is no user's account."""
    user, day = require_user(now, account), business_day(now.at)
    return [
        *checks.room_faults(now, user.tax_code),
        *_right_faults(now, user, says),
        *checks.office_faults("HYS", "CH", says.office, day),
        *checks.ascii_faults("HYS", team=("CHB", says.team)),
        *checks.ascii_faults("HYS", phone=("STL", says.phone), reference=("REF", says.reference)),
        *checks.procedure_faults("HYS", says.procedure, day),
        *checks.remark_faults("HYS", "KIJ", says.remarks),
        *checks.file_faults("HYS", says.documents, day, now.authority.limits),
    ]


def attachment_register(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, AttachmentRegister)
    by = _delegation(now, require_user(now, signed.deed.account), says)
    files = kept(says.documents, signed.beside, [])
    content = Content(files, says.phone, says.reference, says.remarks)
    one = replace(numbered(now, signed, "HYS", says), procedure=says.procedure)
    if says.on_behalf_of:
        one = replace(one, company=says.on_behalf_of)
    return enter(now, signed, one, content, by.id if by else "")


def company_of(signed: Signed) -> str:
    assert signed.by.company is not None  # the door saw to it
    return signed.by.company.tax_code


def numbered(now: Sitting, signed: Signed, form: Form, says: AttachmentRegister | AttachmentSend) -> Attachment:
    """Of the company that signs, until more is known."""
    return Attachment(
        number=attachment_number(now.books.attachments.next_ordinal(), business_day(now.at)),
        form=form,
        company=company_of(signed),
        filer=company_of(signed),
        office=says.office,
        team=says.team,
        procedure="",
        version=0,
        registered_at=stamp(now.at),
        changed_at=stamp(now.at),
    )


def enter(now: Sitting, signed: Signed, one: Attachment, content: Content, delegation: str = "") -> Done:
    """Raises AttachmentIdTaken: another text with this one-time number registered one."""
    once = signed.deed.once
    if now.books.attachments.is_taken(once):
        raise AttachmentIdTaken
    by = VersionKept(0, one.registered_at, signed.deed.account)
    now.books.attachments.add(one, content, by, once, now.books.deeds.next_place())
    outcome = {
        "attachment": one.number,
        "version": "0",
        "filer": one.filer,
        "kinds": kinds_of(content.documents),
        "id": once,
        "code": f"{one.form}-ACCEPTED",
        "result_code": RESULTS[f"{one.form}-ACCEPTED"],
    }
    return Done(outcome, company=one.company, delegation=delegation)


def _delegation(now: Sitting, account: Account, says: AttachmentRegister) -> Delegation | None:
    if says.on_behalf_of in ("", account.tax_code):
        return None
    return delegation_of(now, account, says.on_behalf_of, says.office, "file")


def _right_faults(now: Sitting, account: Account, says: AttachmentRegister) -> Iterator[Fault]:
    if says.on_behalf_of not in ("", account.tax_code) and _delegation(now, account, says) is None:
        yield Fault("HYS-NOT-ENTITLED", "on_behalf_of", {"company": says.on_behalf_of})


PROCEDURE = Procedure(AttachmentRegister, "account", attachment_register, faults, in_session=True)
