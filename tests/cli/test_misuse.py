"""Wrong uses: a sentence, the right exit code, never a traceback."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from commands import DAY, SAMPLES, Ended, a_flight, command_line, filing, run_process
from demo_pki import Pki
from thongquan.cli.words import LANGUAGES, Words
from thongquan.declarant.outbox import Outbox

Run = Callable[..., Ended]
MANIFEST = SAMPLES / "import_manifest_200.xlsx"


def run_vi(*arguments: object, **environ: str) -> Ended:
    """As a clerk runs it: no `--lang`."""
    command = [word for word in command_line(*arguments) if word not in ("--lang", "en")]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | environ,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


class TestWhatTheSystemSays:
    def test_is_said_in_vietnamese_with_the_name_of_the_file(self, tmp_path: Path) -> None:
        told = run_vi("check", tmp_path / "khong_co.csv")
        assert told.code == 2
        assert told.err.splitlines()[0] == "khong_co.csv: Không mở được tệp: không có tệp hay thư mục này."

    def test_of_several_files_the_unusable_one_is_named(self, thongquan: Run, tmp_path: Path) -> None:
        (tmp_path / "empty.csv").touch()
        told = thongquan("check", MANIFEST, tmp_path / "empty.csv", "--on", DAY)
        assert (told.code, told.out) == (2, "")
        assert told.err.startswith("empty.csv: ")

    def test_a_folder_is_no_manifest(self, thongquan: Run, tmp_path: Path) -> None:
        told = thongquan("check", tmp_path)
        assert told.code == 2
        assert "a directory" in told.err

    def test_a_profile_that_is_not_there_has_no_error_number(self, thongquan: Run, tmp_path: Path) -> None:
        for option in ("--profile", "--columns"):
            told = thongquan("check", MANIFEST, option, tmp_path / "none.toml")
            assert told.code == 2
            assert "no such file" in told.err
            assert "Errno" not in told.err

    def test_a_file_of_somebody_else_is_not_read(self, tmp_path: Path) -> None:
        """Root reads everything, unless that right is taken from it first."""
        flight = a_flight(tmp_path / "f.csv", 1)
        flight.chmod(0)
        without = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []
        done = subprocess.run(
            [*without, *command_line("check", flight)], capture_output=True, text=True, timeout=60, check=False
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert "Traceback" not in done.stderr

    def test_every_system_error_is_worded_in_both_languages(self) -> None:
        import errno

        usual = [errno.ENOENT, errno.EISDIR, errno.ENOTDIR, errno.EACCES, errno.EEXIST, errno.ENOSPC, errno.EROFS]
        for lang in LANGUAGES:
            say = Words(lang)
            assert [
                os.strerror(number) for number in usual if say.system(os.strerror(number)) == os.strerror(number)
            ] == []


class TestNoRoom:
    @pytest.mark.parametrize("command", [["law", "show"], ["check", str(MANIFEST), "--on", DAY]])
    @pytest.mark.parametrize("json", [[], ["--json"]])
    def test_a_full_disk_is_told_as_such(self, command: list[str], json: list[str]) -> None:
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                command_line(*command, *(json if command[0] == "check" else [])),
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        assert done.returncode == 2
        assert "no space left" in done.stderr
        assert len(done.stderr.splitlines()) == 1

    def test_results_cannot_go_into_a_file(self, thongquan: Run, tmp_path: Path) -> None:
        (tmp_path / "taken").touch()
        for command in (["check", MANIFEST, "--on", DAY], ["print", "1"]):
            told = thongquan(*command, "--out", tmp_path / "taken")
            assert told.code == 2
            assert "Traceback" not in told.err


class TestTheTerminal:
    def test_without_a_command_there_is_help(self) -> None:
        told = run_vi()
        assert told.code == 2
        assert all(word in told.err for word in ("check", "demo", "Ví dụ"))

    def test_a_day_that_is_none_shows_how_days_are_written(self) -> None:
        told = run_vi("check", MANIFEST, "--on", "2026-13-45")
        assert told.code == 2
        assert "--on NĂM-THÁNG-NGÀY" in told.err

    @pytest.mark.parametrize("environ", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}])
    def test_letters_that_it_cannot_show_are_no_mistake(self, environ: dict[str, str]) -> None:
        told = run_vi("check", MANIFEST, "--on", DAY, **environ)
        assert told.code == 1
        assert told.err == ""

    def test_a_narrow_one_is_enough(self) -> None:
        told = run_process("check", MANIFEST, "--on", DAY, COLUMNS="40")
        assert (told.code, told.err) == (1, "")

    def test_a_pipe_gets_neither_colours_nor_bars(self) -> None:
        told = run_process("check", MANIFEST, "--on", DAY, FORCE_COLOR="")
        assert "\x1b" not in told.out + told.err
        assert told.err == ""


def test_interrupted_while_filing_it_says_how_to_go_on(pki: Pki, tmp_path: Path) -> None:
    """Nobody listens; the client keeps trying until its user has enough."""
    command = filing("http://127.0.0.1:9", pki, tmp_path / "o", a_flight(tmp_path / "f.csv", 2))
    running = subprocess.Popen(
        command_line(*command, "--patience", 60), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    until = time.monotonic() + 30
    while not (tmp_path / "o").is_dir() or not Outbox(tmp_path / "o").pending():
        assert time.monotonic() < until
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Traceback" not in err
    assert "thongquan file --server http://127.0.0.1:9" in err
    assert str(tmp_path / "o") in err
