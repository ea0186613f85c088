"""Text is kept in one spelling, and nothing invisible or running gets in."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manifest.conftest import ReadCell
from thongquan.manifest.text import look_alike, read_text, would_run


@pytest.mark.parametrize(
    ("cell", "text", "code"),
    [
        ("Trần An", "Trần An", ""),
        (unicodedata.normalize("NFD", "Trần An"), "Trần An", "TEXT-NFC"),
        ("Trần  An", "Trần An", "TEXT-SPACES"),
        (" Trần An", "Trần An", "TEXT-SPACES"),
        ("Trần\u00a0An", "Trần An", "TEXT-SPACES"),
        ("Trần\nAn", "Trần An", "TEXT-SPACES"),
    ],
)
def test_text_is_kept_in_one_spelling(read_cell: ReadCell, cell: str, text: str, code: str) -> None:
    row = read_cell("CONSIGNEE", cell)
    assert (row.bill.receiver.name, [change.code for change in row.mended]) == (text, [code] if code else [])


@settings(max_examples=500)
@given(st.text(st.sampled_from("aZ9ăĐẾ=+-@ ,.Ððж\u0301\u00a0")))
def test_text_is_kept_without_a_word_exactly_when_nothing_is_odd_about_it(text: str) -> None:
    settled = " ".join(unicodedata.normalize("NFC", text).split())
    odd = settled != text or would_run(text) or bool(look_alike(text))
    reading = read_text(text)
    assert (reading.value, bool(reading.mended or reading.warning)) == (settled, odd)


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u200b", "\ue000", "\x00", "\x07", "\u0378", "\ufeff"])
def test_an_invisible_character_is_refused(read_cell: ReadCell, character: str) -> None:
    row = read_cell("CONSIGNEE", f"Trần{character}An")
    assert row.bill.receiver.name == ""
    assert [(fault.code, fault.at, fault.facts["character"]) for fault in row.faults] == [
        ("CONTROL-CHARACTERS", "receiver_name", f"U+{ord(character):04X}")
    ]


@settings(max_examples=1_000, deadline=None)
@given(st.text())
def test_any_text_is_refused_or_comes_out_visible_and_settled(text: str) -> None:
    reading = read_text(text)
    assert reading.fault or read_text(str(reading.value)).value == reading.value
    assert str(reading.value).isprintable()
    assert unicodedata.is_normalized("NFC", str(reading.value))


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x","y")', "=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd"])
def test_text_that_would_run_is_kept_and_warned_of(read_cell: ReadCell, text: str) -> None:
    row = read_cell("REMARK", text.replace('"', '""'))
    assert (row.bill.remark, [warning.code for warning in row.warnings]) == (text, ["FORMULA-CELL"])


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("ÐINH THỊ LAN", ["LOOK-ALIKE"]),
        ("JOHN SМITH", ["LOOK-ALIKE"]),
        ("ĐINH THỊ LAN", []),
        ("Иван Петров", []),
    ],
)
def test_letters_that_only_look_right_are_warned_of(read_cell: ReadCell, name: str, codes: list[str]) -> None:
    row = read_cell("CONSIGNEE", name)
    assert (row.bill.receiver.name, [warning.code for warning in row.warnings]) == (name, codes)


@pytest.mark.parametrize("text", ["-5", "+84 912 345 678", "- hàng mẫu", "a=b", "@", "-", ""])
def test_numbers_phones_and_dashes_do_not_run(text: str) -> None:
    assert not would_run(text)
