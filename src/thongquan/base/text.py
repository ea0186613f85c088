"""Which characters an item can hold, and the one spelling of a number."""

import re
import unicodedata
from collections.abc import Collection, Iterable

_BAD_IN_A = re.compile(r"[^ -#%-\]]")
_KEPT_IN_A = bytes(code for code in range(ord(" "), ord("]") + 1) if chr(code) != "$")

_PLAIN = re.compile("[ -~\u00a1-\u00ac\u00ae-\u024f\u1e00-\u1eff\u2010-\u2015\u2018-\u201f\u2026\u20ab\u20ac]*")
"""ASCII, Latin letters, Vietnamese, dashes and quotation marks: what nearly every text is made of.

None of them is refused, and none joins with another: a text of these alone is composed (NFC).
"""

_KANA = range(0xFF61, 0xFFA0)
_REFUSED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})
_NOT_SEEN = (
    frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
    | {chr(code) for code in range(0xFE00, 0xFE10)}
    | {chr(code) for code in range(0xE0100, 0xE01F0)}
)
"""Letters and marks that show nothing: fillers, joiners, variation selectors, the empty Braille pattern."""


def are_kept_as_ascii(texts: Iterable[str]) -> bool:
    """Whether an A item can hold each text: space to `]` of ASCII without `$`; single blanks, none at the ends."""
    together = _joined(texts)
    return together.isascii() and not together.encode().translate(None, _KEPT_IN_A) and "  " not in together


def bad_in_ascii(text: str) -> list[str]:
    """The characters that an A item cannot hold, and "blanks" where there are too many."""
    return sorted({*_BAD_IN_A.findall(text), *([] if _has_single_blanks(text) else ["blanks"])})


def are_kept_as_text(texts: Collection[str]) -> bool:
    """Whether a W item can hold each text, so that it is stored, shown and signed alike (threat 10).

    No control, bidi, invisible, unassigned or private characters, no odd blanks and no half-width kana; composed
    (NFC); single blanks, none at the ends.
    """
    together = _joined(texts)
    if is_plain(together):
        return "  " not in together
    return all(map(_is_kept, texts))


def is_plain(text: str) -> bool:
    """Whether the text is made only of what nearly every text is made of."""
    return _PLAIN.fullmatch(text) is not None


def bad_in_text(text: str) -> list[str]:
    """What makes `are_kept_as_text` say no: code points such as `U+202E`, "NFC" or "blanks"."""
    found = {f"U+{ord(c):04X}" for c in set(text) if _is_refused(c)}
    if not unicodedata.is_normalized("NFC", text):
        found.add("NFC")
    if not _has_single_blanks(text):
        found.add("blanks")
    return sorted(found)


def plain_number(integers: int, decimals: int) -> str:
    """The pattern of a number with so many digits in its one spelling: no sign, exponent, or zeros that say nothing.

    It takes digits and never gives them back, for there is no second way to match.
    """
    tail = rf"(?:\.[0-9]{{1,{decimals}}}+(?<!0))?+" if decimals else ""
    return rf"(?:0|[1-9][0-9]{{0,{integers - 1}}}+){tail}"


def _joined(texts: Iterable[str]) -> str:
    """All to be looked at in one go: a blank at either end of one makes two beside the joint."""
    return " ".join(("A", *filter(None, texts), "A"))


def _is_kept(text: str) -> bool:
    return _has_single_blanks(text) and unicodedata.is_normalized("NFC", text) and not any(map(_is_refused, set(text)))


def _has_single_blanks(text: str) -> bool:
    return "  " not in text and text[:1] != " " and text[-1:] != " "


def _is_refused(character: str) -> bool:
    if character == " ":
        return False
    return unicodedata.category(character) in _REFUSED or ord(character) in _KANA or character in _NOT_SEEN
