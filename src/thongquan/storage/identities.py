"""The keyed hashes of identity numbers, made again from what lies sealed: when the key of the hashes changes."""

from typing import Any

import apsw

from thongquan.storage.accounts import SqliteAccounts
from thongquan.storage.applications import SqliteApplications
from thongquan.storage.sealing import Vault

_KNOWN = """
SELECT DISTINCT i.what, i.tax_code, a.id IS NOT NULL FROM identity i LEFT JOIN application a ON a.id = i.what"""


def identify_anew(connection: apsw.Connection, vault: Vault) -> None:
    """Inside a transaction, with the key in use."""
    applications, accounts = SqliteApplications(connection, vault), SqliteAccounts(connection, vault)
    known: list[Any] = connection.execute(_KNOWN).fetchall()
    for what, tax_code, is_application in known:
        read = _of_application(applications, tax_code, what) if is_application else _of_user(accounts, what)
        applications.identify(what, tax_code, read)


def _of_application(applications: SqliteApplications, tax_code: str, what: str) -> list[str]:
    application = applications.own(tax_code, what)
    return [one.identity for one in application.asked.declarants if one.identity] if application else []


def _of_user(accounts: SqliteAccounts, what: str) -> list[str]:
    account = accounts.account(what)
    return [account.person.identity] if account else []
