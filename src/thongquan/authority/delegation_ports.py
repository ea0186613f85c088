"""What the requests about delegations need from whoever keeps the books."""

from typing import Protocol

import msgspec

from thongquan.authority.paging import Page, Wanted
from thongquan.registration.delegation import Delegation


class DelegationSought(msgspec.Struct, frozen=True):
    """Which delegations are asked for; "" leaves it open."""

    other: str = ""
    """Tax code of the other side."""
    state: str = ""
    """`coming`, `open`, `over` or `revoked`."""
    user: str = ""
    """By which this user of the broker may act."""


class Delegations(Protocol):
    """Each question names the company that asks: what is another's is not found."""

    def given_by(self, principal: str, delegation: str) -> Delegation | None: ...
    def of_principal(self, principal: str) -> list[Delegation]:
        """All that it ever gave, the latest first."""
        ...

    def to_broker(self, broker: str) -> list[Delegation]:
        """All that it was ever given, the latest first."""
        ...

    def page_given(self, principal: str, sought: DelegationSought, at: str, wanted: Wanted) -> Page[Delegation]:
        """By `since`, as `page_held`."""
        ...

    def page_held(self, broker: str, sought: DelegationSought, at: str, wanted: Wanted) -> Page[Delegation]: ...
    def between(self, broker: str, principal: str) -> list[Delegation]: ...
    def add(self, delegation: Delegation) -> None: ...
    def revoke(self, principal: str, delegation: str, at: str) -> None: ...
