"""Names of offices and places as they were on the day of registration."""

from datetime import date

from thongquan import law


def name_of(table: str, code: str, day: date) -> str:
    """The Vietnamese name where the table has one, else its printed name; "" for a code that is not listed."""
    row = law.codes(table).on(day).get(code)
    return (row.get("name_vi") or row["name"]) if row else ""


def domestic_place(code: str, day: date) -> tuple[str, str]:
    """Code and name of a port, airport or gate. Declarations carry three letters, the system adds VN before them."""
    return (f"VN{code}" if len(code) == 3 else code), name_of("vn_places", code, day)
