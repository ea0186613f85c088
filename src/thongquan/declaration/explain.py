"""A fault as people and programs read it: wording in both languages, what to do, and the law it stands on."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, NotRequired, TypedDict

from thongquan import law
from thongquan.base.citation import cited
from thongquan.base.fault import Fact, Fault, Refusal

_ITEM_KINDS = ("EMPTY", "LENGTH", "CHARACTERS", "UNLISTED", "FORMAT", "LOCKED", "HELD")
_OF_THEIR_OWN = {
    "MIC-VSN-FORMAT": "ITEM-FORMAT-FLIGHT",
    "MIC-IMT-FORMAT": "ITEM-FORMAT-PHONE",
    "MEC-EPT-FORMAT": "ITEM-FORMAT-PHONE",
    "MIC-NT1-LENGTH": "ITEM-LENGTH-NOTES",
    "MEC-NT-LENGTH": "ITEM-LENGTH-NOTES",
}
"""Formats that are not those of numbers, and notes, which are put together from several places."""
_DAYS = frozenset({"day", "until", "arrival"})
"""Facts that are days, as 2026-09-03."""


class Explained(TypedDict):
    """A fault with its wording; `docs/formats.md` tells each key. `text` and `fix`: "vi" and "en" → a sentence."""

    code: str
    result_code: str
    at: str
    criterion: str
    facts: dict[str, Fact]
    text: dict[str, str]
    fix: dict[str, str]
    cites: str
    mark: str
    cell: NotRequired[str]
    """Address in the courier's file; "" where the value has no cell. Only where a file was judged."""
    file: NotRequired[str]
    """Only where the fault concerns a file as a whole."""


class Worded(NamedTuple):
    """What is wrong, and what to do."""

    text: str
    fix: str


def worded(refusal: Refusal, language: str, facts: Mapping[str, Fact] | None = None) -> Worded:
    """A refusal as people read it, in "vi" or "en". `facts`: in place of its own, where some are shown otherwise."""
    shown = dict(refusal.facts if facts is None else facts)
    if language == "en" and "field_en" in shown:
        shown["field"] = shown["field_en"]
    return Worded(*law.wording(language).both(refusal.code, shown))


@lru_cache(maxsize=2048)
def wording_code(code: str) -> str:
    """Mistakes that every item can have share their wording: `MIC-HAB-EMPTY` is worded as `ITEM-EMPTY`."""
    kind = code.rpartition("-")[2]
    if kind not in _ITEM_KINDS or code[:4] not in ("MIC-", "MEC-"):
        return code
    return _OF_THEIR_OWN.get(code, f"ITEM-{kind}")


def explained(fault: Fault) -> Explained:
    """The fault with its wording in vi and en, without a cell or file."""
    source = cited(fault.code)
    wording = wording_code(fault.code)
    texts, fixes = {}, {}
    for language in law.LANGUAGES:
        facts = {"label": _label(language, fault.at), **_named(language, fault.facts)}
        texts[language], fixes[language] = law.wording(language).both(wording, facts)
    return {
        "code": fault.code,
        "result_code": source.result_code,
        "at": fault.at,
        "criterion": source.criterion,
        "facts": fault.facts,
        "text": texts,
        "fix": fixes,
        "cites": source.cites,
        "mark": source.mark,
    }


def _named(language: str, facts: dict[str, Fact]) -> dict[str, Fact]:
    """Of characters that cannot be shown, what they are called; of days, in Vietnamese, the day first."""
    if language == "vi" and not _DAYS.isdisjoint(facts):
        facts = {name: _day_first(str(fact)) if name in _DAYS else fact for name, fact in facts.items()}
    characters = facts.get("characters")
    if not isinstance(characters, list):
        return facts
    return {**facts, "characters": [_name(language, one) for one in characters]}


def _day_first(day: str) -> str:
    return "/".join(reversed(day.split("-")))


def _name(language: str, character: str) -> str:
    words = law.wording(language)
    if f"characters.{character}" in words.sentences:
        return words.say(f"characters.{character}")
    if len(character) == 1 and character.isprintable():
        return character
    return words.say("characters.hidden", code=f"U+{ord(character):04X}" if len(character) == 1 else character)


@lru_cache(maxsize=512)
def _label(language: str, at: str) -> str:
    return law.wording(language).label(at) if at else ""
