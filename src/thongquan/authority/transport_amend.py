"""The company amends one line of a list: TT 191/2015 PL III, 01-BKVD/TKXX note (6), 04-BKHH note (11)."""

from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import FormFaulty
from thongquan.authority.sitting import Sitting
from thongquan.authority.transport_amending import changed_list, list_in, listed, refusal_of, require_amended_by
from thongquan.authority.transport_case import AtHand, at_hand, changed_since, require_room
from thongquan.base.citation import cite
from thongquan.base.fault import Fault
from thongquan.declaration.conditions import CancellationOpen
from thongquan.registration.deeds_transport import TransportAmend
from thongquan.transport.amending import BILL_COLUMN, AmendmentRefused, amend_bill, amend_package
from thongquan.transport.lists import BillList, GoodsList

COLUMN_TWICE = cite("TRANSPORT-AMEND-COLUMN-TWICE", "TT 191/2015 PL III 04-BKHH (11)", "assumption")
STEP = "amend"


def faults(now: Sitting, account: str, says: TransportAmend) -> list[Fault]:
    hand = _hand(now, account, says)
    return changed_since(hand.one, says.version) or refusal_of(lambda: _amended(now, hand, says))


def transport_amend(now: Sitting, signed: Signed, _beside: Secrets) -> Done:
    says, account = signed.deed.says, signed.deed.account
    assert isinstance(says, TransportAmend)
    hand = _hand(now, account, says)
    if found := faults(now, account, says):
        raise FormFaulty(found)
    return changed_list(now, hand, _amended(now, hand, says), STEP, _told(says))


def _hand(now: Sitting, account: str, says: TransportAmend) -> AtHand:
    """Raises NotFound, StepNotNow, CancellationOpen, StepsTooMany."""
    hand = at_hand(now, account, says.number, STEP)
    require_amended_by(hand, "declarant", "sửa bản kê", "amend a list")
    if now.books.transports.standing(hand.one).asked:
        raise CancellationOpen(number=says.number)
    require_room(hand.one)
    return hand


def _amended(now: Sitting, hand: AtHand, says: TransportAmend) -> BillList | GoodsList:
    """Raises AmendmentRefused."""
    made = list_in(listed(now, hand.one), says.form, says.run)
    values = {one.column: one.value for one in says.changes}
    if len(values) != len(says.changes):
        raise AmendmentRefused(COLUMN_TWICE, line=says.line)
    if isinstance(made, GoodsList):
        return amend_package(made, says.line, values)
    if list(values) != [BILL_COLUMN]:
        raise AmendmentRefused("TRANSPORT-AMEND-COLUMN", line=says.line, column=min(values, default=0))
    return amend_bill(made, says.line, values[BILL_COLUMN], checking=hand.one.state == "declared")


def _told(says: TransportAmend) -> str:
    changes = "; ".join(f"({one.column}) {one.value or '–'}" for one in says.changes)
    return f"{says.form} {says.run}/{says.line}: {changes}"


PROCEDURE = Procedure(TransportAmend, "account", transport_amend, faults, in_session=True)
