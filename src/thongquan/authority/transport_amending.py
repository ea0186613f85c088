"""The lists of a transport while they are amended: which one is meant, and how a changed one is kept."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from thongquan.authority.procedures import Done
from thongquan.authority.sitting import Sitting
from thongquan.authority.transport_case import AtHand, entered, taken
from thongquan.authority.transport_ports import Transport
from thongquan.base.citation import cite
from thongquan.base.fault import Fault
from thongquan.base.moment import stamp
from thongquan.declaration.conditions import StepNotNow
from thongquan.transport.amending import AmendmentRefused
from thongquan.transport.lifecycle import STATES, Who
from thongquan.transport.lists import BillList, GoodsList
from thongquan.transport.lodged import lodged
from thongquan.transport.standing import Taken, lists_of

AMENDED_IN = ("declared", "approved")
"""A draft is changed as a whole; what is on the way is as customs sealed it."""
NO_LIST = cite("TRANSPORT-AMEND-LIST", "TT 191/2015 PL III.2.c", "seed")


def require_amended_by(hand: AtHand, who: Who, step: str, step_en: str) -> None:
    """Raises StepNotNow: it is another's, or its lists are not amended in this state."""
    if hand.who != who or hand.one.state not in AMENDED_IN:
        state = STATES[hand.one.state]
        raise StepNotNow(number=hand.one.number, step=step, step_en=step_en, state=state.vi, state_en=state.en)


def refusal_of(work: Callable[[], object]) -> list[Fault]:
    """What is wrong with an amendment, or with its answer, told at its line; what `work` makes is thrown away."""
    try:
        work()
    except AmendmentRefused as refused:
        return [Fault(refused.code, "line", dict(refused.facts))]
    return []


def listed(now: Sitting, one: Transport) -> list[BillList | GoodsList]:
    """As they are now, with the seals of each run."""
    books = now.books.transports
    return lists_of(books.body(one), books.standing(one), None)


def list_in(lists: Sequence[BillList | GoodsList], form: str, run: int) -> BillList | GoodsList:
    """Raises AmendmentRefused: it has no such list."""
    for one in lists:
        if isinstance(one, GoodsList) and form == "04-BKHH" and one.run == run:
            return one
        if isinstance(one, BillList) and form == "01-BKVD/TKXX" and run == 1:
            return one
    raise AmendmentRefused(NO_LIST, form=form, run=run)


def changed_list(now: Sitting, hand: AtHand, changed: BillList | GoodsList, step: str, reason: str) -> Done:
    """A new version of the body with this list in place of the one before."""
    books, before = now.books.transports, hand.one
    body = books.body(before)
    lists = [_lines_of(changed, one) if _is_same(changed, one) else one for one in body.lists]
    version = before.version + 1
    after = replace(before, version=version, body=version, changed_at=stamp(now.at))
    standing = taken(books.standing(before), Taken(step, after.changed_at, hand.by, before.state, reason))
    return entered(now, after, standing, lodged(body.declaration, lists, body.salt))


def _is_same(changed: BillList | GoodsList, one: BillList | GoodsList) -> bool:
    if isinstance(changed, GoodsList) and isinstance(one, GoodsList):
        return changed.run == one.run
    return type(changed) is type(one)


def _lines_of(changed: BillList | GoodsList, one: BillList | GoodsList) -> BillList | GoodsList:
    """Only its lines are kept: what customs enter stands beside."""
    return replace(one, lines=changed.lines)
