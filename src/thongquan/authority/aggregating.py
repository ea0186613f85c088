"""The aggregation rule over the lines of one filing: split consignments are not goods of group 2."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from thongquan.authority.judging import Passed
from thongquan.base.fault import Fault
from thongquan.consignment.aggregation import CEILING, SPLIT, Share, split_consignments
from thongquan.consignment.model import Party
from thongquan.consignment.owner import owner_key
from thongquan.declaration.model import ImportDeclaration


def refuse_splits(passed: Sequence[Passed], day: date, faults: dict[int, list[Fault]]) -> list[Passed]:
    """The lines that stay within the exemption together; the others are given their fault in `faults`."""
    suspects = _suspects(passed, day)
    line_of = {one.declaration.house_bill: one.line for one in suspects}
    for split in split_consignments(map(_share, suspects), day):
        for number in split.house_bills:
            others = [other for other in split.house_bills if other != number]
            faults[line_of[number]] = [Fault(SPLIT, "importer_name", {"others": others, "total": split.total})]
    return [one for one in passed if one.line not in faults]


def _suspects(passed: Sequence[Passed], day: date) -> list[Passed]:
    """Lines that share master bill and code, or telephone, above the ceiling: only their owners need a close look."""
    alike: dict[tuple[str, str], list[Passed]] = defaultdict(list)
    for one in passed:
        mic = one.declaration
        if isinstance(mic, ImportDeclaration):
            alike[mic.master_bill, mic.importer_code or mic.importer_phone].append(one)
    ceiling = CEILING.on(day)
    groups = (group for group in alike.values() if len(group) > 1)
    return [one for group in groups if sum(o.judgement.customs_value for o in group) > ceiling for one in group]


def _share(one: Passed) -> Share:
    mic = one.declaration
    assert isinstance(mic, ImportDeclaration)
    owner = Party(mic.importer_name, mic.importer_code, address=mic.importer_address, phone=mic.importer_phone)
    return Share(mic.house_bill, owner_key(owner), mic.master_bill, one.judgement.customs_value)
