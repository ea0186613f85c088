"""The declarations that wait at an office, with age and deadline; and finding one by what is written on its parcel."""

from datetime import datetime

import msgspec

from thongquan.authority.declaration_ports import DeclarationsSought, WaitingDeclaration
from thongquan.authority.officers_seen import officer_asking
from thongquan.authority.paging import Page, Wanted
from thongquan.authority.ports import ReadingRoom
from thongquan.base.limits import LIMITS
from thongquan.base.moment import read_stamp, stamp
from thongquan.consignment.bill import normalised
from thongquan.declaration.deadlines import deadline
from thongquan.numbering.declaration_number import is_number, uncorrected
from thongquan.registration.duty import require_reading


class InQueue(msgspec.Struct, frozen=True):
    waiting: WaitingDeclaration
    hours: int
    """How long it has waited, in whole hours."""
    deadline: str
    """Until when customs must have looked, a `stamp`; "" while no term runs."""
    is_overdue: bool
    is_seen: bool
    """Whoever asks has looked at it as it stands now: he may decide on it."""


def queue(room: ReadingRoom, account: str, at: datetime, sought: DeclarationsSought, wanted: Wanted) -> Page[InQueue]:
    """A page of what waits at the officer's office, by `registered`: what has waited longest comes first.

    Raises:
        NotFound, OfficerRole, CursorUnknown
    """
    officer = officer_asking(room, account, at)
    require_reading(officer)
    return room.declarations.waiting(officer.office, sought, wanted).told(
        lambda one: _in_queue(room, officer.id, one, at)
    )


def search(room: ReadingRoom, account: str, at: datetime, text: str) -> list[str]:
    """The numbers at the officer's office that a scanned or typed text may mean: a declaration's or a house bill's.

    Twelve digits are a number, whichever correction they count; a house bill may have twelve digits too.

    Raises:
        NotFound, OfficerRole
    """
    officer = officer_asking(room, account, at)
    require_reading(officer)
    typed = text.strip()
    number = str(uncorrected(typed)) if is_number(typed) else ""
    own = [number] if number and room.declarations.signed_in(officer.office, number) else []
    house = normalised(typed)
    bills = room.declarations.of_house(officer.office, house, LIMITS.declarations_found) if house else []
    return list(dict.fromkeys([*own, *bills]))


def _in_queue(room: ReadingRoom, officer: str, one: WaitingDeclaration, at: datetime) -> InQueue:
    until = deadline(one.state, one.channel, one.registered_at, one.documents_at)
    hours = int((at - read_stamp(one.registered_at)).total_seconds() // 3600)
    return InQueue(
        waiting=one,
        hours=hours,
        deadline=stamp(until) if until else "",
        is_overdue=until is not None and until < at,
        is_seen=room.applications.has_looked(officer, one.number, one.version),
    )
