"""What was registered, judged anew: by the law of its day as it stands in this process."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from hashlib import blake2b

import msgspec
from msgspec.structs import replace

from thongquan.authority.aggregating import Owners
from thongquan.authority.authority import Desk
from thongquan.authority.houses import Housed, looks_of, whose
from thongquan.authority.judging import NOT_NORMAL, Passed
from thongquan.authority.ports import OfOwner
from thongquan.authority.registering import routings_of
from thongquan.base.fault import Fault
from thongquan.consignment.aggregation import SPLIT, SPLIT_WITH_OTHERS, SPLIT_WITH_OWN, counts_from
from thongquan.consignment.bill import normalised
from thongquan.declaration.codec import decode_line
from thongquan.declaration.model import Declaration
from thongquan.declaration.plan import Judgement

ON_ORDINARY = frozenset({"MIC-28-CEILING", "MEC-28-CEILING", SPLIT, SPLIT_WITH_OWN, SPLIT_WITH_OTHERS})
"""Faults that no correction mends: the goods belong on an ordinary declaration."""


Read = tuple[Declaration | None, Judgement | None]


class Again(msgspec.Struct, frozen=True, gc=False):
    """`channel` is "" for what would not be registered; `customs_value` in đồng. `hs_code` as the line tells it."""

    house_bill: str
    faults: list[str]
    customs_value: int
    channel: str
    hs_code: str = ""


class Judge:
    """Judges filings in the order in which they were registered, and remembers what counts together with later ones."""

    def __init__(self) -> None:
        self._owned: dict[bytes, dict[date, int]] = {}
        """Of each owner what was registered on each day, in đồng."""

    def judge(self, filing: Sequence[tuple[bytes, bytes]], desk: Desk) -> list[Again]:
        """The declarations of one filing in their order, each as the line that was signed and the key of its house."""
        read = _read([line for line, _ in filing], desk)
        faults = {place: judged.faults if judged else [Fault(NOT_NORMAL, "")] for place, (_, judged) in enumerate(read)}
        housed = _housed(filing, read, desk.day)
        splits: dict[int, list[Fault]] = {}
        kept = Owners(self._counting(housed, desk.day), desk.day).without_splits(housed, "", splits)
        self._remember(kept, desk.day)
        faults |= splits
        channels = dict(zip((one.passed.line for one in kept), routings_of(kept, desk.router), strict=True))
        return [
            Again(
                one.house_bill if one else "",
                [fault.code for fault in faults[place]],
                judged.customs_value if judged else 0,
                channels[place].channel if place in channels else "",
                getattr(one, "hs_code", ""),  # lines of older filings, and exports, have none
            )
            for place, (one, judged) in enumerate(read)
        ]

    def _counting(self, housed: Sequence[Housed], day: date) -> dict[bytes, OfOwner]:
        first = counts_from(day)
        return {
            key: OfOwner([], "", total)
            for key in {one.owned for one in housed}
            if (total := sum(value for at, value in self._owned.get(key, {}).items() if at >= first))
        }

    def _remember(self, kept: Sequence[Housed], day: date) -> None:
        for one in kept:
            if one.owned:
                days = self._owned.setdefault(one.owned, {})
                days[day] = days.get(day, 0) + one.passed.judgement.customs_value


def _housed(filing: Sequence[tuple[bytes, bytes]], read: Sequence[Read], day: date) -> list[Housed]:
    """Those that passed. A short hash stands for the owner, as in the books."""
    housed = []
    for place, ((line, house), (one, judged)) in enumerate(zip(filing, read, strict=True)):
        if one is not None and judged is not None and not judged.faults:
            together = whose(one)
            owned = blake2b("|".join(together).encode(), digest_size=16).digest() if all(together) else b""
            number = normalised(one.house_bill)
            housed.append(Housed(Passed(place, line, one, judged), house, number, together, owned))
    looks = looks_of([one.number for one in housed], day)
    alike = Counter(looks)
    return [
        replace(one, looks_like_another=alike[look] > 1) if alike[look] > 1 else one
        for one, look in zip(housed, looks, strict=True)
    ]


def _read(lines: Sequence[bytes], desk: Desk) -> list[Read]:
    """What the form of today cannot read any more has no judgement."""
    read = [_declaration(line) for line in lines]
    judgements = iter(desk.plan.judge_all([one for one in read if one is not None]))
    return [(one, None if one is None else next(judgements)) for one in read]


def _declaration(line: bytes) -> Declaration | None:
    try:
        return decode_line(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
