"""Row 11 for operators: what none of them signed is named, and so is a founding while one could sign."""

from typing import Any

import pytest
from msgspec.structs import replace

from authority import operators
from authority.house import House, operated, the_pki
from storage.operating import damage_of, operator_of
from storage.test_checking_deeds import WithKeys


def works(house: House, sql: str, *bindings: Any) -> None:
    """Whoever has the keys folder writes what he likes."""
    house.sit(lambda now: now.books.connection.execute(sql, bindings))


def named(house: House) -> set[str]:
    return {one.what for one in damage_of(operator_of(house))}


def adds_a_company(house: House, by: str = "vh01") -> None:
    says = {"tax_code": "9900000001", "name": "Công ty Mới"}
    operators.operated(house, "company-add", says, pki=the_pki(), ders=[], by=by)


def test_books_in_which_operators_did_everything_are_sound(house: House) -> None:
    adds_a_company(house)
    adds_a_company(house)
    operated(house, "officer-change", id="cb01", team="02", identity="079180000199")
    operated(house, "officer-password", id="cb01")
    operated(house, "certificate-suspend", serial=the_pki().p256.certificate.serial, reason="lost")
    operated(house, "officer-suspend", id="ct01", serial=the_pki().officer("ct01").certificate.serial)
    operated(house, "officer-end", id="cb01")
    operated(house, "officer-end", id="vh01")
    operators.found(house, the_pki(), "CC001")
    assert damage_of(operator_of(house)) == []


def test_an_act_that_only_an_officer_signed_is_named(house: House) -> None:
    """The head of the office, made an operator for a moment by nobody's deed."""
    works(house, "UPDATE officer SET role = 'operator' WHERE id = 'ct01'")
    adds_a_company(house, "ct01")
    works(house, "UPDATE officer SET role = 'head' WHERE id = 'ct01'")
    assert named(house) == {"deed_signature"}


def test_an_act_without_a_signature_is_named(house: House) -> None:
    adds_a_company(house)
    [(seq,)] = house.rows("SELECT max(seq) FROM deed")
    tampering = WithKeys(operator_of(house)).rewrite(seq, signature=b"", certificate="")
    house.sit(lambda now: tampering(now.books.connection))
    assert named(house) == {"deed_signature"}


def test_a_founding_while_an_operator_could_sign_is_named(house: House) -> None:
    works(house, "UPDATE officer SET ended_at = '2026-01-01T00:00:00.000000Z' WHERE id = 'vh01'")
    operators.found(house, the_pki(), "CC001")
    works(house, "UPDATE officer SET ended_at = '' WHERE id = 'vh01'")
    assert named(house) == {"deed_signature"}


@pytest.mark.parametrize("change", ["name = 'Người khác'", "role = 'head'"])
def test_another_operator_than_was_founded_is_named(house: House, change: str) -> None:
    works(house, f"UPDATE officer SET {change} WHERE id = 'vh01'")
    assert "officer" in named(house)


def test_a_password_that_no_deed_gave_is_named(house: House) -> None:
    account = house.books.accounts.account("cb01")
    house.sit(lambda now: now.books.accounts.put(replace(account, password_number=2)))
    assert named(house) == {"account"}
