"""A company looks at its own declarations, as its people do: through a connection that only reads."""

import asyncio
from typing import Any

from authority.giving import user_of
from authority.house import House
from demo_pki import RSA_COMPANY
from thongquan.authority.own_declaration import OwnShown, own_declaration
from thongquan.authority.own_declaration_ports import OwnDeclaration, OwnSought
from thongquan.authority.own_declarations import own_declarations
from thongquan.authority.own_receipt import own_receipt
from thongquan.authority.paging import Page, ordered


def read(house: House, question: Any) -> Any:
    return asyncio.run(house.parts.desk.ask(question))


def own(
    house: House,
    company: str = RSA_COMPANY,
    *,
    order: str = "-registered",
    after: str = "",
    rows: int = 50,
    **sought: Any,
) -> Page[OwnDeclaration]:
    user, at, wanted = user_of(house, company), house.clock(), ordered(order, after, rows)
    found: Page[OwnDeclaration] = read(
        house, lambda room: own_declarations(room, user, at, OwnSought(**sought), wanted)
    )
    return found


def numbers(page: Page[OwnDeclaration]) -> list[str]:
    return [one.number for one in page.rows]


def looked_at(house: House, number: str, account: str = "") -> OwnShown:
    user, trust, at = account or user_of(house), house.parts.authority.trust, house.clock()
    shown: OwnShown = read(house, lambda room: own_declaration(room, user, number, trust, at))
    return shown


def receipt(house: House, number: str) -> bytes:
    user, at = user_of(house), house.clock()
    made: bytes = read(house, lambda room: own_receipt(room, user, number, at))
    return made
