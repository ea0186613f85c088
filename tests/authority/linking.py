"""Links of transports as companies give them to drivers, and what drivers tell through them."""

from datetime import timedelta
from typing import Any

from authority.deeds import composed, sent, signed
from authority.house import House
from authority.listing import user_of
from authority.transporting import a_goods_list, a_step, key_of, registered, take
from demo_pki import RSA_COMPANY
from thongquan.authority.deed_work import Carried
from thongquan.authority.transport_report import DriverSees, driver_sees, take_report
from thongquan.base.moment import VIETNAM
from thongquan.transport.reports import Report

DRIVER = "Trần Văn Lái, 51C-12345"


def under_way(house: House, company: str = RSA_COMPANY, list_number: str = "BK01") -> str:
    """The number of a transport of goods on a list that customs approved and sealed."""
    number = registered(house, company, a_goods_list(list_number))
    text = composed(house, "transport-step", user_of(house, company), **a_step(house, number, "declare")).text
    sent(house, signed(text, key_of(company)))
    for step in ("approve", "seal"):
        take(house, number, step)
    return number


def give_link(house: House, number: str, company: str = RSA_COMPANY, hours: float = 24, **says: Any) -> Carried:
    until = (house.clock.now + timedelta(hours=hours)).astimezone(VIETNAM)
    asked = {"driver": DRIVER, "until_day": str(until.date()), "until_time": until.strftime("%H:%M"), **says}
    text = composed(house, "transport-link", user_of(house, company), number=number, **asked).text
    return sent(house, signed(text, key_of(company)))


def secret_of(house: House, number: str, **says: Any) -> str:
    """What stands in the address of a new link."""
    return give_link(house, number, **says).shown["transport_link"].removeprefix("/t/")


def end_link(house: House, number: str, link: str, company: str = RSA_COMPANY) -> Carried:
    text = composed(house, "transport-link-end", user_of(house, company), number=number, link=link).text
    return sent(house, signed(text, key_of(company)))


def tell(house: House, secret: str, what: str = "left", id_: str = "0" * 32, **says: Any) -> Report:
    given = {"id": id_, "what": what, **says}
    return house.sit(lambda now: take_report(now, secret, given))


def seen_by(house: House, secret: str) -> DriverSees:
    return driver_sees(house.books, secret, house.clock())
