"""A fault as people and programs read it: wording in both languages, what to do, and the law it stands on."""

from functools import lru_cache
from typing import Any

from thongquan import law
from thongquan.base.citation import cited
from thongquan.base.fault import Fault

_ITEM_KINDS = ("EMPTY", "LENGTH", "CHARACTERS", "UNLISTED", "FORMAT")


@lru_cache(maxsize=2048)
def wording_code(code: str) -> str:
    """Mistakes that every item can have share their wording: `MIC-HAB-EMPTY` is worded as `ITEM-EMPTY`."""
    kind = code.rpartition("-")[2]
    is_item = kind in _ITEM_KINDS and code[:4] in ("MIC-", "MEC-")
    return f"ITEM-{kind}" if is_item else code


def explained(fault: Fault) -> dict[str, Any]:
    """`{code, result_code, at, criterion, facts, text, fix, cites, mark}`; text and fix in vi and en."""
    source = cited(fault.code)
    wording = wording_code(fault.code)
    texts, fixes = {}, {}
    for language in law.LANGUAGES:
        facts = {"label": _label(language, fault.at), **fault.facts}
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


@lru_cache(maxsize=512)
def _label(language: str, at: str) -> str:
    return law.wording(language).label(at) if at else ""
