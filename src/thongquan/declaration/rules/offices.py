"""Office and team (criteria 2 and 3), declared or derived from the storage place."""

from datetime import date, timedelta

from thongquan import law
from thongquan.base.text import bad_in_ascii
from thongquan.declaration.derived import (
    OFFICES,
    can_be_used,
    is_team,
    is_team_anywhere,
    last_rows,
    receiving_office,
    receiving_team,
    successor,
    takes_over,
    teams_of,
    was_listed,
)
from thongquan.declaration.model import Declaration, ExportDeclaration, ImportDeclaration
from thongquan.declaration.rules.rule import Case, Facts, rule

WITHOUT_IMPORTS = law.parameter("offices_without_imports", frozenset)
WITHOUT_EXPORTS = law.parameter("offices_without_exports", frozenset)
OLD_CODES_UNTIL = law.parameter("old_unit_codes_until", str)
END_TOLD_BEFORE = law.parameter("office_end_told_days_before", int)

PL_2 = "TT 191/2015 PL II.A.2"
PL_3 = "TT 191/2015 PL II.A.3"
MERGED = "CV 489/CNTT-QLVH"
UNIFIED = "TB 174/CNTT-QLVH"
TEAM_CHARACTERS = 2
SEEN_SINCE_2025 = "seen_2025_26"


@rule("MIC-02-DERIVED", at="customs_office", criterion="2", cites=PL_2, mark="seed", result_code="S0007")
@rule("MEC-02-DERIVED", at="customs_office", criterion="2", cites=PL_2, mark="seed", result_code="S0007")
def a_blank_office_is_told_by_the_storage_place(declaration: Declaration, case: Case) -> Facts | None:
    """Where the office (2) is blank, the system determines it from the place where the goods wait (18)."""
    place = declaration.storage_place
    if declaration.customs_office or not can_be_used(place, case.day):
        return None
    return None if receiving_office("", place, case.day) else {"place": place}


@rule("MIC-02-MERGED", at="customs_office", criterion="2", cites=MERGED, mark="public-M", result_code="S0011")
@rule("MEC-02-MERGED", at="customs_office", criterion="2", cites=MERGED, mark="public-M", result_code="S0011")
def an_office_that_was_merged_is_declared_no_more(declaration: Declaration, case: Case) -> Facts | None:
    """From the day on which another office took over, the old code (2) is none."""
    office = declaration.customs_office
    if not successor(office) or not _has_ended(office, case.day):
        return None
    return {"office": office, "until": last_rows(OFFICES)[office]["valid_to"], "successor": successor(office)}


@rule("MIC-02-CLOSED", at="customs_office", criterion="2", cites=PL_2, mark="seed", result_code="S0011")
@rule("MEC-02-CLOSED", at="customs_office", criterion="2", cites=PL_2, mark="seed", result_code="S0011")
def an_office_that_closed_is_declared_no_more(declaration: Declaration, case: Case) -> Facts | None:
    """The office (2) is in the list of the day; a code of an earlier list is none any more."""
    office = declaration.customs_office
    return {"office": office} if not successor(office) and _has_ended(office, case.day) else None


