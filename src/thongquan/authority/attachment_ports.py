"""What attachments (HYS, HYE, IHY, MSB) need from whoever keeps the books: each with every version of it."""

from typing import Literal, Protocol

import msgspec

from thongquan.authority.paging import Page, Wanted

Form = Literal["HYS", "MSB"]
"""Registered by itself, or sent to customs as a message."""


class KeptFile(msgspec.Struct, frozen=True):
    name: str
    """As whoever gave it calls it."""
    kind: str
    """What its bytes say."""
    size: int
    sha256: str


class Content(msgspec.Struct, frozen=True, omit_defaults=True):
    """One version of an attachment. It lies sealed: files are called after people and goods."""

    documents: list[KeptFile]
    phone: str = ""
    reference: str = ""
    remarks: str = ""
    subject: str = ""
    """Of a message (MSB); `declaration`, too: the number of one of its company's declarations."""
    declaration: str = ""


class Attachment(msgspec.Struct, frozen=True, gc=False):
    number: str
    form: Form
    company: str
    """Whose it is: the principal where a broker registered it."""
    filer: str
    """The company whose user signed."""
    office: str
    team: str
    procedure: str
    """The application procedure type; "" of a message."""
    version: int
    """How often it was changed."""
    registered_at: str
    changed_at: str
    """The moment of its latest version."""
    examined_at: str = ""
    """"" while no officer confirmed that he examined it."""
    examined_by: str = ""


class VersionKept(msgspec.Struct, frozen=True):
    version: int
    at: str
    by: str
    """A User ID."""


class AttachmentSought(msgspec.Struct, frozen=True):
    """Which attachments are asked for; "" leaves it open."""

    company: str = ""
    """Its own and those that it registered for others."""
    office: str = ""
    state: str = ""
    """`waiting` or `examined`."""


class RegisteredAttachments(Protocol):
    def next_ordinal(self) -> int: ...
    def is_taken(self, once: str) -> bool:
        """Whether this one-time number registered one."""
        ...

    def count_since(self, filer: str, at: str) -> int:
        """How many this company registered and sent since that moment."""
        ...

    def find(self, number: str) -> Attachment | None: ...
    def page(self, sought: AttachmentSought, wanted: Wanted) -> Page[Attachment]:
        """By `registered`."""
        ...

    def content(self, number: str, version: int) -> Content:
        """Raises Erased: its term has passed."""
        ...

    def versions(self, number: str) -> list[VersionKept]:
        """The first one first."""
        ...

    def file(self, number: str, version: int, place: int) -> bytes | None:
        """Where the bytes of its file at this place lie."""
        ...

    def result(self, number: str) -> str:
        """What the officer wrote who examined it; nothing once it is erased."""
        ...

    def add(self, one: Attachment, content: Content, by: VersionKept, once: str, deed: int) -> None:
        """`once`: the one-time number of the deed; `deed`: its place in the record. The files are in the store."""
        ...

    def change(self, one: Attachment, content: Content, by: VersionKept, company: str, deed: int) -> None:
        """As it is from now on; what is new among its files was given by `company`."""
        ...

    def examine(self, one: Attachment, result: str) -> None: ...
