"""Which of a plan's declarations a company has registered since: each is known by the salt that it was lodged with."""

from collections.abc import Sequence

from thongquan.authority.paging import Wanted
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.transport_ports import TransportSought
from thongquan.authority.whose import whose


def registered_as(room: ReadingRoom, account: str, salts: Sequence[str], since: str) -> list[str]:
    """The number of each, "" where it was not registered since `since`, a `stamp`. Looked for among the latest page.

    Raises:
        NotFound: it is nobody's account.
    """
    company = whose(room, account).company
    latest = room.transports.page(TransportSought(company), Wanted("lodged", descending=True)).rows
    found = {room.transports.standing(one).salt: one.number for one in latest if one.lodged_at >= since}
    return [found.get(salt, "") for salt in salts]
