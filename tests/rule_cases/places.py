"""Office, team, storage, flight, ports and notes."""

from datetime import date
from decimal import Decimal
from typing import Any

from building import DAY
from rule_cases.case import NONE, Case
from thongquan.declaration.derived import OFFICES, WAREHOUSES
from thongquan.declaration.rules.offices import OLD_CODES_UNTIL, WITHOUT_EXPORTS, WITHOUT_IMPORTS

TEAM_00 = {"customs_team": "00"}
BLANK = {"customs_office": "", "customs_team": ""}
TEMPORARY = {"storage_place": "02DSOZZ", "notes": "Tại Kho Sao Mai, 12 Lê Lợi; xếp hàng 14:00 03/09/2026"}
MERGER_TOLD = {OFFICES: {**OFFICES.on(DAY), "47D1": OFFICES.on(date(2026, 5, 31))["47D1"]}}
"""The office 47D1 as if it were still open on the day of the tests."""


def without(table: Any, *codes: str) -> dict[Any, Any]:
    """The table of the day as if these rows had ended."""
    return {table: {code: row for code, row in table.on(DAY).items() if code not in codes}}


OFFICE: list[Case] = [
    Case("MIC-02-MERGED", {"customs_office": "47D3"}, {"customs_office": "47D1"}, "customs_office"),
    Case("MEC-02-MERGED", {"customs_office": "47D3"}, {"customs_office": "47D2"}, "customs_office"),
    Case("MIC-02-CLOSED", TEAM_00, {"customs_office": "01B1"}, "customs_office", without(OFFICES, "01B1")),
    Case("MEC-02-CLOSED", TEAM_00, {"customs_office": "01B1"}, "customs_office", without(OFFICES, "01B1")),
    Case("MIC-02-HANDLES", TEAM_00, {"customs_office": "01B1"}, "customs_office", {WITHOUT_IMPORTS: {"01B1"}}),
    Case("MEC-02-HANDLES", TEAM_00, {"customs_office": "01B1"}, "customs_office", {WITHOUT_EXPORTS: {"01B1"}}),
    Case("MIC-02-OLD", TEAM_00, {"customs_office": "47NB"}, "customs_office", {OLD_CODES_UNTIL: "2026-09-02"}),
    Case("MEC-02-OLD", TEAM_00, {"customs_office": "47NB"}, "customs_office", {OLD_CODES_UNTIL: "2026-09-02"}),
    Case("MIC-02-GONE", TEAM_00, {"customs_office": "47NB"}, "customs_office", {OLD_CODES_UNTIL: "2026-09-01"}),
    Case("MEC-02-GONE", TEAM_00, {"customs_office": "47NB"}, "customs_office", {OLD_CODES_UNTIL: "2026-09-01"}),
    Case("MIC-02-ENDS", TEAM_00, {"customs_office": "47D1"}, "customs_office", MERGER_TOLD),
    Case("MEC-02-ENDS", TEAM_00, {"customs_office": "47D1"}, "customs_office", MERGER_TOLD),
    Case("MIC-02-DERIVED", BLANK, {"storage_place": "01B1A02"}, "customs_office", without(OFFICES, "01B1")),
    Case("MEC-02-DERIVED", BLANK, {"storage_place": "01B1A02"}, "customs_office", without(OFFICES, "01B1")),
    Case("MIC-03-UNKNOWN", NONE, {"customs_team": "ZZ"}, "customs_team"),
    Case("MEC-03-UNKNOWN", NONE, {"customs_team": "ZZ"}, "customs_team"),
    Case("MIC-03-OFFICE", {"customs_office": "01DD", "customs_team": "01"}, {"customs_team": "00"}, "customs_team"),
    Case("MEC-03-OFFICE", {"customs_office": "01DD", "customs_team": "01"}, {"customs_team": "00"}, "customs_team"),
    Case("MIC-03-DERIVED", {"customs_office": "01DD", "customs_team": "01"}, {"customs_team": ""}, "customs_team"),
    Case("MEC-03-DERIVED", {"customs_office": "01DD", "customs_team": "01"}, {"customs_team": ""}, "customs_team"),
]
STORAGE: list[Case] = [
    Case("MIC-18-NOW", NONE, {"storage_place": "02DSC02"}, "storage_place", without(WAREHOUSES, "02DSC02")),
    Case("MEC-18-NOW", NONE, {"storage_place": "02DSC02"}, "storage_place", without(WAREHOUSES, "02DSC02")),
    Case("MIC-18-RUN", {"storage_place": "02DSCDS"}, {"storage_place": "47NBCNB"}, "storage_place"),
    Case("MEC-18-RUN", {"storage_place": "02DSCDS"}, {"storage_place": "47NBCNB"}, "storage_place"),
    Case("MIC-18-TEMPORARY", TEMPORARY, {"storage_place": "47NBOZZ"}, "storage_place"),
    Case("MEC-18-TEMPORARY", TEMPORARY, {"storage_place": "47NBOZZ"}, "storage_place"),
    Case("MIC-18-NOTES", TEMPORARY, {"notes": ""}, "notes"),
    Case("MEC-18-NOTES", TEMPORARY, {"notes": ""}, "notes"),
]
FLIGHT: list[Case] = [
    Case("MIC-19-DATE", NONE, {"flight": "KE0359/31SEP"}, "flight"),
    Case("MIC-19-ARRIVAL", {"flight": "KE0359/31AUG"}, {"flight": "KE0359/30AUG"}, "flight"),
    Case("MIC-19-AIRLINE", NONE, {"flight": "X90359/03SEP"}, "flight"),
    Case(
        "MIC-20-LATE",
        {"flight": "KE0359/03AUG", "arrival_date": date(2026, 8, 3)},
        {"arrival_date": date(2026, 8, 2)},
        "arrival_date",
    ),
    Case(
        "MIC-20-AHEAD",
        {"flight": "KE0359/01NOV", "arrival_date": date(2026, 11, 1)},
        {"arrival_date": date(2026, 11, 2)},
        "arrival_date",
    ),
]
PORTS: list[Case] = [
    Case("MIC-21-ROAD", NONE, {"unloading_place": "HUG"}, "unloading_place"),
    Case("MIC-22-FOREIGN", NONE, {"loading_place": "VNSGN"}, "loading_place"),
    Case("MIC-22-COUNTRY", NONE, {"loading_place": "XXICN"}, "loading_place"),
    Case("MIC-22-ZZZ", {"loading_place": "ZZZZZ"}, {"loading_place": "ZZZ"}, "loading_place"),
    Case("MEC-21-ABROAD", {"final_destination": "VNZZZ"}, {"final_destination": "VNSGN"}, "final_destination"),
    Case("MEC-21-COUNTRY", NONE, {"final_destination": "XXNRT"}, "final_destination"),
    Case("MEC-21-NEEDED", NONE, {"final_destination": ""}, "final_destination"),
    Case("MEC-21-SPOT", NONE, {"final_destination": "VNZZZ"}, "final_destination"),
    Case("MEC-21-ZZ", NONE, {"final_destination": "ZZZZZ"}, "final_destination"),
]
WEIGHT: list[Case] = [
    Case("MEC-17-WIRE", {"gross_weight": Decimal("999999.9")}, {"gross_weight": Decimal("1000000.1")}, "gross_weight"),
    Case("MEC-17-STRICT", {"gross_weight": Decimal("999999.9")}, {"gross_weight": Decimal(1_000_000)}, "gross_weight"),
]
NOTES: list[Case] = [
    Case("MIC-30-ORIGINAL", {"notes": "TK gốc: 300000000540"}, {"notes": "TK gốc: 100000000540"}, "notes"),
    Case("MEC-30-ORIGINAL", {"notes": "TK gốc: 100000000540"}, {"notes": "TK gốc: 300000000540"}, "notes"),
]

CASES: list[Case] = [*OFFICE, *STORAGE, *FLIGHT, *PORTS, *WEIGHT, *NOTES]
