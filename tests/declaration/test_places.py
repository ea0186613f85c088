"""Storage places, flights, ports and notes: what the one case of each rule does not show."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from building import DAY, a_mec, a_mic, faults, warnings
from rule_cases.case import where
from thongquan import law
from thongquan.base.fault import Fault
from thongquan.declaration.codec import decode_line
from thongquan.declaration.explain import explained
from thongquan.declaration.places import COUNTRIES
from thongquan.declaration.plan import Plan
from thongquan.declaration.rules.flight import NOT_A_DAY
from thongquan.declaration.rules.notes import ORIGINAL

NOTED = "Tại Kho Sao Mai, 12 Lê Lợi; xếp hàng 14:00 03/09/2026"


class TestTheStoragePlace:
    """TT 191/2015 PL II.A.18."""

    @pytest.mark.parametrize("place", ["02DSC06", "47NBC63", "01E1I01"])
    def test_may_be_an_own_or_a_rented_warehouse_or_an_icd_of_any_office(self, place: str) -> None:
        assert faults(a_mic(storage_place=place)) == []
        assert faults(a_mec(storage_place=place)) == []

    def test_run_by_customs_is_the_registering_office_s(self) -> None:
        assert faults(a_mic(storage_place="02DSCDS")) == []
        assert faults(a_mic(customs_office="47NB", storage_place="47NBCNB")) == []

    def test_run_by_customs_tells_the_office_that_is_blank(self) -> None:
        assert faults(a_mic(customs_office="", storage_place="47NBCNB")) == []

    def test_of_a_merged_office_follows_to_its_successor(self) -> None:
        assert faults(a_mic(customs_office="47D3", storage_place="47D1OZZ", notes=NOTED)) == []

    def test_is_not_blamed_beside_an_office_that_is_none(self) -> None:
        [fault] = faults(a_mic(customs_office="99ZZ", storage_place="47NBCNB"))
        assert fault.code == "MIC-CH-UNLISTED"

    def test_may_be_the_temporary_code_of_an_office_whose_list_lacks_one(self) -> None:
        assert faults(a_mic(customs_office="01DD", customs_team="01", storage_place="01DDOZZ", notes=NOTED)) == []

    def test_with_a_temporary_code_of_no_office_is_none(self) -> None:
        [fault] = faults(a_mic(storage_place="99ZZOZZ"))
        assert fault.code == "MIC-ST-UNLISTED"

    @pytest.mark.parametrize(
        "notes",
        [
            NOTED,
            "Kho số 5 KCN Amata, đóng cont 9h ngày 3/9",
            "WAREHOUSE 7, BIEN HOA, LOADING 2026-09-03 09:00",
            "Trọng lượng chính xác: 0.44 KGM. Bãi Tân Cảng, xếp xe 03.09.2026",
            "Kho Sao Mai, đóng container 14h30 ngày 3 tháng 9 năm 2026",
            "Kho Sao Mai, xếp hàng 14h00 hôm nay",
        ],
    )
    def test_with_a_temporary_code_is_explained_in_free_words(self, notes: str) -> None:
        assert faults(a_mic(storage_place="02DSOZZ", notes=notes)) == []

    @pytest.mark.parametrize(
        "notes",
        [
            "Kho số 5 KCN Amata",
            "14h ngày 3 tháng 9 năm 2026",
            "14:00 03/09/2026",
            "Trọng lượng chính xác: 10.12 KGM",
            "Trọng lượng chính xác: 0.44 KGM, 03/09/2026",
            "TK gốc: 300000000540, 03/09/2026",
        ],
    )
    def test_with_a_temporary_code_needs_both_place_and_day(self, notes: str) -> None:
        assert [fault.code for fault in faults(a_mic(storage_place="02DSOZZ", notes=notes))] == ["MIC-18-NOTES"]


class TestTheFlight:
    @pytest.mark.parametrize(
        ("flight", "arrival"),
        [("KE0359/31DEC", date(2027, 1, 1)), ("KE0359/01JAN", date(2026, 12, 31)), ("KE0359/29FEB", DAY)],
    )
    def test_is_near_its_arrival_across_the_turn_of_the_year(self, flight: str, arrival: date) -> None:
        found = warnings(a_mic(flight=flight, arrival_date=arrival), arrival)
        assert [one for one in found if one.code == "MIC-19-ARRIVAL"] == []

    def test_tells_how_far_it_is_from_its_arrival(self) -> None:
        [told] = warnings(a_mic(flight="KE0359/13SEP"))
        assert (told.code, told.facts["days"]) == ("MIC-19-ARRIVAL", 10)

    @pytest.mark.parametrize("arrival", [date.min, date.max])
    def test_may_arrive_on_any_day_that_there_is(self, arrival: date) -> None:
        assert faults(a_mic(arrival_date=arrival)) == []
        assert warnings(a_mic(arrival_date=arrival))

    @pytest.mark.parametrize("flight", ["ke0359/03SEP", "KÉ0359/03SEP", "KE0359/03sep", "KE0359/-3SEP"])
    def test_with_other_characters_is_not_blamed_for_its_day_or_airline(self, flight: str) -> None:
        assert "MIC-19-DATE" not in [fault.code for fault in faults(a_mic(flight=flight))]
        assert warnings(a_mic(flight=flight)) == []


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "31/12/2026", ""])
def test_an_arrival_that_is_no_day_is_on_no_declaration(day: str) -> None:
    """S0024: reading a manifest tells it with that code; a line with it is not in its normal form."""
    with pytest.raises(msgspec.ValidationError):
        decode_line(f'{{"form":"MIC","arrival_date":"{day}"}}'.encode())
    assert explained(Fault(NOT_A_DAY, "arrival_date", {"value": day}))["result_code"] == "S0024"


@pytest.mark.parametrize(("day", "found"), [(date(2023, 10, 31), []), (date(2023, 11, 1), ["MIC-21-ROAD"])])
def test_goods_by_road_go_on_paper_from_november_2023(day: date, found: list[str]) -> None:
    """CV 6110/TCHQ-GSQL; the day is an assumption."""
    told = Plan("MIC", day).judge(a_mic(unloading_place="HUG")).faults
    assert [fault.code for fault in told if fault.at == "unloading_place"] == found


@pytest.mark.parametrize("place", ["HAN", "SGN", "CLI", "DGL", "BAI"])
def test_airports_ports_and_stations_stay_on_mic(place: str) -> None:
    assert faults(a_mic(unloading_place=place)) == []


class TestPlacesAbroad:
    """TT 191/2015 PL II.A.21 (printed in row 19) and 22."""

    @pytest.mark.parametrize("place", ["KRICN", "KRZZZ", "PSZZZ", "ZZZZZ"])
    def test_loading_places_of_imports(self, place: str) -> None:
        assert faults(a_mic(loading_place=place)) == []

    @pytest.mark.parametrize("place", ["VNSGN", "VNXXX", "VNZZZ"])
    def test_none_in_viet_nam_is_a_loading_place_of_imports(self, place: str) -> None:
        assert [fault.code for fault in faults(a_mic(loading_place=place))] == ["MIC-22-FOREIGN"]

    @pytest.mark.parametrize(
        ("place", "code"), [("KRXXX", "MIC-PSC-UNLISTED"), ("XXICN", "MIC-22-COUNTRY"), ("KR", "MIC-PSC-UNLISTED")]
    )
    def test_an_unknown_country_and_an_unknown_place_are_two_codes(self, place: str, code: str) -> None:
        assert [fault.code for fault in faults(a_mic(loading_place=place))] == [code]

    @pytest.mark.parametrize("place", ["JPNRT", "JPZZZ", "PSZZZ", "ZZZ", "VNZZZ", "ZZZZZ", ""])
    def test_final_destinations_by_the_law(self, place: str) -> None:
        assert faults(a_mec(final_destination=place)) == []

    @pytest.mark.parametrize(
        ("place", "code"),
        [("", "MEC-21-NEEDED"), ("VNZZZ", "MEC-21-SPOT"), ("ZZZ", "MEC-21-ZZ"), ("ZZZZZ", "MEC-21-ZZ")],
    )
    def test_final_destinations_that_the_2014_terminal_refused(self, place: str, code: str) -> None:
        found = faults(a_mec(final_destination=place), profile="strict")
        assert [fault.code for fault in found] == [code]

    @pytest.mark.parametrize("profile", ["law", "strict"])
    @pytest.mark.parametrize(
        ("place", "code"), [("VNSGN", "MEC-21-ABROAD"), ("JPXXX", "MEC-DSC-UNLISTED"), ("ZZXXX", "MEC-DSC-UNLISTED")]
    )
    def test_one_fault_under_either_profile(self, place: str, code: str, profile: str) -> None:
        assert [fault.code for fault in faults(a_mec(final_destination=place), profile=profile)] == [code]

    def test_a_country_is_one_on_the_day(self) -> None:
        with where({COUNTRIES: {code: row for code, row in COUNTRIES.on(DAY).items() if code != "JP"}}):
            found = Plan("MEC", DAY).judge(a_mec(final_destination="JPXXX", consignee_country="")).faults
        assert [fault.code for fault in found] == ["MEC-21-COUNTRY"]


class TestWeightOnTheWire:
    """The circular has 8 + 1 digits for exports, the 2014 terminal eight characters."""

    @pytest.mark.parametrize(("profile", "found"), [("law", []), ("strict", ["MEC-17-STRICT"])])
    def test_is_warned_of_by_the_law_and_refused_by_the_strict_profile(self, profile: str, found: list[str]) -> None:
        heavy, plan = a_mec(gross_weight=Decimal(1_000_000)), Plan("MEC", DAY, profile)
        assert [fault.code for fault in plan.judge(heavy).faults] == found
        assert [fault.code for fault in plan.warnings(heavy)] == ([] if found else ["MEC-17-WIRE"])

    @pytest.mark.parametrize("profile", ["law", "strict"])
    def test_above_what_the_circular_allows_is_one_fault(self, profile: str) -> None:
        heavy, plan = a_mec(gross_weight=Decimal(100_000_000)), Plan("MEC", DAY, profile)
        assert [fault.code for fault in (*plan.judge(heavy).faults, *plan.warnings(heavy))] == ["MEC-17-RANGE"]


class TestTheOriginalDeclaration:
    """TT 191/2015 PL II.A.30."""

    @pytest.mark.parametrize(
        "notes",
        [
            "TK gốc: 301234567890",
            "TK gốc: 30123456789",
            "tk gốc 301234567890",
            "Tờ khai xuất khẩu ban đầu số: 301234567890",
            "TK XK gốc: 301234567890, khách không nhận",
            "",
            "Số tham chiếu 101234567890",
        ],
    )
    def test_is_an_export_s_on_an_import(self, notes: str) -> None:
        assert faults(a_mic(notes=notes)) == []

    @pytest.mark.parametrize(
        ("notes", "number"),
        [
            ("TK gốc: 101234567890", "101234567890"),
            ("TK gốc: 3012345678", "3012345678"),
            ("TK gốc: 3012345678901", "3012345678901"),
            ("Tờ khai nhập khẩu ban đầu", ""),
        ],
    )
    def test_with_any_other_number_is_a_fault_that_shows_it(self, notes: str, number: str) -> None:
        [fault] = faults(a_mic(notes=notes))
        assert (fault.code, fault.facts) == ("MIC-30-ORIGINAL", {"number": number, "digit": 3})

    def test_is_found_however_it_is_written(self) -> None:
        told = [ORIGINAL.search(notes) for notes in ("TK gốc:301234567890", "TỜ KHAI GỐC 301234567890")]
        assert [one and one[1] for one in told] == ["301234567890", "301234567890"]


def test_a_listed_place_is_taken_though_its_country_is_listed_no_more() -> None:
    """The Netherlands Antilles (AN) are no country of the table any more, their ports still are places."""
    assert "AN" not in law.codes("countries").on(DAY)
    assert faults(a_mic(loading_place="ANSXM")) == faults(a_mec(final_destination="ANWIL")) == []


@pytest.mark.parametrize("month", ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"])
def test_a_flight_has_the_month_in_english_capitals(month: str) -> None:
    assert [fault.code for fault in faults(a_mic(flight=f"KE0359/01{month}"))] == []


def test_a_flight_without_a_day_of_arrival_is_not_far_from_it() -> None:
    assert warnings(a_mic(arrival_date=None)) == []


def test_a_place_that_ends_as_its_office_does_need_not_be_run_by_it() -> None:
    """60BDGBD is a duty-free place (type G) of office 60BD, and open to the goods of others."""
    assert faults(a_mic(storage_place="60BDGBD")) == []
