"""A company sends extra files to customs (MSB), about one of its declarations or none: numbered, and never changed."""

from collections.abc import Iterator

from thongquan.authority import attachment_checks as checks
from thongquan.authority.attachment_files import kept
from thongquan.authority.attachment_ports import Content
from thongquan.authority.attachment_register import enter, numbered
from thongquan.authority.own_account import require_user
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day
from thongquan.numbering.declaration_number import is_number
from thongquan.registration.account import Account
from thongquan.registration.deeds_attachments import AttachmentSend


def faults(now: Sitting, account: str, says: AttachmentSend) -> list[Fault]:
    """Raises NotFound: it is no user's account."""
    user, day = require_user(now, account), business_day(now.at)
    found = [*checks.office_faults("MSB", "CHN", says.office, day)]
    if not found and f"{says.office}{says.team}" not in checks.TEAMS.on(day):
        found.append(Fault("MSB-CHB-UNLISTED", "team", {"value": says.team, "office": says.office}))
    if len(says.subject) > LIMITS.attachment_subject_characters:
        found.append(Fault("MSB-SUB-LENGTH", "subject", {"most": LIMITS.attachment_subject_characters}))
    return [
        *checks.room_faults(now, user.tax_code),
        *found,
        *_declaration_faults(now, user, says.declaration),
        *checks.remark_faults("MSB", "TUS", says.remarks),
        *checks.file_faults("MSB", says.documents, day, now.authority.limits),
    ]


def attachment_send(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, AttachmentSend)
    files = kept(says.documents, signed.beside, [])
    content = Content(files, remarks=says.remarks, subject=says.subject, declaration=says.declaration)
    return enter(now, signed, numbered(now, signed, "MSB", says), content)


def _declaration_faults(now: Sitting, account: Account, number: str) -> Iterator[Fault]:
    """Another company's declaration looks like one that never was."""
    if not number:
        return
    if not is_number(number):
        yield Fault("MSB-ICN-FORMAT", "declaration", {"value": number})
        return
    case = now.books.case(number)
    if case is None or account.tax_code not in (case.filer, case.decision.on_behalf_of):
        yield Fault("ATTACHMENT-DECLARATION", "declaration", {"number": number})


PROCEDURE = Procedure(AttachmentSend, "account", attachment_send, faults, in_session=True)
