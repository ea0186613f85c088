"""docs/seed-coverage.md has a line for everything in the two source texts, and no line lies about a file."""

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "seed-coverage.md").read_text()
TOPICS = {"rule catalogue", "registration", "life of a declaration", "duty and deposit", "transport"}


class Line(NamedTuple):
    id: str
    seed: str
    where: str
    test: str
    state: str


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


LINES = [Line(*cells(row)) for row in TEXT.splitlines() if re.match(r"\| S\d-", row)]
IDS = {line.id for line in LINES}


def paths(cell: str) -> list[Path]:
    """Files named in backticks; outside tests/ and docs/ they are counted from the package."""
    names = [name for name in re.findall(r"`([^`]+)`", cell) if "/" in name]
    return [ROOT / name if name.startswith(("tests/", "docs/")) else ROOT / "src/thongquan" / name for name in names]


def names_after(cell: str) -> list[tuple[Path, str]]:
    """Each file of a cell with the fields, boxes or codes that follow it; what stands in brackets is a remark."""
    found = []
    for file, rest in re.findall(r"`([^`]+)`([^`]*)", cell):
        names = re.sub(r"\(.*", "", rest).replace(",", " ").split()
        found += [(path, name) for path in paths(f"`{file}`") for name in names]
    return found


def some(prefix: str) -> bool:
    return any(id_.startswith(prefix) for id_ in IDS)


def test_no_id_is_used_twice() -> None:
    assert len(IDS) == len(LINES)


def test_every_line_is_done_or_names_the_later_work() -> None:
    states = {"done", *(f"later: {topic}" for topic in TOPICS)}
    assert [line for line in LINES if line.state not in states] == []


def test_every_file_named_exists() -> None:
    missing = {
        path.relative_to(ROOT).as_posix()
        for line in LINES
        for path in paths(line.where + line.test)
        if not path.exists()
    }
    assert missing == set()


def test_every_field_box_or_code_named_stands_in_its_file() -> None:
    named = {pair for line in LINES for pair in names_after(line.where) if pair[0].is_file()}
    assert named
    assert [(path.name, name) for path, name in named if f'"{name}"' not in path.read_text()] == []


def test_what_is_done_names_its_place_and_its_test() -> None:
    done = [line for line in LINES if line.state == "done"]
    assert [line.id for line in done if not paths(line.where)] == []
    assert [line.id for line in done if not any(path.name.startswith("test_") for path in paths(line.test))] == []


def test_the_count_at_the_top_is_true() -> None:
    done = sum(line.state == "done" for line in LINES)
    assert f"{len(LINES)} lines: {done} done, {len(LINES) - done} later." in TEXT


def test_all_thirty_criteria_are_there_in_both_columns() -> None:
    wanted = [f"S4-A-{number}-{column}1" for number in range(1, 31) for column in "IE"]
    assert [id_ for id_ in wanted if id_ not in IDS] == []


def test_criteria_with_a_code_table_have_a_line_for_it() -> None:
    assert [number for number in (2, 3, 13, 16, 17, 18, 21, 22) if f"S4-A-{number}-X1" not in IDS] == []


def test_all_seventeen_price_terms_are_there() -> None:
    terms = {
        match
        for line in LINES
        if line.id.startswith("S4-A-23-I")
        for match in re.findall(r"\((\d+)\) [A-Z]", line.seed)
    }
    assert terms >= {str(number) for number in range(1, 18)}


def test_all_eight_forms_are_there() -> None:
    assert [number for number in range(1, 9) if f"S4-I-{number:02}" not in IDS or not some(f"S4-F{number:02}-")] == []


def test_part_b_is_there_in_both_columns() -> None:
    assert [number for number in range(1, 6) for column in "IE" if f"S4-B-{number:02}-{column}" not in IDS] == []


def test_annex_three_is_there_with_all_its_notes() -> None:
    cases = ["1-1", "2a", "2b-1", "2b-2", "2c1-1", "2c2-1", "2c3", "2d", "2đ"]
    assert [case for case in cases if f"S4-III-{case}" not in IDS] == []
    assert [note for note in range(1, 9) if not re.search(rf"\| S4-III-L01-\w+ \| \({note}\)", TEXT)] == []
    assert [note for note in range(1, 17) if not some(f"S4-III-L04-N{note}")] == []


def test_all_tutorial_steps_are_there() -> None:
    assert [step for step in ("0.1", "1.1", "2.1", "3.1", "4.0", "4.14") if f"S0-{step}" not in IDS] == []
