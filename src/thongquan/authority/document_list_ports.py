"""What lists HQ 01 need from whoever keeps the books: lists, and their lines, which lie sealed."""

from collections.abc import Collection
from typing import Protocol

import msgspec

from thongquan.authority.sent_list_ports import SentList, SentLists
from thongquan.registration.deeds_documents_listed import Hq01Send


class DocumentList(SentList[Hq01Send], frozen=True, gc=False):
    """`sent` also while its documents are inspected: `inspection_at` says since when."""

    inspection_at: str = ""
    inspection_by: str = ""
    """The officer's id."""


class Remarks(msgspec.Struct, frozen=True, omit_defaults=True):
    """What officers wrote: why the documents are inspected, and what was found, or why the list is declined."""

    inspection: str = ""
    result: str = ""


class DocumentLists(SentLists[DocumentList], Protocol):
    def living(self, company: str, direction: str, bills: Collection[str]) -> dict[str, str]:
        """Of these bills (normalised), each that stands on a list that was not declined, and that list's number."""
        ...

    def add(self, one: DocumentList, told: bytes, bills: Collection[str], deed: int) -> None:
        """`told`: its lines as spelled; `bills`: theirs, normalised; `deed`: the place of the one that sent it."""
        ...

    def told(self, one: DocumentList) -> bytes:
        """The lines as they are spelled. Raises Erased: their term has passed."""
        ...

    def remarks(self, one: DocumentList) -> Remarks:
        """Nothing, once they are erased."""
        ...

    def answer(self, one: DocumentList, remarks: Remarks, deed: int) -> None:
        """As it is from now on."""
        ...
