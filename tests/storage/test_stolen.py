"""Row 39: a thief of database, log and backup, but not of the keys, reads no name, telephone, address or goods."""

import random
from pathlib import Path

from msgspec.structs import replace

from authority.deciding import decide
from authority.house import SECRET, House, a_filing, an_owner
from building import a_mic
from faults.size import size
from storage.operating import backup_of, operator_of
from thongquan.declaration.codec import encode_line
from thongquan.storage.database import NAME

FIELDS = (
    "importer_name", "importer_phone", "importer_address", "exporter_name", "exporter_street", "goods_description",
    "house_bill", "notes",
)  # fmt: skip
HOUSES = size(25, 125)


def planted() -> list[dict[str, str]]:
    """Values (1,000 in the drill) that stand nowhere else, with the letters that such texts have."""
    chance = random.Random(39)

    def word(length: int = 10) -> str:
        return "".join(chance.choices("ABCDEGHKLMNPQRSTUVXY", k=length))

    return [
        {
            "importer_name": f"Đặng Thị {word()}",
            "importer_phone": f"09{chance.randrange(10**8):08}",
            "importer_address": f"{word(6)} Ngõ Kín, Phường {word(6)}",
            "exporter_name": f"{word()} TRADING",
            "exporter_street": f"{chance.randrange(10**5)} {word()} LANE",
            "goods_description": f"Áo len {word()}",
            "house_bill": f"{word(6)}{chance.randrange(10**6):06}",
            "notes": f"ghi chú {word()}",
        }
        for _ in range(HOUSES)
    ]


def file_all(house: House, values: list[dict[str, str]]) -> None:
    lines = []
    for number, one in enumerate(values):
        owner = an_owner(one["house_bill"])["importer_code"]
        lines.append(encode_line(replace(a_mic(**one), importer_code=owner, nonce=f"{number:032x}")))
    faulty = encode_line(replace(a_mic(**values[0]), house_bill="", nonce="f" * 32))
    told = house.file(a_filing([*lines, faulty]))[0]
    outcomes = [one["outcome"] for one in told["outcomes"]]
    assert outcomes == ["registered"] * HOUSES + ["refused"]
    waiting = [one["decision"]["number"] for one in told["outcomes"][:-1] if one["decision"]["state"] == "registered"]
    for number in waiting:
        decide(house, number, "refuse", f"lý do {values[0]['notes']}")


def test_a_stolen_copy_of_database_log_and_backup_shows_none_of_what_was_told(house: House, tmp_path: Path) -> None:
    values = planted()
    sought = {value for one in values for value in one.values()} | {SECRET.decode()}
    assert len(sought) == len(FIELDS) * HOUSES + 1
    file_all(house, values)
    log = (house.service.data / f"{NAME}-wal").read_bytes()
    assert len(log) > 100_000
    backup = backup_of(operator_of(house), tmp_path / "b").file.read_bytes()
    house.parts.ledger.fold_whole_log()
    database = (house.service.data / NAME).read_bytes()
    assert len(database) > 100_000
    stolen = b"".join((log, backup, database))
    found = [one for one in sought if one.encode() in stolen or one.encode("utf-16-le") in stolen]
    assert found == []
    assert b"9901234560" in stolen  # numbers of companies are in clear: the search does find what is there


def test_without_the_keys_equal_houses_cannot_be_told_by_guessing(house: House) -> None:
    """The hash of a guessed house bill is not the one in the books, whoever computes it without the key."""
    from hashlib import blake2b

    file_all(house, planted())
    kept = {one for (one,) in house.rows("SELECT house FROM declaration")}
    guesses = {one["house_bill"].encode() for one in planted()} | {
        f"import:{one['house_bill']}".encode() for one in planted()
    }
    assert not kept & {blake2b(guess, digest_size=length).digest() for guess in guesses for length in (8, 16, 24)}
