"""Rows 11 and 12 for the register: what was changed past the deeds, or in them, is named by a check of the books."""

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import apsw
import msgspec
import pytest
from msgspec.structs import replace

from authority.house import House
from authority.signers import Holder
from storage.operating import damage_of, operator_at
from storage.registering import P256, People, everything_done
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.registration.deed import KINDS
from thongquan.signing.checkpoint import receipt_leaf
from thongquan.storage.database import open_for_writing
from thongquan.storage.deeds import SealedDeed, deed_place, open_deed
from thongquan.storage.maintaining import Operator
from thongquan.storage.register_followed import FOLLOWED

SOUND: dict[str, People] = {}
PLACE: list[int] = []
AGAIN = "SELECT max(seq) FROM deed WHERE kind = 'certificate-register'"
"""The place of the deed with which one registered itself once more."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; each test tampers with a copy."""
    folder = tmp_path_factory.mktemp("registered") / "house"
    house = House(folder)
    SOUND["people"] = everything_done(house)
    PLACE.append(house.rows(AGAIN)[0][0])
    house.close()
    return folder


@pytest.fixture
def again(books: Operator) -> int:
    return PLACE[0]


@pytest.fixture
def books(sound: Path, tmp_path: Path) -> Operator:
    return operator_at(Path(shutil.copytree(sound, tmp_path / "copy")))


def tampered(books: Operator, tamper: str | Callable[[apsw.Connection], Any]) -> set[str]:
    """What a check finds afterwards. The one who tampers has a shell, and no key unless `tamper` has."""
    connection = open_for_writing(books.data)
    connection.pragma("foreign_keys", 0)
    if isinstance(tamper, str):
        connection.execute(tamper)
    else:
        tamper(connection)
    connection.close()
    return {one.what for one in damage_of(books)}


def test_books_in_which_everything_was_done_are_sound(books: Operator) -> None:
    assert damage_of(books) == []


ADMIN = "WHERE kind = 'admin'"
ONE_OF_OTHERS = "(SELECT der FROM certificate WHERE tax_code = '9907654321')"
ACCOUNT_COPIED = """
INSERT INTO account SELECT '00001AAA', 'admin', tax_code, certificate, password, password_number, password_state,
                           password_until, effective_at, ended_at, last_login, person
FROM account WHERE kind = 'admin'"""
WITHOUT_KEYS = [
    # certificates
    (
        "UPDATE certificate SET state = 'registered' WHERE state = 'suspended' AND tax_code = '9901234560'",
        "certificate",
    ),
    ("UPDATE certificate SET state = 'registered' WHERE state = 'waiting'", "certificate"),
    ("UPDATE certificate SET state = 'registered' WHERE state = 'ended'", "certificate"),
    ("UPDATE certificate SET until = '2099-01-01T00:00:00.000000Z' WHERE state = 'waiting'", "certificate"),
    ("UPDATE certificate SET tax_code = '9907654321' WHERE state = 'waiting'", "certificate"),
    (f"UPDATE certificate SET der = {ONE_OF_OTHERS} WHERE state = 'waiting'", "certificate"),
    ("UPDATE certificate SET issuer_serial = x'00' WHERE state = 'waiting'", "certificate"),
    ("UPDATE certificate SET replaces = NULL WHERE state = 'waiting'", "certificate"),
    ("UPDATE certificate SET seconded_by = 'cb01' WHERE state = 'waiting'", "certificate"),
    ("UPDATE certificate SET deed = 1 WHERE state = 'waiting'", "certificate"),
    ("UPDATE certificate SET deed = NULL WHERE state = 'waiting'", "certificate"),
    ("DELETE FROM certificate WHERE state = 'waiting'", "certificate"),
    ("DELETE FROM certificate WHERE state = 'ended'", "deed_signature"),
    # companies
    ("UPDATE company SET name = 'Công ty Khác' WHERE tax_code = '9901234560'", "company"),
    ("UPDATE company SET code = '99999' WHERE tax_code = '9901234560'", "company"),
    ("UPDATE company SET suspended = 1 WHERE tax_code = '9901234560'", "company"),
    ("INSERT INTO company VALUES ('0100109106', 'Mới', '00009', 0, '2026-09-02T03:00:00.000000Z')", "register"),
    ("DELETE FROM company WHERE tax_code = '9907654321'", "company"),
    # accounts
    (
        f"UPDATE account SET certificate = (SELECT issuer_serial FROM certificate WHERE der = {ONE_OF_OTHERS}) {ADMIN}",
        "account",
    ),
    ("UPDATE account SET password_number = password_number + 1", "account"),
    ("UPDATE account SET password = zeroblob(60)", "account"),
    ("UPDATE account SET person = zeroblob(60)", "account"),
    (f"UPDATE account SET name = 'cb77', kind = 'officer' {ADMIN}", "account"),
    ("DELETE FROM account", "account"),
    (ACCOUNT_COPIED, "register"),
    # deeds
    ("DELETE FROM deed WHERE seq = 4", "deed_log"),
    ("DELETE FROM deed WHERE seq = (SELECT max(seq) FROM deed)", "certificate"),
    ("UPDATE deed SET seq = seq + 100", "deed_log"),
    ("UPDATE deed SET seq = seq + 100", "deed_sealed"),
    ("UPDATE deed SET kind = 'login' WHERE seq = 5", "deed_sealed"),
    ("UPDATE deed SET at = '2026-09-02T03:00:00.000000Z' WHERE seq = 9", "deed_sealed"),
    ("UPDATE deed SET at = '2026-09-02T03:00:00.000000Z' WHERE seq = 9", "deed_order"),
    ("UPDATE deed SET account = 'cb01' WHERE seq = 9", "deed_sealed"),
    ("UPDATE deed SET company = '9907654321' WHERE seq = 9", "deed_sealed"),
    ("UPDATE deed SET certificate = '' WHERE seq = 9", "deed_sealed"),
    ("UPDATE deed SET delegation = 'x' WHERE seq = 9", "deed_sealed"),
    ("UPDATE deed SET digest = zeroblob(32) WHERE seq = 9", "deed_leaf"),
    ("UPDATE deed SET leaf = zeroblob(32) WHERE seq = 9", "deed_leaf"),
    ("UPDATE deed SET sealed = (SELECT sealed FROM deed WHERE seq = 8) WHERE seq = 9", "deed_sealed"),
    ("INSERT INTO gap VALUES ('deed', 100, 200, 1)", "gap"),
    ("DELETE FROM deed WHERE seq = 4; INSERT INTO gap VALUES ('deed', 4, 5, 1)", "gap"),
]


