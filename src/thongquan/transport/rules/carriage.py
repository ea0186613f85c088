"""The vessel, flight, train or plate that brought the cargo (TE, SN), by the kind of manifest (TM).

Of the forms the client only says that one is wrong; what a right one looks like is read from its guide where it has
one, and is marked an assumption where not.
"""

import re

from thongquan.transport.model import Cargo
from thongquan.transport.rules.rule import Case, Facts, cargo_rule

AIR, SEA, RAIL, ROAD = "A", "S", "R", "V"
CALL_SIGN = re.compile(r"[A-Z0-9]{1,9}")
TRAIN = re.compile(r"[A-Z0-9/-]{1,12}")
PLATE = re.compile(r"[A-Z]{2}-[A-Z0-9.-]{4,12}")
FLIGHT = re.compile(r"[A-Z0-9]{2}[0-9]{3,4}[A-Z]?")
LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@cargo_rule("OLA-TE-SIGN", at="carried_by", mark="assumption", result_code="S0091")
def a_vessel_has_its_call_sign(cargo: Cargo, _case: Case) -> Facts | None:
    """By sea the vessel (TE) is a call sign: up to nine capitals and digits (assumption)."""
    return _unlike(CALL_SIGN, cargo, SEA)


@cargo_rule("OLA-TE-FLIGHT", at="carried_by", result_code="S0092")
def a_flight_has_two_parts(cargo: Cargo, _case: Case) -> Facts | None:
    """By air the flight (TE) is airline and number, a stroke, and the day as DDMM."""
    if cargo.manifest_type != AIR or not cargo.carried_by or cargo.carried_by.count("/") == 1:
        return None
    return {"value": cargo.carried_by}


@cargo_rule("OLA-TE-NUMBER", at="carried_by", result_code="S0094")
def a_flight_begins_with_its_number(cargo: Cargo, _case: Case) -> Facts | None:
    """Before the stroke stand the airline's two characters and the number of the flight."""
    parts = _parts(cargo)
    return {"value": parts[0]} if parts and not FLIGHT.fullmatch(parts[0]) else None


@cargo_rule("OLA-TE-DAY", at="carried_by", result_code="S0095")
def a_flight_ends_with_its_day(cargo: Cargo, _case: Case) -> Facts | None:
    """After the stroke stands a day of the calendar as DDMM: unlike MIC, which writes the month in letters."""
    parts = _parts(cargo)
    return {"value": parts[1]} if parts and not _is_day(parts[1]) else None


@cargo_rule("OLA-TE-TRAIN", at="carried_by", mark="assumption", result_code="S0097")
def a_train_has_its_number(cargo: Cargo, _case: Case) -> Facts | None:
    """By rail the train (TE) is up to twelve capitals, digits, hyphens and strokes (assumption)."""
    return _unlike(TRAIN, cargo, RAIL)


@cargo_rule("OLA-TE-PLATE", at="carried_by", result_code="S0098")
def a_vehicle_has_country_and_plate(cargo: Cargo, _case: Case) -> Facts | None:
    """By road the vehicle (TE) is the country of registration in two letters, a hyphen, and the plate."""
    return _unlike(PLATE, cargo, ROAD)


@cargo_rule("OLA-SN-STRICT", at="vessel", result_code="R0066", strict=True)
def the_terminal_wants_the_vessel_s_name(cargo: Cargo, _case: Case) -> Facts | None:
    """The 2014 client wants the vessel's name (SN) where its register lacks the call sign; none is kept here."""
    return {"value": cargo.carried_by} if cargo.manifest_type == SEA and cargo.carried_by and not cargo.vessel else None


def _unlike(form: re.Pattern[str], cargo: Cargo, manifest: str) -> Facts | None:
    if cargo.manifest_type != manifest or not cargo.carried_by or form.fullmatch(cargo.carried_by):
        return None
    return {"value": cargo.carried_by}


def _parts(cargo: Cargo) -> list[str]:
    parts = cargo.carried_by.split("/") if cargo.manifest_type == AIR else []
    return parts if len(parts) == 2 else []


def _is_day(text: str) -> bool:
    if len(text) != 4 or not (text.isascii() and text.isdecimal()):
        return False
    day, month = int(text[:2]), int(text[2:])
    return 1 <= month <= len(LONGEST_MONTH) and 1 <= day <= LONGEST_MONTH[month - 1]
