"""The files themselves: short, and free of anything that only one machine has."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINES_PER_FILE = 400
LINES_PER_FUNCTION = 50

LONGER_FOR_A_REASON: dict[str, str] = {
    "src/thongquan/declaration/drafting.py::draft": "one line for each item of the form, in message order",
}
"""`path` or `path::function` -> why it may be longer."""

MACHINE_PATHS = re.compile(r"(?<![\w.~-])/(?:work|home|root|Users)/\w|\bshar(?:ed)/")


def kept_files() -> list[Path]:
    """What a commit of everything here would hold."""
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


def python_files() -> list[Path]:
    return [path for path in kept_files() if path.suffix == ".py"]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def long_files() -> Iterator[str]:
    for path in python_files():
        if len(path.read_text().splitlines()) > LINES_PER_FILE:
            yield name_of(path)


def long_functions() -> Iterator[str]:
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if (node.end_lineno or 0) - node.lineno + 1 > LINES_PER_FUNCTION:
                yield f"{name_of(path)}::{node.name}"


def test_no_python_file_is_longer_than_400_lines() -> None:
    assert set(long_files()) - set(LONGER_FOR_A_REASON) == set()


def test_no_function_is_longer_than_50_lines() -> None:
    assert set(long_functions()) - set(LONGER_FOR_A_REASON) == set()


def test_no_exception_outlives_its_reason() -> None:
    assert set(LONGER_FOR_A_REASON) <= {*long_files(), *long_functions()}


def test_no_text_names_a_path_of_one_machine() -> None:
    found = []
    for path in kept_files():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue  # pictures, workbooks, files in old encodings
        found += [f"{name_of(path)}: {match.group()}" for match in MACHINE_PATHS.finditer(text)]
    assert found == []


def test_the_search_for_machine_paths_finds_one() -> None:
    assert MACHINE_PATHS.search("see /" + "home/somebody")
    assert not MACHINE_PATHS.search("https://example.vn/home/page")
