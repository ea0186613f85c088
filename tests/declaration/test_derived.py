"""The office and the team that the storage place tells, on the day."""

from datetime import UTC, date, datetime

import pytest

from building import DAY, a_mec, a_mic, faults, warnings
from rule_cases.case import where
from thongquan import law
from thongquan.base.moment import business_day
from thongquan.declaration import derived
from thongquan.declaration.derived import (
    TEAMS,
    office_in_charge,
    office_of,
    receiving_team,
    successor,
)
from thongquan.declaration.plan import Plan

MERGED_AT = (date(2026, 5, 31), date(2026, 6, 1))
"""The last day of 47D1 and 47D2, and the first on which 47D3 has taken over (CV 489/CNTT-QLVH)."""


class TestABlankOffice:
    """TT 191/2015 PL II.A.2."""

    @pytest.mark.parametrize(("place", "office"), [("02DSC01", "02DS"), ("01DDEC1", "01DD"), ("47NBOZZ", "47NB")])
    def test_is_the_one_that_the_storage_place_belongs_to(self, place: str, office: str) -> None:
        assert office_of(a_mic(customs_office="", storage_place=place), DAY) == office
        assert office_of(a_mec(customs_office="", storage_place=place), DAY) == office

    def test_is_no_fault_while_the_place_tells_it(self) -> None:
        assert faults(a_mic(customs_office="", customs_team="")) == []

    def test_that_is_declared_stays_whatever_the_place_says(self) -> None:
        assert office_of(a_mic(customs_office="01DD"), DAY) == "01DD"

    @pytest.mark.parametrize("place", ["", "ZZZZZZZ", "99ZZOZZ", "OZZ"])
    def test_is_not_told_by_a_place_that_is_none(self, place: str) -> None:
        assert office_in_charge(place, DAY) == ""

    def test_is_one_fault_together_with_a_place_that_is_none(self) -> None:
        found = faults(a_mic(customs_office="", customs_team="", storage_place="ZZZZZZZ"))
        assert [fault.code for fault in found] == ["MIC-ST-UNLISTED"]

    @pytest.mark.parametrize(("day", "office"), [(MERGED_AT[0], "47D1"), (MERGED_AT[1], "47D3")])
    def test_of_a_place_of_a_merged_office_is_its_successor_from_that_midnight(self, day: date, office: str) -> None:
        assert office_in_charge("47D1C01", day) == office
        assert office_in_charge("47D1OZZ", day) == office


@pytest.mark.parametrize(
    ("moment", "office"),
    [(datetime(2026, 5, 31, 16, 59, 59, tzinfo=UTC), "47D1"), (datetime(2026, 5, 31, 17, 0, tzinfo=UTC), "47D3")],
)
def test_the_midnight_is_that_of_viet_nam(moment: datetime, office: str) -> None:
    assert office_of(a_mic(customs_office="", storage_place="47D1C01"), business_day(moment)) == office


class TestABlankTeam:
    """TT 191/2015 PL II.A.3, read: from the list of the office."""

    def test_is_team_00_where_the_office_has_one(self) -> None:
        assert receiving_team("", "02DS", DAY) == "00"

    def test_is_the_only_one_of_the_office(self) -> None:
        with where({TEAMS: {"01DD02": {"office": "01DD", "team": "02"}}}):
            assert receiving_team("", "01DD", DAY) == "02"

    def test_cannot_be_told_where_the_office_has_several(self) -> None:
        assert receiving_team("", "01DD", DAY) == ""

    def test_that_is_declared_stays(self) -> None:
        assert receiving_team("05", "02DS", DAY) == "05"

    def test_stays_blank_without_fault_at_an_office_whose_teams_are_not_listed(self) -> None:
        assert derived.teams_of("01AB", DAY) == []
        assert faults(a_mic(customs_office="01AB", customs_team="")) == []

    def test_any_that_exists_will_do_at_an_office_whose_teams_are_not_listed(self) -> None:
        assert faults(a_mic(customs_office="01AB", customs_team="07")) == []
        [fault] = faults(a_mic(customs_office="01AB", customs_team="ZZ"))
        assert fault.code == "MIC-03-UNKNOWN"

    def test_names_the_teams_to_choose_from(self) -> None:
        [fault] = faults(a_mic(customs_office="01DD", customs_team=""))
        assert (fault.code, fault.facts) == ("MIC-03-DERIVED", {"office": "01DD", "teams": ["01", "02"]})


class TestAnOfficeThatIsMerged:
    """CV 489/CNTT-QLVH: 47D1 and 47D2 go into 47D3 on 2026-06-01."""

    @pytest.mark.parametrize(("day", "found"), [(MERGED_AT[0], []), (MERGED_AT[1], ["MIC-02-MERGED"])])
    def test_is_refused_from_that_midnight_whatever_its_team(self, day: date, found: list[str]) -> None:
        told = Plan("MIC", day).judge(a_mic(customs_office="47D1")).faults
        assert [fault.code for fault in told if fault.at in ("customs_office", "customs_team")] == found

    def test_says_who_took_over_and_when_it_ended(self) -> None:
        [fault] = faults(a_mic(customs_office="47D2"))
        assert fault.facts == {"office": "47D2", "until": "2026-05-31", "successor": "47D3"}

    @pytest.mark.parametrize(("day", "told"), [(date(2026, 5, 1), []), (date(2026, 5, 2), ["MIC-02-ENDS"])])
    def test_is_told_of_thirty_days_ahead(self, day: date, told: list[str]) -> None:
        found = warnings(a_mic(customs_office="47D1"), day)
        assert [one.code for one in found if one.at == "customs_office"] == told

    def test_names_a_successor_that_is_open_and_has_a_team(self) -> None:
        assert successor("47D1") == successor("47D2") == "47D3"
        assert receiving_team("", "47D3", DAY) == "00"

    def test_every_successor_is_an_office(self) -> None:
        rows = law.codes("customs_offices").rows()
        assert {row["successor"] for row in rows} - {row["code"] for row in rows} == {""}


class TestAnOldUnitCode:
    """TB 174/CNTT-QLVH: unified codes from 2026-04-01, old ones until 2026-06-30; the list was not read."""

    @pytest.mark.parametrize(
        ("day", "told"),
        [
            (date(2026, 3, 31), []),
            (date(2026, 4, 1), ["MIC-02-OLD"]),
            (date(2026, 6, 30), ["MIC-02-OLD"]),
            (date(2026, 7, 1), ["MIC-02-GONE"]),
        ],
    )
    def test_may_be_one_that_was_not_seen_since_the_names_of_2025(self, day: date, told: list[str]) -> None:
        found = warnings(a_mic(customs_office="47NB"), day)
        assert [one.code for one in found if one.at == "customs_office"] == told

    @pytest.mark.parametrize("office", ["02DS", "47D3"])
    def test_is_not_one_that_is_known_to_live(self, office: str) -> None:
        assert [one for one in warnings(a_mic(customs_office=office)) if one.at == "customs_office"] == []


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2025, 2, 28), "CC HQ Chuyển phát nhanh"), (date(2025, 3, 1), "Hải quan Chuyển phát nhanh")],
)
def test_an_office_is_called_by_its_new_name_from_the_first_of_march(day: date, name: str) -> None:
    """QĐ 382/QĐ-BTC. Codes stay."""
    assert law.codes("customs_offices").on(day)["02DS"]["name"] == name
    assert receiving_team("", "02DS", day) == "00"
