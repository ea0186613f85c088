"""Business rules over the lines of one verified filing. Nothing is written here, and nothing signed is changed."""

import logging
import os
import re
from collections.abc import Sequence
from datetime import date

import msgspec

from thongquan.authority.authority import Desk
from thongquan.authority.refusals import JudgingFailed
from thongquan.authority.stages import Verified
from thongquan.base.citation import cite
from thongquan.base.fault import Fact, Fault
from thongquan.declaration.codec import decode_line, decode_lines
from thongquan.declaration.derived import office_of
from thongquan.declaration.model import Declaration
from thongquan.declaration.plan import Judgement

LOG = logging.getLogger("thongquan.authority")

NOT_NORMAL = cite("LINE-NOT-NORMAL", "", "assumption", result_code="L0991")
NO_NONCE = cite("LINE-NONCE", "", "assumption")
OTHER_FORM = cite("LINE-OTHER-DIRECTION", "", "assumption")
OTHER_OFFICE = cite("LINE-OTHER-OFFICE", "", "assumption")
DUPLICATE = cite("DUPLICATE-HOUSE-BILL", "", "assumption")

CORRECTING = {"MIC": "MIE", "MEC": "MEE"}

_NONCE = re.compile(r"[0-9a-f]{32}\Z").match


class Passed(msgspec.Struct, frozen=True, gc=False):
    """A line without faults: it will be registered unless its house bill is live elsewhere."""

    line: int
    signed: bytes
    declaration: Declaration
    judgement: Judgement


class Hearing:
    """One filing while its lines are judged. It asks nothing of the books, so it can be done in several goes."""

    def __init__(self, filing: Verified, desk: Desk) -> None:
        self.filing = filing
        self.desk = desk
        self.passed: list[Passed] = []
        self.faults: dict[int, list[Fault]] = {}
        """Line → its faults."""
        self.heard = 0
        self._form = CORRECTING[desk.form] if filing.statement.kind == "correction" else desk.form
        self.registered: int | None = None
        """How many declarations were given a number, once it is entered."""

    def start_again(self, desk: Desk) -> None:
        """Judge all of it anew, by the law of another day."""
        self.desk, self.passed, self.faults, self.heard = desk, [], {}, 0

    @property
    def left(self) -> int:
        """How many lines are still to be judged."""
        return len(self.filing.lines) - self.heard

    def go_on(self, most: int) -> None:
        """Judge the next lines, each by itself.

        Raises:
            JudgingFailed: something unforeseen happened; it fails closed.
        """
        try:
            self._go_on(most)
        except Exception as error:  # fail closed: an unforeseen error while judging is never an acceptance
            LOG.exception("judging failed")
            raise JudgingFailed from error

    def _go_on(self, most: int) -> None:
        lines = self.filing.lines[self.heard : self.heard + most]
        placed = []
        for place, (line, declaration) in enumerate(zip(lines, self._read(lines), strict=True), start=self.heard + 1):
            if declaration is not None and self._is_placed(place, declaration):
                placed.append((place, line, declaration))
        judgements = self.desk.plan.judge_all([declaration for _, _, declaration in placed])
        for (place, line, declaration), judgement in zip(placed, judgements, strict=True):
            if judgement.faults:
                self.faults[place] = judgement.faults
            else:
                self.passed.append(Passed(place, line, declaration, judgement))
        self.heard += len(lines)

    def _read(self, lines: list[bytes]) -> Sequence[Declaration | None]:
        """All at once where every line is in order; else one by one, noting what is wrong with each."""
        together = decode_lines(lines)
        if together is not None:
            return together
        return [self._read_one(place, line) for place, line in enumerate(lines, start=self.heard + 1)]

    def _read_one(self, place: int, line: bytes) -> Declaration | None:
        try:
            return decode_line(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            self.faults[place] = [Fault(NOT_NORMAL, "")]
            return None

    def _is_placed(self, place: int, declaration: Declaration) -> bool:
        faults = misplaced(declaration, self.filing.statement.office, self._form, self.desk.day)
        if faults:
            self.faults[place] = faults
        return not faults


def misplaced(declaration: Declaration, office: str, form: str, day: date) -> list[Fault]:
    """What keeps a declaration from being judged by the rules of this form, at this office.

    A blank office is the one of the storage place; where that tells none, a rule says so.
    """
    found = []
    if _NONCE(declaration.nonce) is None:
        found.append(Fault(NO_NONCE, "nonce"))
    if declaration.__struct_config__.tag != form:
        found.append(Fault(OTHER_FORM, "", {"form": str(declaration.__struct_config__.tag)}))
    own = office_of(declaration, day)
    if own not in ("", office):
        found.append(Fault(OTHER_OFFICE, "customs_office", {"office": office, "found": own}))
    return found


def duplicate(declaration: Declaration, **first: Fact) -> Fault:
    """The fault of a house bill that is live in another declaration, which is told to nobody but its own filer."""
    return Fault(DUPLICATE, "house_bill", {"house_bill": declaration.house_bill, **first})


def salts(count: int, size: int) -> list[bytes]:
    """Random salts, with one call for all of them."""
    pool = os.urandom(count * size)
    return [pool[start : start + size] for start in range(0, len(pool), size)]
