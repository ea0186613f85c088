"""What the forms of a day need from whoever keeps the books: the movements of a day, and which days are closed."""

from collections.abc import Collection, Sequence
from typing import Protocol

import msgspec

from thongquan.authority.paging import Page, Wanted
from thongquan.deposit.posting import Posting
from thongquan.deposit.vat_list import Consigned
from thongquan.registration.deeds_closing import DepositDayClose


class ClosedDay(msgspec.Struct, frozen=True, gc=False):
    """A day of an office that an officer closed, with its form HQ 03."""

    office: str
    day: str
    """In Viet Nam: `2026-09-02`."""
    year: int
    ordinal: int
    """Of HQ 03: runs per office and year."""
    number: str
    """As it is printed."""
    closed_at: str
    closed_by: str
    """The officer's id."""
    says: DepositDayClose


class ClosedAccount(msgspec.Struct, frozen=True, gc=False):
    """Form HQ 04 of one company on a closed day."""

    company: str
    ordinal: int
    """Runs per office, company and year."""
    number: str
    digest: str
    opening: int
    closing: int


class Span(msgspec.Struct, frozen=True):
    """From one moment until before the other; `stamp`s."""

    since: str
    until: str


class Closings(Protocol):
    """Only deposit accounts count: what a guarantee secures is not paid here."""

    def places(self, span: Span) -> tuple[int, int]:
        """The place of the first movement in it, and of the first behind it: between them lies the span."""
        ...

    def of_office(self, office: str, span: Span) -> list[Posting]:
        """Of all accounts, in their order."""
        ...

    def of_company(self, company: str, span: Span, office: str = "") -> list[tuple[str, Posting]]:
        """With the office of each; "" is every office."""
        ...

    def held_before(self, office: str, company: str, moment: str) -> int | None:
        """What lay in an account then, in đồng; None where there is no such account."""
        ...

    def first_since(self, office: str, moment: str) -> str:
        """When the first movement from that moment on was; "" where there is none."""
        ...

    def registered(self, numbers: Collection[int]) -> dict[int, str]:
        """When these declarations were registered."""
        ...

    def consigned(self, numbers: Collection[int]) -> dict[int, Consigned]:
        """What was declared of these; content that was erased is blank."""
        ...

    def of_receipt(self, office: str, receipt: int, company: str = "") -> list[Posting]:
        """Those that issue or void it, in their order."""
        ...

    def last_closed(self, office: str) -> str:
        """The last day that is closed; "" before the first."""
        ...

    def closed(self, office: str, day: str) -> ClosedDay | None: ...
    def closed_account(self, office: str, day: str, company: str) -> ClosedAccount | None: ...
    def next_ordinal(self, office: str, year: int) -> int: ...
    def next_of_account(self, office: str, company: str, year: int) -> int: ...
    def close(self, one: ClosedDay, accounts: Sequence[ClosedAccount], deed: int) -> None:
        """`deed` is the place of the deed that closed it."""
        ...

    def page(self, office: str, wanted: Wanted) -> Page[ClosedDay]:
        """By `day`."""
        ...
