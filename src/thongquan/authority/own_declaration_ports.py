"""What a company asks of whoever keeps the books, about its own declarations: those it filed, or had filed for it."""

from datetime import date
from typing import Protocol

import msgspec

from thongquan.authority.paging import Page, Wanted


class OwnSought(msgspec.Struct, frozen=True):
    """What of a company's declarations is asked for; "" leaves it open."""

    number: str = ""
    house_bill: str = ""
    master_bill: str = ""
    state: str = ""
    channel: str = ""
    direction: str = ""
    day: date | None = None
    """Registered on it, in Viet Nam."""


class OwnDeclaration(msgspec.Struct, frozen=True, gc=False):
    """One line of a company's list."""

    number: str
    """As it stands: the 12th digit counts corrections."""
    registered_at: str
    state: str
    channel: str
    direction: str
    filer: str
    house_bill: str = ""
    master_bill: str = ""
    """Both "" once its content is erased."""


class SignedTogether(msgspec.Struct, frozen=True):
    """What one statement signed, and what was answered."""

    answer: bytes
    statement: bytes
    signature: bytes
    lines: list[bytes]
    """[] where lines were refused: those are not kept, so the tree over all cannot be made again."""


class OwnDeclarations(Protocol):
    def page_of(self, company: str, sought: OwnSought, wanted: Wanted) -> Page[OwnDeclaration]:
        """By `registered`. One page looks through a bounded number of them: `next` goes on from there.

        Raises:
            CursorUnknown
        """
        ...

    def returned_by(self, number: str) -> list[str]:
        """The declarations with which its goods came back undelivered."""
        ...

    def signed_together(self, number: str) -> SignedTogether | None:
        """The filing with the line that holds now.

        Raises:
            Erased: the term of keeping has passed.
        """
        ...
