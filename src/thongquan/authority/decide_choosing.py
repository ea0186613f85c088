"""Several declarations that an officer marked, as they stand now: what may be decided on them together."""

from datetime import datetime

import msgspec

from thongquan.authority.declaration_shown import steps_now
from thongquan.authority.officers_seen import officer_asking
from thongquan.authority.ports import ReadingRoom
from thongquan.base.limits import LIMITS
from thongquan.numbering.declaration_number import is_number, uncorrected
from thongquan.registration.deeds_declarations import TOGETHER
from thongquan.registration.duty import DECIDING, OfficerRole


class Marked(msgspec.Struct, frozen=True):
    number: str
    version: int
    """The place of its latest act in the log."""
    channel: str
    state: str
    is_seen: bool
    """Whoever asks has looked at this version."""
    steps: list[str]
    """Of those that are taken on several at once, the ones that lead on from here."""


def marked(room: ReadingRoom, account: str, at: datetime, numbers: list[str]) -> list[Marked]:
    """Each of the numbers once, up to as many as one deed names; what is not at the officer's office is left out.

    Raises:
        NotFound, OfficerRole: nobody who decides.
        Erased: the term of keeping of one of them has passed.
    """
    officer = officer_asking(room, account, at)
    if officer.role not in DECIDING:
        raise OfficerRole(officer=officer.id)
    once = dict.fromkeys(str(uncorrected(one)) for one in numbers if is_number(one))
    found = []
    for number in list(once)[: LIMITS.declarations_together]:
        if versions := room.declarations.versions(officer.office, number):
            latest, decision = versions[-1].seq, versions[-1].decision
            seen = room.applications.has_looked(officer.id, number, latest)
            steps = [one.name for one in steps_now(decision, at) if one.name in TOGETHER]
            found.append(Marked(decision.number, latest, decision.channel, decision.state, seen, steps))
    return found