@rule(
    "MIC-02-HANDLES",
    at="customs_office",
    criterion="2",
    cites="VNACCS 2014 MIC S0008",
    mark="term-2014",
    result_code="S0008",
)
def the_office_handles_imports(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The office, declared or derived (2), handles import declarations."""
    office = receiving_office(mic.customs_office, mic.storage_place, case.day)
    return {"office": office} if office in WITHOUT_IMPORTS.on(case.day) else None


@rule(
    "MEC-02-HANDLES",
    at="customs_office",
    criterion="2",
    cites="VNACCS 2014 MEC S0008",
    mark="term-2014",
    result_code="S0008",
)
def the_office_handles_exports(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The office, declared or derived (2), handles export declarations."""
    office = receiving_office(mec.customs_office, mec.storage_place, case.day)
    return {"office": office} if office in WITHOUT_EXPORTS.on(case.day) else None


@rule("MIC-02-ENDS", at="customs_office", criterion="2", cites=MERGED, mark="public-M", warns=True)
@rule("MEC-02-ENDS", at="customs_office", criterion="2", cites=MERGED, mark="public-M", warns=True)
def an_office_that_will_be_merged_is_told(declaration: Declaration, case: Case) -> Facts | None:
    """An office code (2) that ends within days still holds; another office takes over (told ahead: assumption)."""
    office = declaration.customs_office
    if not successor(office) or office not in OFFICES.on(case.day):
        return None
    until = date.fromisoformat(last_rows(OFFICES)[office]["valid_to"])
    if until - case.day >= timedelta(END_TOLD_BEFORE.on(case.day)):
        return None
    return {"office": office, "until": until.isoformat(), "successor": successor(office)}


@rule("MIC-02-OLD", at="customs_office", criterion="2", cites=UNIFIED, mark="public-M", warns=True)
@rule("MEC-02-OLD", at="customs_office", criterion="2", cites=UNIFIED, mark="public-M", warns=True)
def a_code_that_may_be_an_old_one_is_told(declaration: Declaration, case: Case) -> Facts | None:
    """From 2026-04-01 units have unified codes; old ones hold until 2026-06-30. The list of both was not read."""
    if not _may_be_old(declaration.customs_office, case.day):
        return None
    until = OLD_CODES_UNTIL.on(case.day)
    return {"office": declaration.customs_office, "until": until} if case.day.isoformat() <= until else None


@rule("MIC-02-GONE", at="customs_office", criterion="2", cites=UNIFIED, mark="public-M", warns=True)
@rule("MEC-02-GONE", at="customs_office", criterion="2", cites=UNIFIED, mark="public-M", warns=True)
def a_code_that_may_have_died_is_told(declaration: Declaration, case: Case) -> Facts | None:
    """After 2026-06-30 the codes from before the unified ones are none; which those are was not read."""
    if not _may_be_old(declaration.customs_office, case.day):
        return None
    until = OLD_CODES_UNTIL.on(case.day)
    return {"office": declaration.customs_office, "until": until} if "" < until < case.day.isoformat() else None


@rule("MIC-03-UNKNOWN", at="customs_team", criterion="3", cites=PL_3, mark="seed", result_code="S0015")
@rule("MEC-03-UNKNOWN", at="customs_team", criterion="3", cites=PL_3, mark="seed", result_code="S0015")
def the_team_is_in_the_list(declaration: Declaration, case: Case) -> Facts | None:
    """The processing team (3) is in the list of offices and teams. What the item cannot hold is its own fault."""
    team = declaration.customs_team
    office = _judged_office(declaration.customs_office, declaration.storage_place, case.day)
    if not team or not office or is_team(office, team, case.day) or is_team_anywhere(team):
        return None
    if len(team) > TEAM_CHARACTERS or bad_in_ascii(team):
        return None
    return {"office": office, "team": team}


@rule("MIC-03-OFFICE", at="customs_team", criterion="3", cites=PL_3, mark="seed", result_code="E0055")
@rule("MEC-03-OFFICE", at="customs_team", criterion="3", cites=PL_3, mark="seed", result_code="E0055")
def the_team_belongs_to_the_office(declaration: Declaration, case: Case) -> Facts | None:
    """The processing team (3) is one of the office (2). Of an office whose teams are not in our list, any will do."""
    team = declaration.customs_team
    office = _judged_office(declaration.customs_office, declaration.storage_place, case.day)
    if not team or not office or is_team(office, team, case.day) or not is_team_anywhere(team):
        return None
    listed = teams_of(office, case.day)
    return {"office": office, "team": team, "teams": listed} if listed else None


@rule("MIC-03-DERIVED", at="customs_team", criterion="3", cites=PL_3, mark="assumption", result_code="E0056")
@rule("MEC-03-DERIVED", at="customs_team", criterion="3", cites=PL_3, mark="assumption", result_code="E0056")
def a_blank_team_is_told_by_the_office(declaration: Declaration, case: Case) -> Facts | None:
    """A blank team (3) is determined: read, from the office's list. None listed: our gap, and it stays blank."""
    office = _judged_office(declaration.customs_office, declaration.storage_place, case.day)
    if declaration.customs_team or not office or receiving_team("", office, case.day):
        return None
    listed = teams_of(office, case.day)
    return {"office": office, "teams": listed} if listed else None


def _judged_office(declared: str, storage_place: str, day: date) -> str:
    """The office whose teams count; "" where the office itself is at fault already."""
    office = receiving_office(declared, storage_place, day)
    return office if office in OFFICES.on(day) else ""


def _has_ended(office: str, day: date) -> bool:
    return office not in OFFICES.on(day) and was_listed(OFFICES, office, day)


def _may_be_old(office: str, day: date) -> bool:
    """Listed, not seen since the names of 2025, and nothing else known of what becomes of it."""
    row = OFFICES.on(day).get(office)
    if row is None or row["status"] == SEEN_SINCE_2025:
        return False
    return not successor(office) and not takes_over(office)
