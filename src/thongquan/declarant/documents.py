"""Group 1 of a manifest as lines of form HQ 01, and everything that keeps one from standing on it."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from thongquan.base.fault import Fault
from thongquan.consignment.model import HouseBill, Party
from thongquan.declaration.document_list import DocumentLine
from thongquan.declaration.document_rules import faults_of

_GRAM = Decimal("0.001")
_SOURCE = {"goods": "goods_en"}
"""Where a column of the form comes from in the manifest, if it is not called the same."""


class Listed(msgspec.Struct, frozen=True):
    """A house that is ready for a list. `row` is the ordinal of the house row in its file."""

    file: str
    row: int
    direction: str
    flight: str
    master_bill: str
    line: DocumentLine


class DocumentsOf(msgspec.Struct, frozen=True):
    """Group 1 of one direction, ready for a list HQ 01. Flight and master bill where all share them."""

    direction: str
    flight: str
    master_bill: str
    lines: list[DocumentLine]


def document_line(bill: HouseBill) -> DocumentLine:
    """What the courier's file says; what it leaves out stays blank. Weight to the gram, at least one."""
    weight = bill.weight or Decimal(0)
    if weight > 0:
        weight = max(_plain(weight.quantize(_GRAM, ROUND_HALF_UP)), _GRAM) if weight < _HEAVIEST else weight
    return DocumentLine(
        sender_name=bill.sender.name,
        sender_address=_address(bill.sender),
        receiver_name=bill.receiver.name,
        receiver_address=_address(bill.receiver),
        goods=bill.goods_vi or bill.goods_en,
        packages=bill.packages or 0,
        weight=weight,
        house_bill=bill.number,
        sender_code=bill.sender.code,
        receiver_code=bill.receiver.code,
        hs_code=bill.hs_code,
        origin=bill.origin,
        remark=bill.remark,
    )


_HEAVIEST = Decimal(10) ** 9


def document_faults(bill: HouseBill, day: date, told: Sequence[Fault], source: dict[str, str]) -> Iterator[Fault]:
    """What the authority would say of the line, but for the columns of which something was `told` already."""
    known = {source.get(fault.at, fault.at) for fault in told}
    for fault in faults_of(document_line(bill), day):
        at = _SOURCE.get(fault.at, fault.at)
        if at not in known:
            facts = {"line": "–", "house_bill": bill.number or "–", **fault.facts}
            yield msgspec.structs.replace(fault, at=at, facts=facts)


def by_direction(documents: Sequence[Listed]) -> list[DocumentsOf]:
    found: dict[str, list[Listed]] = {}
    for one in documents:
        found.setdefault(one.direction, []).append(one)
    return [
        DocumentsOf(
            direction,
            _shared({one.flight for one in some}),
            _shared({one.master_bill for one in some}),
            [one.line for one in some],
        )
        for direction, some in found.items()
    ]


def _shared(values: set[str]) -> str:
    return values.pop() if len(values) == 1 else ""


def _address(party: Party) -> str:
    """With city and country, where the street's text does not hold them already."""
    parts = [party.address]
    parts += [part for part in (party.city, party.country) if part and part.casefold() not in party.address.casefold()]
    return ", ".join(part for part in parts if part)


def _plain(amount: Decimal) -> Decimal:
    return Decimal(format(amount.normalize(), "f"))
