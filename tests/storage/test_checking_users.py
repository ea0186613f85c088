"""Rows 11 and 12 for users, terminals, delegations and applications: what no deed brought is named."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from authority.accounts import register_admin
from authority.applying import (
    a_declarant,
    a_signer,
    an_application,
    application_of,
    approved,
    credentials,
    decide,
    deed,
    drafted,
    officer_signer,
    saved,
    send,
    with_officer,
)
from authority.delegations import given, revoke
from authority.house import NAMES, House, a_filing, add_company, lines_of, operated, the_pki
from authority.signers import Holder, confirmed, registered
from demo_pki import RSA_COMPANY
from storage.operating import damage_of, operator_at
from storage.test_checking_deeds import WithKeys, tampered, text_of
from thongquan.authority import deed_door
from thongquan.authority.application_effect import take_effect
from thongquan.storage.database import open_for_writing
from thongquan.storage.maintaining import Operator


def people(house: House) -> list[Holder]:
    """Officers, an administrator, and three of his people with certificates that nobody declares with yet."""
    for officer in ("cb01", "cb02"):
        with_officer(house, officer)
    register_admin(house, the_pki().rsa)
    register_admin(house, the_pki().p256)
    signers = [Holder(), Holder(), Holder()]
    for one in signers:
        registered(house, one)
        confirmed(house, one, the_pki().rsa)
    return signers


def everything_done(house: House) -> None:
    """Users and terminals asked for, given, changed and cancelled; delegations given and revoked; drafts left over."""
    signers = people(house)
    both = [a_declarant(signers[0]), a_declarant(signers[1], identity="079185000124")]
    draft = drafted(house, an_application(*both, terminals=2))
    send(house, draft)
    decide(house, "cb01", draft.application.id, "return", reason="Ghi rõ địa chỉ.")
    returned = draft.__class__(application_of(house, draft.application.id), [])
    again = saved(house, returned, an_application(*both, terminals=2, address="12 Lê Lợi"))
    send(house, again)
    decide(house, "cb01", again.application.id)
    one = application_of(house, again.application.id)
    (first, second), (terminal, other) = one.users, one.terminals
    credentials(house, "credentials-read", [first, second], {terminal: first, other: second})
    house.clock.now += timedelta(days=1)
    rotate = {"terminal": terminal, "user": first, "overlap_hours": 2}
    deed(house, "terminal-rotate", RSA_COMPANY, a_signer(RSA_COMPANY), **rotate)
    credentials(house, "credentials-renew", [first], {})
    change = {"action": "change", "user": first, "certificate": signers[2].certificate.fingerprint}
    changing = drafted(house, an_application(change, terminals=0))
    send(house, changing)
    decide(house, "cb01", changing.application.id)
    decide(house, "cb02", changing.application.id)
    house.clock.now += timedelta(days=1)
    house.sit(take_effect)
    approved(house, {"action": "remove", "user": second}, terminals=0, give_up=[other])
    deed(house, "terminal-end", RSA_COMPANY, a_signer(RSA_COMPANY), terminal=terminal, reason="Máy đã thay.")
    refused = drafted(house, an_application(terminals=1))
    send(house, refused)
    decide(house, "cb01", refused.application.id, "reject", reason="Trùng hồ sơ.")
    drafted(house, an_application(terminals=1))
    with_officer(house, "cb09")
    operated(house, "officer-change", id="cb09", team="02", hours="07:00-19:00", identity="079180000188")
    operated(house, "officer-password", id="cb09")
    operated(house, "officer-suspend", id="cb09", serial=officer_signer("cb09").certificate.serial)
    operated(house, "officer-end", id="cb09")
    given(house)
    revoke(house, given(house))
    house.file(a_filing(lines_of("A1")))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; each test tampers with a copy."""
    folder = tmp_path_factory.mktemp("users") / "house"
    house = House(folder)
    everything_done(house)
    house.close()
    return folder


@pytest.fixture
def books(sound: Path, tmp_path: Path) -> Operator:
    return operator_at(Path(shutil.copytree(sound, tmp_path / "copy")))


def test_books_in_which_everything_was_done_are_sound(books: Operator) -> None:
    assert damage_of(books) == []


