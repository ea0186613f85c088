"""Keys are added and taken into use by a commit; what was sealed and signed before stays good."""

import os
import shutil
from functools import partial
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from authority.house import House, a_filing, an_owner, lines_of, the_pki
from demo_pki import NOW
from storage.operating import (
    backup_of,
    damage_of,
    killed,
    moments,
    operator_at,
    operator_of,
    restored,
    rows,
    work_of,
)
from thongquan.app import build_authority
from thongquan.signing.chain import TrustStore
from thongquan.signing.issuing import AUTHORITY, issue_authority
from thongquan.signing.pki import _issuer
from thongquan.storage.events import believed
from thongquan.storage.folders import UnsafeFolder
from thongquan.storage.key_list import listed
from thongquan.storage.keyring import InUse, Keyring, files_of, keys_in_use, numbered, require_owner_only
from thongquan.storage.maintaining import Operator
from thongquan.storage.refusals import NotTheAuthoritys
from thongquan.storage.rotating import rotate, rotate_authority
from thongquan.storage.sealing import Vault
from thongquan.storage.snapshot import snapshot


def again(house: House) -> House:
    """The same authority, started once more."""
    house.close()
    return House(house.service.data.parent, now=NOW.replace(hour=14))


def rotated(house: House, *purposes: str) -> Operator:
    house.close()
    operator = operator_of(house)
    for purpose in purposes:
        with operator.ledger() as ledger:
            rotate(ledger, operator.keys, purpose, work_of(operator))
    return operator


