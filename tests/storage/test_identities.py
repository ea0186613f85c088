"""The same person is found elsewhere by a keyed hash, which follows the key of hashes."""

from authority.applying import a_declarant, an_application, approved, drafted, everybody, send
from authority.house import House
from demo_pki import RSA_COMPANY
from thongquan.storage.applications import SqliteApplications
from thongquan.storage.identities import identify_anew
from thongquan.storage.keyring import Keyring
from thongquan.storage.sealing import Vault

ELSEWHERE = "9900000000"


def found(applications: SqliteApplications, identity: str) -> set[str]:
    return {one.tax_code for one in applications.elsewhere(identity, ELSEWHERE)}


def test_a_person_is_found_after_the_key_of_hashes_has_changed(house: House) -> None:
    signers = everybody(house)
    approved(house, a_declarant(signers[0]))
    send(house, drafted(house, an_application(a_declarant(signers[1], identity="079185000777"))))
    before = house.rows("SELECT key, what FROM identity ORDER BY what")
    assert found(house.books.applications, "079185000123") == {RSA_COMPANY}
    connection, keys = house.books.connection, house.parts.ledger.vault.keys
    other = Vault(Keyring(keys.body, {1: b"i" * 32}, keys.backup))
    identify_anew(connection, other)
    rows = house.rows("SELECT key, what FROM identity ORDER BY what")
    assert [what for _, what in rows] == [what for _, what in before]
    assert not {key for key, _ in rows} & {key for key, _ in before}
    applications = SqliteApplications(connection, other)
    for identity in ("079185000123", "079185000777"):
        assert found(applications, identity) == {RSA_COMPANY}
    assert found(applications, "079185000778") == found(house.books.applications, "079185000123") == set()
