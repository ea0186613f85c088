"""A spelling that fits one code is mended; one that fits several is refused unless the sender's country decides."""

from datetime import date

import pytest

from manifest.conftest import ReadCell
from thongquan import law
from thongquan.manifest.codes import aliases
from thongquan.manifest.plain import fold

DAY = date(2026, 9, 2)


@pytest.mark.parametrize(
    ("cell", "code"),
    [("KR", "KR"), ("kr", "KR"), ("KOREA", "KR"), ("Hàn Quốc", "KR"), ("P.R. China", "CN"), ("UK", "GB"),
     ("U.S.A", "US"), ("USA", "US"), ("Hong Kong SAR", "HK"), ("Japan", "JP"), ("North Korea", "KP")],
)  # fmt: skip
def test_a_country_becomes_its_code(read_cell: ReadCell, cell: str, code: str) -> None:
    row = read_cell("CTRY", cell)
    assert (row.bill.sender.country, bool(row.mended)) == (code, cell != code)


def test_an_unknown_country_is_refused(read_cell: ReadCell) -> None:
    row = read_cell("CTRY", "Atlantis")
    assert ([fault.code for fault in row.faults], row.bill.sender.country) == (["COUNTRY-UNKNOWN"], "")


@pytest.mark.parametrize(
    ("cell", "code"),
    [("USD", "USD"), ("usd", "USD"), ("US$", "USD"), ("RMB", "CNY"), ("WON", "KRW"), ("€", "EUR"), ("VNĐ", "VND")],
)  # fmt: skip
def test_a_currency_becomes_its_code(read_cell: ReadCell, cell: str, code: str) -> None:
    row = read_cell("CURRENCY", cell)
    assert (row.bill.currency, bool(row.mended)) == (code, cell != code)


@pytest.mark.parametrize(
    ("cell", "country", "currency"),
    [("¥", "JP", "JPY"), ("¥", "CN", "CNY"), ("¥", "KR", ""), ("DOLLAR", "US", "USD"), ("DOLLAR", "AU", "AUD")],
)  # fmt: skip
def test_an_ambiguous_currency_is_decided_by_the_senders_country_or_refused(
    read_cell: ReadCell, cell: str, country: str, currency: str
) -> None:
    row = read_cell("CURRENCY", cell, CTRY=country)
    assert row.bill.currency == currency
    assert [fault.code for fault in row.faults] == ([] if currency else ["CURRENCY-AMBIGUOUS"])
    assert [change.code for change in row.mended] == (["CURRENCY-BY-COUNTRY"] if currency else [])


@pytest.mark.parametrize(
    ("value", "currency", "read", "faults"),
    [
        ("USD 12.50", "USD", "USD", []),
        ("USD 12.50", "", "USD", []),
        ("$12.50", "USD", "USD", []),
        ("USD 12.50", "CNY", "CNY", ["CURRENCY-CONFLICT"]),
        ("GOLD 12.50", "", "", ["CURRENCY-UNKNOWN"]),
    ],
)
def test_a_currency_beside_the_amount_must_agree_with_its_column(
    read_cell: ReadCell, value: str, currency: str, read: str, faults: list[str]
) -> None:
    row = read_cell("VALUE", value, CURRENCY=currency)
    assert (row.bill.currency, [fault.code for fault in row.faults]) == (read, faults)


@pytest.mark.parametrize(
    ("cell", "term"),
    [
        ("DAP", "DAP"),
        ("dap ", "DAP"),
        ("C&F", "C&F"),
        ("CNF", "C&F"),
        ("CIF HAN", "CIF"),
        ("F.O.B.", "FOB"),
        ("DES", "DES"),
    ],
)
def test_a_price_term_is_put_into_its_code(read_cell: ReadCell, cell: str, term: str) -> None:
    row = read_cell("TERM", cell)
    assert (row.bill.price_term, bool(row.mended)) == (term, cell != term)


def test_an_unknown_price_term_is_refused(read_cell: ReadCell) -> None:
    assert [fault.code for fault in read_cell("TERM", "XYZ").faults] == ["PRICE-TERM-UNKNOWN"]


@pytest.mark.parametrize(
    ("cell", "kind"), [("DOC", "documents"), ("Chứng từ", "documents"), ("lv", "low"), ("HV", "high"), ("", "")]
)
def test_the_couriers_class_is_understood(read_cell: ReadCell, cell: str, kind: str) -> None:
    row = read_cell("TYPE", cell)
    assert (row.bill.kind, row.warnings) == (kind, [])


def test_an_unknown_class_is_warned_of(read_cell: ReadCell) -> None:
    row = read_cell("TYPE", "ZZ")
    assert (row.bill.kind, [warning.code for warning in row.warnings]) == ("", ["KIND-UNKNOWN"])


@pytest.mark.parametrize(
    ("cell", "unit", "codes"), [("PCE", "PCE", []), ("cái", "PCE", []), ("fathom", "fathom", ["UNIT-UNKNOWN"])]
)
def test_a_unit_becomes_its_code_or_is_warned_of(read_cell: ReadCell, cell: str, unit: str, codes: list[str]) -> None:
    row = read_cell("UNIT", cell)
    assert (row.bill.unit, [warning.code for warning in row.warnings]) == (unit, codes)


def test_every_alias_leads_to_a_code_of_the_tables() -> None:
    told = aliases()
    assert set(told.countries) <= set(law.codes("countries").on(DAY))
    assert {code for codes in told.currencies.values() for code in codes} <= set(law.codes("currencies").on(DAY)) | {
        "KPW"
    }
    assert set(told.price_terms.values()) <= set(law.codes("incoterms").on(DAY))
    assert set(told.units) <= set(law.codes("quantity_units").on(DAY))
    assert set(told.kinds) == {"documents", "low", "high"}


def test_a_country_alias_stands_under_one_code_only() -> None:
    names = [fold(name) for names in aliases().countries.values() for name in names]
    assert len(names) == len(set(names))
