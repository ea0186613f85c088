"""Office, team, storage, flight and ports."""

from rule_cases.case import NONE, Case

CASES: list[Case] = [
    Case("MIC-03-OFFICE", NONE, {"customs_team": "ZZ"}, "customs_team"),
    Case("MEC-03-OFFICE", NONE, {"customs_team": "ZZ"}, "customs_team"),
    Case("MIC-19-DATE", NONE, {"flight": "KE0359/31SEP"}, "flight"),
    Case("MIC-22-FOREIGN", NONE, {"loading_place": "VNSGN"}, "loading_place"),
]
