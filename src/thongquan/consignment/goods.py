"""What the goods' name and tariff code betray: permits, inspections, bans, documents, vague words, the VAT class.

The lists are an illustrative start (`law/tables/goods_controls.toml` says so) and dated.
"""

import re
import unicodedata
from datetime import date
from functools import lru_cache

import msgspec

from thongquan import law
from thongquan.base.citation import cite
from thongquan.base.fault import Fault
from thongquan.consignment.owner import folded

CONTROLLED_CODES = law.codes("goods_controls")
TARIFF = law.codes("tariff")

PROHIBITED = cite("GOODS-PROHIBITED", "", "assumption", criterion="26")
LICENSED = cite("GOODS-LICENSED", "TT 191/2015", "assumption", criterion="26")
INSPECTED = cite("GOODS-INSPECTED", "TT 191/2015", "assumption", criterion="26")
VAGUE = cite("GOODS-VAGUE", "TT 191/2015 PL II.A.26", "assumption", criterion="26")
HS_SHORT = cite("HS-SHORT", "", "assumption")
HS_UNKNOWN = cite("HS-UNKNOWN", "", "assumption")


class GoodsView(msgspec.Struct, frozen=True, gc=False):
    """What is known of goods from their name and code on a day."""

    is_documents: bool
    effect: str
    """"prohibited", "ordinary", "warning" or ""."""
    fault: Fault | None
    """Why the goods must not be filed, or must be filed elsewhere."""
    warnings: list[Fault]


class _Control(msgspec.Struct, frozen=True):
    tag: str
    effect: str
    names: dict[str, str]
    words: re.Pattern[str] | None


@lru_cache(maxsize=8)
def _controls(day: date) -> list[_Control]:
    return [
        _Control(c.tag, c.effect, {"vi": c.name.vi, "en": c.name.en}, _phrases(tuple(c.words)))
        for c in law.table("goods_controls").control
        if c.since <= day and c.effect
    ]


@lru_cache(maxsize=64)
def _phrases(words: tuple[str, ...]) -> re.Pattern[str] | None:
    if not words:
        return None
    either = "|".join(re.escape(folded(word)) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{either})\b")


def _listed(table: str, day: date) -> re.Pattern[str] | None:
    words = law.table(table)
    return _phrases(tuple(words.words)) if words.since <= day else None


@lru_cache(maxsize=32_768)
def look_at_goods(goods_vi: str, goods_en: str, hs_code: str, day: date) -> GoodsView:
    """Everything that name and code tell, with the strongest effect of all controls that match."""
    texts = folded(goods_vi), folded(goods_en)
    tags = _tags(" . ".join(texts), hs_code, day)
    matching = [control for control in _controls(day) if control.tag in tags]
    effect = next((e for e in ("prohibited", "ordinary", "warning") if any(c.effect == e for c in matching)), "")
    warnings = [
        Fault(INSPECTED, "goods_description", _facts(c, goods_vi or goods_en, hs_code))
        for c in matching
        if c.effect == "warning"
    ]
    vague = _nothing_but("vague_words", *texts, day)
    if vague:
        warnings.append(Fault(VAGUE, "goods_description", {"words": vague[0]}))
    warnings.extend(_tariff_warnings(hs_code, day))
    first = next((c for c in matching if c.effect == effect), None)
    fault = None
    if first is not None and effect in ("prohibited", "ordinary"):
        code = PROHIBITED if effect == "prohibited" else LICENSED
        fault = Fault(code, "goods_description", _facts(first, goods_vi or goods_en, hs_code))
    return GoodsView(bool(_nothing_but("document_words", *texts, day)), effect, fault, warnings)


@lru_cache(maxsize=8_192)
def names_documents(goods: str, day: date) -> bool:
    """Whether the name speaks of documents at all: enough where they are said to be documents, and no more."""
    listed, words = law.table("document_words"), _listed("document_words", day)
    if words is None:
        return False
    name = unicodedata.normalize("NFC", goods).casefold()
    exact = re.compile(rf"\b(?:{'|'.join(map(re.escape, listed.accented))})\b")
    return bool(exact.search(name) or words.search(folded(goods)))


def _tags(text: str, hs_code: str, day: date) -> frozenset[str]:
    row = CONTROLLED_CODES.on(day).get(hs_code)
    tags = set(row["controls"].split(";")) if row else set()
    tags |= {c.tag for c in _controls(day) if c.words is not None and c.words.search(text)}
    return frozenset(tags)


def _facts(control: _Control, goods: str, hs_code: str) -> dict[str, str | int | list[str]]:
    names = {"control": control.names["vi"], "control_en": control.names["en"]}
    return {"goods": goods[:80], "hs_code": hs_code or "–", **names}


def _nothing_but(table: str, goods_vi: str, goods_en: str, day: date) -> list[str]:
    """The descriptions, in folded words, that hold nothing but phrases of the list."""
    words = _listed(table, day)
    if words is None:
        return []
    return [text for text in (goods_vi, goods_en) if text and not words.sub(" ", text).strip()]


def _tariff_warnings(hs_code: str, day: date) -> list[Fault]:
    if not hs_code:
        return []
    if len(hs_code) < 8:
        return [Fault(HS_SHORT, "hs_code", {"hs_code": hs_code})]
    if hs_code not in TARIFF.on(day):
        return [Fault(HS_UNKNOWN, "hs_code", {"hs_code": hs_code})]
    return []
