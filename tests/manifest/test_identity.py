"""Numbers that name people, companies, parcels and goods, as spreadsheets leave them."""

import pytest

from manifest.conftest import HOUSE, TITLES, ReadBook, ReadCell
from thongquan.manifest.identity import with_zeros

COMPANY, PERSON = "Công ty TNHH Sao Mai", "Nguyễn An"


@pytest.mark.parametrize(
    ("cell", "number"),
    [("ABC123VN", "ABC123VN"), (" ABC1 23VN ", "ABC123VN"), ("abc123vn", "ABC123VN"), ("A-1/2", "A-1/2")],
)
def test_blanks_in_a_house_number_are_dropped(read_cell: ReadCell, cell: str, number: str) -> None:
    row = read_cell("HAWB", cell)
    assert (row.bill.number, bool(row.mended)) == (number, cell != number)


@pytest.mark.parametrize("cell", ["4.80922E+10", "1E+15"])
def test_a_rounded_house_number_is_refused(read_cell: ReadCell, cell: str) -> None:
    row = read_cell("HAWB", cell)
    assert ([fault.code for fault in row.faults], row.bill.number) == (["NUMBER-DAMAGED"], "")


@pytest.mark.parametrize(
    ("number", "told", "codes"),
    [(123456789012345, "123456789012345", []), (1234567890123456, "", ["NUMBER-DAMAGED"])],
)
def test_a_typed_number_keeps_fifteen_digits(read_book: ReadBook, number: int, told: str, codes: list[str]) -> None:
    [row] = read_book([[*TITLES], [number, *HOUSE[1:]]]).sheets[0].rows
    assert (row.bill.number, [fault.code for fault in row.faults]) == (told, codes)


@pytest.mark.parametrize("cell", ["180-44712032", "18044712032", "180 4471 2032"])
def test_a_master_bill_has_one_form(read_cell: ReadCell, cell: str) -> None:
    row = read_cell("MAWB", cell)
    assert (row.bill.master_bill, row.warnings, bool(row.mended)) == ("180-44712032", [], cell != "180-44712032")


def test_a_wrong_check_digit_is_warned_of(read_cell: ReadCell) -> None:
    row = read_cell("MAWB", "180-44712033")
    [warning] = row.warnings
    assert (warning.code, warning.facts) == ("MAWB-CHECK-DIGIT", {"master_bill": "180-44712033", "expected": "2"})


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("0912345678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("(84)912-345-678", "0912345678"),
        ("912.345.678", "0912345678"),
        ("0084 24 3825 1234", "02438251234"),
        ("0912345678 / 0987654321", "0912345678"),
        ("N/A", ""),
    ],
)
def test_a_domestic_phone_is_its_digits(read_cell: ReadCell, cell: str, phone: str) -> None:
    row = read_cell("CONSIGNEE PHONE", cell)
    assert (row.bill.receiver.phone, bool(row.mended)) == (phone, cell != phone)


def test_a_foreign_phone_keeps_its_country(read_cell: ReadCell) -> None:
    assert read_cell("SHIPPER PHONE", "+82 10-1234-5678").bill.sender.phone == "821012345678"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("9901234560", "9901234560"),
        ("9901234560-001", "9901234560-001"),
        ("9901234560001", "9901234560-001"),
        ("9901234560 - 001", "9901234560-001"),
        ("048 080 916 671", "048080916671"),
        ("B1234567", "B1234567"),
    ],
)
def test_a_code_has_one_spelling(read_cell: ReadCell, cell: str, code: str) -> None:
    row = read_cell("CONSIGNEE ID", cell)
    assert (row.bill.receiver.code, bool(row.mended)) == (code, cell != code)


@pytest.mark.parametrize(
    ("name", "number", "code", "warned"),
    [
        (PERSON, 48080916671, "048080916671", False),
        (PERSON, 1184856180, "001184856180", False),
        (COMPANY, 9901234560, "9901234560", False),
        (COMPANY, 48080916671, "48080916671", False),
        (PERSON, 123456789, "123456789", False),
    ],
)
def test_a_typed_code_gets_its_zeros_back_when_one_reading_is_possible(
    read_book: ReadBook, name: str, number: int, code: str, warned: bool
) -> None:
    rows = [[*TITLES, "CONSIGNEE ID"], [*HOUSE[:3], name, *HOUSE[4:], number]]
    [row] = read_book(rows).sheets[0].rows
    assert (row.bill.receiver.code, bool(row.warnings)) == (code, warned)
    assert [change.code for change in row.mended] == (["CODE-LOST-ZERO"] if code != str(number) else [])


def test_several_possible_readings_are_left_and_warned_of(read_book: ReadBook) -> None:
    number = next(n for n in range(1_082_000_000, 1_083_000_000) if len(with_zeros(str(n), company=False)) == 2)
    rows = [[*TITLES, "CONSIGNEE ID"], [*HOUSE[:3], PERSON, *HOUSE[4:], number]]
    [row] = read_book(rows).sheets[0].rows
    assert (row.bill.receiver.code, [warning.code for warning in row.warnings]) == (str(number), ["CODE-AMBIGUOUS"])


def test_ten_digits_typed_as_text_have_lost_nothing(read_cell: ReadCell) -> None:
    row = read_cell("CONSIGNEE ID", "1184856180")
    assert (row.bill.receiver.code, row.mended) == ("1184856180", [])


@pytest.mark.parametrize(
    ("cell", "code", "mend"),
    [
        ("33049930", "33049930", ""),
        ("3304.99.30", "33049930", "HS-SPELLING"),
        ("9012120", "09012120", "HS-LOST-ZERO"),
        ("9999999", "9999999", ""),
        ("330499", "330499", ""),
    ],
)
def test_a_tariff_code_loses_dots_and_regains_its_zero(read_cell: ReadCell, cell: str, code: str, mend: str) -> None:
    row = read_cell("HS CODE", cell)
    assert (row.bill.hs_code, [change.code for change in row.mended]) == (code, [mend] if mend else [])
