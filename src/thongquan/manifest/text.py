"""Text cells: one spelling of Unicode and of blanks, nothing invisible, and no formula taken for data."""

import re
import unicodedata
from datetime import date, datetime

from thongquan.manifest.model import Cell, Reading

_BLANKS = re.compile(r"\s+")
_NUMBER_OR_PHONE = re.compile(r"[+\-]?[\d\s.,()/\-]*")
_REFUSED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_LIKE_LATIN = re.compile("[Ðð\u0370-\u03ff\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1ea0-\u1eff]")
_TIDY = re.compile("[!-*,.-<>?A-~À-ÏÑ-ïñ-ɏẠ-ỿ][ -~À-ÏÑ-ïñ-ɏẠ-ỿ]*")
"""Letters and signs of English and Vietnamese, each in one piece, and no formula: what nearly every cell holds."""
_BLANK_WORDS = {"-", "--", "—", "–", "n/a", "na", "null", "none", "nil", "#n/a"}


def plain_cell(cell: Cell) -> str:
    """A cell as text. A spreadsheet keeps `12345678` as 12345678.0; the point is not the courier's."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e22 else format(cell, ".15g")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute) else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def read_text(cell: Cell) -> Reading:
    """Text as it is declared: NFC, single blanks. Control, bidi, zero-width and private characters are refused."""
    text = plain_cell(cell)
    if _TIDY.fullmatch(text) and "  " not in text and text[-1] != " ":
        return Reading(text)
    # Python calls printable what has neither control nor format nor unassigned characters, nor odd blanks.
    tidy = text.isprintable() and "  " not in text and text == text.strip() and text[:1] not in _FORMULA_STARTS
    if tidy and (text.isascii() or (unicodedata.is_normalized("NFC", text) and not _LIKE_LATIN.search(text))):
        return Reading(text)
    return _mend(text)


_FORMULA_STARTS = frozenset("=+-@")


def _mend(text: str) -> Reading:
    composed = unicodedata.normalize("NFC", text)
    tidy = _BLANKS.sub(" ", composed).strip()
    refused = first_refused(tidy)
    if refused:
        return Reading("", fault="CONTROL-CHARACTERS", facts={"character": refused})
    code = ""
    if tidy != text:
        code = "TEXT-NFC" if composed == tidy else "TEXT-SPACES"
    if would_run(tidy):
        return Reading(tidy, mended=code, warning="FORMULA-CELL", facts={"text": tidy[:60]})
    like = look_alike(tidy)
    if like:
        return Reading(tidy, mended=code, warning="LOOK-ALIKE", facts={"text": tidy[:60], "character": like})
    return Reading(tidy, mended=code)


def look_alike(text: str) -> str:
    """A letter that only looks like one of its neighbours, as `U+00D0`: Ð for Đ, Cyrillic or Greek among Latin; or "".

    >>> look_alike("ÐINH THỊ LAN"), look_alike("ĐINH THỊ LAN")
    ('U+00D0', '')
    """
    for word in text.split(" "):
        found = _LIKE_LATIN.search(word)
        if found and (found[0] in "Ðð" or _LATIN.search(word)):
            return f"U+{ord(found[0]):04X}"
    return ""


def would_run(text: str) -> bool:
    """Whether a spreadsheet would take this text for a formula.

    >>> would_run('=HYPERLINK("x")'), would_run("-5"), would_run("+84 912"), would_run("- hàng mẫu")
    (True, False, False, False)
    """
    if text[:1] in {"=", "@"}:
        return len(text) > 1
    if text[:1] in {"+", "-"}:
        return text[1:2] not in {"", " "} and not _NUMBER_OR_PHONE.fullmatch(text)
    return False


def clean(cell: Cell) -> str:
    """The cell's text without odd blanks, in NFC: what the readers of numbers and codes begin with."""
    text = plain_cell(cell)
    if text.isascii() and text.isprintable() and text == text.strip() and "  " not in text:
        return text
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()


def first_refused(text: str) -> str:
    """The first invisible, private or unassigned character, as `U+202E`; "" if there is none."""
    if text.isprintable():
        return ""
    found = (character for character in text if unicodedata.category(character) in _REFUSED)
    return next((f"U+{ord(character):04X}" for character in found), "")


def is_blank(text: str) -> bool:
    """Words for nothing, `-` or `N/A`, where a number or a code is expected; in a description they are vague words."""
    return not text or text.casefold() in _BLANK_WORDS


def nothing(text: str, value: object = "") -> Reading:
    """The reading of a blank cell: a word for nothing is noted, an empty cell is not."""
    return Reading(value, mended="BLANK-WORD" if text else "")
