"""The folder as it is shipped."""

import time
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from thongquan import law
from thongquan.law.checking import check
from thongquan.law.tables import GoodsControls, WordList

DAY = date(2026, 9, 2)
FOLDER = Path(law.__file__).parent


def plain(text: str) -> str:
    """As readers compare: without diacritics."""
    marks_apart = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in marks_apart if not unicodedata.combining(letter))


def test_nothing_is_wrong_with_the_law() -> None:
    assert [str(broken) for broken in check(law.Law())] == []


def test_all_of_the_law_loads_quickly() -> None:
    """Well under half a second of processor time; each table is read only by those who ask for it."""
    fresh = law.Law()
    begun = time.process_time()
    for name in fresh.names("codes"):
        fresh.codes(name).on(DAY)
    for name in fresh.names("parameters"):
        fresh.parameter_file(name)
    fresh.wording("vi")
    assert time.process_time() - begun < 0.8


@pytest.mark.parametrize("name", law.CURRENT.names("codes"))
def test_every_code_table_has_its_source_written_down(name: str) -> None:
    assert f"`{name}`" in (FOLDER / "codes" / "SOURCES.md").read_text(encoding="utf-8")


def test_a_citation_finds_its_instrument() -> None:
    act = law.CURRENT.acts.cited("TT 191/2015 PL II.A.28")
    assert act is not None
    assert act.key == "TT191_2015"


def test_a_citation_of_a_longer_number_is_not_taken_for_a_shorter_one() -> None:
    assert law.CURRENT.acts.cited("TT 191/20155 PL II") is None


def test_an_instrument_is_found_by_key() -> None:
    assert law.act("QD01_2025").in_force == date(2025, 2, 18)


@pytest.mark.parametrize(
    ("tag", "effect"),
    [
        ("prohibited", "prohibited"),
        ("medicine", "ordinary"),
        ("defence_licence", "ordinary"),
        ("weapon_check", "ordinary"),
        ("publication", "ordinary"),
        ("precious_metal", "ordinary"),
        ("food_safety", "warning"),
        ("cosmetics_notification", "warning"),
        ("radio_conformity", "warning"),
        ("toy_conformity", "warning"),
        ("energy_label", "warning"),
        ("medical_device", "warning"),
        ("excise", "warning"),
        ("lithium_battery", ""),
        ("dangerous_goods", ""),
    ],
)
def test_each_control_has_its_effect(tag: str, effect: str) -> None:
    [control] = [one for one in law.table("goods_controls", GoodsControls).control if one.tag == tag]
    assert (control.effect, control.mark) == (effect, "assumption")


def test_controls_say_that_they_are_no_official_list() -> None:
    assert "not official" in law.table("goods_controls", GoodsControls).status


def test_phrases_of_controls_are_distinctive() -> None:
    """A short common word would catch clean goods."""
    words = [word for control in law.table("goods_controls", GoodsControls).control for word in control.words]
    assert [word for word in words if len(word) < 6] == []


@pytest.mark.parametrize(
    "goods",
    [
        "nhãn vàng", "dao băm", "hàng nga với", "áo phao hoa nơ", "tủ rời điện thoại", "túi sách in hoa",
        "gold bar stool", "fireworks print dress", "cánh quạt flycam", "son dưỡng môi", "áo thun nam bằng cotton",
    ],
)  # fmt: skip
def test_clean_goods_are_not_caught_by_their_words(goods: str) -> None:
    controls = law.table("goods_controls", GoodsControls).control
    assert [word for control in controls for word in control.words if plain(word) in plain(goods)] == []


@pytest.mark.parametrize("name", ["vague_words", "document_words"])
def test_word_lists_hold_each_phrase_once_in_small_letters(name: str) -> None:
    words = law.table(name, WordList).words
    assert [word for word in words if word != word.lower().strip() or words.count(word) > 1] == []
