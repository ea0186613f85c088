"""Everything that a page says is translated, and nothing is translated that no page says."""

import re
from datetime import UTC, date, datetime

from babel.messages.catalog import Message

from portal.sentences import sentences
from thongquan.portal.language import OTHER, day, dong, moment, number, read_catalogs, tongue


def names_in(text: object) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", str(text)))


def translations() -> list[Message]:
    return [one for catalog in read_catalogs(OTHER) for one in catalog if one.id]


def test_every_sentence_of_the_pages_is_in_english_too() -> None:
    translated = {one.id for one in translations() if one.string}
    assert {text: place for text, place in sentences() if text not in translated} == {}


def test_no_translation_is_guessed_doubled_or_left_over() -> None:
    said, known = {text for text, _ in sentences()}, [one.id for one in translations()]
    assert [one.id for one in translations() if one.fuzzy or one.id not in said or known.count(one.id) > 1] == []
    assert [catalog.obsolete for catalog in read_catalogs(OTHER) if catalog.obsolete] == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    differing = [one.id for one in translations() if names_in(one.id) != names_in(one.string)]
    assert differing == []


def test_many_sentences_are_found() -> None:
    assert len({text for text, _ in sentences()}) > 30


def test_what_is_not_translated_would_show_in_vietnamese() -> None:
    assert tongue(OTHER).gettext("Câu này không có ở đâu cả") == "Câu này không có ở đâu cả"


def test_times_are_those_of_viet_nam() -> None:
    late = datetime(2026, 9, 2, 17, 0, 5, tzinfo=UTC)
    assert (day(late), moment(late), moment(late, seconds=True)) == (
        "03/09/2026",
        "03/09/2026 00:00",
        "03/09/2026 00:00:05",
    )
    assert day(date(2026, 9, 2)) == "02/09/2026"
    assert moment("2026-09-02T03:00:00.000000Z") == "02/09/2026 10:00"


def test_thousands_have_a_dot() -> None:
    assert (number(1_234_567), number(999), dong(-1_000_000)) == ("1.234.567", "999", "-1.000.000 đ")