def test_what_the_certificate_of_a_cancelled_user_signed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it would stand there if the door had let it in; the day before, it was let in rightly."""
    house = House(tmp_path / "house")
    signers = people(house)
    [user] = approved(house, a_declarant(signers[0]), terminals=0).users
    approved(house, {"action": "remove", "user": user}, terminals=0)
    for one in (in_time := Holder(), late := Holder()):
        registered(house, one)
    confirmed(house, in_time, signers[0])
    assert damage_of(operator_at(tmp_path / "house")) == []
    house.clock.now += timedelta(days=1)
    monkeypatch.setattr(deed_door, "has_left", lambda *_: False)
    confirmed(house, late, signers[0])
    house.close()
    assert {one.what for one in damage_of(operator_at(tmp_path / "house"))} == {"deed_signature"}


def a_change_is_approved(house: House) -> tuple[str, Holder]:
    """Of the one user, to the certificate that is told, from tomorrow on."""
    signers = people(house)
    [user] = approved(house, a_declarant(signers[0]), terminals=0).users
    change = {"action": "change", "user": user, "certificate": signers[1].certificate.fingerprint}
    draft = drafted(house, an_application(change, terminals=0))
    send(house, draft)
    for officer in ("cb01", "cb02"):
        decide(house, officer, draft.application.id)
    return user, signers[1]


def checked_tomorrow(house: House, folder: Path) -> Operator:
    house.clock.now += timedelta(days=1)
    house.sit(take_effect)
    house.close()
    return operator_at(folder)


def test_a_user_who_is_cancelled_before_a_change_takes_effect_keeps_the_certificate(tmp_path: Path) -> None:
    house = House(tmp_path / "own")
    user, wanted = a_change_is_approved(house)
    approved(house, {"action": "remove", "user": user}, terminals=0)
    books = checked_tomorrow(house, tmp_path / "own")
    assert damage_of(books) == []
    put = "UPDATE account SET certificate = ? WHERE name = ?"
    key = wanted.certificate.issuer_serial
    assert "account" in tampered(books, lambda connection: connection.execute(put, (key, user)))


def test_a_user_keeps_the_certificate_where_an_operator_tied_the_new_one_to_another(tmp_path: Path) -> None:
    house = House(tmp_path / "own")
    user, wanted = a_change_is_approved(house)
    add_company(house, NAMES[RSA_COMPANY], RSA_COMPANY, wanted.certificate.der)
    books = checked_tomorrow(house, tmp_path / "own")
    assert damage_of(books) == []
    assert "account" in tampered(books, f"UPDATE account SET certificate = {NOBODYS} WHERE name = '{user}'")


ENDED = "WHERE kind = 'user' AND ended_at <> ''"
OPEN_USER = "WHERE kind = 'user' AND ended_at = '' AND password_number > 0"
NOBODYS = """(
    SELECT issuer_serial FROM certificate
    WHERE issuer_serial NOT IN (SELECT certificate FROM account WHERE kind = 'user' AND ended_at = '') LIMIT 1)"""
OTHERS = "(SELECT issuer_serial FROM certificate WHERE tax_code = '9907654321' LIMIT 1)"


@pytest.mark.parametrize(
    ("tampering", "what"),
    [
        (f"UPDATE account SET ended_at = '' {ENDED}", "account"),
        (f"UPDATE account SET ended_at = '2099-01-01T00:00:00.000000Z' {ENDED}", "account"),
        (f"UPDATE account SET certificate = {NOBODYS} {OPEN_USER}", "account"),
        (f"UPDATE account SET password_number = 9 {OPEN_USER}", "account"),
        (f"DELETE FROM account {OPEN_USER}", "account"),
        ("UPDATE officer SET role = 'head' WHERE id = 'cb01'", "officer"),
        ("UPDATE officer SET office = '03DS' WHERE id = 'cb01'", "officer"),
        ("UPDATE officer SET name = 'X' WHERE id = 'cb01'", "officer"),
        ("UPDATE officer SET hours = '00:00-23:59' WHERE id = 'cb01'", "officer"),
        ("UPDATE officer SET ended_at = '2026-09-02T05:00:00.000000Z' WHERE id = 'cb01'", "officer"),
        ("UPDATE officer SET ended_at = '' WHERE id = 'cb09'", "officer"),
        ("DELETE FROM officer WHERE id = 'cb02'", "officer"),
        (
            "INSERT INTO officer SELECT 'cb77', name, office, role, team, hours, '', added_at FROM officer LIMIT 1",
            "register",
        ),
        ("UPDATE officer_certificate SET state = 'registered' WHERE state <> 'registered'", "officer"),
        ("UPDATE officer_certificate SET officer = 'ct01'", "officer"),
        ("UPDATE officer_certificate SET der = (SELECT der FROM certificate LIMIT 1)", "officer"),
        ("DELETE FROM officer_certificate WHERE state <> 'registered'", "officer"),
        ("UPDATE account SET ended_at = '' WHERE name = 'cb09'", "account"),
        ("UPDATE terminal SET ended_at = ''", "terminal"),
        ("UPDATE terminal SET tax_code = '9907654321'", "terminal"),
        ("UPDATE terminal SET key_number = key_number + 1", "terminal"),
        ("UPDATE terminal SET key_number = 0, key = x''", "terminal"),
        ("UPDATE terminal SET key = zeroblob(32) WHERE key <> x''", "terminal"),
        ("UPDATE terminal SET old_key = key WHERE key <> x''", "terminal"),
        (f"UPDATE terminal SET certificate = {OTHERS}", "terminal"),
        ("UPDATE terminal SET application = 'x'", "terminal"),
        ("UPDATE terminal SET id = 'AAAAA' || substr(id, 6)", "terminal"),
        ("DELETE FROM terminal", "terminal"),
        ("UPDATE delegation SET until = '2099-01-01T00:00:00.000000Z'", "delegation"),
        ("UPDATE delegation SET since = '2020-01-01T00:00:00.000000Z'", "delegation"),
        ("UPDATE delegation SET revoked_at = '' WHERE revoked_at <> ''", "delegation"),
        ("UPDATE delegation SET revoked_at = '2026-09-02T05:00:00.000000Z' WHERE revoked_at = ''", "delegation"),
        ("UPDATE delegation SET scope = replace(scope, '[]', '[\"02DS\"]')", "delegation"),
        ("UPDATE delegation SET scope = replace(scope, 'import', 'export')", "delegation"),
        ("UPDATE delegation SET broker = '0100109106'", "delegation"),
        ("UPDATE delegation SET principal = broker, broker = principal", "delegation"),
        ("UPDATE delegation SET user = '00001AAA'", "delegation"),
        ("UPDATE delegation SET agent_code = 'ZZ'", "delegation"),
        ("UPDATE delegation SET employee_code = 'ZZ'", "delegation"),
        ("UPDATE delegation SET id = hex(randomblob(16))", "delegation"),
        ("DELETE FROM delegation", "delegation"),
        ("UPDATE application SET state = 'approved' WHERE state = 'rejected'", "application"),
        ("UPDATE application SET state = 'approved' WHERE state = 'draft'", "application"),
        ("UPDATE application SET state = 'sent' WHERE state = 'effective'", "application"),
        ("UPDATE application SET tax_code = '9907654321' WHERE state = 'effective'", "application"),
        ("UPDATE application SET office = '01B1' WHERE state = 'effective'", "application"),
        ("UPDATE application SET body = zeroblob(90) WHERE state = 'draft'", "application"),
        ("DELETE FROM application WHERE state = 'rejected'", "application"),
        ("DELETE FROM deed WHERE kind = 'application-send'", "deed_log"),
        ("DELETE FROM deed WHERE kind = 'delegation-revoke'", "delegation"),
    ],
)
def test_what_was_changed_past_the_deeds_is_named(books: Operator, tampering: str, what: str) -> None:
    found = tampered(books, tampering)
    assert what in found, found


def test_a_decision_that_another_officer_signed_is_named(books: Operator) -> None:
    connection = open_for_writing(books.data)
    asked = "SELECT max(seq) FROM deed WHERE kind = 'application-decide' AND account = 'cb01'"
    seq: Any = connection.execute(asked).fetchone()
    connection.close()
    another = officer_signer("cb02")
    signature = another.sign(text_of(books, seq[0]).encode())
    forged = WithKeys(books).rewrite(seq[0], signature=signature, certificate=another.certificate.fingerprint)
    assert "deed_signature" in tampered(books, forged)
