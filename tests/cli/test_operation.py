"""An operator's evening: backup, restore, verify, migrate, keys, retention, as they are typed."""

import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from commands import CLOCK, Ended, Server, a_flight, command_line, filing, run_process
from demo_pki import Pki
from storage.operating import old_books
from thongquan.storage.database import NAME, PAGE_SIZE, open_for_writing
from thongquan.storage.demonstration import mark_as_demonstration
from thongquan.storage.migrating import newest

Run = Callable[..., Ended]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, pki: Pki) -> Path:
    """The folders of an authority that has registered two declarations and was stopped."""
    folder = tmp_path_factory.mktemp("kept")
    server = Server(folder, pki)
    server.start()
    server.register()
    filed = run_process(*filing(server.address, pki, folder / "o", a_flight(folder / "f.csv", 2)))
    server.stop()
    assert filed.code == 0
    return folder


@pytest.fixture
def stopped(kept: Path, tmp_path: Path) -> list[object]:
    """A copy of its own for each test."""
    for name in ("d", "k"):
        shutil.copytree(kept / name, tmp_path / name)
    return ["--data", tmp_path / "d", "--keys", tmp_path / "k"]


class TestWhileTheServerRuns:
    def test_a_backup_is_made_verified_restored_and_served(
        self, own_server: Server, thongquan: Run, pki: Pki, tmp_path: Path
    ) -> None:
        books = ["--data", own_server.data, "--keys", own_server.keys]
        thongquan(*filing(own_server.address, pki, tmp_path / "o", a_flight(tmp_path / "f.csv", 3)))
        (tmp_path / "out").mkdir()
        [made] = thongquan("backup", *books, "--out", tmp_path / "out", "--json").lines()
        assert (made["of"]["system"], made["of"]["checkpoint"]) == ("thongquan-demo", 1)
        [told] = thongquan("verify", "books", *books, "--json").lines()
        assert (told["sound"], told["declarations"], told["checkpoints"]) == (True, 3, 1)
        again = own_server.data.with_name("d2")
        ended = thongquan("restore", made["file"], "--data", again, "--keys", own_server.keys)
        assert ended.code == 0
        assert "checkpoint 1" in ended.out
        assert "file those declarations again" in ended.out
        restored = ["verify", "books", "--data", again, "--keys", own_server.keys]
        assert thongquan(*restored).code == 0
        self.check_against_a_later_receipt(restored, own_server, thongquan, pki, tmp_path)

    @staticmethod
    def check_against_a_later_receipt(
        restored: list[object], server: Server, thongquan: Run, pki: Pki, tmp_path: Path
    ) -> None:
        """What was filed after the backup has a receipt whose checkpoint the restored books do not know."""
        later = filing(server.address, pki, tmp_path / "o2", a_flight(tmp_path / "g.csv", 1))
        thongquan(*later, "--out", tmp_path / "later")
        [receipt] = (tmp_path / "later" / "receipts").glob("*.json")
        told = thongquan(*restored, "--receipt", receipt)
        assert (told.code, "old ones" in told.out) == (1, True)
        served = ["verify", "books", "--data", server.data, "--keys", server.keys]
        assert thongquan(*served, "--receipt", receipt).code == 0
        assert thongquan(*served, "--receipt", tmp_path / "f.csv").code == 2

    def test_what_writes_is_refused(self, own_server: Server, thongquan: Run) -> None:
        books = ["--data", own_server.data, "--keys", own_server.keys]
        for words in (["keys", "rotate", "body"], ["retention"]):
            ended = thongquan(*words, *books)
            assert (ended.code, "another server is writing" in ended.err) == (2, True)

    def test_keys_are_listed_and_nothing_of_them_shown(self, own_server: Server, thongquan: Run) -> None:
        ended = thongquan("keys", "list", "--data", own_server.data, "--keys", own_server.keys)
        assert ended.code == 0
        assert "authority-key.pem" in ended.out
        assert (own_server.keys / "body.key").read_bytes().hex() not in ended.out


