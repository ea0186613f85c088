"""An officer takes one step on several declarations that he opened, with one signature. Each stands for itself."""

from datetime import datetime

import msgspec

from thongquan.authority.decide import enter_officers, seen
from thongquan.authority.deed_ports import Sought
from thongquan.authority.officers_seen import officer_asking
from thongquan.authority.ports import Case, ReadingRoom
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import NotFound, NotLookedAt, OfficerUnknown
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault, Refusal
from thongquan.base.moment import stamp
from thongquan.declaration.conditions import Taking
from thongquan.declaration.lifecycle import step_taken
from thongquan.numbering.declaration_number import uncorrected
from thongquan.registration.deeds_declarations import DeclarationsDecide, SeenDeclaration
from thongquan.registration.duty import may_decide

CHANGED = "DECLARATION-CHANGED"


class DecidedOne(msgspec.Struct, frozen=True):
    """What became of one of the declarations."""

    number: str
    state: str
    """In which it was afterwards; "" where he may not know."""
    refusal: str = ""
    """The code of what refused it, or ""."""


class DecidedSeveral(msgspec.Struct, frozen=True):
    deed: int
    at: str
    verdict: str
    each: list[DecidedOne]


def faults(now: Sitting, account: str, says: DeclarationsDecide) -> list[Fault]:
    """What would refuse it as a whole. How each declaration stands is told by what becomes of each.

    Raises:
        Refusal: not somebody who decides, or not now; or one of them was never opened in the version that is named.
    """
    officer = now.books.officer(account)
    if officer is None:
        raise OfficerUnknown(officer=account)
    may_decide(officer, officer.office, now.at)
    numbers = [str(uncorrected(one.number)) for one in says.declarations]
    versions = [int(one.version) for one in says.declarations]
    looked = now.books.applications.has_looked
    if not all(looked(account, *one) for one in zip(numbers, versions, strict=True)):
        raise NotLookedAt
    return [
        Fault("DECLARATION-NAMED-TWICE", f"declarations.{place}.number", {"number": says.declarations[place].number})
        for place, number in enumerate(numbers)
        if number in numbers[:place]
    ]


def decide_several(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    """All that can be decided, and for each of the others why not, in one transaction with the deed.

    No company reads the deed, for it names others' declarations; each learns its own from the act.
    """
    says, officer = signed.deed.says, signed.by.officer
    assert isinstance(says, DeclarationsDecide)
    assert officer is not None  # the door saw to it
    became = {one.number: _became(now, officer.id, says, one) for one in says.declarations}
    return Done({"verdict": says.verdict, "at": stamp(now.at), **became})


def decided_several(room: ReadingRoom, account: str, deed: int, at: datetime) -> DecidedSeveral:
    """What became of each, for the officer who signed.

    Raises:
        NotFound: there is no such deed of this officer.
    """
    officer = officer_asking(room, account, at)
    found = room.deeds.all_of(Sought(kind=DeclarationsDecide.kind, account=officer.id), deed + 1, 1)
    if not found or found[0].seq != deed:
        raise NotFound
    outcome = found[0].outcome
    each = [_told(number, word) for number, word in outcome.items() if number not in ("verdict", "at")]
    return DecidedSeveral(deed, outcome["at"], outcome["verdict"], each)


def _became(now: Sitting, officer: str, says: DeclarationsDecide, one: SeenDeclaration) -> str:
    """The state in which it is since; or that in which it stayed, and the code of what refused it."""
    state = ""
    try:
        case = seen(now, officer, one.number)
        state = case.decision.state
        if _has_changed(case, one):
            return f"{state} {CHANGED}"
        decision = step_taken(case.decision, "officer", Taking(says.verdict, officer, stamp(now.at), says.reason))
    except Refusal as refusal:
        return f"{state} {refusal.code}"
    enter_officers(now, case, decision)
    return decision.state


def _has_changed(case: Case, one: SeenDeclaration) -> bool:
    now = case.decision
    return (case.latest, now.number, now.channel, now.state) != (int(one.version), one.number, one.channel, one.state)


def _told(number: str, word: str) -> DecidedOne:
    state, _, refusal = word.partition(" ")
    return DecidedOne(number, state, refusal)


PROCEDURE = Procedure(DeclarationsDecide, "officer", decide_several, faults, in_session=True)
