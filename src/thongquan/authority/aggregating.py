"""The aggregation rule over one filing and what is registered: split consignments are not goods of group 2.

What is registered stays as it was decided; only what is new is refused.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec.structs import replace

from thongquan.authority.houses import Housed, Together
from thongquan.authority.ports import Entry, OfOwner
from thongquan.base.fault import Fault
from thongquan.consignment.aggregation import (
    SPLIT,
    SPLIT_WITH_OTHERS,
    SPLIT_WITH_OWN,
    exempt_together,
    named,
)


class Owners:
    """What counts together with new lines: live declarations in the books, and what the group registered so far."""

    def __init__(self, live: dict[bytes, OfOwner], day: date) -> None:
        """`day` is the day of registration."""
        self._ceiling = exempt_together(day)
        self._live = live
        self._new: list[tuple[Sequence[Entry], str]] = []

    def without_splits(self, housed: Sequence[Housed], filer: str, faults: dict[int, list[Fault]]) -> Sequence[Housed]:
        """The lines that stay within the exemption together; the others are given their fault in `faults`."""
        self._count_new()
        if self._ceiling is None or (len(housed) < 2 and not self._live):
            return housed
        before = len(faults)
        for group in _together(housed):
            live = self._live.get(group[0].owned)
            if len(group) > 1 or live is not None:
                self._sum(group, live, filer, faults)
        return housed if len(faults) == before else [one for one in housed if one.passed.line not in faults]

    def registered(self, entries: Sequence[Entry], filer: str) -> None:
        """From now on these count too."""
        self._new.append((entries, filer))

    def corrected(self, one: Housed, number: str, before: bytes, value: int, filer: str) -> Fault | None:
        """The fault of a corrected line that no longer stays within the exemption; else it counts as corrected.

        `number` is its own; `before` and `value` are what it counted under, and for how much.
        """
        self._count_new()
        others = self._live.get(one.owned) if one.owned else None
        if others is not None and before == one.owned:
            named_others = [other for other in others.numbers if other[:11] != number[:11]]
            others = replace(others, numbers=named_others, customs_value=others.customs_value - value)
        faults: dict[int, list[Fault]] = {}
        if self._ceiling is not None and others is not None and others.customs_value:
            self._sum([one], others, filer, faults)
        if faults:
            return faults[one.passed.line][0]
        if before in self._live:
            counted = self._live[before]
            self._live[before] = replace(counted, customs_value=counted.customs_value - value)
        if one.owned:
            counted = self._live.get(one.owned) or OfOwner([], filer, 0)
            self._live[one.owned] = replace(
                counted, customs_value=counted.customs_value + one.passed.judgement.customs_value
            )
        return None

    def _count_new(self) -> None:
        """Not before another filing asks: most groups hold one."""
        for entries, filer in self._new:
            for one in entries:
                if one.owned:
                    before = self._live.get(one.owned) or OfOwner([], filer, 0)
                    self._live[one.owned] = before.and_one(str(one.number), filer, one.decision.customs_value)
        self._new.clear()

    def _sum(self, group: Sequence[Housed], live: OfOwner | None, filer: str, faults: dict[int, list[Fault]]) -> None:
        assert self._ceiling is not None
        total = sum(one.passed.judgement.customs_value for one in group)
        if len(group) > 1 and total > self._ceiling:
            live = None
        elif total + (live.customs_value if live else 0) <= self._ceiling:
            return
        houses = sorted(one.passed.declaration.house_bill for one in group)
        for one in group:
            others = named(houses, but=one.passed.declaration.house_bill)
            faults[one.passed.line] = [self._fault(others, total, live, filer)]

    def _fault(self, others: list[str], total: int, live: OfOwner | None, filer: str) -> Fault:
        """Another's declarations are told to nobody: not their numbers, and not their values by the sum."""
        if live is None:
            return Fault(SPLIT, "importer_name", {"others": others, "total": total})
        if live.filer != filer:
            return Fault(SPLIT_WITH_OTHERS, "importer_name", {"others": others, "ceiling": self._ceiling or 0})
        return Fault(
            SPLIT_WITH_OWN,
            "importer_name",
            {"numbers": named(live.numbers), "others": others, "total": total + live.customs_value},
        )


def _together(housed: Sequence[Housed]) -> Iterable[list[Housed]]:
    """The lines of one owner under one master bill. Those of nobody known are by themselves, and not told."""
    groups: dict[Together, list[Housed]] = {}
    for one in housed:
        if one.together[1]:
            groups.setdefault(one.together, []).append(one)
    return groups.values()
