"""Every VNACCS result code of MIC, MEC, MID, MED, IID and IEX is answered by something, or left out with a reason."""

import re
from datetime import date
from pathlib import Path

import pytest

from law.copying import Copy
from thongquan import law
from thongquan.base.citation import Cited
from thongquan.cli.law_coverage import CITING_NOTHING, sources
from thongquan.law.book import BUILT_IN
from thongquan.law.coverage import PROCEDURES, answered, check_left_out, coverage, forms_of, result_codes, unknown
from thongquan.law.reading import LawBroken

DAY = date(2026, 9, 2)


@pytest.fixture(scope="module")
def answers() -> dict[str, list[str]]:
    return answered(sources(DAY))


@pytest.mark.parametrize(
    ("procedure", "count"), [("MIC", 144), ("MEC", 111), ("MID", 15), ("MED", 12), ("IID", 8), ("IEX", 8)]
)
def test_the_registry_has_every_code_of_the_2014_client(procedure: str, count: int) -> None:
    assert len({one.code for one in result_codes(law.CURRENT, procedure)}) == count


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_no_result_code_is_missing(procedure: str, answers: dict[str, list[str]]) -> None:
    missing = coverage(law.CURRENT, procedure, answers).missing
    assert missing == [], "cite these in a rule, an item or a refusal, or leave them out in law/not_modelled.toml"


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_no_result_code_is_both_answered_and_left_out(procedure: str, answers: dict[str, list[str]]) -> None:
    twice = {code: answers[code] for code in coverage(law.CURRENT, procedure, answers).told_twice}
    assert twice == {}, "these are answered: take them out of law/not_modelled.toml"


def test_nothing_answers_with_a_result_code_that_there_is_not(answers: dict[str, list[str]]) -> None:
    assert unknown(law.CURRENT, answers) == {}, "no such code on that form in law/result_codes"


def test_what_is_not_loaded_cites_nothing() -> None:
    root = BUILT_IN.parent
    paths = [path for path in root.rglob("*.py") if module_of(path).startswith(CITING_NOTHING)]
    assert len(paths) > 80
    assert [module_of(path) for path in paths if re.search(r"\bcite\(", path.read_text(encoding="utf-8"))] == []


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(BUILT_IN.parents[1]).with_suffix("").parts)


def test_a_code_counts_only_for_its_own_form() -> None:
    """`MIC E0003` is not `MEC E0003`."""
    assert answered([Cited("MEC-23-RATE", result_code="E0003")]) == {"MEC E0003": ["MEC-23-RATE"]}
    assert answered([Cited("ABOVE", result_code="E0049", form="MIC")]) == {"MIC E0049": ["ABOVE"]}
    assert forms_of(Cited("SIGNATURE-MISSING")) == ("MIC", "MEC")


def test_a_code_that_nothing_answers_is_missing() -> None:
    assert coverage(law.CURRENT, "MIC", {}).missing[:2] == ["MIC 00000", "MIC U0001"]


def test_a_code_that_is_answered_and_left_out_is_told() -> None:
    assert coverage(law.CURRENT, "MIC", {"MIC L0990": ["X"]}).told_twice == ["MIC L0990"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("MIC E7031", "MIC E7999", "LAW-UNKNOWN-TABLE"), ("MIC E7031", "MEC E7032", "LAW-TWICE")],
)
def test_what_is_left_out_names_real_codes_once(copy: Copy, old: str, new: str, code: str) -> None:
    copy.replace("not_modelled.toml", f'"{old}"', f'"{new}"')
    with pytest.raises(LawBroken) as broken:
        check_left_out(copy.law())
    assert broken.value.code == code


@pytest.mark.parametrize("part", ["what.vi", "what.en", "why.vi", "why.en"])
def test_what_is_left_out_says_what_and_why_in_both_languages(copy: Copy, part: str) -> None:
    path = copy.folder / "not_modelled.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    [first, *_] = [index for index, line in enumerate(lines) if line.startswith(part)]
    lines[first] = f'{part} = ""'
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(LawBroken) as broken:
        check_left_out(copy.law())
    assert (broken.value.code, broken.value.facts["key"]) == ("LAW-NO-WORDING", "left_out[0]")
