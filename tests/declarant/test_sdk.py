"""What `thongquan.declarant` names: each there, none by accident, and nothing loaded before it is asked for."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from thongquan import declarant

SDK = (Path(__file__).parents[2] / "docs" / "sdk.md").read_text()


def test_what_is_named_is_what_type_checkers_see_and_what_is_loaded() -> None:
    tree = ast.parse(Path(declarant.__file__).read_text())
    typed = {
        alias.name: f"{part.module}"
        for part in ast.walk(tree)
        if isinstance(part, ast.ImportFrom) and part.module and part.module.startswith("thongquan.")
        for alias in part.names
    }
    assert typed == declarant._PLACE
    assert sorted(typed) == sorted(declarant.__all__)
    assert all(getattr(declarant, name) is not None for name in declarant.__all__)


def test_importing_it_loads_nothing_else() -> None:
    asked = "import sys; from thongquan import declarant; print(*[m for m in sys.modules if 'thongquan' in m])"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert told.split() == ["thongquan", "thongquan.declarant"]


def test_the_package_says_that_it_is_typed() -> None:
    assert Path(declarant.__file__).parents[1].joinpath("py.typed").exists()


def test_the_document_names_all_of_it() -> None:
    assert set(declarant.__all__) - set(re.findall(r"(?:`|declarant\.)([A-Za-z_]+)", SDK)) == set()


def test_the_errors_that_the_document_names_have_the_codes_that_it_tells() -> None:
    rows = re.findall(r"^\| `([A-Za-z]+)` \| `([A-Z-]+)` \|", SDK, re.MULTILINE)
    assert len(rows) > 10
    assert [name for name, code in rows if getattr(declarant, name).code != code] == []
