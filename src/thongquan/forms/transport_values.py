"""How a value of an output is printed: by what it is: the masks of days and hours say no more."""

from datetime import date, time
from decimal import Decimal

from thongquan.forms.masks import day, number, party_code
from thongquan.forms.transport_model import TransportBox, TransportItem, Value, Values


def printed(value: Value) -> str:
    """The value alone.

    >>> printed(date(2026, 9, 2)), printed(time(7, 5)), printed(Decimal("1234.50")), printed(7), printed("A1")
    ('02/09/2026', '07:05', '1.234,50', '7', 'A1')
    """
    match value:
        case date():
            return day(value)
        case time():
            return f"{value:%H:%M}"
        case int() | Decimal():
            return number(value)
    return value


def id_of(item: TransportItem, place: int, times: int) -> str:
    """The id of the item in an output, where it is the n-th of its kind; "" where the output has none.

    >>> item = TransportItem(["E{nn}", "Z{nn}", ""], "A", 12)
    >>> id_of(item, 1, 7), id_of(item, 2, 7)
    ('Z07', '')
    """
    return item.ids[place].replace("{nn}", f"{times:02}").replace("{n}", str(times))


def text_of(box: TransportBox, place: int, times: int, values: Values) -> str:
    """What stands in a box; a box without a value stays blank, unit and all."""
    ids = ((item, id_of(item, place, times)) for item in box.items)
    parts = [_shown(item, values.get(id_, "")) for item, id_ in ids if id_]
    joined = box.between.join(part for part in parts if part)
    return f"{joined}{box.after}" if joined else ""


def stands_in(box: TransportBox, place: int) -> bool:
    """Whether the output has any of its items."""
    return any(item.ids[place] for item in box.items)


def _shown(item: TransportItem, value: Value) -> str:
    return party_code(value) if item.mask == "AAAAAAAAAA-AAA" and isinstance(value, str) else printed(value)
