"""Row 39 for the register: who steals database, log and backup reads no name, number, address, password or text."""

import random
from pathlib import Path

from authority.accounts import register_admin
from authority.deeds import composed, sent, signed
from authority.house import House, operated, the_pki
from authority.signers import Holder, about, confirmed, registered
from demo_pki import MADE_AT, RSA_COMPANY
from faults.size import size
from storage.operating import backup_of, operator_of
from thongquan.base.moment import stamp
from thongquan.registration.account import Account, Person
from thongquan.signing.certificate import parsed
from thongquan.storage.database import NAME

PEOPLE = size(15, 60)


def word(chance: random.Random, length: int = 10) -> str:
    return "".join(chance.choices("ABCDEGHKLMNPQRSTUVXY", k=length))


def people() -> list[Person]:
    chance = random.Random(39)
    return [
        Person(f"Đặng Thị {word(chance)}", f"0{chance.randrange(10**11):011}", f"{word(chance).lower()}@kin.example")
        for _ in range(PEOPLE)
    ]


def test_a_stolen_copy_of_the_register_shows_none_of_what_was_told(house: House, tmp_path: Path) -> None:
    chance, known = random.Random(8), people()
    hashes = [f"$argon2id$v=19$m=19456,t=2,p=1${word(chance, 22)}${word(chance, 43)}" for _ in known]
    notes = [f"ghi chú {word(chance)}" for _ in range(3)]
    admin, rsa, second = known[0], the_pki().rsa, Holder()
    register_admin(house, rsa, new=hashes[0], name=admin.name, email=admin.email)
    for number, (person, kept) in enumerate(zip(known[1:], hashes[1:], strict=True)):
        account = Account(f"00001{number:03}", "user", RSA_COMPANY, b"%d" % number, person, stamp(MADE_AT), kept, 1)
        house.sit(lambda now, account=account: now.books.accounts.add(account))
    registered(house, second)
    confirmed(house, second, rsa)
    text = composed(house, "certificate-end", RSA_COMPANY, **about(second, note=notes[0])).text
    sent(house, signed(text, rsa))
    serial = rsa.certificate.serial
    operated(house, "certificate-suspend", serial=serial, reason="other", note=notes[2])

    numbers = [one.text.splitlines()[-1] for one in house.books.deeds.of_company(RSA_COMPANY, 10**9, 100)]
    sought = {value for one in known for value in (one.name, one.identity, one.email)} - {admin.identity}
    sought |= {*hashes, notes[0], notes[2], "VĂN BẢN KÝ SỐ", *numbers}
    keys = [file.read_bytes() for file in house.service.keys_folder().glob("*.key")]
    assert (len(sought) > 3 * PEOPLE, len(keys)) == (True, 6)
    stolen = all_that_lies_there(house, tmp_path)
    found = [one for one in sought if one.encode() in stolen or one.encode("utf-16-le") in stolen]
    found += [key.hex() for key in keys if key in stolen]
    assert found == []
    assert b"vh01" in stolen  # who typed stands in clear: the search does find what is there
    assert parsed(rsa.certificate.der).subject.public_bytes() in stolen  # as does what certificates tell anybody


def all_that_lies_there(house: House, tmp_path: Path) -> bytes:
    log = (house.service.data / f"{NAME}-wal").read_bytes()
    assert len(log) > 100_000
    backup = backup_of(operator_of(house), tmp_path / "b").file.read_bytes()
    house.parts.ledger.fold_whole_log()
    return b"".join((log, backup, (house.service.data / NAME).read_bytes()))
