"""The aggregation rule over the lines of one filing: split consignments are not goods of group 2."""

from collections.abc import Iterator, Sequence
from datetime import date

from thongquan.authority.houses import Housed
from thongquan.base.fault import Fault
from thongquan.consignment.aggregation import SPLIT, Share, split_consignments
from thongquan.consignment.model import Party
from thongquan.declaration.model import ImportDeclaration


def refuse_splits(housed: Sequence[Housed], day: date, faults: dict[int, list[Fault]]) -> Sequence[Housed]:
    """The lines that stay within the exemption together; the others are given their fault in `faults`."""
    splits = split_consignments(_shares(housed), day) if len(housed) > 1 else []
    if not splits:
        return housed
    line_of = {one.passed.declaration.house_bill: one.passed.line for one in housed}
    for split in splits:
        for number in split.house_bills:
            others = [other for other in split.house_bills if other != number]
            faults[line_of[number]] = [Fault(SPLIT, "importer_name", {"others": others, "total": split.total})]
    return [one for one in housed if one.passed.line not in faults]


def _shares(housed: Sequence[Housed]) -> Iterator[Share]:
    for one in housed:
        mic = one.passed.declaration
        if isinstance(mic, ImportDeclaration):
            owner = Party(mic.importer_name, mic.importer_code, address=mic.importer_address, phone=mic.importer_phone)
            yield Share(mic.house_bill, owner, mic.master_bill, one.passed.judgement.customs_value)
