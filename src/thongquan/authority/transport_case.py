"""A transport before whoever wants to do something with it: whose business it is, on which side, in which version."""

from datetime import date

import msgspec
from msgspec.structs import replace

from thongquan.authority.decide import require_not_of_own_company
from thongquan.authority.notices import tell_step
from thongquan.authority.procedures import Done
from thongquan.authority.refusals import NotFound
from thongquan.authority.sent_lists import company_of
from thongquan.authority.sitting import Sitting
from thongquan.authority.transport_codes import ACCEPTED, RESULT
from thongquan.authority.transport_holding import said_of_held
from thongquan.authority.transport_ports import Transport
from thongquan.base.canonical import canonical
from thongquan.base.citation import cite
from thongquan.base.fault import Fact, Fault, Refusal
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day, stamp
from thongquan.declaration.conditions import ReasonMissing, StepNotNow
from thongquan.declaration.derived import living, office_in_charge
from thongquan.numbering.declaration_number import is_number
from thongquan.registration.duty import DECIDING, OfficerRole, may_decide
from thongquan.registration.model import Officer
from thongquan.transport.lifecycle import STEPS, Who, due_at, leads_on, moved
from thongquan.transport.lodged import Lodged, digest_of, spelled
from thongquan.transport.model import TransportDeclaration
from thongquan.transport.standing import Standing, Taken

NOT_NOW = {
    "OLA": cite("OLA-DECLARED", "VNACCS 2014 OLA E0002", "term-2014", result_code="E0002"),
    "OLC": cite("OLC-DECLARED", "VNACCS 2014 OLC E0003", "term-2014", result_code="E0003"),
    "COT": cite("COT-NOT-NOW", "VNACCS 2014 COT S0007", "term-2014", result_code="S0007"),
    "BOA": cite("BOA-NOT-NOW", "VNACCS 2014 BOA E0003", "term-2014", result_code="E0003"),
    "BIA": cite("BIA-NOT-NOW", "VNACCS 2014 BIA E0003", "term-2014", result_code="E0003"),
}
"""Procedure → what it answers where the state does not allow it."""
DEPARTED = cite("BOA-DEPARTED", "VNACCS 2014 BOA E0027", "term-2014", result_code="E0027")
NO_DEPARTURE = cite("BOA-NOT-DEPARTED", "VNACCS 2014 BOA E0029", "term-2014", result_code="E0029")
NOT_UNDERWAY = cite("BOA-ARRIVED", "VNACCS 2014 BOA E0028", "term-2014", result_code="E0028")
NOT_LEFT = cite("BIA-NOT-DEPARTED", "VNACCS 2014 BIA E0029", "term-2014", result_code="E0029")
_AHEAD, _THERE = ("drafted", "declared", "approved"), ("arrived", "differing")


class TransportNotNow(StepNotNow):
    """The step of this procedure does not lead on from the state in which the transport is."""

    def __init__(self, step: str, standing: str, /, **facts: Fact) -> None:
        self.code = _why_not(step, standing)
        super().__init__(**facts)


def _why_not(step: str, state: str) -> str:
    """The departure is told apart: it was registered already, or not yet, or is too old to be taken back."""
    match step:
        case "depart" if state in ("departed", *_THERE):
            return DEPARTED
        case "take-back-departure" if state not in ("departed", *_THERE):
            return NO_DEPARTURE
        case "take-back-departure" if state in _THERE:
            return NOT_UNDERWAY
        case "arrive" | "arrive-differing" if state in _AHEAD:
            return NOT_LEFT
    return NOT_NOW[STEPS[step].message]


class StepsTooMany(Refusal):
    """It took as many steps as are kept of one transport."""

    code = "TRANSPORT-STEPS-MANY"


class AtHand(msgspec.Struct, frozen=True):
    """A transport as somebody has it before him who may do something with it."""

    one: Transport
    who: Who
    by: str
    officer: Officer | None


