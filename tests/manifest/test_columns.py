"""Columns are recognised by name and by content; what is not recognised is said."""

import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from manifest.conftest import HOUSE, TITLES, ReadText
from thongquan import manifest
from thongquan.manifest import ColumnMap
from thongquan.manifest.columns import FIELDS, recognise
from thongquan.manifest.plain import fold

SPECIAL = {"ordinal", "verdict", "place_destination", "place_origin"}


def vocabulary() -> dict[str, list[str]]:
    return tomllib.loads((files("thongquan.manifest") / "columns.toml").read_text(encoding="utf-8"))


def test_a_name_stands_under_one_field_only() -> None:
    counted = Counter(name for names in vocabulary().values() for name in names)
    assert [name for name, count in counted.items() if count > 1] == []


def test_names_are_written_as_they_are_compared() -> None:
    assert [name for names in vocabulary().values() for name in names if fold(name) != name] == []


def test_every_key_of_the_vocabulary_is_a_field() -> None:
    assert {key for key in vocabulary() if not key.startswith("party_")} - SPECIAL <= FIELDS


@pytest.mark.parametrize(
    ("title", "field", "unit"),
    [
        ("Số vận đơn", "house_bill", ""),
        ("HAWB No.", "house_bill", ""),
        ("SỐ VẬN ĐƠN CHỦ (MAWB)", "master_bill", ""),
        ("Địa chỉ người nhận", "receiver_address", ""),
        ("CONSIGNEE (Người nhận)", "receiver_name", ""),
        ("Gross weight (LBS)", "weight", "lb"),
        ("Trọng lượng (kg)", "weight", "kg"),
        ("FRT (USD)", "freight", "USD"),
        ("Tên hàng / Description", "goods_vi", ""),
        ("Mystery", "", ""),
    ],
)
def test_a_title_names_its_field(title: str, field: str, unit: str) -> None:
    assert (recognise(title).field, recognise(title).unit) == (field, unit)


def test_a_party_column_belongs_to_the_party_on_its_left(read_text: ReadText) -> None:
    told = read_text(
        [
            ["HAWB", "SHIPPER", "ADDRESS", "COUNTRY", "CONSIGNEE", "ADDRESS", "TEL", "MST/CCCD", "PCS", "KG"],
            ["A1", "SEOUL BEAUTY", "SEOUL", "KR", "Nguyễn An", "1 Lê Lợi", "0912345678", "", "1", "1"],
        ]
    )
    assert [column.field for column in told.sheets[0].columns[1:8]] == [
        "sender_name", "sender_address", "sender_country",
        "receiver_name", "receiver_address", "receiver_phone", "receiver_code",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sender", "receiver", "direction", "place"),
    [("KR", "VN", "import", "unloading_place"), ("VN", "KR", "export", "final_destination")],
)
def test_the_direction_follows_from_the_countries(
    read_text: ReadText, sender: str, receiver: str, direction: str, place: str
) -> None:
    titles = ["HAWB", "SHIPPER", "SHIPPER COUNTRY", "CONSIGNEE", "CONSIGNEE COUNTRY", "PCS", "DST"]
    sheet = read_text([titles, ["A1", "X", sender, "Y", receiver, "1", "SGN"]]).sheets[0]
    assert (sheet.direction, sheet.columns[6].field) == (direction, place)


def test_the_direction_given_wins(read_text: ReadText) -> None:
    assert read_text([TITLES, HOUSE], direction="export").sheets[0].direction == "export"


def test_an_unnamed_column_of_currencies_is_recognised_and_said(read_text: ReadText) -> None:
    sheet = read_text([[*TITLES[:7], ""], HOUSE]).sheets[0]
    assert (sheet.columns[7].field, sheet.columns[7].how) == ("currency", "content")
    assert [remark.code for remark in sheet.remarks] == ["COLUMN-BY-CONTENT"]


def test_an_unnamed_empty_column_is_nothing_to_speak_of(read_text: ReadText) -> None:
    sheet = read_text([[*TITLES, ""], [*HOUSE, ""]]).sheets[0]
    assert (sheet.columns[8].how, sheet.remarks) == ("empty", [])


def test_an_unrecognised_column_is_named(read_text: ReadText) -> None:
    sheet = read_text([[*TITLES, "Warehouse shelf"], [*HOUSE, "B7"]]).sheets[0]
    assert [(remark.code, remark.facts) for remark in sheet.remarks] == [
        ("COLUMN-UNRECOGNISED", {"column": "I", "title": "Warehouse shelf"})
    ]


def test_the_second_column_of_one_meaning_is_named(read_text: ReadText) -> None:
    sheet = read_text([[*TITLES, "Waybill"], [*HOUSE, "OTHER"]]).sheets[0]
    assert sheet.rows[0].bill.number == "ABC123VN"
    assert [remark.code for remark in sheet.remarks] == ["COLUMN-TWICE"]


@pytest.mark.parametrize("name", ["I", "i", "Warehouse shelf", "warehouse SHELF"])
def test_the_users_mapping_wins(read_text: ReadText, name: str) -> None:
    lines = [[*TITLES, "Warehouse shelf"], [*HOUSE, "B7"]]
    [row] = read_text(lines, columns=ColumnMap({"house_bill": name})).sheets[0].rows
    assert row.bill.number == "B7"


def test_a_mapping_of_a_field_that_does_not_exist_is_refused(read_text: ReadText) -> None:
    with pytest.raises(manifest.Unreadable, match="COLUMNS-FIELD"):
        read_text([TITLES, HOUSE], columns=ColumnMap({"price": "VALUE"}))


def test_a_mapping_to_a_column_that_is_not_there_is_refused(read_text: ReadText) -> None:
    with pytest.raises(manifest.Unreadable, match="COLUMNS-NOT-FOUND"):
        read_text([TITLES, HOUSE], columns=ColumnMap({"value": "Amount"}))
