"""Lines of form HQ 01: what each column needs, and what is no document without commercial value."""

import zlib
from base64 import b64encode
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authority.documents_listed import SALT, a_document, beside, documents
from faults.size import size
from thongquan.base.limits import LIMITS
from thongquan.declaration.document_list import DocumentLine, LinesUnreadable, packed, read, spelled, unpacked
from thongquan.declaration.document_rules import COLUMNS, NEEDED, WIDTHS, faults_of, read_fee

DAY = date(2026, 9, 2)


def told(**changes: Any) -> list[tuple[str, str]]:
    return [(fault.code, fault.at) for fault in faults_of(a_document(**changes), DAY)]


def test_a_line_with_every_column_is_right() -> None:
    assert told(sender_code="B1234567", fee=20_000, remark="Phong bì") == []


@pytest.mark.parametrize("name", NEEDED)
def test_what_the_form_does_not_leave_open_is_needed(name: str) -> None:
    assert told(**{name: ""}) == [("HQ01-LINE-EMPTY", name)]


@pytest.mark.parametrize("name", sorted({"house_bill", "sender_code", "receiver_code", "hs_code", "origin", "remark"}))
def test_what_need_not_be_there(name: str) -> None:
    """Bill and identity numbers "nếu có"; couriers' files hold no code nor origin of documents."""
    assert told(**{name: ""}) == []


@pytest.mark.parametrize("name", ["house_bill", "sender_name", "receiver_address", "receiver_code", "remark"])
def test_every_text_has_its_width(name: str) -> None:
    assert told(**{name: "X" * WIDTHS[name]}) == []
    assert told(**{name: "X" * (WIDTHS[name] + 1)}) == [("HQ01-LINE-LONG", name)]


def test_texts_are_shown_as_they_are_signed() -> None:
    assert told(receiver_name="Hoàng\u202eHương") == [("HQ01-LINE-CHARACTERS", "receiver_name")]


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("packages", 1, 0),
        ("packages", 99_999, 100_000),
        ("weight", Decimal("0.001"), Decimal(0)),
        ("weight", Decimal("1.005"), Decimal("1.0005")),
        ("fee", 0, -1),
    ],
)
def test_amounts_have_their_bounds(name: str, right: object, wrong: object) -> None:
    assert (told(**{name: right}), told(**{name: wrong})) == ([], [("HQ01-LINE-AMOUNT", name)])


@pytest.mark.parametrize(
    ("typed", "fee"),
    [
        ("", 0),
        ("0", 0),
        ("20000", 20_000),
        ("20.000", 20_000),
        ("1.000.000.000.000", 10**12),
        ("1000000000000", 10**12),
    ],
)
def test_a_fee_is_typed_in_whole_dong(typed: str, fee: int) -> None:
    assert read_fee(typed) == fee


@pytest.mark.parametrize("typed", ["-1", "20,5", "20.00", "2.0000", "20 000", "1e3", "٢٠", "1000000000001", "abc"])
def test_what_is_no_fee_is_not_read_as_one(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_fee(typed)


@pytest.mark.parametrize(("origin", "faults"), [("VN", []), ("XX", [("HQ01-LINE-ORIGIN", "origin")])])
def test_an_origin_is_a_country(origin: str, faults: list[tuple[str, str]]) -> None:
    assert told(origin=origin) == faults


@pytest.mark.parametrize(("code", "faults"), [("4911", []), ("49x1", [("HQ01-LINE-GOODS-CODE", "hs_code")])])
def test_a_goods_code_is_of_digits(code: str, faults: list[tuple[str, str]]) -> None:
    assert told(hs_code=code) == faults


@pytest.mark.parametrize(
    "goods",
    [
        "Tài liệu",
        "Bộ chứng từ lô hàng 12",
        "Hợp đồng mua bán",
        "HỢP ĐỒNG",
        "Công văn",
        "Commercial documents",
        "Hộ chiếu",
    ],
)
def test_documents_are_told_by_their_name(goods: str) -> None:
    assert told(goods=goods, hs_code="") == []


@pytest.mark.parametrize("goods", ["Kem dưỡng da", "Hộp đồng", "Cổng van", "PARTS", "SAMPLE"])
def test_other_goods_are_not_of_group_1(goods: str) -> None:
    assert told(goods=goods, hs_code="") == [("HQ01-LINE-NO-DOCUMENTS", "goods")]


def test_or_by_a_chapter_of_printed_matter() -> None:
    assert told(goods="Catalog mùa thu", hs_code="49111010") == []
    assert told(goods="Mùa thu", hs_code="33049930") == [("HQ01-LINE-NO-DOCUMENTS", "goods")]


def test_what_is_controlled_is_no_document_whatever_it_is_called() -> None:
    [fault] = faults_of(a_document(goods="Tài liệu và thiết bị bay không người lái có camera", hs_code=""), DAY)
    assert (fault.code, fault.facts["control_en"] != "") == ("HQ01-LINE-CONTROLLED", True)


def test_every_column_of_the_form_has_its_name_in_both_languages() -> None:
    assert set(COLUMNS) == set(DocumentLine.__struct_fields__)


class TestTravelling:
    def test_what_is_packed_is_read_again(self) -> None:
        lines = [*documents("A1", ""), a_document("A2", weight=Decimal("1.005"), fee=7)]
        assert read(unpacked(beside(lines))) == lines

    @settings(max_examples=size(50, 2_000), deadline=None)
    @given(st.binary(max_size=60))
    def test_bytes_that_are_no_lines_are_refused(self, noise: bytes) -> None:
        for text in (packed(noise), b64encode(noise).decode()):
            with pytest.raises(LinesUnreadable):
                read(unpacked(text))

    @pytest.mark.parametrize(
        "changed",
        [
            lambda told: told.replace(b'"weight":"0.25"', b'"weight":"NaN"'),
            lambda told: told.replace(b'"packages":1', b'"packages":1.0'),
            lambda told: told.replace(b',"', b', "', 1),
            lambda told: told.replace(b'"goods":', b'"value":1,"goods":'),
            lambda told: told.split(b"\n", 1)[1],
            lambda told: told + b"\n",
        ],
    )
    def test_there_is_one_spelling(self, changed: Any) -> None:
        with pytest.raises(LinesUnreadable):
            read(changed(spelled(documents("A1"), SALT)))

    def test_more_than_any_list_may_hold_is_not_unpacked(self) -> None:
        bomb = b64encode(zlib.compress(b" " * (LIMITS.hq01_bytes + 1))).decode()
        with pytest.raises(LinesUnreadable):
            unpacked(bomb)
