"""Calling a declaration up for correction (MID, MED): the form as it stands, or why it is not corrected any more."""

from datetime import date

import msgspec
from msgspec.structs import asdict

from thongquan.authority.asking_back import Asking, Direction, own_acts
from thongquan.authority.called_codes import RESULTS, NotAnswered
from thongquan.authority.ports import ReadingRoom
from thongquan.declaration.codec import decode_line, encode_line
from thongquan.declaration.correction import CORRECTION_LIMIT, form_of, locked_fields
from thongquan.declaration.lifecycle import DEAD, PERMITTED, WAITING
from thongquan.declaration.model import Decision, Declaration, ExportCorrection, ImportCorrection

PROCEDURE = {"import": "MID", "export": "MED"}


class Wanted(msgspec.Struct, frozen=True):
    """What is called up. MED knows no house bill."""

    direction: Direction
    number: str = ""
    house_bill: str = ""


class CalledUp(msgspec.Struct, frozen=True):
    """VAD604 or VAE494: what is to be changed, given a nonce, signed and sent as a correction."""

    procedure: str
    result_code: str
    number: str
    line: str
    """The MIE or MEE line as it stands, without its nonce."""
    filled: dict[str, str]
    """Item and value of what customs filled in where the line is blank."""
    locked: list[str]
    """Items that a correction may not change."""
    left: int
    """How many corrections are left."""


def call_up(room: ReadingRoom, wanted: Wanted, asking: Asking, day: date) -> CalledUp:
    """The declaration as it stands, for its filer or principal. `day` is that of the call.

    Raises:
        NotAnswered: with the result code of MID or MED.
    """
    procedure = PROCEDURE[wanted.direction]
    if procedure == "MID" and wanted.house_bill:
        raise _by_house_bill(wanted.number, wanted.house_bill)
    acts = own_acts(room, procedure, wanted.direction, wanted.number, asking)
    decision = acts[-1].decision
    if told := _not_any_more(decision, day):
        raise NotAnswered(procedure, told, number=decision.number)
    registered = decode_line([act.signed for act in acts if act.signed][-1])
    return CalledUp(
        procedure=procedure,
        result_code=RESULTS[procedure]["FOUND"],
        number=decision.number,
        line=encode_line(as_correction(registered, decision.number)).decode(),
        filled={field: value for field, value in decision.filled if not getattr(registered, field)},
        locked=locked_fields(form_of(registered), day),
        left=CORRECTION_LIMIT.on(day) - int(decision.number[11]),
    )


def as_correction(registered: Declaration, number: str) -> ImportCorrection | ExportCorrection:
    """The line that holds, as the correction that would change nothing of it."""
    said = asdict(registered) | {"nonce": "", "number": number, "report": ""}
    return ImportCorrection(**said) if form_of(registered) == "MIC" else ExportCorrection(**said)


def _by_house_bill(number: str, house_bill: str) -> NotAnswered:
    """By a house bill MID opens a new MIC from the house manifest; none is sent to this authority, so none is in it."""
    if number:
        return NotAnswered("MID", "BOTH")
    if not (house_bill.isascii() and house_bill.isprintable()):
        return NotAnswered("MID", "HOUSE-CHARACTERS")
    return NotAnswered("MID", "HOUSE-UNKNOWN", house_bill=house_bill)


def _not_any_more(decision: Decision, day: date) -> str:
    if decision.state in PERMITTED:
        return "CLEARED"
    if decision.state in DEAD:
        return "WITHDRAWN"
    if decision.state == "manual":
        return "MANUAL"
    if decision.state not in WAITING:
        return "INVALID"
    return "NINTH" if int(decision.number[11]) >= CORRECTION_LIMIT.on(day) else ""
