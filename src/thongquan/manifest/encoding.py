"""Which encoding a text file is in, told by evidence. A wrong guess would misspell every name in it."""

import re
import unicodedata

from thongquan.manifest.model import Unreadable

_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_TONE = "[\u0300\u0301\u0303\u0309\u0323]"
_TONE_ON_A_VOWEL = re.compile("[aăâeêioôơuưy]" + _TONE, re.IGNORECASE)
_ANY_TONE = re.compile(_TONE)
# A tone mark of Windows-1258 shares its byte with a letter of Windows-1252 (ì, ò, Þ …), which follows anything.
_STRAY_TONES_ALLOWED = 0.1


def decode(data: bytes) -> tuple[str, str]:
    """The text in NFC, and the name of its encoding."""
    encoding = _encoding_of(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("FILE-ENCODING-BROKEN", encoding=encoding, byte=error.start) from None
    if encoding == "cp1258":
        text = unicodedata.normalize("NFC", text)
    return text, encoding


def _encoding_of(data: bytes) -> str:
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding
    wide = _wide(data[:4096])
    if wide:
        return wide
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A byte that no old code page has either, or a broken end: it was meant as UTF-8 if all before it was.
        return _code_page(data) or ("utf-8" if error.start else "cp1252")
    return "utf-8"


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: among Latin letters every other byte is zero."""
    half = len(head) // 2
    if half < 2:
        return ""
    if head[1::2].count(0) > half * 0.6 and not head[0::2].count(0):
        return "utf-16-le"
    if head[0::2].count(0) > half * 0.6 and not head[1::2].count(0):
        return "utf-16-be"
    return ""


def _code_page(data: bytes) -> str:
    """Windows-1258 if its tone marks stand on vowels, as in Vietnamese they must; else Windows-1252."""
    vietnamese = _read(data, "cp1258")
    if vietnamese is not None:
        seated = len(_TONE_ON_A_VOWEL.findall(vietnamese))
        stray = len(_ANY_TONE.findall(vietnamese)) - seated
        if seated and stray <= seated * _STRAY_TONES_ALLOWED:
            return "cp1258"
    return "cp1252" if _read(data, "cp1252") is not None else ""


def _read(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
