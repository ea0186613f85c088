"""Customs answer a list HQ 01: they confirm what they found, have its documents inspected first, or decline it."""

from msgspec.structs import replace

from thongquan.authority.document_list_ports import DocumentList
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import FormFaulty, NotLookedAt
from thongquan.authority.sent_lists import has_looked_at, require_answerable
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault, Refusal
from thongquan.base.moment import stamp
from thongquan.declaration.conditions import ReasonMissing
from thongquan.registration.deeds_documents_listed import Hq01Answer


class DocumentsAnswered(Refusal):
    """Customs confirmed or declined it already."""

    code = "HQ01-ANSWERED"


def faults(now: Sitting, account: str, says: Hq01Answer) -> list[Fault]:
    """What an officer may not see he is not told the faults of. Raises NotLookedAt: he never opened the list."""
    one = _asked(now, account, says)
    found = _faults(one, says)
    if not found and not has_looked_at(now, account, one):
        raise NotLookedAt
    return found


def hq01_answer(now: Sitting, signed: Signed, _beside: Secrets) -> Done:
    says, officer = signed.deed.says, signed.by.officer
    assert isinstance(says, Hq01Answer)
    assert officer is not None  # the door saw to it
    one = _asked(now, officer.id, says)
    if found := _faults(one, says):
        raise FormFaulty(found)
    lists, at = now.books.document_lists, stamp(now.at)
    remarks = lists.remarks(one)
    if says.answer == "inspect":
        after = replace(one, inspection_at=at, inspection_by=officer.id)
        remarks = replace(remarks, inspection=says.result)
    else:
        state = "confirmed" if says.answer == "confirm" else "declined"
        after = replace(one, state=state, answered_at=at, answered_by=officer.id)
        remarks = replace(remarks, result=says.result)
    lists.answer(after, remarks, now.books.deeds.next_place())
    outcome = {"list": one.id, "number": one.number, "state": after.state, "answer": says.answer}
    return Done(outcome, company=one.company)


def _asked(now: Sitting, officer_id: str, says: Hq01Answer) -> DocumentList:
    """The list, if this officer may answer it now.

    Raises:
        DocumentsAnswered: he or another did.
        ReasonMissing: it is declined or inspected without a reason, or inspected and no result is told.
        Refusal: it is not his to answer, or not now.
    """
    one = require_answerable(now, officer_id, now.books.document_lists.list_of(says.list_id))
    if one.state != "sent":
        raise DocumentsAnswered(number=one.number)
    if not says.result.strip() and (says.answer != "confirm" or one.inspection_at):
        raise ReasonMissing
    return one


def _faults(one: DocumentList, says: Hq01Answer) -> list[Fault]:
    shown = (says.number, says.company, says.count, says.digest, says.inspected)
    if shown != (one.number, one.company, one.says.count, one.says.digest, "yes" if one.inspection_at else "no"):
        return [Fault("HQ01-CHANGED", "list_id", {})]
    if says.answer == "inspect" and one.inspection_at:
        return [Fault("HQ01-INSPECTED", "answer", {"number": one.number})]
    return []


PROCEDURE = Procedure(Hq01Answer, "officer", hq01_answer, faults, in_session=True)
