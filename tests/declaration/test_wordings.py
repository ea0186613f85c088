"""Every wording of the catalogue filled with an example, as recorded in `golden/`, to be read as a whole.

`RECORD=1` writes the files anew; read the difference as a clerk would before you keep it.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from declaration.planting import BUILD, a_full, violations
from rule_cases.case import Case
from rule_cases.every import CASES, RULE, plan_of, usual_plan
from thongquan import law
from thongquan.base.fault import Fault
from thongquan.declaration.explain import explained, wording_code
from thongquan.declaration.rules import RULES
from thongquan.law.wording import placeholders

GOLDEN = Path(__file__).parent / "golden"
RECORD = os.environ.get("RECORD") == "1"
TERMS = {"codes", "container", "docs", "house", "import", "known", "limits", "locode", "master", "strict", "thongquan"}
"""What Vietnamese sentences hold of other languages: words of the trade, commands."""
QUOTED = re.compile("“[^”]*”")
KEYS = {"loading_time", "place", "price_term", "rule_profile", "seen_2025_26", "status", "storage"}
"""Keys of files that a sentence names."""


def of_rule(case: Case) -> list[Fault]:
    """What the failing declaration of a case is told."""
    with plan_of(case) as plan:
        declaration = BUILD[case.code[:3]](**{**case.passing, **case.change})
        told = plan.warnings(declaration) if RULE[case.code].warns else plan.judge(declaration).faults
    return [fault for fault in told if fault.code == case.code][:1]


def of_item(form: str) -> list[Fault]:
    """What is told of each mistake that an item alone can have."""
    plan, found = usual_plan(form, "law"), {}
    for one in violations(form):
        faults = plan.judge(a_full(form, **{one.field: one.value})).faults
        found[one.code] = next(fault for fault in faults if fault.code == one.code)
    return list(found.values())


@cache
def examples() -> dict[str, Fault]:
    """An example of every fault and warning, by its code, in the order of criteria."""
    told = [
        *(fault for case in CASES for fault in of_rule(case)),
        *(fault for form in RULES for fault in of_item(form)),
    ]
    by_code: dict[str, Fault] = {}
    for fault in told:
        by_code.setdefault(fault.code, fault)
    return dict(sorted(by_code.items(), key=lambda pair: _place(pair[0], pair[1].at)))


def _place(code: str, at: str) -> tuple[Any, ...]:
    order = {item.field: place for place, item in enumerate(law.criteria(code[:3]))}
    return code[:3] != "MIC", order.get(at, -1), code


@cache
def told(code: str) -> dict[str, Any]:
    return explained(examples()[code])


def page(language: str, faults: Iterable[Fault]) -> str:
    """All of one language, as it is recorded."""
    blocks = []
    for fault in faults:
        one, code = explained(fault), fault.code
        source = "  ".join(
            (one["result_code"] or "-", f"[{one['cites'] or '-'}; {one['mark'] or '-'}]", one["at"] or "-")
        )
        blocks.append(f"{code}  {source}\n    {one['text'][language]}\n    → {one['fix'][language]}\n")
    return "\n".join(blocks)


def reads_as_recorded(name: str, language: str, faults: Iterable[Fault]) -> bool:
    golden, now = GOLDEN / f"{name}.{language}.txt", page(language, faults)
    if RECORD:
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text(now, encoding="utf-8")
    return now == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", law.LANGUAGES)
def test_the_wordings_read_as_recorded(language: str) -> None:
    assert reads_as_recorded("wordings", language, examples().values())


def test_every_fault_of_the_catalogue_has_its_example() -> None:
    assert examples().keys() >= RULE.keys()
    assert {code.rpartition("-")[2] for code in examples()} >= {"EMPTY", "LENGTH", "CHARACTERS", "UNLISTED", "FORMAT"}


@pytest.mark.parametrize("code", examples())
class TestAWording:
    def test_asks_for_facts_that_the_fault_has(self, code: str) -> None:
        for language in law.LANGUAGES:
            sentences = law.wording(language).faults[wording_code(code)]
            asked = placeholders(sentences.text) | placeholders(sentences.fix)
            assert asked <= {"label", *examples()[code].facts}

    def test_tells_facts_or_what_the_item_is_called(self, code: str) -> None:
        fault = examples()[code]
        for language in law.LANGUAGES:
            words, text = law.wording(language), told(code)["text"][language]
            shown = {words.shown(fact) for fact in fault.facts.values()}
            if fault.code in RULE and shown:
                assert any(one in text for one in shown)
            else:
                assert set(_words(words.label(fault.at))) & set(_words(text))

    def test_says_what_to_do(self, code: str) -> None:
        assert all(len(told(code)["fix"][language]) > 10 for language in law.LANGUAGES)

    def test_is_another_in_each_language(self, code: str) -> None:
        one = told(code)
        assert one["text"]["vi"] != one["text"]["en"]
        assert one["fix"]["vi"] != one["fix"]["en"]

    def test_of_the_strict_profile_says_so(self, code: str) -> None:
        if code in RULE and RULE[code].strict:
            one = told(code)
            assert "hồ sơ quy tắc chặt (strict)" in (one["text"]["vi"] + one["fix"]["vi"]).lower()
            assert "strict rule profile" in one["text"]["en"] + one["fix"]["en"]

    def test_in_vietnamese_has_no_english_words(self, code: str) -> None:
        vietnamese, english = (law.wording(language).faults[wording_code(code)] for language in ("vi", "en"))
        bare = {_without_names(sentences) for sentences in (vietnamese.text, vietnamese.fix)}
        alien = {word for sentences in bare for word in _words(sentences) if word in english_words()}
        assert alien <= TERMS, (alien, english.text)


@cache
def english_words() -> frozenset[str]:
    """Words of the English wordings that no Vietnamese label has, but for what they quote: it may be prescribed so."""
    english = [QUOTED.sub("", f"{one.text} {one.fix}") for one in law.wording("en").faults.values()]
    written = {word for one in english for word in _words(one)}
    both = {word for form in RULES for item in law.criteria(form) for word in _words(item.label["vi"])}
    return frozenset(word for word in written - both if len(word) > 3 and word.isascii())


def _without_names(sentence: str) -> str:
    """Without facts, codes in capitals, and keys of files."""
    return re.sub(rf"\{{\w+\}}|\b[A-Z]{{3,}}\b|\b(?:{'|'.join(sorted(KEYS))})\b", "", sentence)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-zà-ỹđ]+", text.lower())


@pytest.mark.parametrize("language", law.LANGUAGES)
def test_no_two_mistakes_share_a_wording(language: str) -> None:
    """Of one form not even the first sentence. The same mistake in the other form may be told in the same words."""
    first, both = defaultdict(set), defaultdict(set)
    for code in examples():
        text, fix = told(code)["text"][language], told(code)["fix"][language]
        first[code[:3], text].add(code)
        both[text, fix].add(code[4:] if code in RULE else code.rpartition("-")[2])
    assert [codes for codes in first.values() if len(codes) > 1] == []
    assert [codes for codes in both.values() if len(codes) > 1] == []
