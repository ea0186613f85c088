"""A fault as people and programs read it: wording in both languages, what to do, and the law it stands on."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, NotRequired, TypedDict

from thongquan import law
from thongquan.base.citation import cited
from thongquan.base.fault import Fact, Fault, Refusal
from thongquan.law.coverage import FORMS, TRANSPORT

_ITEM_KINDS = ("EMPTY", "LENGTH", "CHARACTERS", "UNLISTED", "FORMAT", "LOCKED", "HELD")
_OF_THEIR_OWN = {
    "MIC-VSN-FORMAT": "ITEM-FORMAT-FLIGHT",
    "MIC-IMT-FORMAT": "ITEM-FORMAT-PHONE",
    "MEC-EPT-FORMAT": "ITEM-FORMAT-PHONE",
    "MIC-NT1-LENGTH": "ITEM-LENGTH-NOTES",
    "MEC-NT-LENGTH": "ITEM-LENGTH-NOTES",
}
"""Formats that are not those of numbers, and notes, which are put together from several places."""
_OF_TRANSPORT = {
    "EMPTY": "ITEM-EMPTY-TRANSPORT",
    "DAY": "ITEM-DAY",
    "TOGETHER": "ITEM-TOGETHER",
    "NONE": "ROWS-NONE",
    "GAP": "ROWS-GAP",
    "TWICE": "ROWS-TWICE",
    "MANY": "ROWS-MANY",
    "OTHER": "ITEM-OTHER",
}
"""Kinds that only messages of a transport have, and those that they word otherwise: no manifest stands behind them."""
_DAYS = frozenset({"day", "until", "arrival", "today", "from_day", "to_day"})
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
    form, kind = code.partition("-")[0], code.rpartition("-")[2]
    if form in TRANSPORT:
        return _wording_of_transport(form, code, kind)
    if kind not in _ITEM_KINDS or form not in FORMS:
        return code
    return _OF_THEIR_OWN.get(code, f"ITEM-{kind}")


def _wording_of_transport(form: str, code: str, kind: str) -> str:
    """A rule has words of its own, and its code may end as a kind of mistake does."""
    if code in law.wording("vi").faults:
        return code
    if kind == "FORMAT" and any(item.example and code == f"{form}-{item.id}-FORMAT" for item in law.criteria(form)):
        return "ITEM-FORMAT-EXAMPLE"
    return _OF_TRANSPORT.get(kind, f"ITEM-{kind}" if kind in _ITEM_KINDS else code)


def explained(fault: Fault) -> Explained:
    """The fault with its wording in vi and en, without a cell or file."""
    source = cited(fault.code)
    form = fault.code.partition("-")[0]
    wording = wording_code(fault.code)
    texts, fixes = {}, {}
    for language in law.LANGUAGES:
        facts = {"label": _label(language, fault.at, form), **_named(language, fault.facts)}
        if form in TRANSPORT and "beside" in facts:
            facts["beside"] = law.wording(language).label(str(facts["beside"]))
        texts[language], fixes[language] = law.wording(language).both(wording, facts)
        if form in TRANSPORT and wording == fault.code and "." in fault.at:
            row = _label(language, fault.at.rpartition(".")[0], form)
            texts[language] = f"{row}: {texts[language]}"
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
def _label(language: str, at: str, form: str) -> str:
    if form in TRANSPORT:
        return _label_in_rows(language, at, form)
    return law.wording(language).label(at) if at else ""


def _label_in_rows(language: str, at: str, form: str) -> str:
    """`cargo.2.goods_name` is "Tên hàng (hàng hóa 2)", `pieces.3.seals.1` is "Số chì 1 (container, toa, kiện 3)"."""
    rows = {group.path: getattr(group.label, language) for group in law.groups(form)}
    told: list[str] = []
    for name in at.split("."):
        if name.isdecimal():
            told[-1] = f"{told[-1]} {name}"
        else:
            told.append(rows.get(name) or law.wording(language).label(name))
    last = told[-1][:1].upper() + told[-1][1:]
    return f"{last} ({', '.join(told[:-1])})" if len(told) > 1 else last
