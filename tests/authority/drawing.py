"""House bills that are drawn on a day, and such that are not, by the key of a house."""

from datetime import date
from itertools import count

from authority.house import House
from thongquan.channel.draw import Lots, secret_of


def a_house_bill(house: House, day: date, *, drawn: bool, direction: str = "import", choice: bytes = b"") -> str:
    lots = Lots(direction, secret_of(choice or house.parts.authority.choice, day))
    return next(one for n in count() if lots.is_drawn(one := f"DRAW{n}", day) is drawn)
