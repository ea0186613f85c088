"""Several houses of one owner under one master bill count together (CV 3923/TCHQ-GSQL, law reference section 4)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import msgspec

from thongquan import law
from thongquan.base.citation import cite

CEILING = law.parameter("aggregation_ceiling", int)
IN_FORCE = law.parameter("aggregation_in_force", bool)

SPLIT = cite("AGGREGATION", "CV 3923/TCHQ-GSQL", "public-H", criterion="28")


class Share(msgspec.Struct, frozen=True, gc=False):
    """One house's part: its number, who owns it, under which master bill, and its customs value in đồng."""

    house_bill: str
    owner: str
    master_bill: str
    value: int


class Split(msgspec.Struct, frozen=True):
    """Houses that together lose the exemption."""

    owner: str
    master_bill: str
    house_bills: list[str]
    total: int


def split_consignments(shares: Iterable[Share], day: date) -> list[Split]:
    """The groups of two or more houses of one owner and master bill whose sum is above the day's ceiling.

    The order of `shares` does not matter; groups and houses come back sorted.
    """
    if not IN_FORCE.on(day):
        return []
    together: dict[tuple[str, str], list[Share]] = defaultdict(list)
    for share in shares:
        if share.owner:
            together[share.master_bill, share.owner].append(share)
    ceiling = CEILING.on(day)
    splits = []
    for (master_bill, owner), group in together.items():
        total = sum(share.value for share in group)
        if len(group) > 1 and total > ceiling:
            splits.append(Split(owner, master_bill, sorted(s.house_bill for s in group), total))
    return sorted(splits, key=lambda split: (split.master_bill, split.house_bills))
