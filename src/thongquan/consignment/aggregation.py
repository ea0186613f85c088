"""Several houses of one owner under one master bill count together (CV 3923/TCHQ-GSQL)."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from itertools import chain

import msgspec

from thongquan import law
from thongquan.base.citation import cite
from thongquan.consignment.model import Party
from thongquan.consignment.owner import alike_keys, folded, owner_key

CEILING = law.parameter("aggregation_ceiling", int)
IN_FORCE = law.parameter("aggregation_in_force", bool)

SPLIT = cite("AGGREGATION", "CV 3923/TCHQ-GSQL", "public-H", criterion="28", form="MIC")
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


Key = Callable[[Share], Iterable[str]]
Groups = dict[tuple[str, str], list[Share]]


def split_consignments(shares: Iterable[Share], day: date) -> list[Split]:
    """The groups of two or more houses of one owner and master bill whose sum is above the day's ceiling.

    The order of `shares` does not matter; groups and houses come back sorted.
    """
    if not IN_FORCE.on(day):
        return []
    ceiling = CEILING.on(day)
    suspects = _beyond(_grouped(shares, _code_or_telephone), ceiling)
    return _splits(_beyond(_grouped(chain(*suspects.values()), _owner), ceiling))


def perhaps_split(shares: Iterable[Share], day: date) -> list[Split]:
    """Houses that would lose the exemption if owners who look alike under one master bill were one: to be asked."""
    if not IN_FORCE.on(day):
        return []
    ceiling = CEILING.on(day)
    namesakes = _several(_beyond(_grouped(shares, _name), ceiling))
    return _splits(_several(_beyond(_grouped(chain(*namesakes.values()), _likeness), ceiling)))


def _grouped(shares: Iterable[Share], keys: Key) -> Groups:
    groups: Groups = defaultdict(list)
    for share in shares:
        for key in keys(share):
            groups[share.master_bill, key].append(share)
    return groups


def _beyond(groups: Groups, ceiling: int) -> Groups:
    """Part of a group is worth no more than the whole, so a group within the ceiling need not be looked at closely."""
    return {key: group for key, group in groups.items() if len(group) > 1 and sum(s.value for s in group) > ceiling}


def _several(groups: Groups) -> Groups:
    """Groups of more than one owner."""
    return {key: group for key, group in groups.items() if len({owner_key(share.party) for share in group}) > 1}


def _splits(groups: Groups) -> list[Split]:
    splits = [
        Split(owner, master_bill, sorted(s.house_bill for s in group), sum(s.value for s in group))
        for (master_bill, owner), group in groups.items()
    ]
    return sorted(splits, key=lambda split: (split.master_bill, split.house_bills, split.owner))


def _code_or_telephone(share: Share) -> Iterable[str]:
    """Cheap to tell, and the same for all houses of one owner."""
    party = share.party
    return (party.code.replace("-", "") or f"tel {party.phone}",)


def _owner(share: Share) -> Iterable[str]:
    owner = owner_key(share.party)
    return (owner,) if owner else ()


def _name(share: Share) -> Iterable[str]:
    return (folded(share.party.name),)


def _likeness(share: Share) -> Iterable[str]:
    return alike_keys(share.party)
