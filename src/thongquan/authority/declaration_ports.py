"""What an officer's desk asks of whoever keeps the books, about declarations."""

from typing import Protocol

import msgspec

from thongquan.authority.paging import Page, Wanted
from thongquan.declaration.model import Decision


class DeclarationsSought(msgspec.Struct, frozen=True):
    """What of an office's queue is asked for; "" leaves it open."""

    state: str = ""
    channel: str = ""
    direction: str = ""
    filer: str = ""
    """The beginning of a tax code."""
    team: str = ""


class WaitingDeclaration(msgspec.Struct, frozen=True, gc=False):
    """One line of an office's queue: nothing in it had to be unsealed."""

    number: str
    """As it was registered."""
    registered_at: str
    state: str
    channel: str
    direction: str
    filer: str
    team: str
    """*Đội thủ tục*; "" is of no team: any may take it."""
    documents_at: str
    """When what customs last asked for was given; "" nothing was asked for, or not given yet."""
    version: int
    """The place of its latest act in the log."""


class Version(msgspec.Struct, frozen=True, gc=False):
    """One act on a declaration."""

    seq: int
    kind: str
    """"registered", "decided", "corrected"."""
    at: str
    by: str
    """The filer that registered or corrected it, or the officer or user who took the step."""
    decision: Decision
    signed: bytes
    """The line, where one was signed with the act."""
    reasons: list[str]
    is_true: bool
    """The leaf in the books binds just this."""


class SignedFiling(msgspec.Struct, frozen=True, gc=False):
    """The filing in which the line that holds now was signed."""

    filer: str
    root: bytes
    received_at: str
    statement: bytes
    signature: bytes


class Sibling(msgspec.Struct, frozen=True, gc=False):
    """Another live declaration of the same owner under the same master bill."""

    number: str
    filer: str
    state: str
    channel: str
    customs_value: int


class Declarations(Protocol):
    """Each question names the office: there is none that finds another's."""

    def waiting(self, office: str, sought: DeclarationsSought, wanted: Wanted) -> Page[WaitingDeclaration]:
        """By `registered`."""
        ...

    def of_house(self, office: str, house: str, limit: int) -> list[str]:
        """The numbers under this house bill, in its one spelling: the live one, and those that have ended."""
        ...

    def versions(self, office: str, number: str) -> list[Version]:
        """All acts, the first first; [] where there is no such declaration.

        Raises:
            Erased: the term of keeping has passed.
        """
        ...

    def signed_in(self, office: str, number: str) -> SignedFiling | None: ...
    def siblings(self, office: str, number: str, limit: int) -> list[Sibling]: ...
