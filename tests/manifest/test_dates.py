"""Days and flights, day before month."""

from datetime import date, datetime

import pytest

from manifest.conftest import HOUSE, TITLES, ReadBook, ReadCell, ReadText

DAY = date(2026, 9, 3)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-09-03",
        "03/09/2026",
        "3/9/2026",
        "03-09-26",
        "03.09.2026",
        "03SEP2026",
        "3-Sep-26",
        "20260903",
        "2026/09/03",
    ],
)
def test_a_day_is_read_in_any_spelling(read_cell: ReadCell, cell: str) -> None:
    row = read_cell("ARRIVAL DATE", cell)
    assert (row.bill.arrival_date, bool(row.mended)) == (DAY, cell != "2026-09-03")


@pytest.mark.parametrize("cell", [datetime(2026, 9, 3), datetime(2026, 9, 3, 21, 5), 46268])  # noqa: DTZ001 - cells
def test_a_spreadsheets_day_is_read(read_book: ReadBook, cell: object) -> None:
    [row] = read_book([[*TITLES, "ARRIVAL DATE"], [*HOUSE, cell]]).sheets[0].rows
    assert row.bill.arrival_date == DAY


@pytest.mark.parametrize("cell", ["31/02/2026", "soon", "03/2026", "13/13/2026"])
def test_what_is_no_day_is_refused(read_cell: ReadCell, cell: str) -> None:
    row = read_cell("ARRIVAL DATE", cell)
    assert ([fault.code for fault in row.faults], row.bill.arrival_date) == (["DATE-UNREADABLE"], None)


@pytest.mark.parametrize(("other", "codes"), [("09/13/2026", ["DATE-AMBIGUOUS"]), ("13/09/2026", [])])
def test_a_column_with_months_in_front_is_not_guessed_at(read_text: ReadText, other: str, codes: list[str]) -> None:
    lines = [[*TITLES, "ARRIVAL DATE"], [*HOUSE, "09/03/2026"], [*HOUSE, other]]
    assert [fault.code for fault in read_text(lines).sheets[0].rows[0].faults] == codes


@pytest.mark.parametrize(
    ("cell", "flight"),
    [
        ("KE0359/03SEP", "KE0359/03SEP"),
        ("KE359/3SEP", "KE0359/03SEP"),
        ("ke 359", "KE0359"),
        ("5X0081/03SEP26", "5X0081/03SEP"),
    ],
)
def test_a_flight_has_one_form(read_cell: ReadCell, cell: str, flight: str) -> None:
    assert read_cell("FLIGHT", cell).bill.flight == flight


def test_the_day_of_arrival_completes_the_flight(read_cell: ReadCell) -> None:
    row = read_cell("FLIGHT", "KE0359", **{"ARRIVAL DATE": "2026-09-03"})
    assert (row.bill.flight, [change.code for change in row.mended]) == ("KE0359/03SEP", ["FLIGHT-DAY"])


@pytest.mark.parametrize("cell", ["by truck", "KE0359/03XYZ"])
def test_what_is_no_flight_is_warned_of(read_cell: ReadCell, cell: str) -> None:
    assert [warning.code for warning in read_cell("FLIGHT", cell).warnings] == ["FLIGHT-FORM"]
