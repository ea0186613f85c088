"""Flight and arrival of an import (criteria 19 and 20)."""

from datetime import date, timedelta

from thongquan import law
from thongquan.base.citation import cite
from thongquan.declaration.model import ImportDeclaration
from thongquan.declaration.rules.rule import Case, Facts, rule

AIRLINES = law.codes("airlines")
LODGED_WITHIN = law.parameter("import_lodging_days_after_arrival", int)
FORESEEN = law.parameter("arrival_foreseen_days", int)
FLIGHT_NEAR_ARRIVAL = law.parameter("flight_days_from_arrival", int)

NOT_A_DAY = cite("DATE-UNREADABLE", "VNACCS 2014 MIC ARR", "term-2014", criterion="20", result_code="S0024", form="MIC")
"""The arrival date (20) is on the calendar. A declaration holds a day or none: reading the manifest finds what is none,
and a line that holds another thing is not in its normal form."""

PL_19 = "TT 191/2015 PL II.A.19"
LEAP_YEAR = 2000
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DAY_AND_MONTH = {
    f"{day.day:02}{MONTHS[day.month - 1]}": (day.month, day.day)
    for day in (date(LEAP_YEAR, 1, 1) + timedelta(number) for number in range(366))
}
"""Every day of a calendar as a flight writes it: `01JAN` to `31DEC`, 29FEB among them."""


@rule("MIC-19-DATE", at="flight", criterion="19", cites=PL_19, mark="seed", result_code="S0021")
def flight_ends_with_a_day_of_the_month(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """After the stroke the flight (19) has a day and a month that are on the calendar; 29FEB is."""
    flight = mic.flight
    if flight[6:7] != "/" or len(flight) > 12 or flight[7:] in DAY_AND_MONTH or not _is_written(flight):
        return None
    return {"flight": flight}


@rule("MIC-19-ARRIVAL", at="flight", criterion="19", cites=PL_19, mark="assumption", warns=True)
def flight_is_near_its_arrival(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The day of the flight (19) lies near the day of arrival (20)."""
    flown, arrival = DAY_AND_MONTH.get(mic.flight[7:]), mic.arrival_date
    if flown is None or arrival is None or (arrival.month, arrival.day) == flown:
        return None
    apart = _days_apart(flown, arrival)
    if apart is None or apart <= FLIGHT_NEAR_ARRIVAL.on(case.day):
        return None
    return {"flight": mic.flight, "arrival": arrival.isoformat(), "days": apart}


@rule("MIC-19-AIRLINE", at="flight", criterion="19", cites=PL_19, mark="assumption", warns=True)
def the_airline_is_known(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The flight (19) begins with the two characters of an airline. Our list has only some: a warning."""
    flight = mic.flight
    if flight[:2] in AIRLINES.on(case.day) or flight[6:7] != "/" or not _is_written(flight):
        return None
    return {"flight": flight, "airline": flight[:2]}


@rule("MIC-20-LATE", at="arrival_date", criterion="20", cites="Luật Hải quan 2014 Điều 25", mark="public-H", warns=True)
def an_import_is_declared_in_time(mic: ImportDeclaration, case: Case) -> Facts | None:
    """An import is declared before its arrival (20) or within 30 days after it. Late ones are not refused."""
    arrival, most = mic.arrival_date, LODGED_WITHIN.on(case.day)
    if arrival is None or (case.day - arrival).days <= most:
        return None
    return {"arrival": arrival.isoformat(), "days": (case.day - arrival).days, "most": most}


@rule("MIC-20-AHEAD", at="arrival_date", criterion="20", cites="TT 191/2015 PL II.A.20", mark="assumption", warns=True)
def arrival_can_be_foreseen(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The day of arrival (20) is not so far ahead that it must be a slip of the pen."""
    arrival, most = mic.arrival_date, FORESEEN.on(case.day)
    if arrival is None or (arrival - case.day).days <= most:
        return None
    return {"arrival": arrival.isoformat(), "days": (arrival - case.day).days, "most": most}


def _is_written(flight: str) -> bool:
    """Whether everything but the stroke is letters and digits in capitals; else the item's format is at fault."""
    rest = flight[:6] + flight[7:]
    return rest.isascii() and rest.isalnum() and rest.upper() == rest


def _days_apart(flown: tuple[int, int], arrival: date) -> int | None:
    """Days between a day of some year and the arrival, in whichever year it is nearest; None for 29FEB in no such."""
    years = [year for year in (arrival.year - 1, arrival.year, arrival.year + 1) if date.min.year <= year <= 9999]
    days = [_day_of(year, *flown) for year in years]
    return min((abs((arrival - day).days) for day in days if day is not None), default=None)


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
