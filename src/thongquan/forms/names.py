"""Names of offices and places as they were on the day of registration."""

from datetime import date
from functools import lru_cache

from thongquan import law


def name_of(table: str, code: str, day: date) -> str:
    """The Vietnamese name where the table has one, else its printed name; "" for a code that is not listed."""
    row = law.codes(table).on(day).get(code)
    return (row.get("name_vi") or row["name"]) if row else ""


def domestic_place(code: str, day: date) -> tuple[str, str]:
    """Code and name of a port, airport or gate. Declarations carry three letters, the system adds VN before them."""
    if len(code) != 3:
        return code, name_of("vn_places", code, day)
    full = f"VN{code}"
    return full, name_of("vn_places", full, day) or _by_three_letters(day).get(code, "")


@lru_cache(maxsize=64)
def _by_three_letters(day: date) -> dict[str, str]:
    """Gates and stations, whose codes have a sixth letter, by the three letters that are declared."""
    return {row["code"][2:5]: row.get("name_vi") or row["name"] for row in law.codes("vn_places").on(day).values()}
