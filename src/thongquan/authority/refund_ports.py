"""What refund lists need from whoever keeps the books."""

from collections.abc import Collection
from typing import Protocol

import msgspec

from thongquan.authority.closing_ports import Span
from thongquan.deposit.posting import Posting
from thongquan.deposit.refunds import Returned


class Why(msgspec.Struct, frozen=True, gc=False):
    """As much of a decision as says why taxes came back."""

    step: str = ""
    state: str = ""
    ground: str = ""
    reason: str = ""


class Due(msgspec.Struct, frozen=True, gc=False):
    """Taxes in the budget of goods that went back."""

    company: str
    number: int
    registered_at: str
    receipt: int
    taxes: list[tuple[str, int]]
    returned: Returned

    @property
    def total(self) -> int:
        return sum(amount for _, amount in self.taxes)


Receipted = dict[tuple[int, int], str]
"""Declaration and receipt → `stamp`."""


class Refunds(Protocol):
    """Only deposit accounts count; `company` "" is every one of the office."""

    def reversals(self, office: str, company: str, span: Span) -> list[tuple[Posting, int]]:
        """What came back from the budget, each with the act that caused it."""
        ...

    def why(self, entries: Collection[tuple[int, int]]) -> dict[int, Why | None]:
        """By act, of (declaration, act); None where it was erased."""
        ...

    def returns_of(self, numbers: Collection[int]) -> dict[int, Returned]:
        """How each of these went back: by the first return that was cleared, else that holds, else by the first."""
        ...

    def due(self, office: str, company: str, span: Span) -> list[Due]:
        """Goods that went back with a declaration of that span, and whose taxes are in the budget still."""
        ...

    def receipted(self, office: str, company: str, receipts: Collection[tuple[int, int]]) -> Receipted:
        """When each was issued, by declaration and receipt."""
        ...
