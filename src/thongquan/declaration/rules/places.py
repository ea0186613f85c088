"""Office, team, storage, flight and ports (criteria 2, 3, 18 to 22)."""

from datetime import date
from functools import lru_cache

from thongquan import law
from thongquan.declaration.model import ExportDeclaration, ImportDeclaration
from thongquan.declaration.rules.rule import Case, Facts, rule

DOMESTIC = law.codes("vn_places")
TEAMS = law.codes("customs_subsections")
PL_3 = "TT 191/2015 PL II.A.3"
PL_19 = "TT 191/2015 PL II.A.19"

DAYS_IN = {
    "JAN": 31,
    "FEB": 29,
    "MAR": 31,
    "APR": 30,
    "MAY": 31,
    "JUN": 30,
    "JUL": 31,
    "AUG": 31,
    "SEP": 30,
    "OCT": 31,
    "NOV": 30,
    "DEC": 31,
}


@rule("MIC-03-OFFICE", at="customs_team", criterion="3", cites=PL_3, mark="seed", result_code="S0015")
def team_belongs_to_the_office(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The processing team (3) is one of the office (2)."""
    return _foreign_team(mic.customs_office, mic.customs_team, case.day)


@rule("MEC-03-OFFICE", at="customs_team", criterion="3", cites=PL_3, mark="seed", result_code="S0015")
def export_team_belongs_to_the_office(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The processing team (3) is one of the office (2)."""
    return _foreign_team(mec.customs_office, mec.customs_team, case.day)


@rule("MIC-19-DATE", at="flight", criterion="19", cites=PL_19, mark="seed", result_code="S0021")
def flight_ends_with_a_day_of_the_month(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """The day and month of the flight (19) are on the calendar; 29FEB is. Their spelling is the item's format."""
    days = DAYS_IN.get(mic.flight[9:])
    day = mic.flight[7:9]
    if days is None or not day.isdecimal() or int(day) <= days:
        return None
    return {"flight": mic.flight}


@rule(
    "MIC-22-FOREIGN",
    at="loading_place",
    criterion="22",
    cites="VNACCS 2014 MIC S0025",
    mark="term-2014",
    result_code="S0025",
)
def an_import_is_loaded_abroad(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The loading place (22) of an import is not in Viet Nam."""
    place = mic.loading_place
    return {"place": place} if place[:2] == "VN" and place[2:] in DOMESTIC.on(case.day) else None


@lru_cache(maxsize=1024)
def _is_team(office: str, team: str, day: date) -> bool:
    return f"{office}{team}" in TEAMS.on(day)


def _foreign_team(office: str, team: str, day: date) -> Facts | None:
    if not office or not team or _is_team(office, team, day):
        return None
    return {"office": office, "team": team}
