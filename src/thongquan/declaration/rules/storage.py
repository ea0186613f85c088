"""The place where the goods await clearance (criterion 18)."""

import re
from datetime import date

from thongquan.declaration.derived import (
    OFFICES,
    TEMPORARY,
    WAREHOUSES,
    can_be_used,
    is_temporary,
    office_in_charge,
    was_listed,
)
from thongquan.declaration.model import Declaration
from thongquan.declaration.rules.notes import ORIGINAL, WEIGHT
from thongquan.declaration.rules.rule import Case, Facts, rule

PL_18 = "TT 191/2015 PL II.A.18"
RUN_BY_CUSTOMS = "C"

_DAY = re.compile(
    r"\b(?:[0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-](?:[0-9]{4}|[0-9]{2}))?|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|(?:ngày )?[0-9]{1,2} tháng [0-9]{1,2}(?: năm [0-9]{4})?|hôm nay|ngày mai)\b",
    re.IGNORECASE,
)
_LEAST_LETTERS = 4


@rule(
    "MIC-18-NOW",
    at="storage_place",
    criterion="18",
    cites="VNACCS 2014 MIC E0018",
    mark="term-2014",
    result_code="E0018",
)
@rule(
    "MEC-18-NOW",
    at="storage_place",
    criterion="18",
    cites="VNACCS 2014 MEC E0018",
    mark="term-2014",
    result_code="E0018",
)
def the_storage_place_can_be_used_now(declaration: Declaration, case: Case) -> Facts | None:
    """A storage place (18) that was listed before is one only while its row holds."""
    place = declaration.storage_place
    if can_be_used(place, case.day) or not was_listed(WAREHOUSES, place, case.day):
        return None
    return {"place": place}


@rule("MIC-18-RUN", at="storage_place", criterion="18", cites=PL_18, mark="assumption", result_code="E0018")
@rule("MEC-18-RUN", at="storage_place", criterion="18", cites=PL_18, mark="assumption", result_code="E0018")
def a_place_run_by_customs_is_the_office_s_own(declaration: Declaration, case: Case) -> Facts | None:
    """A place run by an office (47NBCNB) is used for goods declared at that office. Read: for no others."""
    place = declaration.storage_place
    if place[4:5] != RUN_BY_CUSTOMS or place[5:] != place[2:4]:
        return None
    return _of_another_office(place, declaration.customs_office, case.day)


@rule("MIC-18-TEMPORARY", at="storage_place", criterion="18", cites=PL_18, mark="seed", result_code="E0018")
@rule("MEC-18-TEMPORARY", at="storage_place", criterion="18", cites=PL_18, mark="seed", result_code="E0018")
def a_temporary_code_is_the_office_s_own(declaration: Declaration, case: Case) -> Facts | None:
    """Goods at a place without a code are declared under the temporary code of the registering office (47NBOZZ)."""
    place = declaration.storage_place
    return _of_another_office(place, declaration.customs_office, case.day) if is_temporary(place) else None


@rule("MIC-18-NOTES", at="notes", criterion="18", cites=PL_18, mark="assumption")
@rule("MEC-18-NOTES", at="notes", criterion="18", cites=PL_18, mark="assumption")
def a_temporary_code_is_explained_in_the_notes(declaration: Declaration, case: Case) -> Facts | None:
    """Under a temporary code the notes (30) say where the goods are and when they are to be loaded.

    Looked for (assumption): a day such as 03/09/2026, 3/9, `ngày 3 tháng 9` or `hôm nay`, and beside it four letters or
    more for the place. The exact weight and the number of an original declaration are no such words.
    """
    place = declaration.storage_place
    if place[4:] != TEMPORARY or not can_be_used(place, case.day) or _tells_place_and_day(declaration.notes):
        return None
    return {"place": place, "notes": declaration.notes[:60]}


def _tells_place_and_day(notes: str) -> bool:
    told = ORIGINAL.sub("", WEIGHT.sub("", notes))
    letters = sum(map(str.isalpha, _DAY.sub("", told)))
    return _DAY.search(told) is not None and letters >= _LEAST_LETTERS


def _of_another_office(place: str, declared: str, day: date) -> Facts | None:
    """A blank office is the place's own, and an office that is at fault itself is not held against the place."""
    office = office_in_charge(place, day)
    if not office or declared not in OFFICES.on(day) or office == declared:
        return None
    return {"place": place, "of": office, "office": declared}