def at_hand(now: Sitting, account: str, number: str, step: str) -> AtHand:
    """The transport, if it is the business of this account, and the side that it takes the step for.

    Raises:
        NotFound: there is none of this number, or it is another's.
        Refusal: the officer may not decide, or not now, or not on his own company.
    """
    one = now.books.transports.of(number) if is_number(number) else None
    officer = now.books.officer(account)
    if officer is not None:
        return AtHand(_before(now, officer, one), _side(officer, _required(one), step), account, officer)
    if one is None or one.company != company_of(now, account):
        raise NotFound
    return AtHand(one, "declarant", account, None)


def _required(one: Transport | None) -> Transport:
    if one is None:
        raise NotFound
    return one


def _before(now: Sitting, officer: Officer, one: Transport | None) -> Transport:
    """One of an office that it neither leaves nor reaches is told nothing, not even that there is such a number."""
    if officer.role not in DECIDING:
        raise OfficerRole(officer=officer.id)
    if one is None or officer.office not in (one.office, one.arrival_office):
        raise NotFound
    may_decide(officer, officer.office, now.at)
    require_not_of_own_company(now.books, officer, {one.company})
    return one


def _side(officer: Officer, one: Transport, step: str) -> Who:
    """Where one office is both, the side that takes the step."""
    sides: list[Who] = []
    if officer.office == one.office:
        sides.append("departing")
    if officer.office == one.arrival_office:
        sides.append("arriving")
    takes = STEPS[step].who if step in STEPS else ()
    return next((side for side in sides if side in takes), sides[0])


def changed_since(one: Transport, version: int, state: str = "") -> list[Fault]:
    """Nobody signs about something else than what he saw."""
    if version != one.version or state not in ("", one.state):
        return [Fault("TRANSPORT-CHANGED", "version", {"number": one.number})]
    return []


def state_after(hand: AtHand, step: str, reason: str) -> str:
    """Raises StepNotNow, ReasonMissing, StepsTooMany."""
    try:
        after = moved(hand.one.number, hand.one.state, step, hand.who)
    except StepNotNow as told:
        message = STEPS[step].message if step in STEPS else ""
        raise TransportNotNow(step, hand.one.state, **told.facts) if message else told from None
    if "reason" in STEPS[step].wants and not reason.strip():
        raise ReasonMissing
    if not leads_on(step, hand.one.state):
        require_room(hand.one)
    return after


def require_room(one: Transport) -> None:
    """For what could be done again and again: what ends a transport, and what customs answer, needs none.

    Raises:
        StepsTooMany
    """
    if one.version >= LIMITS.transport_steps:
        raise StepsTooMany(number=one.number, limit=LIMITS.transport_steps)


def taken(standing: Standing, step: Taken) -> Standing:
    return replace(standing, steps=(*standing.steps, step))


def entered(now: Sitting, one: Transport, standing: Standing, body: Lodged | None = None, *, new: bool = False) -> Done:
    """Kept in the transaction of its deed, whose outcome names what is kept: so the books can be held against it."""
    books, deed = now.books.transports, now.books.deeds.next_place()
    if new:
        assert body is not None
        books.add(one, body, standing, deed)
    else:
        books.change(one, standing, deed, body)
    tell_step(now, one, standing.steps[-1].step)
    outcome = {
        **head_told(one),
        **said_of_held(standing),
        "standing": digest_of(msgspec.json.encode(standing)),
        "code": ACCEPTED,
        "result_code": RESULT,
    }
    if body is not None:
        outcome["body"] = digest_of(spelled(body))
    return Done(outcome, company=one.company)


def head_told(one: Transport) -> dict[str, str]:
    """What the outcome of a deed says of the head: all of it, in words that the check of the books reads again."""
    return {"number": one.number, "state": one.state, "version": str(one.version), "head": canonical(one).decode()}


def arrival_office(declaration: TransportDeclaration, day: date) -> str:
    """The office that watches the arrival: in charge of the area.

    *Assumption*: where no list tells it, the office of departure watches and confirms the arrival.
    """
    found = office_in_charge(declaration.arrival_area, day) if declaration.arrival_area else ""
    return found or living(declaration.customs_office, day) or declaration.customs_office


def due(declaration: TransportDeclaration) -> str:
    """Raises ValueError, TypeError: its end is no day and hour; its faults say so."""
    assert declaration.finish_day is not None
    return stamp(due_at(declaration.finish_day, declaration.finish_hour))


def today(now: Sitting) -> date:
    return business_day(now.at)
