"""Transports for tests of pages: a house with both offices, a user of the company, plans, and what a page says."""

import re
from html import unescape
from typing import Any

from authority import transporting
from authority.house import House
from demo_pki import RSA_COMPANY
from portal.visiting import Visitor


def a_draft(house: House, name: str = "") -> str:
    """The number of one with a list, whose own number no other has unless it is named."""
    return transporting.registered(house, RSA_COMPANY, transporting.a_goods_list(name or unused(house)))


def unused(house: House) -> str:
    return f"BK{len(house.rows('SELECT 1 FROM transport'))}"


def list_of(house: House, number: str) -> str:
    """What its list is called."""
    return house.books.transports.body(transporting.kept(house, number)).lists[0].number


def manifest(bills: int, packages: int = 1) -> bytes:
    rows = [f"TQ{n:04},{packages},Hàng {n},1.5" for n in range(1, bills + 1)]
    return "\n".join(["HAWB,Pieces,Goods (VI),Gross Kg", *rows]).encode()


TWO_PURPOSES = b"HAWB,Pieces,Goods (VI),Gross Kg,Transport purpose\nA1,1,x,1.5,CIS\nA2,1,x,1.5,FED"
ASKED = {"by": "file", "direction": "import", "numbers": "BK-1", "place": "TP HCM", "purpose": "CIS"}


def planned(user: Visitor, content: bytes, name: str = "hang.csv", **fields: str) -> Any:
    return user.post("/transport/new", {**ASKED, **fields}, files={"file": (name, content)})


WHOLE = {
    "customs_office": "02DS", "transporter_code": "0301234567", "transporter_name": "Sao Mai", "means": "31",
    "transport_type": "NR", "start_day": "2026-09-02", "start_hour": "23", "finish_day": "2026-09-02",
    "finish_hour": "23", "departure_area": "02DSC01", "arrival_area": "01ACL01", "version": "0",
}  # fmt: skip


def fill(user: Visitor, place: int = 1, **fields: str) -> Any:
    page = user.get(f"/transport/plan/{place}").text
    [plan] = re.findall(r'name="plan" value="([^"]*)"', page)
    cargo = {f"cargo.{n}.manifest_type": "A" for n in (1, 2) if f'name="cargo.{n}.manifest_type"' in page}
    more = {name: value for name, value in {**WHOLE, **cargo, **fields}.items() if f'name="{name}"' in page}
    return user.post(f"/transport/plan/{place}", {**more, "plan": plan})


def told(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(page[page.index("<main") :])).split())