def new_pair() -> tuple[bytes, bytes]:
    """A new key of the authority and its certificate, from the same root."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = ec.generate_private_key(ec.SECP256R1())
    certificate = issue_authority(AUTHORITY, key, _issuer(the_pki().folder, "root"), NOW.replace(microsecond=0))
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem, certificate.public_bytes(Encoding.PEM)


class TestSealing:
    @given(plain=st.binary(max_size=200), place=st.binary(max_size=30))
    def test_what_any_key_sealed_opens_later_and_at_its_place_only(self, plain: bytes, place: bytes) -> None:
        keys = Keyring({1: b"a" * 32, 2: b"b" * 32, 3: b"c" * 32}, {1: b"i" * 32}, {})
        newest = Vault(keys, InUse(body=3))
        for number in keys.body:
            sealed = Vault(keys, InUse(body=number)).seal(plain, place)
            assert newest.open(sealed, place) == plain
            with pytest.raises(InvalidTag):
                newest.open(sealed, place + b"x")

    def test_what_schema_1_sealed_opens_even_if_it_looks_like_a_number(self) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        vault = Vault(Keyring({1: b"a" * 32, 2: b"b" * 32}, {1: b"i" * 32}, {}), InUse(body=2))
        for nonce in (bytes(12), b"\x00\x01" + bytes(10), b"\x00\x02" + bytes(10)):
            assert vault.open(nonce + AESGCM(b"a" * 32).encrypt(nonce, b"x", b"p"), b"p") == b"x"

    @given(st.binary(max_size=60))
    def test_what_nobody_sealed_does_not_open(self, data: bytes) -> None:
        with pytest.raises(InvalidTag):
            Vault(Keyring({1: b"a" * 32}, {1: b"i" * 32}, {})).open(data, b"p")

    def test_a_key_that_the_books_use_and_the_folder_lacks_is_refused(self) -> None:
        with pytest.raises(UnsafeFolder):
            Vault(Keyring({1: b"a" * 32}, {1: b"i" * 32}, {}), InUse(body=2))


class TestTheBodyKey:
    def test_rotated_seals_what_comes_and_leaves_what_was(self, house: House) -> None:
        house.file(a_filing(lines_of("A1")))
        [(before,)] = house.rows("SELECT sealed FROM act")
        rotated(house, "body", "body")
        served = again(house)
        served.file(a_filing(lines_of("A2")))
        assert [sealed[:2] for (sealed,) in served.rows("SELECT sealed FROM act")] == [b"\0\1", b"\0\3"]
        assert served.rows("SELECT sealed FROM act WHERE seq = 1") == [(before,)]
        served.close()
        assert damage_of(operator_of(house)) == []

    def test_of_answers_replays_their_very_bytes(self, house: House) -> None:
        filing = a_filing(lines_of("A1"))
        first = house.file_raw(filing)
        rotated(house, "body")
        served = again(house)
        assert served.file_raw(filing) == first
        served.close()


class TestTheIndexKey:
    def test_rotated_makes_every_hash_again_and_finds_old_houses(self, house: House) -> None:
        house.file(a_filing(lines_of("A1", "A2")))
        before = house.rows("SELECT house FROM declaration ORDER BY number")
        operator = rotated(house, "index")
        after = rows(operator.data, "SELECT house FROM declaration ORDER BY number")
        assert not set(before) & set(after)
        assert damage_of(operator) == []
        served = again(house)
        told = served.file(a_filing(lines_of("A2", "A3")))[0]["outcomes"]
        assert [one["outcome"] for one in told] == ["refused", "registered"]
        served.close()

    def test_rotated_still_finds_what_counts_together(self, house: House) -> None:
        house.file(a_filing(lines_of("A1")))
        before = house.rows("SELECT owned FROM declaration")
        operator = rotated(house, "index")
        assert rows(operator.data, "SELECT owned FROM declaration") != before
        served = again(house)
        [told] = served.file(a_filing(lines_of("A2", **an_owner("A1"))))[0]["outcomes"]
        assert told["faults"][0]["code"] == "AGGREGATION-REGISTERED"
        served.close()

    def test_killed_while_rotating_leaves_hashes_of_one_key(self, tmp_path: Path) -> None:
        house = House(tmp_path)
        house.file(a_filing(lines_of(*(f"K{n}" for n in range(300)))))
        house.close()
        found = set()
        for number, moment in enumerate(moments(0.2)):
            copy = operator_at(Path(shutil.copytree(tmp_path, tmp_path.with_name(f"{tmp_path.name}-{number}"))))
            killed(partial(self.rotate, copy), moment)
            assert damage_of(copy) == []
            with snapshot(copy.data) as books:
                found.add(keys_in_use(books).index)
            self.rotate(copy)
            assert damage_of(copy) == []
        assert found == {1, 2}

    @staticmethod
    def rotate(operator: Operator) -> None:
        with operator.ledger() as ledger:
            rotate(ledger, operator.keys, "index", work_of(operator))


class TestTheAuthoritysKey:
    def test_rotated_signs_what_comes_and_old_answers_stay_as_they_are(self, house: House) -> None:
        filing = a_filing(lines_of("A1"))
        first = house.file_raw(filing)
        house.close()
        operator = operator_of(house)
        with operator.ledger() as ledger:
            rotate_authority(ledger, operator.keys, *new_pair(), operator.doing(operator.newest_seal()))
        served = again(house)
        assert served.file_raw(filing) == first
        old, new = (served.file(one)[0] for one in (filing, a_filing(lines_of("A2"))))
        assert old["authority_certificate"] != new["authority_certificate"]
        self.chains(old, new)
        served.close()
        assert damage_of(operator) == []

    @staticmethod
    def chains(*answers: dict[str, str]) -> None:
        """Each certificate proves itself from the same root, as a receipt is verified."""
        from base64 import b64decode

        trust = TrustStore.load(the_pki().anchors).without_revocation()
        for answer in answers:
            trust.chain(b64decode(answer["authority_certificate"]), NOW)

    def test_that_cannot_sign_receipts_is_refused(self, house: House) -> None:
        house.close()
        operator, company = operator_of(house), the_pki().p12("p256").with_suffix(".pem").read_bytes()
        key, certificate = new_pair()
        with operator.ledger() as ledger:
            doing = operator.doing(operator.newest_seal())
            for pair in ((key, company), (new_pair()[0], certificate), (b"nonsense", certificate)):
                with pytest.raises(NotTheAuthoritys):
                    rotate_authority(ledger, operator.keys, *pair, doing)
        assert set(files_of(operator.keys, "authority-key.pem")) == {1}

    def test_taken_away_after_its_time_is_not_missed(self, house: House) -> None:
        house.close()
        operator = operator_of(house)
        with operator.ledger() as ledger:
            rotate_authority(ledger, operator.keys, *new_pair(), operator.doing(operator.newest_seal()))
        (operator.keys / "authority-key.pem").unlink()
        served = again(house)
        assert served.file(a_filing(lines_of("A1")))[0]["outcomes"]
        served.close()
        assert damage_of(operator) == []


class TestARotation:
    def test_leaves_a_signed_trace(self, house: House) -> None:
        operator = rotated(house, "body", "index", "backup")
        with snapshot(operator.data) as books:
            told = [(one.kind, one.by, one.facts) for one in believed(books, operator.authority())]
        assert told == [
            ("rotated", "vận hành", {"purpose": purpose, "number": 2}) for purpose in ("body", "index", "backup")
        ]

    def test_whose_key_was_never_taken_into_use_changes_nothing(self, house: House) -> None:
        """Killed between the file and the commit; the next rotation takes the same file."""
        house.file(a_filing(lines_of("A1")))
        unused = house.service.keys_folder() / numbered("body.key", 2)
        unused.touch(mode=0o600)
        unused.write_bytes(b"u" * 32)
        served = again(house)
        served.file(a_filing(lines_of("A2")))
        assert {sealed[:2] for (sealed,) in served.rows("SELECT sealed FROM act")} == {b"\0\1"}
        rotated(served, "body")
        assert unused.read_bytes() == b"u" * 32

    def test_of_the_backup_key_leaves_old_backups_good(self, house: House, tmp_path: Path) -> None:
        house.file(a_filing(lines_of("A1")))
        operator = operator_of(house)
        old = backup_of(operator, tmp_path / "old").file
        rotated(house, "backup", "body", "index")
        new = backup_of(operator, tmp_path / "new").file
        for file in (old, new):
            data = tmp_path / f"from-{file.name}"
            restored(operator, file, data)
            assert damage_of(Operator(data, operator.keys, operator.at, "")) == []

    def test_is_listed(self, house: House) -> None:
        operator = rotated(house, "body")
        told = [(one.file, one.in_use) for one in listed(operator) if one.purpose in ("body", "authority")]
        assert told == [("body.key", False), ("body-2.key", True), ("authority-key.pem", True)]


class TestTheKeysFolder:
    @pytest.mark.parametrize("name", ["body.key", "index.key", "backup.key", "choice.key", "authority-key.pem"])
    def test_with_a_key_open_to_others_is_refused(self, house: House, name: str) -> None:
        house.close()
        (house.service.keys_folder() / name).chmod(0o640)
        with pytest.raises(UnsafeFolder, match="open to others"):
            build_authority(house.service, house.clock)

    def test_with_a_key_of_another_user_is_refused(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        key, owner = house.service.keys_folder() / "body.key", os.geteuid()
        require_owner_only(key)
        monkeypatch.setattr("os.geteuid", lambda: owner + 1)
        with pytest.raises(UnsafeFolder, match="another user"):
            require_owner_only(key)

    def test_that_lost_a_key_of_existing_books_gets_no_new_one(self, house: House) -> None:
        house.close()
        (house.service.keys_folder() / "body.key").unlink()
        with pytest.raises(UnsafeFolder, match="missing"):
            build_authority(house.service, house.clock)
        assert not (house.service.keys_folder() / "body.key").exists()

    def test_shows_nothing_of_its_keys(self) -> None:
        assert "aaaa" not in repr(Keyring({1: b"a" * 32}, {1: b"a" * 32}, {1: b"a" * 32}))
