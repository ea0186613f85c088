"""Plans and lists as JSON: what `thongquan transport plan` writes, and what printing and declaring read again."""

import msgspec

from thongquan.base.fault import Refusal
from thongquan.transport.lists import BillList, GoodsList
from thongquan.transport.plan import TransportPlan

_LIST: msgspec.json.Decoder[BillList | GoodsList] = msgspec.json.Decoder(BillList | GoodsList)
_PLAN = msgspec.json.Decoder(TransportPlan)


class TransportUnreadable(Refusal):
    """The file holds no plan of a transport, or no list."""

    code = "TRANSPORT-FILE-UNREADABLE"


def told(one: TransportPlan | BillList | GoodsList) -> bytes:
    """One JSON document; a list begins with its form."""
    return msgspec.json.format(msgspec.json.encode(one), indent=1) + b"\n"


def read_list(data: bytes) -> BillList | GoodsList:
    """Raises TransportUnreadable."""
    try:
        return _LIST.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise TransportUnreadable from None


def read_plan(data: bytes) -> TransportPlan:
    """Raises TransportUnreadable."""
    try:
        return _PLAN.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise TransportUnreadable from None
