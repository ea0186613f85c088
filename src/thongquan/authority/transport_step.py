"""One step in the life of a transport, by its company or an officer of either end: see `transport.lifecycle`."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from msgspec.structs import replace

from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import FormFaulty, NotFound, NotLookedAt
from thongquan.authority.sitting import Sitting
from thongquan.authority.transport_attachment import attachment_faults, examined_with
from thongquan.authority.transport_case import AtHand, at_hand, changed_since, entered, state_after, taken, today
from thongquan.authority.transport_holding import secured
from thongquan.authority.transport_places import telling_faults
from thongquan.authority.transport_security import Wanted, security_faults
from thongquan.base.citation import cite
from thongquan.base.fault import Fault
from thongquan.base.moment import read_stamp, stamp
from thongquan.declaration.conditions import CancellationNotAsked, CancellationOpen
from thongquan.registration.deeds_transport import AnyStep, TransportDecide, TransportStep
from thongquan.transport.against import arrived_at, arriving_faults, leaving_faults
from thongquan.transport.amending import waiting
from thongquan.transport.judging import faults_of
from thongquan.transport.lifecycle import STEPS
from thongquan.transport.lodged import Lodged, departs_from
from thongquan.transport.messages import Arriving, Leaving
from thongquan.transport.standing import Discrepancy, Moved, Sealed, Standing, Taken, with_sealed

_AT = {"departed_day": "day", "departed_time": "time", "arrived_day": "day", "arrived_time": "time"}
_AT |= {"arrival_remarks": "reason"}
"""Items of BOA and BIA under the names that a step has for them."""
PLACES = (
    "departure_area", "departure_berth", "departure_port", "arrival_area", "arrival_berth", "arrival_port",
)  # fmt: skip
MOVES = ("depart", "arrive", "arrive-differing")
VERDICTS = ("approve", "refuse", "grant-cancellation", "decline-cancellation")
"""What an officer must have opened before: see `transports_seen.open_transport`."""

SHARED = cite("OLC-SAME-CARGO", "VNACCS 2014 OLC E0004", "term-2014", result_code="E0004")
RUN = cite("TRANSPORT-RUN", "TT 191/2015 PL III 04-BKHH (4)", "seed")
VEHICLE = cite("TRANSPORT-VEHICLE", "TT 191/2015 PL III 04-BKHH (13)", "seed")
SEALS = cite("TRANSPORT-SEALS", "TT 191/2015 PL III 04-BKHH (10)", "seed")
SEAL_TWICE = cite("TRANSPORT-SEAL-TWICE", "TT 191/2015 PL III 04-BKHH (10)", "assumption")
SEALS_DIFFER = cite("TRANSPORT-SEALS-DIFFER", "TT 191/2015 PL III 04-BKHH (10)", "assumption")
NO_DISCREPANCIES = cite("TRANSPORT-DISCREPANCIES-NONE", "TT 38/2015 Điều 51", "assumption")
DEPARTED_AHEAD = cite("TRANSPORT-DEPARTED-AHEAD", "VNACCS 2014 BOA DOT", "assumption")
AMENDMENTS_OPEN = cite("TRANSPORT-AMENDMENTS-OPEN", "TT 191/2015 PL III 04-BKHH (12)", "assumption")


def completed(now: Sitting, account: str, given: dict[str, Any]) -> dict[str, Any]:
    """A departure or arrival that names no place is meant of those that were declared."""
    if given.get("step") not in MOVES or any(given.get(name) for name in PLACES):
        return given
    hand = at_hand(now, account, str(given.get("number", "")), given["step"])
    declared = now.books.transports.body(hand.one).declaration
    return {**given, **{name: getattr(declared, name) for name in PLACES if getattr(declared, name)}}


def faults(now: Sitting, account: str, says: AnyStep) -> list[Fault]:
    """What somebody may not see he is not told the faults of. Raises NotLookedAt: he decides, and never opened it."""
    hand = _hand(now, account, says)
    if found := changed_since(hand.one, says.version, says.state):
        return found
    state_after(hand, says.step, says.reason)
    if found := _faults(now, hand, says):
        return found
    if says.step in VERDICTS and not now.books.applications.has_looked(account, hand.one.number, hand.one.version):
        raise NotLookedAt
    return []


def transport_step(now: Sitting, signed: Signed, _beside: Secrets) -> Done:
    says, account = signed.deed.says, signed.deed.account
    assert isinstance(says, AnyStep)
    hand, books = _hand(now, account, says), now.books.transports
    after = state_after(hand, says.step, says.reason)
    if found := _faults(now, hand, says):
        raise FormFaulty(found)
    standing = _standing(now, hand, says, books.standing(hand.one))
    one = replace(
        hand.one,
        state=after,
        version=hand.one.version + 1,
        changed_at=stamp(now.at),
        departed_at=standing.departed.at if standing.departed else "",
        arrived_at=standing.arrived.at if standing.arrived else "",
    )
    declared = books.body(one).declaration if says.step == "declare" else None
    standing = secured(now, one, standing, declared)
    done = entered(now, one, taken(standing, Taken(says.step, one.changed_at, account, after, says.reason)))
    if says.step == "approve" and (examined := examined_with(now, books.body(one).declaration, account)):
        done = replace(done, outcome={**done.outcome, "attachment": examined})
    return done


def _hand(now: Sitting, account: str, says: AnyStep) -> AtHand:
    """An officer signs as one, so that the record says for whom: raises NotFound otherwise, and as `at_hand`."""
    hand = at_hand(now, account, says.number, says.step)
    if isinstance(says, TransportDecide) != (hand.officer is not None):
        raise NotFound
    return hand


def _faults(now: Sitting, hand: AtHand, says: AnyStep) -> list[Fault]:
    """What the step wants besides its state and its reason, and what it names that it has no room for.

    Raises:
        CancellationOpen, CancellationNotAsked
    """
    wants, standing = STEPS[says.step].wants, now.books.transports.standing(hand.one)
    if "not-asked" in wants and standing.asked:
        raise CancellationOpen(number=hand.one.number)
    if "asked" in wants and not standing.asked:
        raise CancellationNotAsked(number=hand.one.number)
    body = now.books.transports.body(hand.one)
    found: list[Fault] = []
    if says.step == "declare":
        found += _of_declaring(now, hand, says, body)
    if says.step == "seal":
        found += _of_sealing(says, body, standing)
    if "amendments-answered" in wants:
        found += _of_amendments(body)
    if says.step in MOVES:
        found += [replace(one, at=_AT.get(one.at, one.at)) for one in _of_moving(now, says, body, standing)]
    if "discrepancies" in wants and not says.discrepancies:
        found.append(Fault(NO_DISCREPANCIES, "discrepancies", {}))
    return [*found, *telling_faults(hand, says.step, body.declaration, standing, today(now))]


def _of_declaring(now: Sitting, hand: AtHand, says: AnyStep, body: Lodged) -> Iterator[Fault]:
    """Judged again by the law of this day; a cargo number that another transport has is confirmed."""
    ola = body.declaration
    yield from faults_of(ola, today(now))
    yield from attachment_faults(now, hand.one.company, ola, body.lists)
    yield from security_faults(now, Wanted("OLC", hand.one.company, ola))
    numbers = [row.cargo_number for row in ola.cargo if row.cargo_number]
    shared = now.books.transports.sharing(hand.one, departs_from(ola), numbers)
    if shared and not says.same_cargo:
        yield Fault(SHARED, "same_cargo", {"numbers": shared})


def _of_sealing(says: AnyStep, body: Lodged, standing: Standing) -> Iterator[Fault]:
    if not 1 <= says.run <= body.runs:
        yield Fault(RUN, "run", {"run": says.run, "runs": body.runs})
    if not says.vehicle.strip():
        yield Fault(VEHICLE, "vehicle", {})
    if not says.seals:
        yield Fault(SEALS, "seals", {})
    elsewhere = {seal for one in standing.sealed if one.run != says.run for seal in one.seals}
    twice = [seal for place, seal in enumerate(says.seals) if seal in elsewhere or seal in says.seals[:place]]
    if twice:
        yield Fault(SEAL_TWICE, "seals", {"seals": twice})


def _of_amendments(body: Lodged) -> Iterator[Fault]:
    """*Assumption*: what was amended is answered before it is approved, sealed, or leaves."""
    if lines := sum(len(waiting(one)) for one in body.lists):
        yield Fault(AMENDMENTS_OPEN, "step", {"lines": lines})


def _of_moving(now: Sitting, says: AnyStep, body: Lodged, standing: Standing) -> Iterator[Fault]:
    places = {name: getattr(says, name) for name in PLACES}
    if says.step == "depart":
        leaving = Leaving("9", says.number, **places, departed_day=_day(says), departed_time=says.time)
        yield from faults_of(leaving, today(now))
        yield from leaving_faults(leaving, body.declaration)
        told = _moment(says)
        if told is not None and told > now.at:
            yield Fault(DEPARTED_AHEAD, "day", {"day": says.day, "time": f"{says.time[:2]}:{says.time[2:]}"})
        return
    arriving = _arriving(says, places)
    assert standing.departed is not None  # what is on the way has left
    yield from faults_of(arriving, today(now))
    yield from arriving_faults(arriving, body.declaration, read_stamp(standing.departed.at), now.at)
    if says.step == "arrive" and says.seals and sorted(set(says.seals)) != standing.seals:
        yield Fault(SEALS_DIFFER, "seals", {"entered": standing.seals, "seals": sorted(set(says.seals))})


def _arriving(says: AnyStep, places: dict[str, str]) -> Arriving:
    return Arriving(says.number, **places, arrived_day=_day(says), arrived_time=says.time, arrival_remarks=says.reason)


def _day(says: AnyStep) -> date | None:
    try:
        return date.fromisoformat(says.day)
    except ValueError:
        return None


def _moment(says: AnyStep) -> datetime | None:
    return arrived_at(Arriving(says.number, arrived_day=_day(says), arrived_time=says.time))


def _standing(now: Sitting, hand: AtHand, says: AnyStep, standing: Standing) -> Standing:
    """What is kept beside the state, after the step."""
    noted = tuple(Discrepancy(one.what, one.which, one.note) for one in says.discrepancies)
    match says.step:
        case "seal":
            standing = with_sealed(standing, Sealed(says.run, says.vehicle, tuple(says.seals)))
        case "ask-cancellation":
            standing = replace(standing, asked=says.reason)
        case "decline-cancellation" | "grant-cancellation":
            standing = replace(standing, asked="")
        case "depart":
            standing = replace(standing, departed=_moved(now, hand, says))
        case "take-back-departure":
            standing = replace(standing, departed=None)
        case "arrive" | "arrive-differing":
            standing = replace(standing, arrived=_moved(now, hand, says), discrepancies=noted)
        case "note-discrepancies":
            standing = replace(standing, discrepancies=(*standing.discrepancies, *noted))
    return standing


def _moved(now: Sitting, hand: AtHand, says: AnyStep) -> Moved:
    """By whom it was told: an officer stands in the block of his office."""
    told = _moment(says)
    assert told is not None  # its faults say so
    if hand.officer is not None:
        return Moved(stamp(told), hand.by, hand.officer.name, hand.officer.office, says.reason)
    account = now.books.accounts.account(hand.by)
    return Moved(stamp(told), hand.by, account.person.name if account else "", "", says.reason)


PROCEDURE = Procedure(
    TransportStep, "account", transport_step, faults, in_session=True, completed=completed, fills=PLACES
)
