"""A manifest as cargo to be moved, with the columns that only a transport reads."""

import csv
import io
from collections import Counter

import pytest

from manifest.conftest import contents_here
from thongquan.manifest.cargo_lines import Cargo, _vocabulary, cargo_of
from thongquan.manifest.plain import fold
from thongquan.manifest.reading import understood
from thongquan.transport.cargo import CargoLine

BASE = ["HAWB", "Ten hang", "So kien", "Trong luong"]


def cargo(titles: list[str], *rows: list[str], direction: str = "import") -> Cargo:
    file = io.StringIO()
    csv.writer(file).writerows([titles, *rows])
    return cargo_of(understood(contents_here(file.getvalue().encode()), "kien", direction=direction))


def test_titles_are_written_as_they_are_compared() -> None:
    assert [name for name in _vocabulary() if fold(name) != name] == []
    assert Counter(_vocabulary().values()).keys() == {"package", "carrier_seal", "vehicle", "purpose", "declaration"}


def test_a_row_is_a_bill_with_its_packages_and_where_it_stands() -> None:
    [line] = cargo(BASE, ["TQ1", "Áo thun nam", "3", "2.5"]).lines
    assert (line.bill, line.packages, line.package, line.goods, str(line.weight), line.at) == (
        "TQ1",
        3,
        "",
        "Áo thun nam",
        "2.5",
        "A2",
    )


@pytest.mark.parametrize(
    ("title", "cell", "field", "value"),
    [
        ("Số hiệu kiện", "K-1", "package", "K-1"),
        ("Package ID", "K-1", "package", "K-1"),
        ("Số chì hãng vận chuyển (Carrier seal)", "S 1", "carrier_seal", "S 1"),
        ("Biển số xe", "29C-123.45", "vehicle", "29C-123.45"),
        ("Wagon No.", "T7", "vehicle", "T7"),
        ("Mục đích vận chuyển", "cis", "purpose", "CIS"),
        ("Số tờ khai xuất khẩu", "3000 0000 0010", "declaration", "300000000010"),
    ],
)
def test_columns_of_a_transport_are_known_by_their_titles(title: str, cell: str, field: str, value: str) -> None:
    [line] = cargo([*BASE, title], ["TQ1", "Áo thun nam", "1", "2.5", cell]).lines
    assert getattr(line, field) == value


def test_a_package_number_may_stand_where_a_count_is_read() -> None:
    titles = ["HAWB", "Ten hang", "Package No.", "Trong luong", "Xuat xu"]
    told = cargo(titles, ["TQ1", "Áo", "KIEN 7", "2", "CN"], ["TQ1", "Áo", "8", "2", "CN"])
    assert [(line.package, line.packages) for line in told.lines] == [("KIEN 7", 0), ("8", 0)]
    assert told.faults == []


@pytest.mark.parametrize("title", ["Barcode", "Bag No", "Purpose", "Mục đích"])
def test_what_couriers_mean_otherwise_is_not_read(title: str) -> None:
    [line] = cargo([*BASE, title], ["TQ1", "Áo", "2", "2", "GIF"]).lines
    assert (line.package, line.purpose, line.packages) == ("", "", 2)


def test_a_row_that_counts_no_packages_is_one() -> None:
    assert cargo(BASE, ["TQ1", "Áo thun nam", "", "2.5"]).lines[0].packages == 1


def test_what_a_spreadsheet_rounded_away_is_a_fault_at_its_cell() -> None:
    titles = [*BASE, "Số tờ khai xuất khẩu"]
    [fault] = cargo(titles, ["TQ1", "Áo", "1", "2", "3.00001E+11"], direction="export").faults
    assert (fault.code, fault.at, fault.facts["cell"]) == ("NUMBER-DAMAGED", "declaration", "E2")


def test_a_bill_that_cannot_be_read_is_a_fault_at_its_cell() -> None:
    [fault] = cargo(BASE, ["4.80922E+10", "Áo", "1", "2"]).faults
    assert (fault.code, fault.facts["cell"]) == ("NUMBER-DAMAGED", "A2")


def test_invisible_characters_are_a_fault() -> None:
    [fault] = cargo([*BASE, "Seal"], ["TQ1", "Áo", "1", "2", "S\u202e1"]).faults
    assert (fault.code, fault.at) == ("CONTROL-CHARACTERS", "carrier_seal")


def test_a_line_that_was_skipped_is_told() -> None:
    told = cargo(BASE, ["TQ1", "Áo", "1", "2"], ["", "", "5", ""])
    assert [remark.code for remark in told.remarks] == ["LINE-SKIPPED"]


def test_a_plain_row_is_plain() -> None:
    [line] = cargo(["HAWB", "MAWB", "Ten hang", "So kien"], ["TQ1", "180-44712032", "Áo thun", "2"]).lines
    assert line == CargoLine("TQ1", master_bill="180-44712032", packages=2, goods="Áo thun", at="A2")
