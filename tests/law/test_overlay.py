"""An operator's own parameters stand before the built-in ones, and are held to the same shape."""

from datetime import date
from pathlib import Path

import pytest

from thongquan.law.book import Law
from thongquan.law.reading import LawBroken

DAY = date(2026, 9, 2)
ENTRY = 'name = "n"\nmeaning = "m"\n[[value]]\nsince = {since}\nis = {value}\nmark = "{mark}"\n'


def own(folder: Path, name: str, value: str, *, since: str = "2016-01-01", mark: str = "assumption") -> Law:
    (folder / "parameters").mkdir(parents=True)
    text = ENTRY.format(since=since, value=value, mark=mark)
    (folder / "parameters" / f"{name}.toml").write_text(text, encoding="utf-8")
    return Law(overlay=folder)


def test_what_customs_told_the_operator_stands_before_the_built_in(tmp_path: Path) -> None:
    law = own(tmp_path, "person_party_code", '"0000000000"')
    assert law.parameter("person_party_code", str).on(DAY) == "0000000000"


def test_other_parameters_stay_as_they_are(tmp_path: Path) -> None:
    law = own(tmp_path, "person_party_code", '"0000000000"')
    assert law.parameter("duty_free_ceiling", int).on(DAY) == Law().parameter("duty_free_ceiling", int).on(DAY)


def test_the_built_in_file_stays_as_it_is(tmp_path: Path) -> None:
    own(tmp_path, "person_party_code", '"0000000000"').parameter_file("person_party_code")
    assert Law().parameter("person_party_code", str).on(DAY) == ""


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawBroken) as broken:
        Law(overlay=tmp_path / "lwa").parameter_file("person_party_code")
    assert (broken.value.code, broken.value.facts["key"]) == ("LAW-NO-FILE", "lwa")


def test_a_list_that_nothing_reads_is_refused(tmp_path: Path) -> None:
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes" / "trader.tsv").touch()
    with pytest.raises(LawBroken) as broken:
        Law(overlay=tmp_path).parameter_file("person_party_code")
    assert (broken.value.code, broken.value.facts["file"]) == ("LAW-UNKNOWN-TABLE", "codes/trader.tsv")


@pytest.mark.parametrize(
    ("name", "value", "more", "refused"),
    [
        ("duty_free_ceiling", '"2000000"', {}, ("LAW-SHAPE", "value[0].is")),
        ("duty_free_ceiling", "2000000", {"since": "2026-01-01"}, ("LAW-DATE", "value[0].since")),
        ("duty_free_ceiling", "2000000", {"mark": "seed"}, ("LAW-UNKNOWN-ACT", "value[0].cites")),
        ("rule_profile", '"sharp"', {}, ("LAW-SHAPE", "value[0].is")),
        ("least_weight", '"heavy"', {}, ("LAW-SHAPE", "value[0].is")),
        ("least_weight", '"NaN"', {}, ("LAW-SHAPE", "value[0].is")),
        ("old_unit_codes_until", '"soon"', {}, ("LAW-SHAPE", "value[0].is")),
        ("duty_free_ceilling", "2000000", {}, ("LAW-UNKNOWN-TABLE", "duty_free_ceilling")),
    ],
    ids=[
        "another kind",
        "begins too late",
        "cites nothing",
        "no profile of that name",
        "no number",
        "no number that can be compared",
        "no day",
        "no parameter of that name",
    ],
)
def test_a_mistake_is_refused(
    tmp_path: Path, name: str, value: str, more: dict[str, str], refused: tuple[str, str]
) -> None:
    law = own(tmp_path, name, value, **more)
    with pytest.raises(LawBroken) as broken:
        law.parameter_file("duty_free_ceiling" if "duty" in name else name)
    assert (broken.value.code, broken.value.facts["key"]) == refused