@pytest.mark.parametrize(("tampering", "what"), WITHOUT_KEYS)
def test_who_writes_to_the_database_is_named_by_what_he_did(books: Operator, tampering: str, what: str) -> None:
    found = tampered(books, tampering)
    assert what in found, found


@pytest.mark.parametrize(("deed", "what"), [("NULL", "register"), ("1", "certificate")])
def test_a_genuine_certificate_that_nobody_registered_is_named(books: Operator, deed: str, what: str) -> None:
    mine = Holder().certificate
    found = tampered(
        books,
        lambda connection: connection.execute(
            "INSERT INTO certificate (issuer_serial, tax_code, der, added_at, deed) "
            f"VALUES (?, '9901234560', ?, '2026-08-01T00:00:00.000000Z', {deed})",
            (mine.issuer_serial, mine.der),
        ),
    )
    assert what in found, found


def test_an_older_password_that_is_put_back_is_named(sound: Path, tmp_path: Path) -> None:
    house = House(tmp_path / "own")
    from authority.accounts import change, register_admin
    from storage.registering import RSA

    register_admin(house, RSA)
    [(old,)] = house.rows("SELECT password FROM account WHERE kind = 'admin'")
    change(house, RSA, 1)
    house.close()
    found = tampered(
        operator_at(tmp_path / "own"),
        lambda connection: connection.execute(f"UPDATE account SET password = ? {ADMIN}", (old,)),
    )
    assert found == {"account"}


class WithKeys:
    """Somebody who has the keys folder too: what he writes opens. He lacks what people sign with."""

    def __init__(self, books: Operator) -> None:
        self._vault = books.vault()

    def rewrite(self, seq: int, signature: bytes | None = None, **columns: str) -> Callable[[apsw.Connection], None]:
        """Another text or outcome of a deed, sealed, hashed and placed as it must be."""
        changes = {name: columns.pop(name).encode() for name in ("text", "outcome") if name in columns}
        if signature is not None:
            changes["signature"] = signature

        def tamper(connection: apsw.Connection) -> None:
            row: Any = connection.execute(
                "SELECT seq, kind, at, account, company, certificate, delegation, sealed FROM deed WHERE seq = ?",
                (seq,),
            ).fetchone()
            *clear, sealed = row
            opened = replace(open_deed(self._vault.open(sealed, deed_place(*clear))), **changes)
            names = ("seq", "kind", "at", "account", "company", "certificate", "delegation")
            self._put(connection, opened, dict(zip(names, clear, strict=True)) | columns)

        return tamper

    def _put(self, connection: apsw.Connection, opened: SealedDeed, clear: dict[str, Any]) -> None:
        sealed = self._vault.seal(msgspec.msgpack.encode(opened), deed_place(*clear.values()))
        leaf = receipt_leaf(opened.salt, opened.text, opened.outcome)
        columns = {**clear, "digest": sha256(opened.text).digest(), "leaf": leaf, "sealed": sealed}
        settings = ", ".join(f"{name} = ?" for name in columns)
        connection.execute(f"UPDATE deed SET {settings} WHERE seq = ?", (*columns.values(), clear["seq"]))


