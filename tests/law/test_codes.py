"""Code tables on their days, and the codes that the courier's samples and profile use."""

from datetime import date, timedelta

import pytest

from thongquan import law

DAY = date(2026, 9, 2)


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("customs_offices", ["02DS", "01DD"]),
        ("customs_subsections", ["02DS00"]),
        ("warehouse_locations", ["02DSC01", "47NBCNB", "47NBOZZ"]),
        ("vn_places", ["HAN", "SGN", "DAD", "CLI"]),
        (
            "foreign_places",
            [
                "KRICN",
                "CNCAN",
                "JPNRT",
                "USLAX",
                "DEFRA",
                "THBKK",
                "FRCDG",
                "ITMXP",
                "HKHKG",
                "AUSYD",
                "VNZZZ",
                "ZZZZZ",
                "ZZZ",
            ],
        ),
        ("airports", ["ICN", "CAN", "NRT", "LAX", "FRA", "BKK", "CDG", "MXP", "HKG", "SYD", "HAN", "SGN"]),
        ("countries", ["KR", "CN", "JP", "US", "DE", "TH", "FR", "IT", "HK", "AU", "TW", "VN"]),
        ("currencies", ["USD", "KRW", "CNY", "JPY", "EUR", "THB", "HKD", "AUD", "VND"]),
        ("exchange_rates", ["USD", "KRW", "CNY", "JPY", "EUR", "THB", "HKD", "AUD", "VND"]),
        ("tariff", ["09012120", "61091010", "84713020", "85171300"]),
        ("party_kinds", ["1", "2", "3", "4", "5"]),
    ],
)
def test_the_codes_of_the_samples_are_listed(table: str, codes: list[str]) -> None:
    assert set(codes) <= law.codes(table).on(DAY).keys()


def test_the_seventeen_price_terms_of_the_circular_are_all_and_only_listed() -> None:
    terms = [
        "CIF",
        "CIP",
        "FOB",
        "FCA",
        "FAS",
        "EXW",
        "C&F",
        "CFR",
        "CPT",
        "DDP",
        "DAP",
        "DAT",
        "C&I",
        "DAF",
        "DDU",
        "DES",
        "DEQ",
    ]
    assert law.codes("incoterms").on(DAY).keys() == set(terms)


@pytest.mark.parametrize(
    ("table", "codes"), [("price_kinds", "ABCD"), ("freight_classes", "AE"), ("insurance_classes", "AD")]
)
def test_closed_lists_are_those_of_the_circular(table: str, codes: str) -> None:
    assert law.codes(table).on(DAY).keys() == set(codes)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2025, 2, 28), "CC HQ Chuyển phát nhanh"),
        (date(2025, 3, 1), "Hải quan Chuyển phát nhanh"),
    ],
)
def test_an_office_has_its_old_name_before_the_reform_and_its_new_one_after(day: date, name: str) -> None:
    assert law.codes("customs_offices").on(day)["02DS"]["name"] == name


@pytest.mark.parametrize(("day", "listed"), [(date(2026, 5, 31), True), (date(2026, 6, 1), False)])
def test_a_merged_office_ends_on_its_day(day: date, listed: bool) -> None:
    """CV 489/CNTT-QLVH: 47D1 and 47D2 become 47D3."""
    assert ("47D1" in law.codes("customs_offices").on(day)) is listed


def test_there_is_no_demonstration_rate_before_its_day() -> None:
    assert law.codes("exchange_rates").on(date(2026, 8, 31)).keys() == {"VND"}


def test_demonstration_rates_are_marked_synthetic() -> None:
    rows = law.codes("exchange_rates").on(DAY)
    assert {row["source"] for code, row in rows.items() if code != "VND"} == {"synthetic"}


def test_days_of_one_period_share_one_snapshot() -> None:
    table = law.codes("customs_offices")
    assert table.on(date(2025, 3, 1)) is table.on(date(2026, 5, 31))


def test_a_change_makes_another_snapshot() -> None:
    table = law.codes("customs_offices")
    assert table.on(date(2025, 2, 28)) is not table.on(date(2025, 3, 1))


def test_dong_and_yen_have_no_decimals() -> None:
    rows = law.codes("currencies").on(DAY)
    assert {code: rows[code]["decimals"] for code in ("VND", "JPY", "KRW", "USD")} == {
        "VND": "0", "JPY": "0", "KRW": "0", "USD": "2",
    }  # fmt: skip


def test_every_airport_is_a_place_that_a_declaration_can_name() -> None:
    places = law.codes("foreign_places").on(DAY).keys() | {f"VN{code}" for code in law.codes("vn_places").on(DAY)}
    unknown = [row["code"] for row in law.codes("airports").on(DAY).values() if row["unlocode"] not in places]
    assert unknown == []


def test_every_team_belongs_to_its_office() -> None:
    rows = law.codes("customs_subsections").on(DAY).values()
    assert [row for row in rows if row["code"] != row["office"] + row["team"]] == []


def test_no_alias_of_a_country_is_the_code_or_alias_of_another() -> None:
    meant: dict[str, str] = {}
    for row in law.codes("countries").on(DAY).values():
        for alias in filter(None, row["aliases"].split("|")):
            assert meant.setdefault(alias.casefold(), row["code"]) == row["code"]


@pytest.mark.parametrize("name", law.CURRENT.names("codes"))
def test_every_table_answers_for_every_turn_of_its_days(name: str) -> None:
    table = law.codes(name)
    rows = table.rows()
    for day in {row["valid_from"] for row in rows if row["valid_from"]}:
        begun = date.fromisoformat(day)
        here = {row["code"] for row in rows if row["valid_from"] == day}
        assert here <= table.on(begun).keys()
        assert all(table.on(begun - timedelta(days=1)).get(code, {}).get("valid_from") != day for code in here)
