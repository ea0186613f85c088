"""What people read after `check`."""

from collections.abc import Callable
from pathlib import Path

from commands import DAY, PROFILE, SAMPLES, Ended, a_flight
from thongquan.cli.table import day_of, figure, moment_of, seconds

Run = Callable[..., Ended]
MANIFEST = SAMPLES / "import_manifest_200.xlsx"


def test_what_many_houses_lack_is_told_once(thongquan: Run) -> None:
    told = thongquan("check", MANIFEST, "--on", DAY)
    [line] = [line for line in told.out.splitlines() if "MIC-ST-EMPTY" in line]
    assert line.startswith("178 house bills: ")


def test_without_a_profile_one_is_recommended_once(thongquan: Run) -> None:
    assert thongquan("check", MANIFEST, "--on", DAY).out.count("thongquan template profile") == 1
    assert "template profile" not in thongquan("check", MANIFEST, "--on", DAY, "--profile", PROFILE).out


def test_a_flight_without_faults_needs_no_advice(thongquan: Run, tmp_path: Path) -> None:
    told = thongquan("check", a_flight(tmp_path / "f.csv", 2), "--on", DAY, "--profile", PROFILE)
    assert told.code == 0
    assert "Faults" not in told.out


def test_no_code_fills_the_list_alone(thongquan: Run) -> None:
    told = thongquan("check", MANIFEST, "--on", DAY)
    assert told.out.count("[MIC-24-SET]") == 3
    assert "more house bills with faults" in told.out


def test_the_next_step_judges_as_this_one_did(thongquan: Run, tmp_path: Path) -> None:
    flight = a_flight(tmp_path / "a flight.csv", 2)
    told = thongquan("check", flight, "--profile", PROFILE, "--on", DAY, "--direction", "import")
    next_step = told.out.splitlines()[-1].strip()
    assert next_step.startswith(
        f"thongquan file '{flight}' --profile {PROFILE} --direction import --on {DAY} --server "
    )


def test_figures_are_grouped_in_the_readers_own_way(thongquan: Run) -> None:
    assert "50,424,030" in thongquan("check", MANIFEST, "--on", DAY, "--profile", PROFILE).out
    assert (figure(50_424_030, "vi"), seconds(0.25, "vi"), day_of(DAY, "vi")) == ("50.424.030", "0,2", "02/09/2026")


def test_moments_are_those_of_a_clock_in_viet_nam() -> None:
    assert moment_of("2026-09-02T18:00:00.000000Z", "vi") == "03/09/2026 01:00:00"
    assert moment_of("2026-09-02T18:00:00.000000Z", "en") == "2026-09-03 01:00:00"
