"""The files beside a signed text: which of them must come, and what is said of them once they are kept."""

from collections.abc import Mapping, Sequence

from thongquan.authority.attachment_codes import AttachmentFilesMissing
from thongquan.authority.attachment_ports import KeptFile
from thongquan.authority.sitting import Sitting
from thongquan.registration.deed import Particulars
from thongquan.registration.deeds_attachments import AttachmentChange, AttachmentRegister, AttachmentSend
from thongquan.registration.deeds_documents import NamedDocument

Naming = AttachmentRegister | AttachmentChange | AttachmentSend


def coming(now: Sitting, says: Particulars) -> list[tuple[int, NamedDocument]]:
    """Those that come beside the text, with their places in it: of a change, what the version before does not have.

    Raises:
        Erased: the version before was.
    """
    assert isinstance(says, Naming)
    known = {(one.sha256, str(one.size)) for one in before(now, says)}
    return [(place, one) for place, one in enumerate(says.documents, start=1) if (one.sha256, one.size) not in known]


def before(now: Sitting, says: Naming) -> Sequence[KeptFile]:
    """The files of the version that a change was made of."""
    if not isinstance(says, AttachmentChange) or now.books.attachments.find(says.number) is None:
        return []
    return now.books.attachments.content(says.number, int(says.version)).documents


def kept(documents: Sequence[NamedDocument], beside: Mapping[str, str], known: Sequence[KeptFile]) -> list[KeptFile]:
    """`beside`: SHA-256 → kind of what came. Raises AttachmentFilesMissing."""
    there = {(one.sha256, str(one.size)): one.kind for one in known}
    files: list[KeptFile] = []
    for one in documents:
        kind = there.get((one.sha256, one.size)) or beside.get(one.sha256)
        if kind is None:
            raise AttachmentFilesMissing
        files.append(KeptFile(one.name, kind, int(one.size), one.sha256))
    return files


def kinds_of(files: Sequence[KeptFile]) -> str:
    """As the outcome tells them, in the order of the text."""
    return ", ".join(one.kind for one in files)
