"""A filer's own user gives the documents that customs asked for: kept before, bound to the declaration by its act.

Where they come in (`server/document_door.py`), each was measured against what the text names, and looked at in a
process apart. Without that there is nothing beside the text, and nothing is done.
"""

from collections.abc import Iterator, Sequence

from thongquan.authority.decide import case_of, enter
from thongquan.authority.declaration_ask import is_business_of
from thongquan.authority.ports import Case
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import NotFound
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.base.moment import stamp
from thongquan.declaration.conditions import DocumentsMissing, Taking
from thongquan.declaration.lifecycle import step_taken
from thongquan.declaration.model import Decision, GivenDocument
from thongquan.registration.deeds_documents import DocumentsGive, NamedDocument

STEP = "give-documents"


def faults(now: Sitting, account: str, says: DocumentsGive) -> list[Fault]:
    """Another company's declaration looks like one that never was."""
    case, after = _given(now, account, says, [_document(one, "", "") for one in says.documents])
    if says.state != case.decision.state:
        return [Fault("DECLARATION-CHANGED", "state", {"number": says.number})]
    return [*_too_long(now, says.documents), *_too_many(now, after)]


def documents_give(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    """The act names each by its hash; the books name the file that it lies in."""
    says, company = signed.deed.says, signed.by.company
    assert isinstance(says, DocumentsGive)
    assert company is not None  # the door saw to it
    if any(one.sha256 not in signed.beside for one in says.documents):
        raise DocumentsMissing(number=says.number)
    at = stamp(now.at)
    documents = [_document(one, signed.beside[one.sha256], at) for one in says.documents]
    case, after = _given(now, signed.deed.account, says, documents)
    first = len(case.decision.documents) + 1
    now.books.documents.enter(case.number, first, company.tax_code, [one.sha256 for one in documents])
    return enter(now, case, after)


def _given(now: Sitting, user: str, says: DocumentsGive, documents: Sequence[GivenDocument]) -> tuple[Case, Decision]:
    account = now.books.accounts.account(user)
    case = case_of(now.books, says.number)
    if account is None or account.kind != "user" or not is_business_of(now, account, case, "file"):
        raise NotFound
    return case, step_taken(case.decision, "declarant", Taking(STEP, user, stamp(now.at), documents=tuple(documents)))


def _document(one: NamedDocument, kind: str, at: str) -> GivenDocument:
    return GivenDocument(one.name, kind, int(one.size), one.sha256, at)


def _too_long(now: Sitting, documents: Sequence[NamedDocument]) -> Iterator[Fault]:
    limit = now.authority.limits.document_bytes
    for place, one in enumerate(documents):
        if int(one.size) > limit:
            yield Fault("DOCUMENT-TOO-LONG", f"documents.{place}.size", {"limit": limit, "found": int(one.size)})


def _too_many(now: Sitting, after: Decision) -> Iterator[Fault]:
    """Of one declaration, with those that were given before."""
    limits, size = now.authority.limits, sum(one.size for one in after.documents)
    if len(after.documents) > limits.declaration_documents:
        facts: dict[str, int] = {"limit": limits.declaration_documents, "found": len(after.documents)}
        yield Fault("DOCUMENTS-TOO-MANY", "documents", {**facts})
    if size > limits.declaration_documents_bytes:
        yield Fault("DOCUMENTS-TOO-LONG", "documents", {"limit": limits.declaration_documents_bytes, "found": size})


PROCEDURE = Procedure(DocumentsGive, "account", documents_give, faults, in_session=True)
