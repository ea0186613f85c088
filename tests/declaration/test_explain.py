"""Every code is well formed, worded in both languages, and stands on something."""

import re

import pytest

import thongquan.declarant.house
from building import DAY
from thongquan import law
from thongquan.base.citation import all_cited
from thongquan.base.fault import Fault
from thongquan.declaration.explain import explained, wording_code
from thongquan.declaration.plan import plan_for

MARKS = {"seed", "public-H", "public-M", "public-L", "term-2014", "assumption"}

assert thongquan.declarant.house  # it registers the codes of `check`
for form in ("MIC", "MEC"):
    plan_for(form, DAY)

CODES = sorted(all_cited())


@pytest.mark.parametrize("code", CODES)
class TestACode:
    def test_is_well_formed(self, code: str) -> None:
        assert re.fullmatch(r"[A-Z0-9]+(-[A-Z0-9]+)+|AGGREGATION", code)

    def test_is_worded_in_both_languages_with_what_to_do(self, code: str) -> None:
        for language in law.LANGUAGES:
            worded = law.wording(language).faults[wording_code(code)]
            assert worded.text
            assert worded.fix

    def test_has_a_mark_of_provenance_and_cites_where_the_mark_says_so(self, code: str) -> None:
        source = all_cited()[code]
        assert source.mark in MARKS
        assert source.cites or source.mark in ("assumption", "public-H", "public-M")


def test_an_explanation_says_what_why_where_in_the_law_and_how_to_mend_it() -> None:
    told = explained(Fault("MIC-28-TERM", "customs_value", {"price_term": "EXW"}))
    assert [told[key] for key in ("code", "result_code", "criterion", "mark")] == ["MIC-28-TERM", "R0035", "28", "seed"]
    assert "EXW" in told["text"]["vi"]
    assert "EXW" in told["text"]["en"]
    assert "28" in told["fix"]["vi"]
    assert told["cites"] == "TT 191/2015 PL II.A.23"


@pytest.mark.parametrize(
    ("code", "at", "characters", "said"),
    [
        ("MIC-CMN-CHARACTERS", "goods_description", ["blanks"], {"vi": "khoảng trắng thừa", "en": "surplus blanks"}),
        ("MIC-CMN-CHARACTERS", "goods_description", ["U+202E"], {"vi": "ký tự ẩn U+202E", "en": "character U+202E"}),
        ("MIC-HAB-CHARACTERS", "house_bill", ["\t"], {"vi": "ký tự ẩn U+0009", "en": "character U+0009"}),
        ("MIC-HAB-CHARACTERS", "house_bill", ["é"], {"vi": ": é.", "en": ": é."}),
    ],
)
def test_characters_that_cannot_be_shown_are_named(
    code: str, at: str, characters: list[str], said: dict[str, str]
) -> None:
    told = explained(Fault(code, at, {"characters": characters}))
    assert all(words in told["text"][language] for language, words in said.items())
    assert told["facts"] == {"characters": characters}


@pytest.mark.parametrize(
    ("code", "at", "advice"),
    [
        ("MIC-VSN-FORMAT", "flight", "VN0123/03SEP"),
        ("MIC-IMT-FORMAT", "importer_phone", "gạch ngang"),
        ("MEC-EPT-FORMAT", "exporter_phone", "gạch ngang"),
        ("MIC-NT1-LENGTH", "notes", "[storage]"),
        ("MEC-NT-LENGTH", "notes", "[storage]"),
        ("MIC-GW-FORMAT", "gross_weight", "6 chữ số phần nguyên và 1 chữ số thập phân"),
    ],
)
def test_the_advice_is_that_of_the_item(code: str, at: str, advice: str) -> None:
    assert advice in explained(Fault(code, at, {"value": "x", "integers": 6, "decimals": 1}))["fix"]["vi"]


@pytest.mark.parametrize("code", [code for code in CODES if all_cited()[code].mark == "term-2014"])
def test_what_only_the_terminal_of_2014_says_is_not_laid_at_the_circular_s_door(code: str) -> None:
    assert all_cited()[code].cites.startswith("VNACCS 2014")


def test_a_number_is_grouped_and_the_same_digits_as_text_are_not() -> None:
    said = [explained(Fault("MIC-28-CEILING", "customs_value", {"value": v, "ceiling": 1})) for v in (10_000, "10000")]
    assert [("10,000" in told["text"]["en"], "10000" in told["text"]["en"]) for told in said] == [
        (True, False),
        (False, True),
    ]


def test_a_fact_that_a_sentence_asks_for_in_vain_shows_its_name() -> None:
    told = explained(Fault("MIC-28-TERM", "customs_value"))
    assert "{price_term}" in told["text"]["vi"]


def test_a_mistake_of_one_item_names_the_item_as_the_circular_does() -> None:
    told = explained(Fault("MIC-HAB-EMPTY", "house_bill"))
    assert "Số House AWB" in told["text"]["vi"]
