"""What the books keep, how, and what of it a thief can read."""

import stat
from pathlib import Path
from typing import Any

import apsw
import pytest
from msgspec.structs import replace

from authority.deciding import decide
from authority.house import SECRET, House, SettableClock, a_filing, an_owner, lines_of
from building import a_mic
from demo_pki import NOW
from thongquan.app import Service, build_authority, resumed
from thongquan.authority.refusals import ClockBehind
from thongquan.declaration.codec import encode_line
from thongquan.storage import integrity
from thongquan.storage.database import NAME, RESERVED_BYTES_AT, UnsafeDatabase, open_for_reading, open_for_writing
from thongquan.storage.folders import UnsafeFolder
from thongquan.storage.keyring import Keyring
from thongquan.storage.sealing import Vault, open_vault

PLANTED = {
    "importer_name": "Người Nhận Bí Mật",
    "importer_address": "17 Ngõ Kín, Phường Giấu",
    "importer_phone": "0987654321",
    "exporter_name": "SECRET SENDER CO",
    "exporter_street": "1 HIDDEN LANE",
    "goods_description": "Đồng hồ quý giấu kín",
    "house_bill": "HIDDENHOUSE77",
    "notes": "ghi chú riêng tư",
    "internal_reference": "INNERREF4711",
}


def vault_of(house: House) -> Vault:
    return open_vault(house.service.keys_folder())


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


class TestAtRest:
    def test_a_stolen_copy_shows_nothing_personal(self, house: House) -> None:
        planted = replace(a_mic(), **PLANTED)
        faulty = replace(planted, house_bill="", nonce="f" * 32)
        told = house.file_raw(a_filing([encode_line(planted), encode_line(faulty)]))[0]
        assert b'"outcome":"registered"' in told
        assert b'"outcome":"refused"' in told
        stolen = bytes_on_disk(house.service.data)
        found = [value for value in PLANTED.values() if value.encode() in stolen or value.encode("utf-16-le") in stolen]
        assert found == []

    def test_the_readers_secret_is_not_kept(self, house: House) -> None:
        house.file(a_filing(lines_of("A1")))
        assert SECRET not in bytes_on_disk(house.service.data)

    def test_numbers_dates_states_and_amounts_are_in_clear(self, house: House) -> None:
        told = house.file(a_filing(lines_of("A1")))[0]["outcomes"][0]["decision"]
        # Green or, if its lot was drawn, yellow: the books say what the answer said.
        kept = [(100000000010, told["state"], 841100)]
        assert house.rows("SELECT number, state, customs_value FROM declaration") == kept

    def test_sealed_bytes_moved_to_another_place_do_not_open(self, house: House) -> None:
        house.file(a_filing(lines_of("A1", "A2")))
        house.sit(lambda now: now.books.connection.execute(
            "UPDATE act SET sealed = (SELECT sealed FROM act WHERE seq = 2) WHERE seq = 1"
        ))  # fmt: skip
        assert [one.what for one in integrity.check(house.books.connection, vault_of(house))] == ["sealed"]

    def test_keys_and_data_are_for_their_owner_only(self, house: House) -> None:
        for path in (*house.service.data.iterdir(), house.service.data, house.service.keys_folder() / "body.key"):
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path

    def test_neighbouring_houses_lie_together_in_the_index_and_others_do_not(self) -> None:
        vault = Vault(Keyring({1: b"b" * 32}, {1: b"i" * 32}, {}))
        one, two, other = (vault.house_key("import", house) for house in ("ABC0001234", "ABC0001235", "XYZ0001234"))
        assert one[:8] == two[:8] != other[:8]
        assert len({one, two, other, vault.house_key("export", "ABC0001234")}) == 4


