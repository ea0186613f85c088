"""What a driver reports of a transport on the way, beside its life: no report moves a state.

He has no certificate and signs nothing, so what he tells is shown as told, with the moment of his device and that at
which it came.
"""

from typing import Annotated, Any

import msgspec

from thongquan.base.fault import Fault
from thongquan.base.moment import VIETNAM, read_stamp
from thongquan.registration.deed import read_particulars
from thongquan.registration.deeds import called
from thongquan.registration.deeds_transport import Seal
from thongquan.transport.standing import Standing

TOLD = {
    "ready": "Đã xếp hàng, sẵn sàng đi",
    "left": "Đã rời nơi đi",
    "arrived": "Đã đến nơi",
    "seal": "Niêm phong hỏng hoặc khác",
    "trouble": "Sự cố khác",
}
IN_TURN = ("ready", "left", "arrived")
"""Each is told once, in this order; of the others as many as there are."""
RUNNING = frozenset({"declared", "approved", "departed"})
"""States in which somebody is given a link and tells something."""
SEALS = 20
"""*Assumption*: that a driver reads on one vehicle."""


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """As the bearer of a link tells it."""

    id: Annotated[str, called("Mã báo", "Id of the report", r"[0-9a-f]{32}", most=32)]
    """Drawn where it is told: told again it is the same report."""
    what: Annotated[str, called("Việc báo", "What is told", words=TOLD)]
    note: Annotated[str, called("Ghi chú", "Note", most=300)] = ""
    seals: Annotated[list[Seal], called("Niêm phong đọc được", "Seals as read", most=SEALS)] = msgspec.field(
        default_factory=list
    )
    told_at: Annotated[str, called("Giờ trên máy", "Moment on the device", most=27)] = ""
    """A `stamp` by the clock of the device, however wrong; "" where its page ran no script."""


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """As it is kept."""

    said: Said
    received_at: str
    state: str
    """Of the transport when it came."""
    salt: str
    """Keeps the digest, which stays for ever, from telling what was said once that is erased."""


def read_said(given: dict[str, Any]) -> tuple[Said | None, list[Fault]]:
    """What was told, or everything that is wrong with it."""
    said, faults = read_particulars(Said, given)
    if said is None:
        return None, faults
    if said.told_at and not _is_moment(said.told_at):
        return None, [Fault("REPORT-MOMENT", "told_at")]
    if said.what == "trouble" and not said.note:
        return None, [Fault("REPORT-NOTE", "note")]
    if said.what == "seal" and not said.note and not said.seals:
        return None, [Fault("REPORT-NOTE", "note")]
    return said, []


def next_told(state: str, told: frozenset[str]) -> list[str]:
    """Of what is told in turn, what comes next, the likeliest last. What was told counts before customs enter it."""
    if state not in RUNNING:
        return []
    if "left" in told or state == "departed":
        return [] if "arrived" in told else ["arrived"]
    possible = ("ready",) if state == "declared" else ("ready", "left")
    return [one for one in possible if one not in told]


def over_since(standing: Standing) -> str:
    """When the transport first came into a state in which nothing is on the way any more; "" before."""
    return next((one.at for one in standing.steps if one.state not in RUNNING | {"drafted"}), "")


def _is_moment(text: str) -> bool:
    """However wrong the clock of his device: one that our calendar can show."""
    try:
        read_stamp(text).astimezone(VIETNAM)
    except (ValueError, OverflowError):
        return False
    return True
