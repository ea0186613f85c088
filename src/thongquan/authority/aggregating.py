"""The aggregation rule over the lines of one filing: split consignments are not goods of group 2."""

from collections.abc import Iterator, Sequence
from datetime import date

from thongquan.authority.judging import Passed
from thongquan.base.fault import Fault
from thongquan.consignment.aggregation import SPLIT, Share, split_consignments
from thongquan.consignment.model import Party
from thongquan.declaration.model import ImportDeclaration


def refuse_splits(passed: Sequence[Passed], day: date, faults: dict[int, list[Fault]]) -> list[Passed]:
    """The lines that stay within the exemption together; the others are given their fault in `faults`."""
    splits = split_consignments(_shares(passed), day)
    if not splits:
        return list(passed)
    line_of = {one.declaration.house_bill: one.line for one in passed}
    for split in splits:
        for number in split.house_bills:
            others = [other for other in split.house_bills if other != number]
            faults[line_of[number]] = [Fault(SPLIT, "importer_name", {"others": others, "total": split.total})]
    return [one for one in passed if one.line not in faults]


def _shares(passed: Sequence[Passed]) -> Iterator[Share]:
    for one in passed:
        mic = one.declaration
        if isinstance(mic, ImportDeclaration):
            owner = Party(mic.importer_name, mic.importer_code, address=mic.importer_address, phone=mic.importer_phone)
            yield Share(mic.house_bill, owner, mic.master_bill, one.judgement.customs_value)
