"""Who may tell of a departure or arrival, by its place: an area's own office, at a berth customs alone (BOA, BIA)."""

from collections.abc import Iterator
from datetime import date

from thongquan.authority.transport_case import AtHand
from thongquan.base.citation import cite
from thongquan.base.fault import Fault
from thongquan.declaration.derived import can_be_used, living, office_in_charge
from thongquan.transport.model import TransportDeclaration
from thongquan.transport.standing import Standing


def _cited(code: str, result_code: str) -> str:
    return cite(code, f"VNACCS 2014 {code[:3]} {result_code}", "term-2014", result_code=result_code)


LEAVES_BY_CUSTOMS = _cited("BOA-BRT-CUSTOMS", "U0005")
COMES_BY_CUSTOMS = _cited("BIA-SOB-CUSTOMS", "U0006")
LEAVES_ELSEWHERE = _cited("BOA-DPR-OFFICE", "U0002")
COMES_ELSEWHERE = _cited("BIA-SOH-OFFICE", "U0003")
AREA_GONE = _cited("BOA-DPR-GONE", "E0023")
BY_CUSTOMS = _cited("BOA-DEPARTED-BY-CUSTOMS", "U0007")


def telling_faults(
    hand: AtHand, step: str, declared: TransportDeclaration, standing: Standing, day: date
) -> Iterator[Fault]:
    """Of the other steps none. That a departure or arrival names the declared places `transport.against` sees to."""
    match step:
        case "depart":
            yield from _of_berth(hand, declared.departure_berth, "departure_berth", LEAVES_BY_CUSTOMS)
            yield from _of_office(hand, declared.departure_area, "departure_area", LEAVES_ELSEWHERE, day)
            if declared.departure_area and not can_be_used(declared.departure_area, day):
                yield Fault(AREA_GONE, "departure_area", {"area": declared.departure_area})
        case "take-back-departure":
            yield from _of_office(hand, declared.departure_area, "departure_area", LEAVES_ELSEWHERE, day)
            yield from _of_customs(hand, standing)
        case "arrive" | "arrive-differing":
            yield from _of_berth(hand, declared.arrival_berth, "arrival_berth", COMES_BY_CUSTOMS)
            yield from _of_office(hand, declared.arrival_area, "arrival_area", COMES_ELSEWHERE, day)


def _of_customs(hand: AtHand, standing: Standing) -> Iterator[Fault]:
    """A departure that customs registered customs take back."""
    if hand.officer is None and standing.departed is not None and standing.departed.office:
        yield Fault(BY_CUSTOMS, "step", {"office": standing.departed.office})


def _of_berth(hand: AtHand, berth: str, at: str, code: str) -> Iterator[Fault]:
    if berth and hand.officer is None:
        yield Fault(code, at, {"berth": berth})


def _of_office(hand: AtHand, area: str, at: str, code: str, day: date) -> Iterator[Fault]:
    """An officer tells of what is under his own office by the list of the day."""
    office = office_in_charge(area, day) if area else ""
    if hand.officer is not None and office and office != living(hand.officer.office, day):
        yield Fault(code, at, {"area": area, "office": hand.officer.office, "belongs": office})
