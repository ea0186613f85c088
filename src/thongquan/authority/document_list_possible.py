"""What of a flight's documents a company may file on a list HQ 01: what stands on none, and what is wrong with it."""

from datetime import date

import msgspec

from thongquan.authority.document_list_send import lines_faulty
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.consignment.bill import normalised
from thongquan.declaration.document_list import DocumentLine, Sums, packed, spelled, summed


class PossibleDocuments(msgspec.Struct, frozen=True):
    lines: list[DocumentLine]
    told: str
    """The same as they travel, with a salt that was drawn now."""
    sums: Sums
    faults: list[Fault]
    listed: dict[str, int]
    """How many of them stand on each list that was not declined, by its number."""
    is_cut: bool
    """There are more than one list holds."""


def possible_documents(
    room: ReadingRoom, account: str, direction: str, lines: list[DocumentLine], day: date
) -> PossibleDocuments:
    """Raises NotFound: it is no user's account."""
    found = room.accounts.account(account)
    if found is None or found.kind != "user":
        raise NotFound
    bills = {normalised(one.house_bill) for one in lines} - {""}
    known = room.document_lists.living(found.tax_code, direction, bills)
    listed: dict[str, int] = {}
    for number in known.values():
        listed[number] = listed.get(number, 0) + 1
    left = [one for one in lines if normalised(one.house_bill) not in known]
    some = left[: LIMITS.hq01_lines]
    told = spelled(some)
    faults = lines_faulty(room, found.tax_code, direction, some, day) if some else []
    return PossibleDocuments(some, packed(told), summed(told, some), faults, listed, len(left) > len(some))
