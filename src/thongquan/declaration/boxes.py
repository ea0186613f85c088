"""The foreign party's boxes (criteria 10 to 13): capitals without marks, the address cut at its commas."""

import unicodedata
from datetime import date
from functools import lru_cache

import msgspec

from thongquan import law
from thongquan.base.fault import Mended
from thongquan.consignment.model import Party
from thongquan.declaration.rules.foreign import NEVER_DECLARED

COUNTRIES = law.codes("countries")
BOX = 35

_SPELLED = str.maketrans(
    {
        "Đ": "D",
        "Æ": "AE",
        "Œ": "OE",
        "Ø": "O",
        "Ł": "L",
        "ß": "SS",
        "Þ": "TH",
        "Ð": "D",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "`": "'",
        "_": "-",
    }
)


class ForeignParty(msgspec.Struct, frozen=True, gc=False):
    """Name and the four address boxes."""

    name: str
    street: str
    street_2: str
    city: str
    country_name: str


FOREIGN = {
    "MIC": ("exporter_name", "exporter_street", "exporter_country_name"),
    "MEC": ("consignee_name", "consignee_street", "consignee_country_name"),
}


def foreign_party(party: Party, day: date, at: tuple[str, str, str], mended: list[Mended]) -> ForeignParty:
    """The boxes of a foreign party. What was written in another way is listed under the first box's name.

    What does not fit is left whole in its street box, where the length check finds it.
    """
    foreign, address = _boxed(party.name, party.address, party.city, party.country, day), capitals(party.address)
    if foreign.name != party.name:
        mended.append(Mended(at[0], party.name, foreign.name, "WRITTEN-IN-CAPITALS"))
    if address != party.address:
        mended.append(Mended(at[1], party.address, address, "WRITTEN-IN-CAPITALS"))
    if foreign.country_name:
        mended.append(_named(at[2], foreign.country_name))
    return foreign


@lru_cache(maxsize=1024)
def _named(at: str, name: str) -> Mended:
    return Mended(at, "", name, "COUNTRY-NAMED")


@lru_cache(maxsize=16_384)
def _boxed(name: str, address: str, city: str, country: str, day: date) -> ForeignParty:
    """One seller sends many houses of a flight."""
    street, street_2, town = boxes(capitals(address), capitals(city))
    return ForeignParty(capitals(name), street, street_2, town, country_name(country, day))


@lru_cache(maxsize=16_384)
def capitals(text: str) -> str:
    """Capitals of ASCII, as the A items hold them; letters that have no plain form stay and are refused later."""
    upper = text.upper()
    if upper.isascii():
        return upper
    marks = unicodedata.normalize("NFD", upper.translate(_SPELLED))
    return "".join(c for c in marks if not unicodedata.combining(c))


@lru_cache(maxsize=16_384)
def boxes(address: str, city: str) -> tuple[str, str, str]:
    """Street, its continuation, and city. Without a city of its own, the last part after a comma is the city."""
    parts = [part.strip() for part in address.split(",") if part.strip()]
    if not city and len(parts) > 1 and len(parts[-1]) <= BOX:
        city = parts.pop()
    rest = ", ".join(parts)
    if len(rest) <= BOX:
        return rest, "", city
    cut = max(rest.rfind(" ", 0, BOX + 1), rest.rfind(",", 0, BOX) + 1)
    if cut <= 0:
        return rest, "", city
    return rest[:cut].strip(), rest[cut:].strip(), city


@lru_cache(maxsize=1024)
def country_name(code: str, day: date) -> str:
    """The English name of the country for the fourth box; empty when it is unknown or does not fit."""
    row = None if code in NEVER_DECLARED.on(day) else COUNTRIES.on(day).get(code)
    name = capitals(row["name_en"]) if row else ""
    return name if len(name) <= BOX else ""
