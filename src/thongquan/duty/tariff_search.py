"""Finding lines of the tariff by words, Vietnamese or English: in any order, without diacritics, one letter wrong."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

import msgspec

from thongquan import law

TARIFF = law.codes("tariff")
HS_NAMES = law.codes("hs_names")
EVERYDAY = law.codes("express_goods")

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_LONG_ENOUGH = 4
"""Shorter words are not taken for misspelled: nearly everything is like them."""


class Found(msgspec.Struct, frozen=True):
    """A line that was found. `whole` tells whether it holds all the words that were asked for."""

    code: str
    name_vi: str
    name_en: str
    everyday: str
    whole: bool


class _Index(msgspec.Struct, frozen=True):
    """Of each line what it can be found by, folded, a blank before each word; `texts` are its fields together.

    Fields: everyday names, the line's own name, its subheading's and its heading's.
    """

    codes: list[str]
    fields: list[tuple[str, str, str, str]]
    texts: list[str]


_WEIGHTS = (8, 4, 2, 1)
"""Of everyday names, the line's own name, its subheading's and its heading's."""


def find(text: str, day: date, limit: int = 20) -> list[Found]:
    """The lines that hold all words, else those that hold most of them, the likeliest first. Digits are a code's first.

    A word that no line holds is taken for the words that differ from it by one letter.
    """
    digits = text.replace(".", "").replace(" ", "")
    if digits.isdecimal():
        return [_found(code, day, whole=True) for code in sorted(TARIFF.on(day)) if code.startswith(digits)][:limit]
    words = folded([text])[0].split()
    index = _index(day)
    asked = [_spellings(word, day) for word in dict.fromkeys(words)]
    held = Counter(place for spellings in asked for place in _holding(index, spellings))
    most = max(held.values(), default=0)
    phrase = " " + " ".join(words)
    best = sorted((place for place, count in held.items() if count == most), key=_Rank(index, asked, phrase))
    return [_found(index.codes[place], day, whole=most == len(asked)) for place in best[:limit]]


def folded(texts: Sequence[str]) -> list[str]:
    """Lower case without diacritics and punctuation; all at once, for a text at a time is many times slower."""
    together = "\n".join(texts).lower()
    plain = together.translate({ord(letter): _plain(letter) for letter in set(together)})
    return [" ".join(line.split()) for line in plain.split("\n")]


def _plain(letter: str) -> str:
    """A letter or digit without its marks, a blank for anything else."""
    bare = unicodedata.normalize("NFD", letter.replace("đ", "d"))[0]
    if unicodedata.combining(bare):
        return ""
    return bare if bare == "\n" or (bare.isascii() and bare.isalnum()) else " "


@lru_cache(maxsize=4)
def _index(day: date) -> _Index:
    rows, names, everyday = TARIFF.on(day), HS_NAMES.on(day), EVERYDAY.on(day)
    own = folded([row["name_vi"] for row in rows.values()])
    english = dict(zip(names, folded([row["name_en"] for row in names.values()]), strict=True))
    usual = dict(
        zip(everyday, folded([f"{row['name_vi']} {row['name_en']}" for row in everyday.values()]), strict=True)
    )
    fields = [
        (f" {usual.get(code, '')}", f" {name}", f" {english.get(code[:6], '')}", f" {english.get(code[:4], '')}")
        for code, name in zip(rows, own, strict=True)
    ]
    return _Index(list(rows), fields, ["".join(one) for one in fields])


@lru_cache(maxsize=4)
def _vocabulary(day: date) -> frozenset[str]:
    return frozenset(" ".join(_index(day).texts).split())


def _spellings(word: str, day: date) -> list[str]:
    """The beginnings of words that count as this one."""
    begun = f" {word}"
    if len(word) < _LONG_ENOUGH or any(begun in text for text in _index(day).texts):
        return [begun]
    known = _vocabulary(day)
    return [f" {one}" for one in dict.fromkeys(_one_letter_off(word)) if one in known] or [begun]


def _holding(index: _Index, spellings: list[str]) -> set[int]:
    return {place for one in spellings for place, text in enumerate(index.texts) if one in text}


def _one_letter_off(word: str) -> Iterable[str]:
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    yield from (head + tail[1:] for head, tail in cuts if tail)
    yield from (head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1)
    yield from (head + letter + tail[1:] for head, tail in cuts if tail for letter in _LETTERS)
    yield from (head + letter + tail for head, tail in cuts for letter in _LETTERS)


class _Rank:
    """How likely a line is: greatest weight first, then the shortest name, then the code."""

    def __init__(self, index: _Index, asked: list[list[str]], phrase: str) -> None:
        self._index, self._asked, self._phrase = index, asked, phrase

    def __call__(self, place: int) -> tuple[int, int, str]:
        fields, weight = self._index.fields[place], 0
        for field, worth in zip(fields, _WEIGHTS, strict=True):
            weight += worth * sum(any(one in field for one in spellings) for spellings in self._asked)
            weight += 2 * worth * (self._phrase in field)
        return -weight, len(fields[1]), self._index.codes[place]


def _found(code: str, day: date, *, whole: bool) -> Found:
    everyday = EVERYDAY.on(day).get(code, {}).get("name_vi", "").replace("|", "; ")
    return Found(code, TARIFF.on(day)[code]["name_vi"], name_en(code, day), everyday, whole)


def name_en(code: str, day: date) -> str:
    """The English name of its subheading, the first six digits; "" where that is not known."""
    row = HS_NAMES.on(day).get(code[:6])
    return row["name_en"] if row else ""