class TestWhenItIsStopped:
    def test_keys_are_changed_and_the_books_stay_sound(self, stopped: list[object], thongquan: Run) -> None:
        for purpose in ("body", "index", "backup"):
            assert thongquan("keys", "rotate", purpose, *stopped).code == 0
        used = [one["file"] for one in thongquan("keys", "list", *stopped, "--json").lines() if one["in_use"]]
        assert used == ["body-2.key", "index-2.key", "backup-2.key", "authority-key.pem"]
        assert thongquan("verify", "books", *stopped).code == 0

    def test_the_authoritys_key_is_changed_only_with_its_certificate(
        self, stopped: list[object], thongquan: Run
    ) -> None:
        ended = thongquan("keys", "rotate", "authority", *stopped)
        assert (ended.code, "--certificate" in ended.err) == (2, True)

    def test_nothing_is_erased_before_its_term(self, stopped: list[object], thongquan: Run) -> None:
        ended = thongquan("retention", *stopped)
        assert (ended.code, "Nothing has passed its term" in ended.out) == (0, True)
        early = thongquan("retention", *stopped, "--until", "2026-09-02")
        assert (early.code, "only those up to" in early.err) == (2, True)

    def test_damage_is_found_told_and_ends_with_1(self, stopped: list[object], thongquan: Run) -> None:
        connection = open_for_writing(Path(str(stopped[1])))
        connection.execute("UPDATE declaration SET customs_value = 1 WHERE number = 100000000010")
        connection.close()
        ended = thongquan("verify", "books", *stopped)
        assert ended.code == 1
        assert "declaration 100000000010" in ended.out

    def test_a_rotten_page_is_found_and_keeps_the_books_from_being_backed_up(
        self, stopped: list[object], thongquan: Run, tmp_path: Path
    ) -> None:
        file = Path(str(stopped[1])) / NAME
        rotten = bytearray(file.read_bytes())
        rotten[len(rotten) // PAGE_SIZE // 2 * PAGE_SIZE + 9000] ^= 1
        file.write_bytes(rotten)
        ended = thongquan("verify", "books", *stopped)
        assert (ended.code, "page of the file" in ended.out) == (1, True)
        refused = thongquan("backup", *stopped, "--out", tmp_path / "b.backup")
        assert (refused.code, "a page is damaged" in refused.err) == (2, True)
        assert not (tmp_path / "b.backup").exists()

    @pytest.mark.parametrize("beyond_the_copy", [False, True])
    def test_a_disk_that_is_full_leaves_no_backup_and_says_so(
        self, stopped: list[object], tmp_path: Path, beyond_the_copy: bool
    ) -> None:
        size = (Path(str(stopped[1])) / NAME).stat().st_size // 1024
        command = command_line("backup", *stopped, "--out", tmp_path / "b.backup")
        limited = ["bash", "-c", f'ulimit -f {size if beyond_the_copy else 100}; exec "$@"', "_", *command]
        ended = subprocess.run(limited, capture_output=True, text=True, check=False)
        assert (ended.returncode, "cannot be written" in ended.stderr) == (2, True), ended.stderr
        assert [path.name for path in tmp_path.iterdir() if "b.backup" in path.name] == []
        assert [path.name for path in Path(str(stopped[1])).iterdir() if "copy" in path.name] == []

    def test_a_tampered_backup_is_refused_in_words(self, stopped: list[object], thongquan: Run, tmp_path: Path) -> None:
        file = tmp_path / "b.backup"
        assert thongquan("backup", *stopped, "--out", file).code == 0
        again = thongquan("backup", *stopped, "--out", file)
        assert (again.code, "never written over" in again.err) == (2, True)
        file.write_bytes(file.read_bytes()[:-1])
        ended = thongquan("restore", file, "--data", tmp_path / "d2", "--keys", stopped[3])
        assert (ended.code, "cut short" in ended.err) == (2, True)
        assert not (tmp_path / "d2").exists()


class TestOldBooks:
    def test_are_refused_by_the_server_in_both_languages(self, tmp_path: Path) -> None:
        folder = old_books(tmp_path / "old")
        with closing(open_for_writing(folder / "data", older=True)) as books:
            mark_as_demonstration(books)
        serve = ["serve", "--demo", "--clock", CLOCK, "--data", folder / "data", "--keys", folder / "keys"]
        english = run_process(*serve)
        vietnamese = run_process("--lang", "vi", *serve)
        assert (english.code, vietnamese.code) == (2, 2)
        assert "thongquan migrate --rehearse" in english.err
        assert "lược đồ 1" in vietnamese.err
        assert "Traceback" not in english.err + vietnamese.err

    def test_are_rehearsed_backed_up_and_migrated(self, thongquan: Run, tmp_path: Path) -> None:
        folder = old_books(tmp_path / "old")
        books = ["--data", folder / "data", "--keys", folder / "keys"]
        before = (folder / "data" / NAME).read_bytes()
        rehearsed = thongquan("migrate", *books, "--rehearse")
        assert (rehearsed.code, "Nothing was changed" in rehearsed.out) == (0, True)
        assert (folder / "data" / NAME).read_bytes() == before
        (tmp_path / "out").mkdir()
        done = thongquan("migrate", *books, "--out", tmp_path / "out")
        assert (done.code, f"Migrated schema 1 → {newest()}" in done.out) == (0, True)
        assert len(list((tmp_path / "out").iterdir())) == 1
        assert thongquan("verify", "books", *books).code == 0
        assert "newest schema already" in thongquan("migrate", *books, "--rehearse").out

    def test_without_a_place_for_the_backup_are_left_alone(self, thongquan: Run, tmp_path: Path) -> None:
        folder = old_books(tmp_path / "old")
        assert thongquan("migrate", "--data", folder / "data", "--keys", folder / "keys").code == 2


@pytest.mark.parametrize(
    "words",
    [
        ["backup", "--out", "b"],
        ["verify", "books"],
        ["migrate", "--rehearse"],
        ["keys", "list"],
        ["keys", "rotate", "body"],
        ["retention"],
    ],
)
def test_where_there_are_no_books_nothing_is_made(words: list[str], thongquan: Run, tmp_path: Path) -> None:
    keys = old_books(tmp_path / "old") / "keys"
    ended = thongquan(*words, "--data", tmp_path / "nowhere", "--keys", keys)
    assert (ended.code, "no books" in ended.err) == (2, True)
    assert not (tmp_path / "nowhere").exists()
    missing = thongquan(*words, "--data", tmp_path / "nowhere", "--keys", tmp_path / "no-keys")
    assert missing.code == 2
    assert not (tmp_path / "no-keys").exists()


def test_a_bad_option_is_told(thongquan: Run) -> None:
    assert thongquan("restore", "x", "--data", "d", "--keys", "k", "--skip", "-1").code == 2
