"""From where to where the goods move (DPR to ARN), and by which office that is declared."""

from datetime import date

from thongquan import law
from thongquan.declaration.derived import OFFICES, living
from thongquan.transport.model import TransportDeclaration
from thongquan.transport.rules.rule import Case, Facts, rule
from thongquan.transport.rules.ways import is_listed_at_home

AREAS = law.codes("warehouse_locations")

PORT_TRANSFER = "PT"


@rule("OLA-DPR-NONE", at="departure_area", result_code="R0008")
def it_departs_from_somewhere(ola: TransportDeclaration, _case: Case) -> Facts | None:
    """The place of departure is a bonded area (DPR) or a berth (BRT)."""
    return None if ola.departure_area or ola.departure_berth else {}


@rule("OLA-DPR-BOTH", at="departure_berth", result_code="R0009")
def it_departs_from_one_place(ola: TransportDeclaration, _case: Case) -> Facts | None:
    """The place of departure is never both a bonded area (DPR) and a berth (BRT)."""
    return _both(ola.departure_area, ola.departure_berth)


@rule("OLA-ARR-NONE", at="arrival_area", result_code="R0021")
def it_arrives_somewhere(ola: TransportDeclaration, _case: Case) -> Facts | None:
    """The place of arrival is a bonded area (ARR) or a berth (ARB)."""
    return None if ola.arrival_area or ola.arrival_berth else {}


@rule("OLA-ARR-BOTH", at="arrival_berth", result_code="R0022")
def it_arrives_at_one_place(ola: TransportDeclaration, _case: Case) -> Facts | None:
    """The place of arrival is never both a bonded area (ARR) and a berth (ARB)."""
    return _both(ola.arrival_area, ola.arrival_berth)


@rule("OLA-ARR-SAME", at="arrival_area", result_code="R0110")
def it_arrives_elsewhere(ola: TransportDeclaration, _case: Case) -> Facts | None:
    """The bonded areas of departure and arrival differ."""
    if ola.departure_area and ola.departure_area == ola.arrival_area:
        return {"area": ola.arrival_area}
    return None


@rule("OLA-DPR-OFFICE", at="departure_area", result_code="R0012")
def the_office_of_departure_is_in_charge_of_the_area(ola: TransportDeclaration, case: Case) -> Facts | None:
    """The area of departure (DPR) belongs to the office of the declaration (CHC): it is lodged where the goods leave.

    Read with the office that took over, where the list still names the old one. An office that is none is told of that.
    """
    row = AREAS.on(case.day).get(ola.departure_area)
    office = living(row["office"], case.day) if row else ""
    if not office or ola.customs_office == office or ola.customs_office not in OFFICES.on(case.day):
        return None
    return {"area": ola.departure_area, "office": ola.customs_office, "belongs": office}


@rule("OLA-PRT-KNOWN", at="departure_port", result_code="S0032")
def the_port_of_departure_is_listed(ola: TransportDeclaration, case: Case) -> Facts | None:
    """The port, airport, station or gate of departure (PRT) is one of the Vietnamese list."""
    return _unlisted(ola.departure_port, case.day)


@rule("OLA-ARP-KNOWN", at="arrival_port", result_code="S0035")
def the_port_of_arrival_is_listed(ola: TransportDeclaration, case: Case) -> Facts | None:
    """The port, airport, station or gate of arrival (ARP) is one of the Vietnamese list."""
    return _unlisted(ola.arrival_port, case.day)


@rule("OLA-PRT-BERTH", at="departure_port", result_code="R0015")
def the_port_of_departure_is_told(ola: TransportDeclaration, _case: Case) -> Facts | None:
    """A berth of departure (BRT) is named with its port (PRT), and a port transfer (PT) with the port it begins at."""
    if ola.departure_port or not (ola.departure_berth or ola.transport_type == PORT_TRANSFER):
        return None
    return {"berth": ola.departure_berth or "–", "type": ola.transport_type}


@rule("OLA-ARP-BERTH", at="arrival_port", result_code="R0024")
def the_port_of_a_berth_of_arrival_is_told(ola: TransportDeclaration, _case: Case) -> Facts | None:
    """A berth of arrival (ARB) is named with its port (ARP).

    The client words it both ways; COT R0115, and the port that a port transfer names, leave only this one.
    """
    return {"berth": ola.arrival_berth} if ola.arrival_berth and not ola.arrival_port else None


@rule("OLA-ARP-TRANSFER", at="arrival_port", result_code="R0028")
def a_port_transfer_tells_where_it_ends(ola: TransportDeclaration, _case: Case) -> Facts | None:
    """A port transfer (PT) names the port that it ends at (ARP). Of a berth R0024 says so already."""
    if ola.transport_type == PORT_TRANSFER and not ola.arrival_port and not ola.arrival_berth:
        return {"type": ola.transport_type}
    return None


@rule("OLA-DPN-NEEDED", at="departure_name", result_code="R0016")
def a_place_of_departure_without_a_registered_name_is_named(ola: TransportDeclaration, case: Case) -> Facts | None:
    """The name of the place of departure (DPN) is given where the list has none for its area."""
    return _unnamed(ola.departure_area, ola.departure_name, case.day)


@rule("OLA-ARN-NEEDED", at="arrival_name", result_code="R0025")
def a_place_of_arrival_without_a_registered_name_is_named(ola: TransportDeclaration, case: Case) -> Facts | None:
    """The name of the place of arrival (ARN) is given where the list has none for its area."""
    return _unnamed(ola.arrival_area, ola.arrival_name, case.day)


def _both(area: str, berth: str) -> Facts | None:
    return {"area": area, "berth": berth} if area and berth else None


def _unlisted(port: str, day: date) -> Facts | None:
    return None if not port or is_listed_at_home(port, day) else {"port": port}


def _unnamed(area: str, name: str, day: date) -> Facts | None:
    row = AREAS.on(day).get(area)
    return {"area": area} if row is not None and not row["name"] and not name else None
