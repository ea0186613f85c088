"""An officer of the departing office accepts or turns down the amendment of one line: notes (7) and (12)."""

from typing import TypeVar

from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import FormFaulty
from thongquan.authority.sitting import Sitting
from thongquan.authority.transport_amending import changed_list, list_in, listed, refusal_of, require_amended_by
from thongquan.authority.transport_case import AtHand, at_hand, changed_since
from thongquan.base.fault import Fault
from thongquan.declaration.conditions import ReasonMissing
from thongquan.registration.deeds_transport import TransportAmendmentAnswer
from thongquan.transport.amending import AmendmentRefused, accept, turn_down
from thongquan.transport.lists import BillList, GoodsList

L = TypeVar("L", BillList, GoodsList)


def faults(now: Sitting, account: str, says: TransportAmendmentAnswer) -> list[Fault]:
    hand = _hand(now, account, says)
    return changed_since(hand.one, says.version) or refusal_of(lambda: _answered(now, hand, says))


def transport_amendment_answer(now: Sitting, signed: Signed, _beside: Secrets) -> Done:
    says, account = signed.deed.says, signed.deed.account
    assert isinstance(says, TransportAmendmentAnswer)
    hand = _hand(now, account, says)
    if found := faults(now, account, says):
        raise FormFaulty(found)
    told = f"{says.form} {says.run}/{says.line}: {says.reason}".rstrip(": ")
    return changed_list(now, hand, _answered(now, hand, says), f"amendment-{says.answer}", told)


def _hand(now: Sitting, account: str, says: TransportAmendmentAnswer) -> AtHand:
    """Raises NotFound, StepNotNow, ReasonMissing; OfficerRole and the like of an officer who may not decide."""
    hand = at_hand(now, account, says.number, "approve")
    require_amended_by(hand, "departing", "xác nhận sửa bản kê", "answer an amendment")
    if says.answer == "turn-down" and not says.reason.strip():
        raise ReasonMissing
    return hand


def _answered(now: Sitting, hand: AtHand, says: TransportAmendmentAnswer) -> BillList | GoodsList:
    """Raises AmendmentRefused: there is nothing to answer, or another amendment than the one that is signed about."""
    made = list_in(listed(now, hand.one), says.form, says.run)
    assert hand.officer is not None  # it is on the departing side
    if 1 <= says.line <= len(made.lines) and made.lines[says.line - 1].amended not in ("", says.amended):
        raise AmendmentRefused("TRANSPORT-AMEND-NONE", line=says.line)
    if isinstance(made, GoodsList):
        return _with_answer(now, made, says, hand.officer.name)
    return _with_answer(now, made, says, hand.officer.name)


def _with_answer(now: Sitting, made: L, says: TransportAmendmentAnswer, officer: str) -> L:
    if says.answer == "accept":
        return accept(made, says.line, officer, now.at)
    left, _ = turn_down(made, says.line, officer, now.at, says.reason)
    return left


PROCEDURE = Procedure(TransportAmendmentAnswer, "officer", transport_amendment_answer, faults, in_session=True)
