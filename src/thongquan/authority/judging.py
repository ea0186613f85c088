"""Business rules over the lines of one verified filing. Nothing is written here, and nothing signed is changed."""

import os
import re
from collections.abc import Callable, Sequence

import msgspec

from thongquan.authority.authority import Desk
from thongquan.authority.ports import Books
from thongquan.authority.stages import Verified
from thongquan.base.citation import cite
from thongquan.base.fault import Fact, Fault
from thongquan.declaration.codec import decode_line
from thongquan.declaration.model import Declaration
from thongquan.declaration.plan import Judgement

NOT_NORMAL = cite("LINE-NOT-NORMAL", "", "assumption")
NO_NONCE = cite("LINE-NONCE", "", "assumption")
OTHER_FORM = cite("LINE-OTHER-DIRECTION", "", "assumption")
OTHER_OFFICE = cite("LINE-OTHER-OFFICE", "", "assumption")
DUPLICATE = cite("DUPLICATE-HOUSE-BILL", "", "assumption")

PROGRESS_EVERY = 500

Progress = Callable[[int, int], None]

_NONCE = re.compile(r"[0-9a-f]{32}\Z").match
_DROPPED = {code: None for code in range(128) if not chr(code).isalnum()}


class Passed(msgspec.Struct, frozen=True, gc=False):
    """A line without faults: it will be registered."""

    line: int
    signed: bytes
    declaration: Declaration
    judgement: Judgement
    house: bytes


class Judged(msgspec.Struct, frozen=True):
    passed: list[Passed]
    faults: dict[int, list[Fault]]
    """Line → its faults."""


def normalised_house(number: str) -> str:
    """Two spellings of one house bill are one house bill: letters in upper case and digits, nothing else.

    >>> normalised_house("abc-123 45")
    'ABC12345'
    """
    return number.upper().translate(_DROPPED)


def judge(filing: Verified, desk: Desk, books: Books, progress: Progress) -> Judged:
    """Every line by itself, then the houses together: of equal ones the first stands."""
    faults: dict[int, list[Fault]] = {}
    good: list[tuple[int, bytes, Declaration, Judgement]] = []
    for place, line in enumerate(filing.lines, start=1):
        declaration, found = _read(line, filing.statement.office, desk.form)
        if declaration is not None and not found:
            judgement = desk.plan.judge(declaration)
            if not judgement.faults:
                good.append((place, line, declaration, judgement))
            found = judgement.faults
        if found:
            faults[place] = found
        if place % PROGRESS_EVERY == 0:
            progress(place, len(filing.lines))
    return Judged(_without_duplicates(good, filing.filer, desk.direction, books, faults), faults)


def _read(line: bytes, office: str, form: str) -> tuple[Declaration | None, list[Fault]]:
    """The declaration, and what keeps it from being judged by the rules of its form."""
    try:
        declaration = decode_line(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None, [Fault(NOT_NORMAL, "")]
    found = []
    if _NONCE(declaration.nonce) is None:
        found.append(Fault(NO_NONCE, "nonce"))
    if declaration.__struct_config__.tag != form:
        found.append(Fault(OTHER_FORM, "", {"form": str(declaration.__struct_config__.tag)}))
    if declaration.customs_office not in ("", office):
        found.append(Fault(OTHER_OFFICE, "customs_office", {"office": office, "found": declaration.customs_office}))
    return declaration, found


def _without_duplicates(
    good: Sequence[tuple[int, bytes, Declaration, Judgement]],
    filer: str,
    direction: str,
    books: Books,
    faults: dict[int, list[Fault]],
) -> list[Passed]:
    houses = books.house_keys(direction, [normalised_house(one[2].house_bill) for one in good])
    live = books.live_houses(houses)
    first: dict[bytes, int] = {}
    passed = []
    for (place, line, declaration, judgement), house in zip(good, houses, strict=True):
        facts: dict[str, Fact] = {"house_bill": declaration.house_bill}
        if house in live:
            if live[house].filer == filer:
                facts["first"] = live[house].number
            faults[place] = [Fault(DUPLICATE, "house_bill", facts)]
        elif first.setdefault(house, place) != place:
            faults[place] = [Fault(DUPLICATE, "house_bill", facts | {"line": first[house]})]
        else:
            passed.append(Passed(place, line, declaration, judgement, house))
    return passed


def salts(count: int, size: int) -> list[bytes]:
    """Random salts, with one call for all of them."""
    pool = os.urandom(count * size)
    return [pool[start : start + size] for start in range(0, len(pool), size)]
