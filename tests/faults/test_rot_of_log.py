"""Row 38: what was acknowledged stands in the log until it is folded in. A log that lost some of it is not served."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from authority.house import House, a_filing, lines_of
from authority.running import Server
from faults.conftest import Figures
from faults.rot import rot
from faults.size import size
from thongquan.storage.database import NAME, UnsafeDatabase, open_for_writing

FILINGS = 8
FRAME = 24 + 16384
FLIPS = size(60, 1000)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a server that was killed: log and index lie beside the database."""
    folder = tmp_path_factory.mktemp("killed")
    server = Server(folder)
    for number in range(FILINGS):
        assert server.file(a_filing(lines_of(f"LOG{number}"))).status_code == 200
    server.end(signal.SIGKILL)
    return folder / "data"


@pytest.fixture
def copy(killed: Path, tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "copy"
    shutil.copytree(killed, folder, ignore=shutil.ignore_patterns("*.sock"))
    return folder  # type: ignore[return-value] # nothing to tear down


def wal(folder: Path) -> Path:
    return folder / f"{NAME}-wal"


def untouched(folder: Path) -> list[tuple[object, ...]]:
    """What the books hold, read from a copy: opening folds the log."""
    copy = folder.with_name(f"{folder.name}-opened")
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*.sock"))
    try:
        connection = open_for_writing(copy)
        found = connection.execute("SELECT number, house, latest FROM declaration").fetchall()
        connection.close()
    finally:
        shutil.rmtree(copy)
    return found


def opened(folder: Path) -> str:
    """How many declarations are there, or "refused"."""
    try:
        connection = open_for_writing(folder)
    except UnsafeDatabase:
        return "refused"
    count = connection.execute("SELECT count(*) FROM declaration").get
    connection.close()
    return str(count)


def test_a_killed_servers_log_is_taken_as_it_is(copy: Path) -> None:
    assert opened(copy) == str(FILINGS)


def test_a_flipped_bit_in_the_log_never_loses_an_acknowledged_act_in_silence(killed: Path, figures: Figures) -> None:
    refused = rot(killed, f"{NAME}-wal", untouched, (UnsafeDatabase,), FLIPS)
    figures(flips=FLIPS, noticed=refused, silent=0)


def test_without_the_index_it_is_seen_by_what_lies_behind(copy: Path) -> None:
    """After a power cut there may be no index. Of all transactions but the last the loss is still seen."""
    (copy / f"{NAME}-shm").unlink()
    flipped = bytearray(wal(copy).read_bytes())
    flipped[32 + 5 * FRAME + 1000] ^= 1
    wal(copy).write_bytes(flipped)
    assert opened(copy) == "refused"


def test_a_damaged_head_of_the_log_is_seen(copy: Path) -> None:
    (copy / f"{NAME}-shm").unlink()
    flipped = bytearray(wal(copy).read_bytes())
    flipped[17] ^= 1
    wal(copy).write_bytes(flipped)
    assert opened(copy) == "refused"


@pytest.mark.parametrize("kept", [0, 32, 32 + FRAME, 32 + 3 * FRAME + 100, -FRAME, -1])
def test_a_log_cut_short_is_seen(copy: Path, kept: int) -> None:
    whole = wal(copy).read_bytes()
    wal(copy).write_bytes(whole[:kept])
    assert opened(copy) == "refused"


def test_a_log_that_is_gone_is_seen(copy: Path) -> None:
    wal(copy).unlink()
    assert opened(copy) == "refused"


def test_what_is_refused_is_left_as_it_was(copy: Path) -> None:
    flipped = bytearray(wal(copy).read_bytes())
    flipped[32 + 1000] ^= 1
    wal(copy).write_bytes(flipped)
    assert opened(copy) == "refused"
    assert wal(copy).read_bytes() == bytes(flipped)


def test_a_torn_last_write_that_nobody_was_told_of_is_no_damage(copy: Path) -> None:
    """Frames of a transaction that never ended: SQLite drops them, and so it should."""
    whole = wal(copy).read_bytes()
    frame = bytearray(whole[-FRAME:])
    frame[4:8] = bytes(4)  # ends no transaction
    wal(copy).write_bytes(whole + bytes(frame) + bytes(frame)[: FRAME // 2])
    assert opened(copy) == str(FILINGS)


def test_a_log_begun_anew_has_an_older_one_behind_it_and_is_no_damage(tmp_path: Path) -> None:
    house = House(tmp_path)
    for number in range(4):
        house.file(a_filing(lines_of(f"OLD{number}")))
    house.books.connection.wal_checkpoint()
    house.file(a_filing(lines_of("NEW1")))
    copied = house.service.data.with_name("copied")
    shutil.copytree(house.service.data, copied)
    assert opened(copied) == "5"
    (copied / f"{NAME}-shm").unlink(missing_ok=True)
    assert opened(copied) == "5"
    house.close()