def text_of(books: Operator, seq: int) -> str:
    connection = open_for_writing(books.data)
    row: Any = connection.execute(
        "SELECT seq, kind, at, account, company, certificate, delegation, sealed FROM deed WHERE seq = ?", (seq,)
    ).fetchone()
    connection.close()
    *clear, sealed = row
    return open_deed(books.vault().open(sealed, deed_place(*clear))).text.decode()


def test_with_all_keys_of_the_server_a_text_is_still_its_signers(books: Operator, again: int) -> None:
    text = text_of(books, again)
    assert "2027-02-28" in text
    forged = text.replace("2027-02-28", "2029-02-28")
    assert "deed_signature" in tampered(books, WithKeys(books).rewrite(again, text=forged))


def test_a_text_that_is_none_is_named(books: Operator, again: int) -> None:
    assert "deed_text" in tampered(books, WithKeys(books).rewrite(again, text="xong"))


def test_a_deed_put_to_another_account_is_named(books: Operator, again: int) -> None:
    assert "deed_text" in tampered(books, WithKeys(books).rewrite(again, account="9907654321"))


def test_a_deed_put_to_another_time_is_named(books: Operator, again: int) -> None:
    back = tampered(books, WithKeys(books).rewrite(again, at="2026-09-02T03:00:00.000001Z"))
    assert {"deed_order", "deed_text"} <= back


def test_a_deed_put_to_another_certificate_is_named(books: Operator, again: int) -> None:
    another = SOUND["people"].counts.certificate.fingerprint
    assert "deed_signature" in tampered(books, WithKeys(books).rewrite(again, certificate=another))


def test_a_deed_put_to_nobody_is_named(books: Operator, again: int) -> None:
    """An operator has no business with it."""
    nobody = WithKeys(books).rewrite(again, certificate="", signature=b"")
    assert "deed_signature" in tampered(books, nobody)


BY_WAY = [("account", "login"), ("company", "certificate-confirm"), ("itself", "certificate-register")]


@pytest.mark.parametrize(("way", "kind"), BY_WAY)
def test_a_deed_that_another_company_signed_is_named(books: Operator, way: str, kind: str) -> None:
    """With all keys of the server, and a certificate that is registered and counts, but speaks for somebody else."""
    assert PROCEDURES[kind].signed_by == way
    connection = open_for_writing(books.data)
    row: Any = connection.execute("SELECT min(seq) FROM deed WHERE kind = ?", (kind,)).fetchone()
    connection.close()
    signature = P256.sign(text_of(books, row[0]).encode())
    others = WithKeys(books).rewrite(row[0], signature=signature, certificate=P256.certificate.fingerprint)
    assert "deed_signature" in tampered(books, others)


def test_a_change_of_password_that_a_colleague_signed_is_named(books: Operator) -> None:
    """Of the same company, registered then, but not the certificate of that account."""
    colleague = SOUND["people"].counts
    connection = open_for_writing(books.data)
    row: Any = connection.execute("SELECT seq FROM deed WHERE kind = 'password-change'").fetchone()
    connection.close()
    signature = colleague.sign(text_of(books, row[0]).encode())
    others = WithKeys(books).rewrite(row[0], signature=signature, certificate=colleague.certificate.fingerprint)
    assert "deed_signature" in tampered(books, others)


def test_another_outcome_than_the_register_has_is_named(books: Operator, again: int) -> None:
    outcome = '{"before":"waiting","state":"registered","until":"2027-02-28T16:59:59.999999Z"}'
    assert "certificate" in tampered(books, WithKeys(books).rewrite(again, outcome=outcome))


def test_every_kind_of_deed_is_followed() -> None:
    """A new kind says in `storage/register_followed.py` what it does to the register, or that it does nothing."""
    assert set(KINDS.values()) == set(FOLLOWED)
