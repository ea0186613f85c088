"""Places as the declaration wants them, from places as couriers write them."""

from datetime import date
from functools import lru_cache

from thongquan import law
from thongquan.base.fault import Mended

AIRPORTS = law.codes("airports")
FOREIGN_PLACES = law.codes("foreign_places")


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
