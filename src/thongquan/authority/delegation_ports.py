"""What the requests about delegations need from whoever keeps the books."""

from typing import Protocol

from thongquan.registration.delegation import Delegation


class Delegations(Protocol):
    """Each question names the company that asks: what is another's is not found."""

    def given_by(self, principal: str, delegation: str) -> Delegation | None: ...
    def of_principal(self, principal: str) -> list[Delegation]:
        """All that it ever gave, the latest first."""
        ...

    def to_broker(self, broker: str) -> list[Delegation]:
        """All that it was ever given, the latest first."""
        ...

    def between(self, broker: str, principal: str) -> list[Delegation]: ...
    def add(self, delegation: Delegation) -> None: ...
    def revoke(self, principal: str, delegation: str, at: str) -> None: ...
