"""What the requests about accounts need from whoever keeps the books."""

from typing import Protocol

import msgspec

from thongquan.authority.paging import Page, Wanted
from thongquan.registration.account import Account
from thongquan.registration.model import SigningUser


class AccountSought(msgspec.Struct, frozen=True):
    """Which users or terminals of a company are asked for; "" leaves it open."""

    beginning: str = ""
    """Of the User ID or Terminal ID."""
    state: str = ""
    """`coming`, `open`, `ending` or `ended`."""


class Accounts(Protocol):
    def account(self, name: str) -> Account | None: ...
    def of_company(self, tax_code: str) -> list[Account]:
        """All of them, ended ones too, by name."""
        ...

    def users(self, tax_code: str, sought: AccountSought, at: str, wanted: Wanted) -> Page[Account]:
        """Those who declare for a company, by `user` or `since`."""
        ...

    def user_of(self, certificate: bytes) -> Account | None:
        """The open user account that declares with the certificate of this issuer and serial."""
        ...

    def signing(self, certificate: bytes) -> tuple[SigningUser, ...]:
        """All users that ever declared with the certificate of this issuer and serial, and when."""
        ...

    def holders(self, certificate: bytes) -> tuple[SigningUser, ...]:
        """All accounts that sign or signed with this certificate, the administrator's too, and when."""
        ...

    def add(self, account: Account) -> None: ...
    def put(self, account: Account) -> None:
        """Everything of it as it is now; name, kind and company never change."""
        ...
