"""Places as the declaration wants them, from places as couriers write them."""

import re
from datetime import date
from functools import lru_cache

from thongquan import law
from thongquan.base.fault import Mended

AIRPORTS = law.codes("airports")
COUNTRIES = law.codes("countries")
FOREIGN_PLACES = law.codes("foreign_places")
SPECIAL = law.parameter("special_destinations", frozenset)
NOT_LISTED = law.parameter("loading_place_not_listed", str)

ANYWHERE_IN = "ZZZ"
"""After a country's letters: some place there that the list does not have."""
_FIVE_LETTERS = re.compile("[A-Z]{2}[A-Z0-9]{3}")


def is_in_vietnam(place: str) -> bool:
    return place[:2] == "VN" and _FIVE_LETTERS.fullmatch(place) is not None


def has_unknown_country(place: str, day: date) -> bool:
    """Of a place that is not listed: places of countries that are no more may still be."""
    if place in FOREIGN_PLACES.on(day) or _FIVE_LETTERS.fullmatch(place) is None:
        return False
    return place[:2] not in COUNTRIES.on(day)


def taken_as_loading_place(place: str, day: date) -> bool:
    """Beside the list: what the circular names, any country with ZZZ, and what a rule of its own refuses."""
    return place == NOT_LISTED.on(day) or _told_elsewhere(place, day)


def taken_as_destination(place: str, day: date) -> bool:
    """As for a loading place, with the destinations that the circular names."""
    return place in SPECIAL.on(day) or _told_elsewhere(place, day)


def _told_elsewhere(place: str, day: date) -> bool:
    if is_in_vietnam(place) or has_unknown_country(place, day):
        return True
    return place[2:] == ANYWHERE_IN and place[:2] in COUNTRIES.on(day)


@lru_cache(maxsize=4096)
def _five_letters(place: str, country: str, day: date) -> str:
    """The place of an airport code: the airport's own, or the one of that name in `country`; else as it was."""
    airport = AIRPORTS.on(day).get(place)
    known = FOREIGN_PLACES.on(day)
    return next((code for code in (country + place, airport["unlocode"] if airport else "") if code in known), place)


def foreign_place(place: str, country: str, day: date, at: str, mended: list[Mended]) -> str:
    """`ICN` becomes `KRICN`: the place so named in the party's country, else the airport; anything else stays."""
    if len(place) != 3:
        return place
    full = _five_letters(place, country, day)
    if full != place:
        mended.append(Mended(at, place, full, "PLACE-COMPLETED"))
    return full


def domestic_place(place: str, at: str, mended: list[Mended]) -> str:
    """The first three characters of a domestic place: `VNSGN` and `SGN` are `SGN`, `CLI01` is `CLI` (criterion 21)."""
    short = place[2:5] if len(place) >= 5 and place.startswith("VN") else place[:3]
    if short != place:
        mended.append(Mended(at, place, short, "PLACE-SHORTENED"))
    return short
