"""`thongquan duty assess`, `thongquan tariff` and `check --explain`."""

import os
import subprocess
import sys
from collections.abc import Callable

import msgspec
import pytest

from commands import DAY, PROFILE, SAMPLES, Ended

Run = Callable[..., Ended]
PAPERS = ["--value", "190.38 CNY", "--freight", "3.6 USD", "--term", "FOB", "--hs", "3304.99.30", "--on", DAY]


def test_a_parcel_is_assessed_step_by_step_with_its_grounds(thongquan: Run) -> None:
    told = thongquan("duty", "assess", *PAPERS)
    assert told.code == 0
    expected = [
        "190.38 CNY × 3,619.58",
        "689,095.6404",
        "782,264",
        "8 % on 782,264",
        "62,581",
        "NĐ 134/2016",
        "estimate",
    ]
    assert [part for part in expected if part not in told.out] == []


def test_the_same_as_json(thongquan: Run) -> None:
    told = msgspec.json.decode(thongquan("duty", "assess", *PAPERS, "--json").out)
    assert (told["form"], told["customs_value"], told["taxes"], told["fee"]) == (
        "MIC", 782_264, {"NK": 0, "GTGT": 62_581}, 0,
    )  # fmt: skip
    assert [step["rule"] for step in told["steps"]][:3] == ["VALUE-INVOICE", "VALUE-FREIGHT", "VALUE"]


def test_what_a_person_must_choose_is_asked_with_the_option_that_answers_it(thongquan: Run) -> None:
    asked = thongquan("duty", "assess", "--customs-value", "1.500.000", "--hs", "84151020", "--on", DAY)
    assert asked.code == 1
    assert "--choose NK=" in asked.out
    chosen = ["--choose", "NK=0%", "--choose", "GTGT=8", "--special", "NONE"]
    answered = thongquan("duty", "assess", "--customs-value", "1.500.000", "--hs", "84151020", "--on", DAY, *chosen)
    assert (answered.code, "120,000" in answered.out) == (0, True)


@pytest.mark.parametrize(
    "wrong",
    [
        ["--value", "1,000 USD"],
        ["--value", "10.5 VND"],
        ["--value", "1.23456 USD"],
        ["--value", "10"],
        ["--customs-value", "10.5"],
        ["--exchange", "USD=0"],
        ["--choose", "XK=5"],
        ["--kilograms", "-1"],
    ],
)
def test_an_amount_that_could_be_read_in_two_ways_is_refused(thongquan: Run, wrong: list[str]) -> None:
    assert thongquan("duty", "assess", *wrong).code == 2


def test_a_line_is_found_and_shown(thongquan: Run) -> None:
    found = thongquan("tariff", "find", "sạc", "dự", "phòng", "--on", DAY)
    assert (found.code, "thongquan tariff show 85076090" in found.out) == (0, True)
    shown = thongquan("tariff", "show", "85076090", "--on", DAY)
    assert [part for part in ("from 2027-01-01: 10 %", "Not in the data") if part not in shown.out] == []
    listed = msgspec.json.decode(thongquan("tariff", "find", "power bank", "--on", DAY, "--json").out)
    assert listed[0]["code"] == "85076090"
    line = msgspec.json.decode(thongquan("tariff", "show", "04072100", "--on", DAY, "--json").out)
    assert (line["duty_mfn"], line["open"][0]["code"]) == ("40 (NHN: 80)", "ASSESS-SEVERAL-DUTY-RATES")


def test_a_line_that_is_not_there_is_refused_with_the_nearest(thongquan: Run) -> None:
    assert "85076031" in thongquan("tariff", "show", "85076000").err
    assert thongquan("tariff", "find", "zzzzzzzz").code == 1


def test_a_line_is_found_at_once() -> None:
    """As a command of its own, with everything that it loads."""
    before = os.times()
    subprocess.run(
        [sys.executable, "-m", "thongquan.cli.main", "tariff", "find", "sạc dự phòng"], check=True, capture_output=True
    )
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    assert spent < 1.0  # 0.42 where nothing else runs; twice as much on a busy machine


def test_a_house_of_a_manifest_is_explained(thongquan: Run) -> None:
    sample = SAMPLES / "import_manifest_200.xlsx"
    arguments = ["check", sample, "--profile", PROFILE, "--on", DAY, "--explain"]
    told = msgspec.json.decode(thongquan(*arguments, "sel87703788vn", "--json").out)
    assert (told["house_bill"], told["customs_value"], told["taxes"]["GTGT"]) == ("SEL87703788VN", 366_461, 29_317)
    assert "14.16 USD × 25,880" in told["steps"][0]["text"]["en"]
