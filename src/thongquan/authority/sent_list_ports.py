"""Lists that a company sends and an officer answers (HQ 01, HQ 02): what whoever keeps them needs of both."""

from typing import Generic, Literal, Protocol, TypeVar

import msgspec

from thongquan.authority.paging import Page, Wanted
from thongquan.registration.deeds_completed import Hq02Send
from thongquan.registration.deeds_documents_listed import Hq01Send

ListState = Literal["sent", "confirmed", "declined"]
Says = TypeVar("Says", Hq01Send, Hq02Send)
S = TypeVar("S", bound="SentList[Hq01Send] | SentList[Hq02Send]")


class SentList(msgspec.Struct, Generic[Says], frozen=True, gc=False):
    row: int
    id: str
    """The first 128 bits, in hex, of the digest of the deed that sent it."""
    company: str
    number: str
    year: int
    ordinal: int
    state: ListState
    sent_at: str
    sent_by: str
    """Who of the company signed it: a User ID."""
    answered_at: str
    """"" while customs have not answered."""
    answered_by: str
    """The officer's id."""
    says: Says


AnyList = SentList[Hq01Send] | SentList[Hq02Send]


class ListSought(msgspec.Struct, frozen=True):
    """Which lists are asked for; "" leaves it open."""

    company: str = ""
    office: str = ""
    state: str = ""


class SentLists(Protocol[S]):
    def next_ordinal(self, office: str, company: str, year: int) -> int: ...
    def list_of(self, id_: str) -> S | None: ...
    def page(self, sought: ListSought, wanted: Wanted) -> Page[S]:
        """By `sent`."""
        ...