class TestTheFile:
    def test_has_checksums_on_every_page(self, house: House) -> None:
        assert (house.service.data / NAME).read_bytes()[RESERVED_BYTES_AT] == 8
        assert house.rows("PRAGMA checksum_verification") == [("1",)]

    def test_without_them_is_not_served(self, tmp_path: Path) -> None:
        with apsw.Connection(str(tmp_path / NAME), vfs="unix") as connection:
            connection.execute("CREATE TABLE t (x)")
        connection.close()
        with pytest.raises(UnsafeDatabase):
            open_for_writing(tmp_path)

    def test_of_a_newer_program_is_not_served(self, tmp_path: Path) -> None:
        connection = open_for_writing(tmp_path)
        connection.pragma("user_version", 999)
        connection.close()
        with pytest.raises(UnsafeDatabase):
            open_for_writing(tmp_path)

    def test_syncs_fully(self, house: House) -> None:
        settings = [
            house.rows(f"PRAGMA {name}")[0][0] for name in ("synchronous", "journal_mode", "page_size", "foreign_keys")
        ]
        assert settings == [2, "wal", 16384, 1]

    def test_one_flipped_bit_in_any_page_is_noticed(self, house: House) -> None:
        house.file(a_filing(lines_of(*(f"A{n}" for n in range(60)))))
        house.close()
        path = house.service.data / NAME
        data = bytearray(path.read_bytes())
        for page in range(1, len(data) // 16384):
            flipped = bytearray(data)
            flipped[page * 16384 + 9000] ^= 1
            path.write_bytes(flipped)
            connection = open_for_reading(house.service.data)
            assert {one.what for one in integrity.check(connection, vault_of(house))} >= {"page"}
            connection.close()

    def test_has_one_writer(self, house: House) -> None:
        with pytest.raises(UnsafeFolder):
            build_authority(house.service, house.clock)


class TestFolders:
    def test_open_to_others_are_refused(self, house: House, tmp_path: Path) -> None:
        open_folder = tmp_path / "open"
        open_folder.mkdir(mode=0o755)
        with pytest.raises(UnsafeFolder):
            build_authority(replace(house.service, data=open_folder), house.clock)

    def test_keys_inside_the_data_are_refused(self, house: House) -> None:
        with pytest.raises(UnsafeFolder):
            build_authority(replace(house.service, keys=house.service.data / "keys"), house.clock)

    @pytest.mark.parametrize("changed", ["body.key", "index.key"])
    def test_keys_that_are_not_those_of_the_books_are_refused(self, house: House, changed: str) -> None:
        """With another index key every house bill could be registered a second time."""
        house.file(a_filing(lines_of("A1")))
        house.close()
        (house.service.keys_folder() / changed).unlink()
        with pytest.raises(UnsafeFolder):
            build_authority(house.service, house.clock)

    def test_keys_lie_beside_the_data_unless_told_otherwise(self) -> None:
        assert Service(data=Path("/srv/books"), system="x").keys_folder() == Path("/srv/books-keys")


class TestTheClock:
    def test_before_the_last_act_keeps_the_server_from_starting(self, house: House) -> None:
        house.file(a_filing(lines_of("A1")))
        house.close()
        with pytest.raises(ClockBehind):
            build_authority(house.service, SettableClock(NOW.replace(hour=1)))

    def test_of_a_demonstration_goes_on_after_the_last_act(self, house: House) -> None:
        house.clock.now = NOW.replace(hour=20)
        house.file(a_filing(lines_of("A1")))
        assert resumed(NOW, house.service.data)() > NOW.replace(hour=20)


class TestIntegrity:
    def test_of_sound_books_finds_nothing(self, house: House) -> None:
        self.busy(house)
        assert integrity.check(house.books.connection, vault_of(house)) == []

    def test_the_present_state_can_be_made_again_from_the_acts_alone(self, house: House) -> None:
        self.busy(house)
        columns = ", ".join(integrity.State.__struct_fields__)
        kept = [integrity.State(*row) for row in house.rows(f"SELECT {columns} FROM declaration ORDER BY number")]
        assert list(integrity.derived(house.books.connection, vault_of(house))) == kept

    @pytest.mark.parametrize(
        ("tampering", "what"),
        [
            ("UPDATE declaration SET state = 'refused' WHERE number = 100000000010", "state"),
            ("UPDATE declaration SET customs_value = 1 WHERE number = 100000000010", "state"),
            ("DELETE FROM declaration WHERE number = 100000000010", "state"),
            ("UPDATE act SET leaf = zeroblob(32) WHERE seq = 1", "leaf"),
            ("UPDATE act SET leaf = zeroblob(32) WHERE seq = 1", "group"),
            ("UPDATE checkpoint SET root = zeroblob(32) WHERE number = 1", "group"),
            ("DELETE FROM filing WHERE checkpoint = 1", "group"),
            ("UPDATE filing SET registered = registered + 1 WHERE row = 1", "filing"),
            ("UPDATE sequence SET next = 1", "sequence"),
        ],
    )
    def test_of_tampered_books_says_what_and_where(self, house: House, tampering: str, what: str) -> None:
        self.busy(house)
        connection = house.books.connection
        connection.pragma("foreign_keys", 0)
        connection.execute(tampering)
        assert what in {one.what for one in integrity.check(connection, vault_of(house))}

    @staticmethod
    def busy(house: House) -> None:
        red = encode_line(a_mic(goods_description="Drone", house_bill="RED1"))
        answers = house.file(a_filing([*lines_of("A1", "A2"), red]), a_filing([b"bad", *lines_of("A3")]))
        decide(house, answers[0]["outcomes"][2]["decision"]["number"], "refuse", "hàng cấm")


class TestOneTransaction:
    def test_undone_leaves_no_trace(self, house: House) -> None:
        def work(now: Any) -> None:
            house.parts.ledger.books.connection.execute("UPDATE sequence SET next = 99")
            raise RuntimeError

        with pytest.raises(RuntimeError):
            house.sit(work)
        assert house.rows("SELECT next FROM sequence") == [(1,), (1,)]

    def test_what_breaks_a_rule_of_the_books_is_undone_alone(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Should judging ever miss a duplicate, the index does not."""
        house.file(a_filing(lines_of("A1")))
        monkeypatch.setattr(type(house.books), "live_houses", lambda *_: {})
        second, third = house.file(a_filing(lines_of("A1", **an_owner("another"))), a_filing(lines_of("A2")))
        assert (second, third["outcomes"][0]["outcome"]) == ("JUDGING-FAILED", "registered")
        assert house.rows("SELECT number FROM declaration") == [(100000000010,), (100000000020,)]

    def test_the_log_is_folded_into_the_database(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("thongquan.storage.ledger.CHECKPOINT_PAGES", 1)
        before = (house.service.data / NAME).stat().st_size
        house.file(a_filing(lines_of(*(f"A{n}" for n in range(60)))))
        house.parts.ledger.fold_log()
        assert (house.service.data / NAME).stat().st_size > before


class TestNumbers:
    def test_are_not_used_by_a_filing_that_was_undone(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        house.file(a_filing(lines_of("A1")))
        monkeypatch.setattr(type(house.books), "live_houses", lambda *_: {})
        house.file(a_filing(lines_of("A1", **an_owner("another"))), a_filing(lines_of("A2")))
        told = house.file(a_filing(lines_of("A3")))[0]
        assert told["outcomes"][0]["decision"]["number"] == "100000000030"
        assert integrity.check(house.books.connection, vault_of(house)) == []

    def test_that_are_exhausted_refuse_the_filing_and_are_not_used(self, house: House) -> None:
        house.sit(lambda now: now.books.connection.execute("UPDATE sequence SET next = 9999999999"))
        assert house.file(a_filing(lines_of("A1", "A2"))) == ["NUMBERS-EXHAUSTED"]
        assert house.file(a_filing(lines_of("A3")))[0]["outcomes"][0]["decision"]["number"] == "199999999990"
        assert house.file(a_filing(lines_of("A4"))) == ["NUMBERS-EXHAUSTED"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE declaration SET direction = 'sideways'",
        "UPDATE declaration SET state = 'lost'",
        "UPDATE declaration SET channel = '4'",
        "UPDATE act SET kind = 'dreamt'",
    ],
)
def test_the_books_take_no_word_that_they_do_not_know(house: House, change: str) -> None:
    house.file(a_filing(lines_of("A1")))
    with pytest.raises(apsw.ConstraintError):
        house.rows(change)
