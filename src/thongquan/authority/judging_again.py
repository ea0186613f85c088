"""What was registered, judged anew: by the law of its day as it stands in this process, without the books' memory."""

from collections.abc import Sequence

import msgspec

from thongquan.authority.aggregating import refuse_splits
from thongquan.authority.authority import Desk
from thongquan.authority.houses import Housed
from thongquan.authority.judging import NOT_NORMAL, Passed
from thongquan.base.fault import Fault
from thongquan.channel.routing import address, addresses
from thongquan.consignment.aggregation import SPLIT
from thongquan.declaration.codec import decode_line
from thongquan.declaration.model import Declaration
from thongquan.declaration.plan import Judgement

ON_ORDINARY = frozenset({"MIC-28-CEILING", "MEC-28-CEILING", SPLIT})
"""Faults that no correction mends: the goods belong on an ordinary declaration."""


class Again(msgspec.Struct, frozen=True, gc=False):
    """`channel` is "" for what would not be registered; `customs_value` in đồng."""

    house_bill: str
    faults: list[str]
    customs_value: int
    channel: str


def judge_again(filing: Sequence[tuple[bytes, bytes]], desk: Desk) -> list[Again]:
    """The declarations of one filing in their order, each as the line that was signed and the key of its house."""
    read = [_read(line, desk) for line, _ in filing]
    faults = {place: judged.faults if judged else [Fault(NOT_NORMAL, "")] for place, (_, judged) in enumerate(read)}
    housed = [
        Housed(Passed(place, line, one, judged), house)
        for place, ((line, house), (one, judged)) in enumerate(zip(filing, read, strict=True))
        if one is not None and judged is not None and not judged.faults
    ]
    splits: dict[int, list[Fault]] = {}
    kept = refuse_splits(housed, desk.day, splits)
    faults |= splits
    channels = _channels(kept, desk)
    return [
        Again(
            one.house_bill if one else "",
            [fault.code for fault in faults[place]],
            judged.customs_value if judged else 0,
            channels.get(place, ""),
        )
        for place, (one, judged) in enumerate(read)
    ]


def _channels(kept: Sequence[Housed], desk: Desk) -> dict[int, str]:
    same = addresses([one.passed.declaration for one in kept])
    return {
        one.passed.line: desk.router.route(
            one.passed.declaration, one.passed.judgement.customs_value, one.house, same[address(one.passed.declaration)]
        ).channel
        for one in kept
    }


def _read(line: bytes, desk: Desk) -> tuple[Declaration | None, Judgement | None]:
    """What the form of today cannot read any more has no judgement."""
    try:
        declaration = decode_line(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None, None
    return declaration, desk.plan.judge(declaration)
