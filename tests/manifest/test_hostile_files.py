"""Hostile workbooks, lists, and things that are no files: each is answered within its limits, and we go on."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from manifest import hostile_books
from manifest.hostile import BYTES, DRILL, SECONDS, Cost, Trap, least_cost
from manifest.hostile_books import BOOKS
from manifest.hostile_texts import TEXTS

GOOD = Path(__file__).parents[1] / "samples" / "export_list_150_cp1258.csv"
FILES = BOOKS | TEXTS


@pytest.fixture(scope="module")
def figures() -> Iterator[dict[str, Cost]]:
    """What each file cost; printed at drill size."""
    found: dict[str, Cost] = {}
    yield found
    if DRILL:
        for name, cost in sorted(found.items(), key=lambda item: -item[1].seconds):
            sys.stderr.write(f"{name:50}{cost.outcome:24}{cost.seconds:6.2f} s{cost.memory / 1e6:8.0f} MB\n")


@pytest.fixture
def trap(tmp_path: Path) -> Iterator[Trap]:
    trap = Trap(tmp_path)
    yield trap
    trap.close()


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("name", FILES)
def test_answered_within_time_and_memory(
    name: str, tmp_path: Path, trap: Trap, figures: dict[str, Cost], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hostile_books, "trapped", trap.set_in)
    make, outcome = FILES[name]
    path = tmp_path / "list"
    data = make()
    path.write_bytes(data if name in BOOKS else trap.set_in(data))
    cost = figures[name] = least_cost(path, SECONDS)
    assert cost.outcome == outcome
    assert cost.seconds < SECONDS
    assert cost.memory < BYTES
    assert not trap.sprung()
    assert {entry.name for entry in tmp_path.iterdir()} == {"list", "trap"}


def test_a_line_of_two_gigabytes_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "list"
    with path.open("wb") as file:
        if DRILL:
            for _ in range(2_048):
                file.write(b"a," * (1 << 19))
        else:
            file.truncate(2 << 30)
    cost = least_cost(path, SECONDS)
    assert (cost.outcome, cost.seconds < 0.1, cost.memory < BYTES / 10) == ("FILE-TOO-BIG", True, True)


class TestWhatIsNoFile:
    def refused(self, path: Path) -> str:
        return least_cost(path, SECONDS).outcome

    def test_a_pipe(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        assert self.refused(tmp_path / "pipe") == "FILE-NOT-REGULAR"

    def test_a_folder(self, tmp_path: Path) -> None:
        assert self.refused(tmp_path) == "FILE-MISSING"

    @pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom", "/dev/null", "/dev/tty"])
    def test_a_device(self, device: str) -> None:
        assert self.refused(Path(device)) in {"FILE-NOT-REGULAR", "FILE-MISSING"}

    def test_a_link_to_a_device(self, tmp_path: Path) -> None:
        (tmp_path / "list.csv").symlink_to("/dev/zero")
        assert self.refused(tmp_path / "list.csv") == "FILE-NOT-REGULAR"

    def test_a_socket(self, tmp_path: Path) -> None:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(tmp_path / "socket"))
            assert self.refused(tmp_path / "socket") == "FILE-MISSING"

    def test_a_link_to_itself(self, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to("link")
        assert self.refused(tmp_path / "link") == "FILE-MISSING"

    def test_a_file_that_gives_nothing_but_errors(self) -> None:
        assert self.refused(Path("/proc/self/mem")) == "FILE-READING-STOPPED"


def test_the_next_good_file_is_read() -> None:
    assert least_cost(GOOD, SECONDS).outcome == "read"
