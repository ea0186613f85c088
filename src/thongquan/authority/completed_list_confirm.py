"""Customs answer a list HQ 02: its goods passed the supervision area, but for the lines that the officer names.

Every declaration that passed takes the step `release` of its life, each with an act and a leaf of its own, in the same
transaction. What was left out stays cleared, and may stand on a later list or be cancelled.
"""

from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from thongquan.authority.completed_lines import CANCELLING, FORM, NOT_CLEARED
from thongquan.authority.completed_list_ports import Became, Candidate, CompletedList, Listed
from thongquan.authority.decide import enter, require_not_of_own_company
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import FormFaulty, NotLookedAt
from thongquan.authority.sent_lists import has_looked_at, require_answerable
from thongquan.authority.sitting import Sitting
from thongquan.base.citation import cite
from thongquan.base.fault import Fault, Refusal
from thongquan.base.limits import LIMITS
from thongquan.base.moment import stamp
from thongquan.declaration.conditions import CancellationOpen, ReasonMissing, ScanMissing, StepNotNow, Taking
from thongquan.declaration.lifecycle import standing, step_taken
from thongquan.declaration.model import Decision
from thongquan.numbering.declaration_number import uncorrected
from thongquan.registration.deeds_completed import Hq02Confirm

NOT_SCANNED = cite("HQ02-LINE-NOT-SCANNED", FORM, "assumption")
CHANGED = cite("HQ02-LINE-CHANGED", FORM, "assumption")
NOT_ON_LIST = cite("HQ02-LINE-NOT-ON-LIST", FORM, "assumption")
NAMED_TWICE = cite("HQ02-LINE-NAMED-TWICE", FORM, "assumption")
_WHY: dict[type[Refusal], str] = {StepNotNow: NOT_CLEARED, ScanMissing: NOT_SCANNED, CancellationOpen: CANCELLING}

Released = tuple[Candidate, Decision]


class ListAnswered(Refusal):
    """Customs answered it already."""

    code = "HQ02-ANSWERED"


class Answering(msgspec.Struct, frozen=True):
    """What the answer would do."""

    releases: list[Released]
    became: dict[int, Became]
    """Of each line of a list that is confirmed."""
    faults: list[Fault]


def faults(now: Sitting, account: str, says: Hq02Confirm) -> list[Fault]:
    """What an officer may not see he is not told the faults of. Raises NotLookedAt: he never opened the list."""
    one = asked(now, account, says)
    found = answering(now, account, says, one).faults
    if not found and not has_looked_at(now, account, one):
        raise NotLookedAt
    return found[: LIMITS.faults_told]


def hq02_confirm(now: Sitting, signed: Signed, _beside: Secrets) -> Done:
    says, officer = signed.deed.says, signed.by.officer
    assert isinstance(says, Hq02Confirm)
    assert officer is not None  # the door saw to it
    one = asked(now, officer.id, says)
    done = answering(now, officer.id, says, one)
    if done.faults:
        raise FormFaulty(done.faults[: LIMITS.faults_told])
    for candidate, decision in done.releases:
        enter(now, candidate.case, decision)
    state = "confirmed" if says.answer == "confirm" else "declined"
    answered = replace(one, state=state, answered_at=stamp(now.at), answered_by=officer.id)
    now.books.completed_lists.answer(answered, done.became, now.books.deeds.next_place())
    released = sum(what == "released" for what in done.became.values())
    outcome = {"list": one.id, "number": one.number, "state": state, "released": str(released)}
    return Done({**outcome, "left": str(says.count - released)}, company=one.company)


def asked(now: Sitting, officer_id: str, says: Hq02Confirm) -> CompletedList:
    """The list, if this officer may answer it now.

    Raises:
        NotFound, OfficerUnknown
        ListAnswered: he or another did.
        Refusal: it is not his to decide, or not now.
    """
    one = require_answerable(now, officer_id, now.books.completed_lists.list_of(says.list_id))
    if one.state != "sent":
        raise ListAnswered(number=one.number)
    return one


def answering(now: Sitting, officer_id: str, says: Hq02Confirm, one: CompletedList) -> Answering:
    """Raises ReasonMissing: a list is declined with a reason."""
    shown = (says.number, says.company, says.count, says.digest)
    if shown != (one.number, one.company, one.says.count, one.says.digest):
        return Answering([], {}, [Fault("HQ02-CHANGED", "list_id", {})])
    taking = Taking("release", officer_id, stamp(now.at), says.reason)
    if says.answer == "decline":
        if not says.reason.strip():
            raise ReasonMissing
        return Answering([], {}, [])
    lines = now.books.completed_lists.lines(one.row)
    left, found = _left_out(says, {line.number: line.line for line in lines})
    answer = Answering([], dict(left), found)
    _release(now, answer, [line for line in lines if line.line not in left], taking)
    return answer


def _release(now: Sitting, answer: Answering, lines: list[Listed], taking: Taking) -> None:
    known = now.books.completed_lists.candidates([line.number for line in lines])
    officer = now.books.officer(taking.by)
    assert officer is not None
    principals = {one.case.decision.on_behalf_of for one in known.values()} - {""}
    require_not_of_own_company(now.books, officer, principals)
    for line in lines:
        candidate = known.get(line.number)
        if candidate is None or candidate.act != line.act:
            answer.faults.append(_fault(CHANGED, line, str(line.number)))
            continue
        decision = candidate.case.decision
        answer.became[line.line] = "released"
        if decision.state == "released":  # by itself, before the list was answered
            continue
        try:
            answer.releases.append((candidate, step_taken(decision, "officer", taking)))
        except tuple(_WHY) as refusal:
            code = _WHY[type(refusal)]
            facts = standing(decision.state) if code == NOT_CLEARED else {}
            answer.faults.append(_fault(code, line, decision.number, **facts))


def _left_out(says: Hq02Confirm, places: Mapping[int, int]) -> tuple[dict[int, Became], list[Fault]]:
    left: dict[int, Became] = {}
    found: list[Fault] = []
    for at, what, number in _named(says):
        line = places.get(uncorrected(number))
        if line is None:
            found.append(Fault(NOT_ON_LIST, at, {"number": number}))
        elif line in left:
            found.append(Fault(NAMED_TWICE, at, {"number": number}))
        else:
            left[line] = what
    return left, found


def _named(says: Hq02Confirm) -> Iterator[tuple[str, Became, str]]:
    yield from ((f"held_back.{place}", "held-back", one) for place, one in enumerate(says.held_back))
    yield from ((f"never_came.{place}", "never-came", one) for place, one in enumerate(says.never_came))


def _fault(code: str, line: Listed, number: str, **facts: str) -> Fault:
    return Fault(code, f"lines.{line.line - 1}", {"line": line.line, "number": number, **facts})


PROCEDURE = Procedure(Hq02Confirm, "officer", hq02_confirm, faults, in_session=True)
