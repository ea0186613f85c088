"""What the criteria table says of each item is what the plan refuses."""

import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import a_mec, a_mic, faults
from thongquan import law
from thongquan.base.text import are_kept_as_text, bad_in_text, is_plain
from thongquan.declaration.codec import decode_line
from thongquan.declaration.model import ExportDeclaration, ImportDeclaration

FORMS = {"MIC": (ImportDeclaration, a_mic), "MEC": (ExportDeclaration, a_mec)}
ITEMS = [(form, item) for form in FORMS for item in law.criteria(form)]


def named(case: tuple[str, law.Item]) -> str:
    return f"{case[0]}-{case[1].id}"


@pytest.mark.parametrize("form", FORMS)
def test_the_model_has_the_items_of_the_criteria_table_in_their_order(form: str) -> None:
    beside = ["hs_code"] if form == "MIC" else []
    assert ["nonce", *(item.field for item in law.criteria(form)), *beside] == list(FORMS[form][0].__struct_fields__)


@pytest.mark.parametrize("case", [c for c in ITEMS if c[1].required == "M"], ids=named)
def test_a_mandatory_item_may_not_be_blank(case: tuple[str, law.Item]) -> None:
    form, item = case
    blank: Any = "" if item.attribute in "AW" else None
    assert [fault.code for fault in faults(FORMS[form][1](**{item.field: blank}))] == [f"{form}-{item.id}-EMPTY"]


TEXTS = [
    c
    for c in ITEMS
    if c[1].attribute in "AW"
    and not c[1].codes
    and not c[1].pattern
    and c[1].field != "customs_team"
    and c[1].criterion != "4"
]


@pytest.mark.parametrize("case", TEXTS, ids=named)
def test_a_text_may_be_as_long_as_the_item_and_no_longer(case: tuple[str, law.Item]) -> None:
    form, item = case
    build = FORMS[form][1]
    assert faults(build(**{item.field: "A" * item.characters})) == []
    [fault] = faults(build(**{item.field: "A" * (item.characters + 1)}))
    assert (fault.code, fault.facts["most"]) == (f"{form}-{item.id}-LENGTH", item.characters)


@pytest.mark.parametrize("case", [c for c in TEXTS if c[1].attribute == "A"], ids=named)
@pytest.mark.parametrize("character", ["a", "$", "É", "^", "\t"])
def test_capitals_items_hold_plain_capitals_only(case: tuple[str, law.Item], character: str) -> None:
    form, item = case
    [fault] = faults(FORMS[form][1](**{item.field: f"AB{character}"}))
    assert (fault.code, fault.facts["characters"]) == (f"{form}-{item.id}-CHARACTERS", [character])


@pytest.mark.parametrize("case", [c for c in TEXTS if c[1].attribute == "W"], ids=named)
@pytest.mark.parametrize(
    "text", ["a\u202eb", "a\u200bb", "a\x00b", "a\ue000b", "a\u0378b", "a\uff76b", "Tra\u0302n", "a  b", " a", "a "]
)
def test_text_that_could_be_shown_otherwise_than_signed_is_refused(case: tuple[str, law.Item], text: str) -> None:
    """Threat 10: control, bidi, invisible, private, unassigned, half-width kana, not composed, stray blanks."""
    form, item = case
    assert [fault.code for fault in faults(FORMS[form][1](**{item.field: text}))] == [f"{form}-{item.id}-CHARACTERS"]


@pytest.mark.parametrize("case", [c for c in ITEMS if c[1].codes], ids=named)
def test_a_code_outside_its_list_is_refused(case: tuple[str, law.Item]) -> None:
    form, item = case
    found = [fault.code for fault in faults(FORMS[form][1](**{item.field: "??"}))]
    assert f"{form}-{item.id}-UNLISTED" in found


@pytest.mark.parametrize("amount", ["1E+2", "1.50", "0.00001", "-1", "1234567890123456"])
def test_an_amount_has_one_spelling(amount: str) -> None:
    assert "MIC-IP4-FORMAT" in [fault.code for fault in faults(a_mic(invoice_value=Decimal(amount), customs_value=1))]


AMOUNTS = [c for c in ITEMS if c[1].attribute == "F" and c[1].decimals == 4]
WHOLE = [c for c in ITEMS if c[1].attribute == "I"]


