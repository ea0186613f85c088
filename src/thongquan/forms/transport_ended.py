"""What stands above a transport declaration that ended: on paper alone it would look as if goods might go with it."""

from typing import NamedTuple

from thongquan.forms.masks import safe
from thongquan.forms.transport_model import EndedBy, TransportEnded
from thongquan.forms.transport_values import printed


class _Says(NamedTuple):
    """A sentence, and the items of day, hour and notice."""

    words: str
    day: str
    hour: str
    notice: str


SAID: dict[EndedBy, _Says] = {
    "VAS508": _Says(
        "TỜ KHAI VẬN CHUYỂN NÀY ĐÃ HỦY SAU KHI ĐƯỢC PHÊ DUYỆT, {moment}. Không được vận chuyển hàng theo tờ khai này.",
        "DA",
        "DB",
        "DE",
    ),
    "VAS511": _Says(
        "TỜ KHAI VẬN CHUYỂN NÀY KHÔNG ĐƯỢC PHÊ DUYỆT, {moment}. Không được vận chuyển hàng theo tờ khai này.",
        "08A",
        "01B",
        "03B",
    ),
    "VAS514": _Says(
        "TỜ KHAI VẬN CHUYỂN NÀY ĐÃ HỦY TRƯỚC KHI PHÊ DUYỆT, {moment}. Không được vận chuyển hàng theo tờ khai này.",
        "AE",
        "AT",
        "DE",
    ),
}


def ended(one: TransportEnded) -> str:
    """How it ended and when, and what customs or the declarant noted."""
    says = SAID[one.output]
    moment = " ".join(safe(part) for id_ in (says.hour, says.day) if (part := printed(one.values.get(id_, ""))))
    notice = safe(str(one.values.get(says.notice, "")))
    sentence = says.words.format(moment=moment) if moment else says.words.replace(", {moment}", "")
    return f"{sentence} {notice}".rstrip()
