"""One command on a fresh checkout, and it says what it installs."""

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
TARGETS = {"demo", "test", "check", "drill", "serve", "bench", "setup", "help", "clean"}


def test_help_lists_every_target() -> None:
    done = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(re.findall(r"^  make (\w+) +\S", done.stdout, re.MULTILINE)) >= TARGETS


def test_the_build_server_runs_the_command_of_the_readme() -> None:
    assert "exec make test" in (ROOT / ".ci" / "run").read_text()
    assert "$ make test" in (ROOT / "README.md").read_text()


def test_the_only_tool_fetched_before_the_lock_is_pinned_by_hash() -> None:
    text = (ROOT / "tools" / "uv.txt").read_text()
    assert len(re.findall(r"^uv==[\d.]+ ", text, re.MULTILINE)) == 1
    assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", text)) == 2


def test_the_readme_names_the_debian_packages_that_set_up_installs() -> None:
    readme = (ROOT / "README.md").read_text()
    setup = (ROOT / "tools" / "setup").read_text()
    for package in ("openssl", "ca-certificates", "softhsm2", "strace"):
        assert f"echo {package}" in setup
        assert f"`{package}`" in readme
    assert "`python3.11-venv`" in readme


def test_scripts_stop_at_the_first_error() -> None:
    for name in ("tools/setup", ".ci/run"):
        script = ROOT / name
        assert "set -euo pipefail" in script.read_text()
        assert script.stat().st_mode & 0o111
        subprocess.run(["bash", "-n", script], check=True)


def test_every_locked_file_is_pinned_by_hash_and_from_the_public_index() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    fetched = [package for package in lock["package"] if package["source"] != {"editable": "."}]
    assert fetched
    assert {package["source"].get("registry") for package in fetched} == {"https://pypi.org/simple"}
    files = [file for package in fetched for file in [*package.get("wheels", []), package.get("sdist")] if file]
    assert [file["url"] for file in files if not file.get("hash", "").startswith("sha256:")] == []
