"""Hostile FHL: what no real message holds is refused by its name, at once."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from manifest.hostile import BYTES, SECONDS, cost_of, least_cost
from thongquan.base.limits import LIMITS
from thongquan.manifest import apart, cargo_sheet

SAMPLES = Path(__file__).parents[1] / "samples"
ONE = (SAMPLES / "houses_12.fhl.txt").read_text("ascii").split("\n\n")[0] + "\n"
HEAD, HOUSE = ONE[: ONE.index("HBS/")], ONE[ONE.index("HBS/") :]

REFUSED = {
    "one_endless_line": (HEAD + "X" * 20_000_000, "FILE-LINE-TOO-LONG"),
    "one_endless_text": (ONE.replace("TXT/", "TXT/" + "X" * 60 + "\n" + "/X\n" * 3_000), "HOUSE-TOO-LONG"),
    "a_text_of_long_lines": (ONE.replace("TXT/", "TXT/" + ("X" * 30_000 + "\n/") * 3), "FILE-CELL-TOO-LONG"),
    "garbage_in_a_house": (ONE + "garbage\n" * 5_000, "HOUSE-TOO-LONG"),
    "garbage_before_all_houses": (HEAD + "garbage\n" * 5_000 + HOUSE, "HOUSE-TOO-LONG"),
    "garbage_in_many_messages": ("FHL/4\ngarbage\n" * 5_000, "HOUSE-TOO-LONG"),
    "the_master_bill_again_and_again": (HEAD + HEAD[6:] * 5_000 + HOUSE * 2, "HOUSE-TOO-LONG"),
    "unknown_identifiers": (
        ONE + "".join(f"X{chr(65 + n // 26)}{chr(65 + n % 26)}/1\n" for n in range(300)),
        "FILE-TOO-MANY-COLUMNS",
    ),
    "half_a_million_lines": ("FHL/4\n" + "\n" * 600_000, "FILE-TOO-MANY-ROWS"),
    "no_house": (HEAD, "FILE-NO-HOUSES"),
    "nothing_but_a_version": ("FHL/4\n", "FILE-NO-HOUSES"),
    "zeros_between_letters": (ONE.replace("TXT/", "TXT/" + "\0" * 900), "FILE-KIND"),
}
READ = {
    "control_characters": ONE.replace("TXT/", "TXT/\x01\x07\x1b[2J\x7f").encode(),
    "lines_that_end_in_carriage_returns": ONE.replace("\n", "\r").encode(),
    "a_count_beyond_all": ONE.replace("/1/K", "/999999/K").encode(),
    "a_formula": ONE.replace("TXT/", "TXT/=HYPERLINK(").encode(),
    "bytes_of_windows_1252": ONE.replace("TXT/", "TXT/Caf\u00e9 ").encode("cp1252"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_at_once(name: str, tmp_path: Path) -> None:
    text, code = REFUSED[name]
    (tmp_path / "message").write_text(text)
    cost = least_cost(tmp_path / "message", SECONDS)
    assert (cost.outcome, cost.seconds < SECONDS, cost.memory < BYTES) == (code, True, True)


@pytest.mark.parametrize("name", READ)
def test_read_as_it_stands(name: str, tmp_path: Path) -> None:
    (tmp_path / "message").write_bytes(READ[name])
    assert least_cost(tmp_path / "message", SECONDS).outcome == "read"


@pytest.mark.parametrize(
    ("limit", "most", "code"),
    [
        ("message_lines", 15, "FILE-TOO-MANY-ROWS"),
        ("rows", 1, "FILE-TOO-MANY-ROWS"),
        ("house_values", 30, "HOUSE-TOO-LONG"),
        ("cell_characters", 46, "FILE-LINE-TOO-LONG"),
        ("columns", 29, "FILE-TOO-MANY-COLUMNS"),
        ("message_values", 30, "FILE-TOO-MANY-CELLS"),
    ],
)
def test_each_limit_lets_through_what_just_fits(
    limit: str, most: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "message").write_text(ONE)
    for fits in (True, False):
        limits = replace(LIMITS, **{limit: most if fits else most - 1})
        for module in (apart, cargo_sheet):
            monkeypatch.setattr(module, "LIMITS", limits)
        assert cost_of(tmp_path / "message").outcome == ("read" if fits else code)
