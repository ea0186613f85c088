"""Row 8: a process of ours that dies while it holds a secret leaves none of its memory on the disk."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from commands import CLOCK, SECONDS, command_line
from demo_pki import Pki

SECRET = "bí-mật-nằm-trong-bộ-nhớ-4711"
PATTERN = Path("/proc/sys/kernel/core_pattern").read_text().strip()
WITHOUT_LIMIT = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
DEATHS = (signal.SIGABRT, signal.SIGSEGV)
PLAIN = "import os, sys, time; held = os.environ['PLANTED']; print('holds it', flush=True); time.sleep(60)"


def started(command: Sequence[str], folder: Path, **environ: str) -> subprocess.Popen[str]:
    """As by somebody who wants core files: as large as they get, in this folder."""
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    wanted = WITHOUT_LIMIT if os.geteuid() == 0 else (hard, hard)
    return subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, wanted),  # noqa: PLW1509 - one system call
    )


def dies(process: subprocess.Popen[str], how: signal.Signals) -> None:
    process.send_signal(how)
    assert process.wait(SECONDS) == -how
    assert process.stdout is not None
    process.stdout.close()


def left_behind(folder: Path) -> list[Path]:
    """Core files, by their name or by what they hold."""
    files = [one for one in folder.rglob("*") if one.is_file()]
    return [one for one in files if one.name.startswith("core") or SECRET.encode() in one.read_bytes()]


def core_limit(process: subprocess.Popen[str]) -> list[str]:
    limits = Path(f"/proc/{process.pid}/limits").read_text().splitlines()
    [told] = [line.split()[4:6] for line in limits if line.startswith("Max core")]
    return told


def leaves_nothing(process: subprocess.Popen[str], folder: Path, how: signal.Signals) -> None:
    assert core_limit(process) == ["0", "0"]
    dies(process, how)
    assert left_behind(folder) == []


HERE = pytest.mark.skipif(PATTERN.startswith(("|", "/")), reason="the kernel of this machine puts core files elsewhere")


@HERE
def test_any_other_process_would_leave_it(tmp_path: Path) -> None:
    process = started([sys.executable, "-c", PLAIN], tmp_path, PLANTED=SECRET)
    assert process.stdout is not None
    assert process.stdout.readline() == "holds it\n"
    dies(process, signal.SIGABRT)
    assert [one.name.startswith("core") for one in left_behind(tmp_path)] == [True]


@HERE
def test_where_no_limit_holds_the_kernel_may_not_look_into_it(tmp_path: Path) -> None:
    """A kernel that hands core files to a program asks nobody's limit."""
    unlimited = "import resource; resource.setrlimit = lambda *_: None\n"
    kept = f"from thongquan.cli.keeping import keep_to_itself; keep_to_itself(); {PLAIN}"
    process = started([sys.executable, "-c", unlimited + kept], tmp_path, PLANTED=SECRET)
    assert process.stdout is not None
    assert process.stdout.readline() == "holds it\n"
    assert core_limit(process) != ["0", "0"]
    dies(process, signal.SIGABRT)
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("how", DEATHS)
def test_the_server_leaves_no_password_that_was_sent_to_it(tmp_path: Path, pki: Pki, how: signal.Signals) -> None:
    where = ["--data", tmp_path / "d", "--keys", tmp_path / "k", "--trust", pki.folder, "--listen", "127.0.0.1:0"]
    process = started(command_line("serve", "--demo", "--clock", CLOCK, *where), tmp_path)
    assert process.stdout is not None
    address = next(line.split()[-1] for line in process.stdout if " http" in line)
    sent = {"text": "", "signature": "", "secrets": {"password": SECRET}}
    assert httpx.post(f"{address}/api/v1/deeds", json=sent, trust_env=False).status_code == 422
    leaves_nothing(process, tmp_path, how)


@pytest.mark.parametrize("how", DEATHS)
def test_sign_leaves_no_password_that_it_was_given(tmp_path: Path, pki: Pki, how: signal.Signals) -> None:
    """It waits for the file that it is to sign, and has its password already."""
    os.mkfifo(letter := tmp_path / "letter")
    command = command_line("sign", letter, "--certificate", pki.p12())
    process = started(command, tmp_path, THONGQUAN_P12_PASSWORD=SECRET)
    deadline = time.monotonic() + SECONDS
    while core_limit(process) != ["0", "0"]:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    leaves_nothing(process, tmp_path, how)
