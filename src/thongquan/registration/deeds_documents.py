"""What a filer signs when it gives the documents that customs asked for. The bytes travel beside the text."""

from typing import Annotated, ClassVar

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.registration.deed import Particulars, deed
from thongquan.registration.deeds import called
from thongquan.registration.deeds_declarations import Number, Seen

BYTES = r"[1-9][0-9]{0,11}"
SHA256 = r"[0-9a-f]{64}"


class NamedDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One document, so that its signer is bound to its very bytes."""

    name: Annotated[str, called("Tên tệp", "File name", most=LIMITS.document_name_characters)]
    size: Annotated[str, called("Số byte", "Bytes", BYTES)]
    sha256: Annotated[str, called("Mã băm SHA-256", "SHA-256", SHA256)]


@deed
class DocumentsGive(Particulars, frozen=True):
    """Names the state as it was shown; the bytes follow in the order of the names."""

    kind: ClassVar[str] = "documents-give"
    work: ClassVar[str] = "Nộp hồ sơ theo yêu cầu của hải quan"
    work_en: ClassVar[str] = "Give the documents that customs asked for"

    number: Number
    state: Seen
    documents: Annotated[list[NamedDocument], called("Chứng từ", "Document", most=LIMITS.declaration_documents)]
