"""The office and the team of a declaration that names none: told by the storage place, as criteria 2 and 3 say.

What is signed is never changed: the authority writes what it derives into its decision. Both sides ask here, so that
`check`, the filer's statement and the authority agree.
"""

from datetime import date
from functools import cache

from thongquan import law
from thongquan.declaration.model import Declaration
from thongquan.law.codes import CodeTable, Row, first_day, last_day

OFFICES = law.codes("customs_offices")
TEAMS = law.codes("customs_subsections")
WAREHOUSES = law.codes("warehouse_locations")

TEMPORARY = "OZZ"
"""How the code of a place that has none yet ends, after the four characters of its office (47NBOZZ)."""
GENERAL_TEAM = "00"


def receiving_office(declared: str, storage_place: str, day: date) -> str:
    """The office that is declared, else the one in charge of the storage place; "" where neither tells."""
    return declared or office_in_charge(storage_place, day)


def receiving_team(declared: str, office: str, day: date) -> str:
    """The team that is declared, else the only one that the office can mean; "" where it has several, or none listed.

    The circular derives the team from the HS code (criterion 3), which MIC and MEC do not have. Read: from the office's
    list, team 00 standing for the office as a whole (assumption, decision 0027).
    """
    if declared or is_team(office, GENERAL_TEAM, day):
        return declared or GENERAL_TEAM
    listed = teams_of(office, day)
    return listed[0] if len(listed) == 1 else ""


def office_of(declaration: Declaration, day: date) -> str:
    """The office at which a declaration is registered."""
    return receiving_office(declaration.customs_office, declaration.storage_place, day)


def office_in_charge(storage_place: str, day: date) -> str:
    """The office that a storage place belongs to on the day, or the one that took its office over; "" if none."""
    if not can_be_used(storage_place, day):
        return ""
    row = WAREHOUSES.on(day).get(storage_place)
    return living(row["office"] if row else storage_place[:4], day)


def can_be_used(storage_place: str, day: date) -> bool:
    """Whether goods may be declared there: a place of the list, or the temporary code of an office."""
    return storage_place in WAREHOUSES.on(day) or (is_temporary(storage_place) and bool(living(storage_place[:4], day)))


def taken_as_storage_place(storage_place: str, day: date) -> bool:
    """Beside the list: the temporary code of every office, and places that were listed, which a rule refuses."""
    return can_be_used(storage_place, day) or was_listed(WAREHOUSES, storage_place, day)


def is_temporary(storage_place: str) -> bool:
    return storage_place[4:] == TEMPORARY


def living(office: str, day: date) -> str:
    """The office itself where it is open on the day, else the one that took over from it; "" if none did."""
    seen: set[str] = set()
    while office and office not in OFFICES.on(day) and office not in seen:
        seen.add(office)
        office = successor(office)
    return office if office in OFFICES.on(day) else ""


def successor(office: str) -> str:
    """The office that takes over when this one closes, as far as the table knows; "" otherwise."""
    row = last_rows(OFFICES).get(office)
    return row.get("successor", "") if row else ""


def takes_over(office: str) -> bool:
    """Whether the table names the office as another's successor."""
    return office in _successors(OFFICES)


def was_listed(table: CodeTable, code: str, day: date) -> bool:
    """Whether the code stands in the list of the day or of any day before it."""
    return code in table.on(day) or (code in _first_days(table) and _first_days(table)[code] <= day)


def is_team(office: str, team: str, day: date) -> bool:
    return f"{office}{team}" in TEAMS.on(day)


def teams_of(office: str, day: date) -> list[str]:
    """The teams that are listed for an office."""
    return [team for team in _teams(TEAMS).get(office, ()) if is_team(office, team, day)]


def is_team_anywhere(team: str) -> bool:
    """Whether any office has, or ever had, a team of this code."""
    return any(team in teams for teams in _teams(TEAMS).values())


@cache
def last_rows(table: CodeTable) -> dict[str, Row]:
    """Of each code the row that holds longest."""
    return {row["code"]: row for row in sorted(table.rows(), key=last_day)}


@cache
def _successors(table: CodeTable) -> frozenset[str]:
    return frozenset(row.get("successor", "") for row in table.rows())


@cache
def _teams(table: CodeTable) -> dict[str, dict[str, None]]:
    """Office to its teams of all times, each once."""
    found: dict[str, dict[str, None]] = {}
    for row in table.rows():
        found.setdefault(row["office"], {})[row["team"]] = None
    return found


@cache
def _first_days(table: CodeTable) -> dict[str, date]:
    return {row["code"]: first_day(row) for row in sorted(table.rows(), key=first_day, reverse=True)}
