"""The power goes at any moment: every act that was acknowledged before is on the disk, and the books are whole.

A server's writes and syncs are recorded, and the disk is made again as a power cut may leave it. On a disk that says
yes to a sync and does nothing the same test must find acts that are gone: it can see what it looks for.
"""

import random
import shutil
import signal
import time
from pathlib import Path

import msgspec

from authority.house import SECRET
from authority.running import Server
from faults.conftest import Figures
from faults.filer import Acknowledged
from faults.filings import Press
from faults.power_cut import Disk, Images, cuts
from faults.recording import Step, recorded, recording
from faults.size import size
from faults.wire import Wire
from thongquan.authority.reading_back import filing_status
from thongquan.authority.refusals import NotFound
from thongquan.storage import integrity
from thongquan.storage.database import NAME, UnsafeDatabase, open_for_reading
from thongquan.storage.ledger import Ledger
from thongquan.storage.reading_room import SqliteReadingRoom
from thongquan.storage.sealing import Vault, open_vault

FILINGS = size(8, 150)
CUTS = size(15, 500)
SIZES = [1, 1, 1, 20]
INDEX = f"{NAME}-shm"


class Recorded(msgspec.Struct):
    """A server's life: what lay on the disk before, what it asked of the disk, and what it acknowledged."""

    before: Path
    data: Path
    vault: Vault
    steps: list[Step] = []
    taken: list[Acknowledged] = []
    indexes: list[tuple[float, bytes]] = []


class Found(msgspec.Struct):
    """Over all power cuts: acts acknowledged before them and gone after, books not opened, books not whole."""

    acknowledged: int = 0
    gone: int = 0
    cuts_with_loss: int = 0
    refused: int = 0
    broken: int = 0


def live(folder: Path, *syncs: str) -> Recorded:
    """A server that files are put before and that is ended; with several `syncs` it is killed and started again."""
    server, chance, press = Server(folder / "s"), random.Random(38), Press("p256")
    server.end()
    data = folder / "s" / "data"
    life = Recorded(folder / "before", data, open_vault(folder / "s" / "keys"))
    shutil.copytree(data, life.before)
    for start, sync in enumerate(syncs):
        server.under = recording(folder / f"trace{start}", sync)
        server.start()
        with Wire(("127.0.0.1", server.port)) as wire:
            for number in range(FILINGS):
                filing = press.filing(*(f"CUT{start}N{number}X{n}" for n in range(chance.choice(SIZES))))
                reply = wire.ask(filing.request)
                if reply.status == 200:
                    life.taken.append(Acknowledged(filing, reply.body, time.time()))
                    life.indexes.append((time.time(), (data / INDEX).read_bytes()))
        server.end(signal.SIGTERM if sync == syncs[-1] else signal.SIGKILL)
        life.steps += recorded(folder / f"trace{start}", data)
    return life


def cut_often(life: Recorded, folder: Path) -> Found:
    found, chance = Found(), random.Random(1)
    disk = Disk(life.before)
    disk.folder = str(life.data)
    disk.files = {str(life.data / Path(name).name): file for name, file in disk.files.items()}
    for moment, left in cuts(disk, life.steps, CUTS, chance):
        images = with_some_index(left, life, moment, chance)
        look(images, folder, life, [one for one in life.taken if one.at < moment], found)
    return found


def with_some_index(left: Images, life: Recorded, moment: float, chance: random.Random) -> Images:
    """The index is memory mapped: the disk may have none of it, or as much as it had at any moment before.

    Its name is removed before that of the log, and a file system with a journal keeps removals in their order.
    """
    earlier = [index for at, index in life.indexes if at < moment]
    kept = {name: data for name, data in left.items() if name != INDEX}
    stale = earlier and f"{NAME}-wal" in left and chance.random() < 0.5
    return kept | {INDEX: chance.choice(earlier)} if stale else kept


def look(images: Images, folder: Path, life: Recorded, acknowledged: list[Acknowledged], found: Found) -> None:
    found.acknowledged += len(acknowledged)
    folder.mkdir(mode=0o700)
    for name, data in images.items():
        (folder / name).write_bytes(data)
    try:
        ledger = Ledger(folder, life.vault)
    except UnsafeDatabase:
        found.refused += 1
        found.gone += len(acknowledged)
    else:
        connection = open_for_reading(folder)
        room = SqliteReadingRoom(connection, life.vault)
        gone = sum(not is_there(room, one) for one in acknowledged)
        found.gone += gone
        found.cuts_with_loss += bool(gone)
        found.broken += bool(integrity.check(connection, life.vault))
        connection.close()
        ledger.close()
    finally:
        shutil.rmtree(folder)


def is_there(room: SqliteReadingRoom, one: Acknowledged) -> bool:
    """As its filer would ask for it."""
    try:
        return filing_status(room, one.filing.batch, SECRET) == one.answer
    except NotFound:
        return False


def test_nothing_acknowledged_is_lost_when_the_power_goes(tmp_path: Path, figures: Figures) -> None:
    life = live(tmp_path, "")
    found = cut_often(life, tmp_path / "cut")
    figures(cuts=CUTS, filings=len(life.taken), **msgspec.to_builtins(found))
    assert found == Found(acknowledged=found.acknowledged)


def test_on_a_disk_that_does_not_sync_the_same_test_finds_losses(tmp_path: Path, figures: Figures) -> None:
    life = live(tmp_path, "retval=0")
    found = cut_often(life, tmp_path / "cut")
    figures(cuts=CUTS, filings=len(life.taken), **msgspec.to_builtins(found))
    assert found.gone > found.acknowledged // 10


def test_after_a_failed_sync_and_a_restart_nothing_acknowledged_is_lost_when_the_power_goes(
    tmp_path: Path, figures: Figures
) -> None:
    """The kernel shows the bytes of the failed sync to the next start, though the disk never got them."""
    life = live(tmp_path, "error=EIO:when=7", "")
    found = cut_often(life, tmp_path / "cut")
    figures(cuts=CUTS, filings=len(life.taken), **msgspec.to_builtins(found))
    assert found == Found(acknowledged=found.acknowledged)
