"""Days of the deposit accounts as officers close them."""

from datetime import date, datetime
from typing import Any

from authority.deeds import composed, sent, signed
from authority.house import House, the_pki
from demo_pki import RSA_COMPANY
from thongquan.authority.deed_work import Carried
from thongquan.authority.deposit_day import forms_of
from thongquan.authority.deposit_days_seen import hq03_seen, hq04_seen
from thongquan.base.moment import VIETNAM
from thongquan.forms.day_sheet import DaySheet
from thongquan.storage.database import open_for_reading
from thongquan.storage.reading_room import SqliteReadingRoom

OFFICE = "02DS"
FIRST, SECOND, THIRD = (date(2026, 9, day) for day in (2, 3, 4))


def at(house: House, told: str) -> None:
    """`2026-09-03 08:00` in Viet Nam; time goes on only."""
    house.clock.now = datetime.strptime(told, "%Y-%m-%d %H:%M").replace(tzinfo=VIETNAM)


def closing(house: House, day: date, **says: Any) -> str:
    """The text that an officer would sign, each tax with a document of its own."""
    owed = forms_of(house.books.closings, OFFICE, day).hq03.taxes
    transfers = [{"tax": tax, "reference": f"KBNN {day:%d%m} {tax}"} for tax, amount in owed.items() if amount]
    asked = {"office": OFFICE, "day": day.isoformat(), "transfers": transfers, **says}
    return composed(house, "deposit-day-close", "cb01", **asked).text


def close(house: House, day: date, **says: Any) -> Carried:
    return sent(house, signed(closing(house, day, **says), the_pki().officer("cb01")))


def room(house: House) -> SqliteReadingRoom:
    service = house.service
    return SqliteReadingRoom(open_for_reading(service.data), house.books.deposits._vault)


def hq03(house: House, day: date, account: str = "cb01") -> DaySheet:
    return hq03_seen(room(house), account, OFFICE, day)


def hq04(house: House, day: date, account: str = "cb01", company: str = RSA_COMPANY) -> DaySheet:
    return hq04_seen(room(house), account, OFFICE, day, company)
