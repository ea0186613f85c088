"""Accounts. Passwords and what is personal lie sealed, each for its own account."""

from typing import Any

import msgspec

from thongquan.authority.account_ports import AccountSought
from thongquan.authority.paging import Page, Wanted
from thongquan.registration.account import Account, Person
from thongquan.registration.model import SigningUser
from thongquan.storage.paging import Selection
from thongquan.storage.part import Part

_COLUMNS = """name, kind, ifnull(tax_code, ''), certificate, person, effective_at, password, password_number,
password_state, password_until, ended_at, last_login"""
_ADD = """
INSERT INTO account (name, kind, tax_code, certificate, person, effective_at, password, password_number, password_state,
                     password_until, ended_at, last_login)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_PUT = """
UPDATE account SET certificate = ?, person = ?, effective_at = ?, password = ?, password_number = ?, password_state = ?,
                   password_until = ?, ended_at = ?, last_login = ? WHERE name = ?"""

_BY = {"user": ("name",), "since": ("effective_at", "name")}


def person_place(name: str) -> bytes:
    return f"person {name}".encode()


def password_place(name: str, number: int) -> bytes:
    """With its number: an older password that is put back does not open."""
    return f"password {name} {number}".encode()


class SqliteAccounts(Part):
    """Implements `authority.account_ports.Accounts`."""

    def account(self, name: str) -> Account | None:
        row = self._one(f"SELECT {_COLUMNS} FROM account WHERE name = ?", name)  # noqa: S608 # nosec B608 - a constant
        return None if row is None else self._read(row)

    def of_company(self, tax_code: str) -> list[Account]:
        rows = self._rows(f"SELECT {_COLUMNS} FROM account WHERE tax_code = ? ORDER BY name", tax_code)  # noqa: S608 # nosec B608 - as above
        return [self._read(row) for row in rows]

    def users(self, tax_code: str, sought: AccountSought, at: str, wanted: Wanted) -> Page[Account]:
        found = Selection("account").where("tax_code = ? AND kind = 'user'", tax_code)
        found.beginning("name", sought.beginning)
        of_life(found, sought.state, at)
        return found.page(self._connection, _COLUMNS, _BY[wanted.sort], wanted).told(self._read)

    def user_of(self, certificate: bytes) -> Account | None:
        """The user that declares with this certificate."""
        sql = f"SELECT {_COLUMNS} FROM account WHERE certificate = ? AND kind = 'user' AND ended_at = ''"  # noqa: S608 # nosec B608 - as above
        row = self._one(sql, certificate)
        return None if row is None else self._read(row)

    def signing(self, certificate: bytes) -> tuple[SigningUser, ...]:
        """All users that ever declared with this certificate, and when."""
        sql = "SELECT name, effective_at, ended_at FROM account WHERE certificate = ? AND kind = 'user' ORDER BY name"
        return tuple(SigningUser(*row) for row in self._rows(sql, certificate))

    def holders(self, certificate: bytes) -> tuple[SigningUser, ...]:
        """All accounts that sign or signed with this certificate, the administrator's too, and when."""
        sql = "SELECT name, effective_at, ended_at FROM account WHERE certificate = ? ORDER BY name"
        return tuple(SigningUser(*row) for row in self._rows(sql, certificate))

    def add(self, account: Account) -> None:
        self._write(_ADD, account.name, account.kind, account.tax_code or None, *self._rest(account))

    def put(self, account: Account) -> None:
        """Everything of it as it is now; name, kind and company never change."""
        self._write(_PUT, *self._rest(account), account.name)

    def _rest(self, account: Account) -> tuple[Any, ...]:
        person = self._vault.seal(msgspec.json.encode(account.person), person_place(account.name))
        place = password_place(account.name, account.password_number)
        password = self._vault.seal(account.password.encode(), place) if account.password else b""
        return (
            account.certificate,
            person,
            account.effective_at,
            password,
            account.password_number,
            account.password_state,
            account.password_until,
            account.ended_at,
            account.last_login,
        )

    def _read(self, row: tuple[Any, ...]) -> Account:
        name, kind, tax_code, certificate, person, effective_at, password, number, *rest = row
        return Account(
            name,
            kind,
            tax_code,
            certificate,
            msgspec.json.decode(self._vault.open(person, person_place(name)), type=Person),
            effective_at,
            self._vault.open(password, password_place(name, number)).decode() if password else "",
            number,
            *rest,
        )


def of_life(found: Selection, state: str, at: str) -> None:
    """Accounts and terminals that have begun and ended as `state` says; "" is all."""
    if state == "ended":
        found.where("ended_at <> '' AND ended_at <= ?", at)
    elif state == "coming":
        found.where("(ended_at = '' OR ended_at > ?) AND effective_at > ?", at, at)
    elif state == "ending":
        found.where("ended_at > ? AND effective_at <= ?", at, at)
    elif state == "open":
        found.where("ended_at = '' AND effective_at <= ?", at)
