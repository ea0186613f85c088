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
PERHAPS_SPLIT = cite("AGGREGATION-NEAR", "CV 3923/TCHQ-GSQL", "assumption", criterion="28")


class Share(msgspec.Struct, frozen=True, gc=False):
    """One house's part: its number, who owns it, under which master bill, and its customs value in đồng."""

    house_bill: str
    owner: str
    master_bill: str
    value: int
    alike: tuple[str, ...] = ()
    """Keys that the houses of one owner are likely to share although his number is missing or written otherwise."""


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
    return _beyond(together, CEILING.on(day))


def perhaps_split(shares: Iterable[Share], day: date) -> list[Split]:
    """Houses that would lose the exemption if owners who look alike under one master bill were one: to be asked."""
    if not IN_FORCE.on(day):
        return []
    together: dict[tuple[str, str], list[Share]] = defaultdict(list)
    for share in shares:
        for key in share.alike:
            together[share.master_bill, key].append(share)
    several = {key: group for key, group in together.items() if len({share.owner for share in group}) > 1}
    return _beyond(several, CEILING.on(day))


def _beyond(together: dict[tuple[str, str], list[Share]], ceiling: int) -> list[Split]:
    splits = []
    for (master_bill, owner), group in together.items():
        total = sum(share.value for share in group)
        if len(group) > 1 and total > ceiling:
            splits.append(Split(owner, master_bill, sorted(s.house_bill for s in group), total))
    return sorted(splits, key=lambda split: (split.master_bill, split.house_bills, split.owner))
