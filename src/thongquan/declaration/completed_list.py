"""Form HQ 02: the list of declarations that completed customs procedures, line by line, and what is signed of it."""

from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256

import msgspec

from thongquan.declaration.model import Decision, Declaration
from thongquan.numbering.declaration_number import uncorrected


class ListLine(msgspec.Struct, frozen=True, gc=False):
    """One line, with what is summed up and what the audit leaf of its declaration binds."""

    line: int
    """The first is 1."""
    number: str
    """As it stands now: the 12th digit counts corrections."""
    registered: int
    """The same as it was registered."""
    house_bill: str
    goods: str
    packages: int
    weight: Decimal
    customs_value: int
    vat: int
    """In đồng; 0 where the list gives none."""
    leaf: bytes
    """Of the act with which the line of the declaration was registered, or corrected last."""


class Sums(msgspec.Struct, frozen=True):
    count: int
    packages: int
    weight: str
    customs_value: int
    vat: int
    digest: str


def list_line(
    place: int, declaration: Declaration, decision: Decision, leaf: bytes, *, vat: tuple[int, int] = (0, 0)
) -> ListLine:
    """`vat` is the customs value and the tax on it, where the list gives them."""
    return ListLine(
        line=place,
        number=decision.number,
        registered=uncorrected(decision.number),
        house_bill=declaration.house_bill,
        goods=declaration.goods_description,
        packages=declaration.packages or 0,
        weight=declaration.gross_weight or Decimal(0),
        customs_value=vat[0],
        vat=vat[1],
        leaf=leaf,
    )


def summed(lines: Sequence[ListLine]) -> Sums:
    return Sums(
        count=len(lines),
        packages=sum(one.packages for one in lines),
        weight=format(sum((one.weight for one in lines), Decimal(0)), "f"),
        customs_value=sum(one.customs_value for one in lines),
        vat=sum(one.vat for one in lines),
        digest=digest_of([(one.line, one.registered, one.leaf) for one in lines]),
    )


def digest_of(lines: Sequence[tuple[int, int, bytes]]) -> str:
    """SHA-256, in hex, over `LINE NUMBER LEAF` and a line feed for each: place, number as registered, leaf in hex.

    The leaf binds everything that was declared and decided, so whoever holds the receipts can compute it again.
    """
    spelled = "".join(f"{at} {number} {leaf.hex()}\n" for at, number, leaf in lines)
    return sha256(spelled.encode()).hexdigest()
