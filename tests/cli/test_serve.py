"""`thongquan serve`: what it makes for a demonstration, and what it refuses."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from commands import CLOCK, DAY, PROFILE, SECONDS, Ended, a_flight, command_line, run_process
from forked import Forked

Run = Callable[..., Ended]


def told_by_server(*arguments: object, then: Callable[[str, list[str]], None]) -> tuple[list[str], int]:
    """What the server prints until it is ready; `then` is given its address and that. Ended as an operator would."""
    process = Forked(command_line("serve", *arguments), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        told = []
        for line in process.stdout:
            told.append(line.rstrip("\n"))
            if " http" in line:
                then(line.split()[-1], told)
                break
    finally:
        process.terminate()
        code = process.wait(timeout=SECONDS)
        process.stdout.close()
    return told, code


@pytest.fixture
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("d")


def test_a_demonstration_prints_accounts_that_work_and_can_be_started_again(
    thongquan: Run, short: Path, tmp_path: Path
) -> None:
    where = ["--demo", "--clock", CLOCK, "--data", short / "d", "--keys", short / "k", "--listen", "127.0.0.1:0"]
    certificate = ["--certificate", short / "k" / "pki" / "companies" / "9907654321-p256.p12"]
    (tmp_path / "password").write_text("thu-nghiem")
    profile = tmp_path / "profile.toml"
    profile.write_text(PROFILE.read_text().replace("9901234560", "9907654321"))
    flight = a_flight(tmp_path / "f.csv", 2)

    def file(address: str, told: list[str]) -> None:
        signed = [*certificate, "--password-file", tmp_path / "password", "--outbox", tmp_path / address[-5:]]
        ended = thongquan("file", flight, "--profile", profile, "--on", DAY, "--server", address, *signed, "--json")
        outcomes.append(ended.summary())
        [key] = [line for line in told if "9907654321-terminal.key" in line]
        credentials = ["--terminal", key.split()[1], "--key-file", short / "k/pki/companies/9907654321-terminal.key"]
        shown.append(thongquan("deposit", "show", "--server", address, *credentials).code)

    shown: list[int] = []
    outcomes: list[dict[str, int]] = []
    first, ended = told_by_server(*where, then=file)
    again, ended_again = told_by_server(*where, then=file)
    assert (ended, ended_again) == (0, 0)
    assert first[:-1] == again[:-1]
    assert any(str(certificate[1]) in line for line in first)
    assert [(one["registered"], one["refused"]) for one in outcomes] == [(2, 0), (0, 2)]
    assert shown == [0, 0]


def test_a_demonstrations_operator_works_and_its_books_are_sound(thongquan: Run, short: Path, tmp_path: Path) -> None:
    data, keys = ["--data", short / "d"], ["--keys", short / "k"]
    (tmp_path / "password").write_text("thu-nghiem")
    signs = ["--as", "VH001", "--key", short / "k" / "pki" / "officers" / "VH001.p12"]
    signs += ["--password-file", tmp_path / "password"]
    issuer = short / "k" / "pki" / "intermediates" / "intermediate.pem"
    told: list[Ended] = []

    def add(_address: str, _told: list[str]) -> None:
        told.append(thongquan("office", "issuer", "add", issuer, *signs, *data))

    told_by_server("--demo", "--clock", CLOCK, *data, *keys, "--listen", "127.0.0.1:0", then=add)
    assert (told[0].code, told[0].err) == (0, "")
    assert thongquan("verify", "books", *data, *keys).code == 0


def test_keys_inside_the_data_are_refused(short: Path) -> None:
    ended = run_process("serve", "--demo", "--data", short / "d", "--keys", short / "d" / "k")
    assert ended.code == 2
    assert "not be safe" in ended.err
    assert "Traceback" not in ended.err


def test_a_data_folder_open_to_others_is_refused(short: Path) -> None:
    (short / "d").mkdir(mode=0o755)
    ended = run_process("serve", "--demo", "--data", short / "d", "--keys", short / "k")
    assert ended.code == 2
    assert "open to others" in ended.err


def test_without_a_demonstration_nothing_is_made_up(short: Path) -> None:
    ended = run_process("serve", "--data", short / "d", "--keys", short / "k")
    assert ended.code == 2
    assert not list(short.rglob("*.pem"))
