"""What a new password must satisfy. All that is wrong is told at once, with what to do.

The interface of 2014 (term-2014) fixes length and characters of the password of a User ID. That it has all 8
characters, what is too easy, and everything about other passwords is an assumption (no act says it): NIST SP 800-63B.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from thongquan.base.citation import cite
from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS, Limits
from thongquan.numbering.user_id import is_user_id, unit_of
from thongquan.registration.password import normal
from thongquan.registration.strength import Pattern, folded, is_listed, strength

WIRE_LENGTH = 8
WIRE_SCORE = 2  # assumption: what eight characters at random reach
FROM_THE_TUTORIAL = "12345678"
"""What the widespread instructions for registering tell everybody to choose."""

_ON_THE_WIRE = re.compile(r"[!-#%-~]*")
_SAYS_SOMETHING = 4
_NO_FIXED_FORM = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_TERM = ("VNACCS 2014", "term-2014")

LENGTH = cite("PASSWORD-LENGTH", *_TERM)
CHARACTERS = cite("PASSWORD-CHARACTERS", *_TERM)
EASY: dict[Pattern, str] = {
    "word": "PASSWORD-HAS-WORDS",
    "keys": "PASSWORD-HAS-KEYS-IN-A-ROW",
    "repeat": "PASSWORD-HAS-REPEATS",
    "sequence": "PASSWORD-HAS-A-SEQUENCE",
    "date": "PASSWORD-HAS-A-DATE",
}


class Known(NamedTuple):
    """What anybody knows of a user, and would try first."""

    ids: Sequence[str]
    """User ID or account, tax code, e-mail address."""
    names: Sequence[str]
    """The company's and the person's."""


def faults_of_wire_password(new: str, at: str, known: Known, old: str = "") -> list[Fault]:
    """Of the password of a User ID, which travels in each message (8 characters).

    No part of the User ID and no word of the names may stand in it.
    """
    return list(_of_wire_password(new, at, known, old))


def faults_of_password(new: str, at: str, known: Known, old: str = "", limits: Limits = LIMITS) -> list[Fault]:
    """Of the password of an administrator or an officer, which is only typed at the login page.

    None of the ids and no whole name may stand in it.
    """
    normal_new = normal(new)
    return [*_of_form(normal_new, at, limits), *_of_password(normal_new, at, known, normal(old), limits.password_score)]


def _of_wire_password(new: str, at: str, known: Known, old: str) -> Iterator[Fault]:
    if new == FROM_THE_TUTORIAL:
        yield Fault("PASSWORD-FROM-THE-TUTORIAL", at)
        return
    if len(new) != WIRE_LENGTH:
        yield Fault(LENGTH, at, {"length": WIRE_LENGTH, "found": len(new)})
    if _ON_THE_WIRE.fullmatch(new) is None:
        yield Fault(CHARACTERS, at)
    yield from _same(new, old, at)
    words = [*known.ids, *map(unit_of, filter(is_user_id, known.ids)), *_words(known.names)]
    yield from _tells_who(new, words, at)
    yield from _easy(new[:WIRE_LENGTH], WIRE_SCORE, words, at)


def _of_form(new: str, at: str, limits: Limits) -> Iterator[Fault]:
    if len(new) < limits.password_characters_least:
        yield Fault("PASSWORD-SHORT", at, {"least": limits.password_characters_least, "found": len(new)})
    if len(new) > limits.password_characters:
        yield Fault("PASSWORD-LONG", at, {"most": limits.password_characters, "found": len(new)})
    if any(unicodedata.category(character) in _NO_FIXED_FORM for character in new):
        yield Fault("PASSWORD-UNSEEN-CHARACTERS", at)


def _of_password(new: str, at: str, known: Known, old: str, score: int) -> Iterator[Fault]:
    yield from _same(new, old, at)
    parts = [part for one in known.ids for part in (one, *one.split("@"))]
    yield from _tells_who(new, [*parts, *known.names], at)
    yield from _easy(new, score, [*parts, *known.names, *_words(known.names)], at)


def _same(new: str, old: str, at: str) -> Iterator[Fault]:
    if old and new == old:
        yield Fault("PASSWORD-UNCHANGED", at)


def _tells_who(new: str, parts: Sequence[str], at: str) -> Iterator[Fault]:
    bare = folded(new)
    if any(len(part) >= _SAYS_SOMETHING and folded(part) in bare for part in parts):
        yield Fault("PASSWORD-TELLS-WHO", at)


def _easy(new: str, least: int, about: Sequence[str], at: str) -> Iterator[Fault]:
    """What zxcvbn says of it. Nothing of no password: it is too short already."""
    if not new:
        return
    if is_listed(new):
        yield Fault("PASSWORD-LISTED", at)
    judged = strength(new, about)
    if judged.score < least:
        yield Fault("PASSWORD-EASY", at, {"score": judged.score, "least": least})
        yield from (Fault(EASY[pattern], at) for pattern in judged.patterns)


def _words(names: Sequence[str]) -> list[str]:
    return [word for name in names for word in re.findall(r"\w+", folded(name))]
