"""Several houses of one owner under one master bill count together (CV 3923/TCHQ-GSQL)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain, islice

import msgspec

from thongquan import law
from thongquan.base.citation import cite
from thongquan.consignment.bill import normalised
from thongquan.consignment.model import Party
from thongquan.consignment.owner import alike_keys, folded, own_code, owner_key, telephone

CEILING = law.parameter("aggregation_ceiling", int)
IN_FORCE = law.parameter("aggregation_in_force", bool)
DAYS = law.parameter("aggregation_days", int)

SPLIT = cite("AGGREGATION", "CV 3923/TCHQ-GSQL", "public-H", criterion="28", form="MIC")
SPLIT_WITH_OWN = cite("AGGREGATION-REGISTERED", "CV 3923/TCHQ-GSQL", "public-H", criterion="28", form="MIC")
SPLIT_WITH_OTHERS = cite("AGGREGATION-ELSEWHERE", "CV 3923/TCHQ-GSQL", "public-H", criterion="28", form="MIC")
PERHAPS_SPLIT = cite("AGGREGATION-NEAR", "CV 3923/TCHQ-GSQL", "assumption", criterion="28", form="MIC")


class Share(msgspec.Struct, frozen=True, gc=False):
    """One house's part: its number, who receives it, under which master bill, and its customs value in đồng."""

    house_bill: str
    party: Party
    master_bill: str
    value: int


class Split(msgspec.Struct, frozen=True):
    """Houses that together lose the exemption."""

    owner: str
    master_bill: str
    house_bills: list[str]
    total: int


NAMED = 20
"""So many of the other houses are named: each of a thousand houses need not name all the others."""

Key = Callable[[Share], Iterable[str]]
Groups = dict[tuple[str, str], list[Share]]


def split_consignments(shares: Iterable[Share], day: date) -> list[Split]:
    """The groups of two or more houses of one owner and master bill whose sum is above the day's ceiling.

    The order of `shares` does not matter; groups and houses come back sorted. A master bill in two spellings is one.
    """
    ceiling = exempt_together(day)
    if ceiling is None:
        return []
    suspects = _beyond(_grouped(shares, _code_or_telephone), ceiling)
    return _splits(_beyond(_grouped(chain(*suspects.values()), _owner), ceiling))


def perhaps_split(shares: Iterable[Share], day: date) -> list[Split]:
    """Houses that would lose the exemption if owners who look alike under one master bill were one: to be asked."""
    ceiling = exempt_together(day)
    if ceiling is None:
        return []
    namesakes = _several(_beyond(_grouped(shares, _name), ceiling))
    return _splits(_several(_beyond(_grouped(chain(*namesakes.values()), _likeness), ceiling)))


def exempt_together(day: date) -> int | None:
    """Up to which sum in đồng the houses of one owner under one master bill stay exempt; None: they are not summed."""
    return CEILING.on(day) if IN_FORCE.on(day) else None


def counts_from(day: date) -> date:
    """The first day whose declarations count together with those that are registered on `day`."""
    return day - timedelta(days=DAYS.on(day))


def counted_under(master_bill: str, owner: Party) -> tuple[str, str]:
    """What houses that count together have in common: the master bill, however it is spelled, and the owner's key.

    Either may be "": nothing is known then.
    """
    return _master(master_bill), owner_key(owner)


def named(houses: Sequence[str], but: str = "") -> list[str]:
    """The first few of these houses, without the one that is told of them; "…" stands for more."""
    others = list(islice((house for house in houses if house != but), NAMED + 1))
    return others if len(others) <= NAMED else [*others[:NAMED], "…"]


def _grouped(shares: Iterable[Share], keys: Key) -> Groups:
    groups: Groups = defaultdict(list)
    for share in shares:
        for key in keys(share):
            groups[_master(share.master_bill), key].append(share)
    return groups


def _beyond(groups: Groups, ceiling: int) -> Groups:
    """Part of a group is worth no more than the whole, so a group within the ceiling need not be looked at closely."""
    return {key: group for key, group in groups.items() if len(group) > 1 and sum(s.value for s in group) > ceiling}


def _several(groups: Groups) -> Groups:
    """Groups of more than one owner."""
    return {key: group for key, group in groups.items() if len({owner_key(share.party) for share in group}) > 1}


def _splits(groups: Groups) -> list[Split]:
    splits = [
        Split(
            owner,
            min(s.master_bill for s in group),
            sorted(s.house_bill for s in group),
            sum(s.value for s in group),
        )
        for (_, owner), group in groups.items()
    ]
    return sorted(splits, key=lambda split: (split.master_bill, split.house_bills, split.owner))


_master = lru_cache(maxsize=1024)(normalised)
"""All houses of a flight lie under a few master bills."""


def _code_or_telephone(share: Share) -> Iterable[str]:
    """Cheap to tell, and the same for all houses of one owner."""
    return (own_code(share.party) or f"tel {telephone(share.party)}",)


def _owner(share: Share) -> Iterable[str]:
    owner = owner_key(share.party)
    return (owner,) if owner else ()


def _name(share: Share) -> Iterable[str]:
    return (folded(share.party.name),)


def _likeness(share: Share) -> Iterable[str]:
    return alike_keys(share.party)
