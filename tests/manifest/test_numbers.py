"""Numbers are read exactly, or refused; each way of writing beside one that means something else."""

from decimal import Decimal

import pytest

from manifest.conftest import HOUSE, TITLES, ReadBook, ReadCell, ReadText
from thongquan.manifest.numbers import NumberColumn


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12.5", "12.5"),
        ("12,5", "12.5"),
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1'234.56", "1234.56"),
        ("1,234,567", "1234567"),
        ("36.962,00", "36962.00"),
        ("0,125", "0.125"),
        ("USD 12.50", "12.50"),
        ("12.50 USD", "12.50"),
        ("1.25E+3", "1250"),
        ("\u00a012.5 ", "12.5"),
    ],
)
def test_a_value_is_read_in_any_spelling(read_cell: ReadCell, cell: str, value: str) -> None:
    row = read_cell("VALUE", cell)
    assert (row.bill.value, row.faults) == (Decimal(value), [])
    assert [change.before for change in row.mended] == ([] if cell == value else [cell])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("12,34,5", "NUMBER-UNREADABLE"),
        ("1.23.456,7", "NUMBER-UNREADABLE"),
        ("12..5", "NUMBER-UNREADABLE"),
        ("abc", "NUMBER-UNREADABLE"),
        ("=1+1", "NUMBER-UNREADABLE"),
        ("12 or 13", "NUMBER-UNREADABLE"),
        ("1.234", "NUMBER-AMBIGUOUS"),
        ("1,234", "NUMBER-AMBIGUOUS"),
        ("12\u202e.5", "CONTROL-CHARACTERS"),
        ("9" * 30, "NUMBER-UNREADABLE"),
    ],
)
def test_what_is_not_one_number_is_refused_and_left_out(read_cell: ReadCell, cell: str, code: str) -> None:
    row = read_cell("VALUE", cell)
    assert ([(fault.code, fault.at) for fault in row.faults], row.bill.value) == ([(code, "value")], None)


@pytest.mark.parametrize(
    ("other", "value"), [("0.5", "1.234"), ("2,5", "1234"), ("2.500,00", "1234"), ("1.000.000", "1234")]
)
def test_the_column_decides_what_a_lone_point_is(read_text: ReadText, other: str, value: str) -> None:
    lines = [TITLES, [*HOUSE[:6], "1.234", "USD"], [*HOUSE[:6], other, "USD"]]
    assert read_text(lines, mark=";").sheets[0].rows[0].bill.value == Decimal(value)


def test_a_column_that_contradicts_itself_decides_nothing(read_text: ReadText) -> None:
    lines = [[*HOUSE[:6], cell, "USD"] for cell in ("1.234", "2,5", "2.5")]
    rows = read_text([TITLES, *lines], mark=";").sheets[0].rows
    assert [[fault.code for fault in row.faults] for row in rows] == [["NUMBER-AMBIGUOUS"], [], []]


def test_semicolons_between_cells_mean_commas_within(read_text: ReadText) -> None:
    lines = [TITLES, [*HOUSE[:6], "1,234", "USD"]]
    assert read_text(lines, mark=";").sheets[0].rows[0].bill.value == Decimal("1.234")


@pytest.mark.parametrize("cell", ["0", "0.00", "NCV", "FREE", "foc", "Miễn phí"])
def test_no_commercial_value_is_no_value_and_noted(read_cell: ReadCell, cell: str) -> None:
    row = read_cell("VALUE", cell)
    assert (row.bill.value, [change.code for change in row.mended]) == (None, ["VALUE-NONE"])


@pytest.mark.parametrize(
    ("cell", "kilograms", "code"),
    [
        ("2.2 LB", "0.997903214", "WEIGHT-LB"),
        ("2.2lbs", "0.997903214", "WEIGHT-LB"),
        ("850 g", "0.850", "WEIGHT-G"),
        ("0,73 kg", "0.73", "NUMBER-SPELLING"),
        ("K12.5", "12.5", "NUMBER-SPELLING"),
        ("0.73", "0.73", ""),
    ],
)
def test_weight_becomes_kilograms_exactly(read_cell: ReadCell, cell: str, kilograms: str, code: str) -> None:
    row = read_cell("WEIGHT", cell)
    assert (row.bill.weight, [change.code for change in row.mended]) == (Decimal(kilograms), [code] if code else [])


def test_a_weight_in_an_unknown_unit_is_refused(read_cell: ReadCell) -> None:
    row = read_cell("WEIGHT", "3 stone")
    assert ([fault.code for fault in row.faults], row.bill.weight) == (["NUMBER-UNREADABLE"], None)


def test_the_unit_of_the_title_counts_where_the_cell_has_none(read_text: ReadText) -> None:
    titles = [*TITLES[:5], "G.W (LBS)", *TITLES[6:]]
    rows = read_text([titles, HOUSE, [*HOUSE[:5], "0.5 kg", *HOUSE[6:]]]).sheets[0].rows
    assert [str(row.bill.weight) for row in rows] == ["0.226796185", "0.5"]


@pytest.mark.parametrize(("cell", "packages"), [("2", 2), ("2 pcs", 2), ("2.0", 2), ("3 kiện", 3), ("1,234", 1234)])
def test_packages_are_whole(read_cell: ReadCell, cell: str, packages: int) -> None:
    assert read_cell("PCS", cell).bill.packages == packages


@pytest.mark.parametrize(("cell", "code"), [("2.5", "NUMBER-NOT-WHOLE"), ("two", "NUMBER-UNREADABLE")])
def test_parts_of_packages_are_refused(read_cell: ReadCell, cell: str, code: str) -> None:
    assert [fault.code for fault in read_cell("PCS", cell).faults] == [code]


@pytest.mark.parametrize(("cell", "mend"), [(0.1 + 0.2, "NUMBER-NOISE"), (0.3, "")])
def test_a_spreadsheets_noise_is_dropped_and_noted(cell: float, mend: str) -> None:
    reading = NumberColumn([]).amount(cell)
    assert (reading.value, reading.mended) == (Decimal("0.3"), mend)


def test_a_day_is_no_number(read_book: ReadBook) -> None:
    from datetime import datetime

    [row] = read_book([[*TITLES], [*HOUSE[:6], datetime(2026, 9, 3), "USD"]]).sheets[0].rows  # noqa: DTZ001 - a cell
    assert [fault.code for fault in row.faults] == ["NUMBER-UNREADABLE"]


@pytest.mark.parametrize(
    ("cell", "value", "mended"), [("985000.00", "985000", True), ("985000.50", "985000.50", False)]
)
def test_a_plain_zero_behind_dong_is_dropped(read_cell: ReadCell, cell: str, value: str, mended: bool) -> None:
    row = read_cell("VALUE", cell, CURRENCY="VND")
    assert (str(row.bill.value), ["DONG-DECIMALS"] * mended) == (value, [change.code for change in row.mended])


@pytest.mark.parametrize("cells", [(1, True), (True, 1)])
def test_true_is_not_one(read_book: ReadBook, cells: tuple[int, bool]) -> None:
    """They are one key to Python, but not to a courier: `TRUE` is no number of packages."""
    place = TITLES.index("PCS")
    rows = [[*HOUSE[:place], cell, *HOUSE[place + 1 :]] for cell in cells]
    rows[1][0] = f"{rows[1][0]}2"
    told = {
        row.bill.packages: [fault.at for fault in row.faults] for row in read_book([[*TITLES], *rows]).sheets[0].rows
    }
    assert told == {1: [], None: ["packages"]}
