"""What an auditor is shown of one declaration: everything that was decided, by whom, when and why."""

from datetime import datetime

import msgspec

from thongquan.authority.officers_seen import officer_asking
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.declaration.model import Decision
from thongquan.numbering.declaration_number import is_number
from thongquan.registration.duty import OfficerRole


class ActAudited(msgspec.Struct, frozen=True):
    """One act, as it was recorded when it was decided."""

    seq: int
    """Its place in the log."""
    kind: str
    """"registered", "corrected" or "decided"."""
    at: str
    by: str
    """The filer's tax code, or the account that took the step."""
    line: str
    """As it was signed; "" where the act changed nothing in it."""
    decision: Decision
    reasons: list[str]
    """Of the channel, as they were when it was given."""
    salt: str
    leaf: str


class DeclarationAudited(msgspec.Struct, frozen=True):
    number: str
    """As it was registered."""
    filer: str
    acts: list[ActAudited]


def require_auditor(room: ReadingRoom, account: str, at: datetime) -> None:
    """Raises NotFound where it is no officer's account, OfficerRole where it is not an auditor's."""
    asking = officer_asking(room, account, at)
    if asking.role != "auditor":
        raise OfficerRole(officer=asking.id)


def declaration_audited(room: ReadingRoom, account: str, number: str, at: datetime) -> DeclarationAudited:
    """Of any office.

    Raises:
        NotFound: there is none of this number, or it is no officer's account.
        OfficerRole: not an auditor's.
        Erased: its term of keeping has passed.
    """
    require_auditor(room, account, at)
    found = room.recorded(number) if is_number(number) else None
    if found is None:
        raise NotFound
    return DeclarationAudited(
        found.number,
        found.filer,
        [
            ActAudited(
                one.seq, one.kind, one.at, one.by, one.signed.decode(), one.decision, one.reasons, one.salt.hex(),
                one.leaf.hex(),
            )
            for one in found.acts
        ],
    )  # fmt: skip
