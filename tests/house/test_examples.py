"""The examples for operators: their commands, figures and paths are those that there are."""

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from thongquan.cli.main import build_parser
from thongquan.server.metrics import Metrics

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
OPERATING = (ROOT / "docs" / "operating.md").read_text()

COMMAND = re.compile(r"(?:/opt/thongquan/\.venv/bin/|^#? *)thongquan ((?:serve|backup|office)\b[^\n]*)", re.MULTILINE)
FIGURE = re.compile(r"\b(?:thongquan|process)_[a-z_]+\b")


def text_of(name: str) -> str:
    return (EXAMPLES / name).read_text().replace("\\\n", " ")


def options_of(parser: argparse.ArgumentParser, command: str) -> set[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction) and command in action.choices:
            return set(action.choices[command]._option_string_actions)
    return set()


@pytest.mark.parametrize("name", [path.name for path in sorted(EXAMPLES.iterdir())])
def test_every_command_and_option_exists(name: str) -> None:
    parser, unknown = build_parser(), []
    for line in COMMAND.findall(text_of(name)):
        command, *words = line.split()
        known = options_of(parser, command)
        unknown += [word for word in words if word.startswith("--") and word not in known]
    assert unknown == []


def test_the_container_serves_as_its_last_line_says() -> None:
    [line] = re.findall(r"^CMD \[(.+)\]$", text_of("Containerfile"), re.MULTILINE)
    arguments = build_parser().parse_args([word.strip().strip('"') for word in line.split(",")])
    assert (arguments.listen, arguments.behind_proxy, arguments.demo) == ("0.0.0.0:8450", True, False)


def test_the_container_is_built_from_what_is_locked_and_runs_as_nobody_special() -> None:
    text = text_of("Containerfile")
    assert "--require-hashes" in text
    assert "uv sync --frozen --no-dev" in text
    assert re.search(r"^USER 10001:10001$", text, re.MULTILINE)
    copied = [word for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE) for word in line.split()[:-1]]
    assert copied
    assert [name for name in copied if not (ROOT / name).exists()] == []


def alerts() -> list[dict[str, Any]]:
    return [rule for group in yaml.safe_load(text_of("alerts.yml"))["groups"] for rule in group["rules"]]


def test_every_figure_of_an_alert_is_one_that_the_server_tells(figures_told: str) -> None:
    names = {name for rule in alerts() for name in FIGURE.findall(rule["expr"])}
    assert len(names) > 10
    assert {name for name in names if f"\n{name}" not in f"\n{figures_told}"} == set()


@pytest.fixture
def figures_told() -> str:
    """The names in the source, where the books are not at hand, and those of a fresh count."""
    metrics = Metrics()
    metrics.request("GET", "/healthz", 200, "", 0.1)
    metrics.request("POST", "/api/v1/filings", 503, "BUSY", 0.1)
    readings = "".join((ROOT / "src/thongquan/server" / name).read_text() for name in ("readings.py", "serving.py"))
    return metrics.text().decode() + "\n".join(re.findall(r'"((?:thongquan|process)_[a-z_]+)"', readings))


def test_for_every_alert_there_is_something_to_do() -> None:
    missing = [rule["alert"] for rule in alerts() if f"### {rule['alert']}" not in OPERATING]
    assert missing == []
    assert all(rule["annotations"]["summary"] for rule in alerts())
    assert {rule["labels"]["severity"] for rule in alerts()} == {"wake", "morning"}


def test_prometheus_is_told_the_servers_own_port() -> None:
    told = yaml.safe_load(text_of("prometheus.yml"))
    [target] = told["scrape_configs"][0]["static_configs"][0]["targets"]
    assert f"--listen 0.0.0.0:{target.partition(':')[2]}" in text_of("thongquan.service")


def test_the_log_that_is_rotated_is_the_one_that_is_written() -> None:
    [path] = re.findall(r"--log (\S+)", text_of("thongquan.service"))
    assert f"\n{path} {{" in text_of("logrotate.conf")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here")
def test_systemd_understands_the_units_and_finds_them_closed(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("thongquan")
    units = [*EXAMPLES.glob("*.service"), *EXAMPLES.glob("*.timer")]
    for unit in units:
        text = unit.read_text().replace("/opt/thongquan/.venv/bin/thongquan", str(program))
        (tmp_path / unit.name).write_text(text)
    ours = [tmp_path / unit.name for unit in units]
    checked = subprocess.run(["systemd-analyze", "verify", *ours], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
    closed = ["systemd-analyze", "security", "--offline=yes", "--threshold=20", tmp_path / "thongquan.service"]
    assert subprocess.run(closed, capture_output=True, check=False).returncode == 0
