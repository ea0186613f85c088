"""Hostile FHL: what no real message holds is refused by its name, at once."""

from pathlib import Path

import pytest

from thongquan import manifest
from thongquan.manifest import cargo, cargo_sheet, fhl
from timing import quickest

SAMPLES = Path(__file__).parents[1] / "samples"
ONE = (SAMPLES / "houses_12.fhl.txt").read_text("ascii").split("\n\n")[0] + "\n"
HEAD, HOUSE = ONE[: ONE.index("HBS/")], ONE[ONE.index("HBS/") :]
SECONDS = 0.5

REFUSED = {
    "one_endless_line": (HEAD + "X" * 20_000_000, "FILE-CELL-TOO-LONG"),
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
    "no_house": (HEAD, "FILE-NO-HOUSES"),
    "nothing_but_a_version": ("FHL/4\n", "FILE-NO-HOUSES"),
}


def refusal(folder: Path, text: str) -> str:
    path = folder / "message"
    path.write_text(text)
    with pytest.raises(manifest.Unreadable) as refused:
        manifest.read(path)
    return refused.value.code


@pytest.mark.parametrize("name", REFUSED)
def test_refused_at_once(name: str, tmp_path: Path) -> None:
    text, code = REFUSED[name]
    seconds, told = quickest(lambda: refusal(tmp_path, text))
    assert told == code
    assert seconds < SECONDS


@pytest.mark.parametrize(
    ("limit", "most", "code"),
    [
        ("message_lines", 15, "FILE-TOO-MANY-ROWS"),
        ("rows", 1, "FILE-TOO-MANY-ROWS"),
        ("house_values", 30, "HOUSE-TOO-LONG"),
        ("cell_characters", 46, "FILE-CELL-TOO-LONG"),
        ("columns", 29, "FILE-TOO-MANY-COLUMNS"),
        ("sheet_cells", 29, "FILE-TOO-MANY-CELLS"),
    ],
)
def test_each_limit_lets_through_what_just_fits(
    limit: str, most: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "message"
    path.write_text(ONE)
    for fits in (True, False):
        limits = cargo.LIMITS.__class__(**{limit: most if fits else most - 1})
        for module in (cargo, cargo_sheet, fhl):
            monkeypatch.setattr(module, "LIMITS", limits)
        if fits:
            assert manifest.read(path).sheets[0].rows
        else:
            assert refusal(tmp_path, ONE) == code