@pytest.mark.parametrize("case", AMOUNTS, ids=named)
def test_an_amount_that_is_not_in_dong_has_up_to_four_decimals(case: tuple[str, law.Item]) -> None:
    form, item = case
    build = FORMS[form][1]
    insured = {"insurance_class": "A", "insurance_currency": "USD"} if item.field == "insurance_amount" else {}
    assert faults(build(**{**insured, item.field: Decimal("1.0001")})) == []
    [fault] = faults(build(**{**insured, item.field: Decimal("1.00001")}))
    assert fault.code == f"{form}-{item.id}-FORMAT"


@pytest.mark.parametrize("case", WHOLE, ids=named)
@pytest.mark.parametrize("number", ["1.5", '"1"', "1e0"])
def test_a_whole_number_has_no_decimals(case: tuple[str, law.Item], number: str) -> None:
    """TT 191/2015 PL II.A.16 and 28."""
    form, item = case
    with pytest.raises(msgspec.ValidationError):
        decode_line(f'{{"form":"{form}","{item.field}":{number}}}'.encode())


@pytest.mark.parametrize(("form", "field", "id_"), [("MIC", "importer_phone", "IMT"), ("MEC", "exporter_phone", "EPT")])
def test_a_telephone_has_no_hyphen(form: str, field: str, id_: str) -> None:
    """TT 191/2015 PL II.A.8."""
    assert faults(FORMS[form][1](**{field: "+84 900000123"})) == []
    assert [f.code for f in faults(FORMS[form][1](**{field: "0900-000-123"}))] == [f"{form}-{id_}-FORMAT"]


@pytest.mark.parametrize("flight", ["VN0000/01JAN", "5J0752/31DEC", "KE0359/29FEB"])
def test_a_flight_is_airline_number_and_day(flight: str) -> None:
    assert faults(a_mic(flight=flight)) == []


@pytest.mark.parametrize(
    "flight", ["VN000/01JAN", "VN0000-01JAN", "VN0000", "VN0000/01JANU", "VN00000/01JAN", "VN0000/01Jan"]
)
def test_another_flight_format_is_one_fault(flight: str) -> None:
    [fault] = faults(a_mic(flight=flight))
    assert fault.code == "MIC-VSN-FORMAT"


@pytest.mark.parametrize("flight", ["VN0000/", "VN0000/1JAN", "VN0000/01JUM", "VN0000/00JAN", "VN0000/JAN01"])
def test_a_day_that_is_none_is_one_fault_of_another_code(flight: str) -> None:
    [fault] = faults(a_mic(flight=flight))
    assert fault.code == "MIC-19-DATE"


@pytest.mark.parametrize("place", ["VNZZZ", "ZZZZZ", "ZZZ", ""])
def test_the_circular_s_special_destinations_are_taken(place: str) -> None:
    """TT 191/2015 PL II.A.21, printed in row 19."""
    assert faults(a_mec(final_destination=place)) == []


def test_the_loading_place_may_be_not_in_the_list() -> None:
    """TT 191/2015 PL II.A.22."""
    assert faults(a_mic(loading_place="ZZZZZ")) == []


@given(st.text(max_size=60))
def test_text_is_kept_exactly_when_nothing_is_bad_in_it(text: str) -> None:
    assert are_kept_as_text([text]) == (bad_in_text(text) == [])


@given(st.text(alphabet=st.characters(max_codepoint=0x24F) | st.characters(min_codepoint=0x1E00, max_codepoint=0x20AC)))
def test_plain_text_is_kept_but_for_its_blanks(text: str) -> None:
    """Plain characters are none that is refused, and however they stand together the text is composed."""
    if is_plain(text):
        assert set(bad_in_text(text)) <= {"blanks"}


def test_no_plain_character_is_refused_or_joins_another() -> None:
    for character in filter(is_plain, map(chr, range(0x110000))):
        assert not unicodedata.combining(character)
        assert set(bad_in_text(f"a{character}a")) <= {"blanks"}


def test_the_tables_of_the_day_are_used() -> None:
    """Rates exist from 1 September 2026 on; the day before there are none."""
    assert [f.code for f in faults(a_mic(), date(2026, 8, 31))] == ["MIC-23-RATE", "MIC-24-RATE"]
