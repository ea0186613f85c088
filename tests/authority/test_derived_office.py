"""The office and the team that a declaration leaves blank stand in the decision; what was signed stays as it is."""

import pytest

from authority.house import House, a_filing, lines_of
from thongquan.declaration.codec import decode_line

OFFICE = {"code": "02DS", "name": "Hải quan Chuyển phát nhanh", "team": "00"}


BLANKS = [{"customs_office": ""}, {"customs_team": ""}, {"customs_office": "", "customs_team": ""}]


@pytest.mark.parametrize("blank", BLANKS)
def test_what_is_blank_is_filled_in_by_the_authority(house: House, blank: dict[str, str]) -> None:
    """TT 191/2015 PL II.A.2 and 3."""
    [outcome] = house.file(a_filing(lines_of("A1", **blank)))[0]["outcomes"]
    assert outcome["decision"]["office"] == OFFICE


def test_a_team_that_is_declared_stays(house: House) -> None:
    [outcome] = house.file(a_filing(lines_of("A1", customs_team="05")))[0]["outcomes"]
    assert outcome["decision"]["office"]["team"] == "05"


def test_the_signed_line_stays_blank() -> None:
    [line] = lines_of("A1", customs_office="", customs_team="")
    assert (decode_line(line).customs_office, decode_line(line).customs_team) == ("", "")
    assert b"customs_office" not in line


def test_a_team_that_nobody_can_tell_is_refused(house: House) -> None:
    lines = lines_of("A1", customs_office="", customs_team="", storage_place="01DDEC1")
    [outcome] = house.file(a_filing(lines, office="01DD"))[0]["outcomes"]
    assert [fault["code"] for fault in outcome["faults"]] == ["MIC-03-DERIVED"]
