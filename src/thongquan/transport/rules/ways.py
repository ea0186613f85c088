"""Where the cargo comes from and goes to (LP, PA), seen from the border.

Codes are UN/LOCODE of five characters, Vietnamese ports and gates of up to six, airports of three by IATA, and a
country with ZZZ for a place that has none. Stations and gates abroad have no list here.
"""

from datetime import date

from thongquan import law
from thongquan.declaration.places import AIRPORTS, ANYWHERE_IN, COUNTRIES, FOREIGN_PLACES
from thongquan.transport.model import Cargo
from thongquan.transport.rules.cargo import is_asked
from thongquan.transport.rules.rule import Case, Facts, cargo_rule

DOMESTIC = law.codes("vn_places")

AIR, SEA = "A", "S"
THREE = 3
TRANSIT = "KR"
VIETNAM = "VN"


@cargo_rule("OLA-LP-ABROAD", at="cargo_departure", result_code="R0060")
def imports_come_from_abroad(cargo: Cargo, case: Case) -> Facts | None:
    """An import comes from abroad (LP). The side is inferred, also for KS and PT, where it need not be told."""
    return _at_home(cargo.cargo_departure, case.day) if case.whole.direction == "I" else None


@cargo_rule("OLA-PA-HOME", at="cargo_arrival", result_code="R0061")
def imports_go_to_a_place_in_vietnam(cargo: Cargo, case: Case) -> Facts | None:
    """An import goes to a place in Viet Nam (PA)."""
    return _abroad(cargo.cargo_arrival, case.day) if case.whole.direction == "I" else None


@cargo_rule("OLA-LP-HOME", at="cargo_departure", result_code="R0065")
def exports_come_from_a_place_in_vietnam(cargo: Cargo, case: Case) -> Facts | None:
    """An export comes from a place in Viet Nam (LP)."""
    return _abroad(cargo.cargo_departure, case.day) if case.whole.direction == "E" else None


@cargo_rule("OLA-PA-ABROAD", at="cargo_arrival", result_code="R0064")
def exports_go_abroad(cargo: Cargo, case: Case) -> Facts | None:
    """An export goes abroad (PA)."""
    return _at_home(cargo.cargo_arrival, case.day) if case.whole.direction == "E" else None


@cargo_rule("OLA-PA-TRANSIT", at="cargo_arrival", result_code="R0113")
def goods_in_transit_go_to_a_place_in_vietnam(cargo: Cargo, case: Case) -> Facts | None:
    """Goods in transit (KR) that are neither import nor export go on this declaration to a place in Viet Nam (PA)."""
    if case.whole.transport_type == TRANSIT and case.whole.direction == "C":
        return _abroad(cargo.cargo_arrival, case.day)
    return None


@cargo_rule("OLA-LP-MEANS", at="cargo_departure", result_code="R0100")
def a_place_of_departure_fits_the_manifest(cargo: Cargo, _case: Case) -> Facts | None:
    """By air the place that cargo comes from (LP) is an airport of three characters, by sea it is none."""
    return _other_means(cargo.cargo_departure, cargo.manifest_type)


@cargo_rule("OLA-PA-MEANS", at="cargo_arrival", result_code="R0101")
def a_place_of_arrival_fits_the_manifest(cargo: Cargo, _case: Case) -> Facts | None:
    """By air the place that cargo goes to (PA) is an airport of three characters, by sea it is none."""
    return _other_means(cargo.cargo_arrival, cargo.manifest_type)


@cargo_rule("OLA-LP-KNOWN", at="cargo_departure", result_code="R0102")
def a_place_of_departure_is_listed(cargo: Cargo, case: Case) -> Facts | None:
    """By air and sea the place that cargo comes from (LP) stands in the list of airports or of ports."""
    return _unknown(cargo.cargo_departure, cargo.manifest_type, case.day)


@cargo_rule("OLA-PA-KNOWN", at="cargo_arrival", result_code="R0103")
def a_place_of_arrival_is_listed(cargo: Cargo, case: Case) -> Facts | None:
    """By air and sea the place that cargo goes to (PA) stands in the list of airports or of ports."""
    return _unknown(cargo.cargo_arrival, cargo.manifest_type, case.day)


@cargo_rule("OLA-LP-STRICT", at="cargo_departure", result_code="R0057", strict=True)
def the_terminal_wants_to_know_whence(cargo: Cargo, case: Case) -> Facts | None:
    """The 2014 client wants the place that cargo comes from (LP), but of KS and PT."""
    return {} if (is_asked(case, "I") or is_asked(case, "E")) and not cargo.cargo_departure else None


@cargo_rule("OLA-PA-STRICT", at="cargo_arrival", result_code="R0062", strict=True)
def the_terminal_wants_to_know_whither(cargo: Cargo, case: Case) -> Facts | None:
    """The 2014 client wants the place that cargo goes to (PA), but of KS and PT; of transit in any case."""
    asked = is_asked(case, "I") or is_asked(case, "E") or case.whole.transport_type == TRANSIT
    return {} if asked and not cargo.cargo_arrival else None


def _at_home(place: str, day: date) -> Facts | None:
    return {"place": place} if place and is_domestic(place, day) else None


def _abroad(place: str, day: date) -> Facts | None:
    return {"place": place} if place and not is_domestic(place, day) else None


def is_domestic(place: str, day: date) -> bool:
    """Whether a place is in Viet Nam: by its first letters, of an airport by the list."""
    if len(place) != THREE:
        return place[:2] == VIETNAM
    airport = AIRPORTS.on(day).get(place)
    return airport["country"] == VIETNAM if airport else place in DOMESTIC.on(day)


def _other_means(place: str, manifest: str) -> Facts | None:
    is_airport = len(place) == THREE or place[2:] == ANYWHERE_IN
    is_port = len(place) != THREE
    if not place or manifest not in (AIR, SEA) or (is_airport if manifest == AIR else is_port):
        return None
    return {"place": place, "manifest": manifest}


def _unknown(place: str, manifest: str, day: date) -> Facts | None:
    """Without a manifest any list will do; a place of the other means is told of that."""
    if place[2:] == ANYWHERE_IN:
        return None if place[:2] in COUNTRIES.on(day) else {"place": place, "manifest": manifest or "–"}
    is_airport = len(place) == THREE
    if not place or (manifest and is_airport != (manifest == AIR)) or manifest not in ("", AIR, SEA):
        return None
    known = _is_airport(place, day) if is_airport else _is_port(place, day)
    return None if known else {"place": place, "manifest": manifest or "–"}


def _is_airport(place: str, day: date) -> bool:
    return place in AIRPORTS.on(day) or place in DOMESTIC.on(day)


def _is_port(place: str, day: date) -> bool:
    return place in FOREIGN_PLACES.on(day) or is_listed_at_home(place, day)


def is_listed_at_home(place: str, day: date) -> bool:
    """Whether the list of Vietnamese ports, airports, stations and gates has it, whole or by its three characters."""
    row = DOMESTIC.on(day).get(place if len(place) == THREE else place[2:5])
    return row is not None and (len(place) == THREE or place in row["places"].split())
