"""What is to be moved, from declarations that lie in the outbox with their decisions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from thongquan.base.citation import cite
from thongquan.base.fault import Fact, Fault
from thongquan.declarant.decided import decisions_of
from thongquan.declarant.outbox import Outbox
from thongquan.declarant.printing import standing_line
from thongquan.declaration.codec import decode_line
from thongquan.declaration.lifecycle import PERMITTED, WAITING
from thongquan.declaration.model import Decision, Declaration, ExportDeclaration, ImportDeclaration
from thongquan.transport.cargo import CargoLine

NOT_CLEARED = cite("TRANSPORT-NOT-CLEARED", "TT 191/2015 PL III.2.c", "assumption")
NOT_DECLARED = cite("TRANSPORT-NOT-DECLARED", "TT 191/2015 PL III.2.c", "assumption")
_NAMED = 10
_MOVES = (*PERMITTED, *WAITING)


class Declared(msgspec.Struct, frozen=True):
    declaration: Declaration
    decision: Decision


def declared(outbox: Outbox, batches: Sequence[str], *, exports: bool) -> list[Declared]:
    """What these filings registered in one direction, each as it stands after its corrections.

    Raises:
        NotInOutbox: no such filing.
        CorrectedElsewhere: one was corrected, and its correction is not in this outbox.
    """
    kind = ExportDeclaration if exports else ImportDeclaration
    found: list[Declared] = []
    for batch in dict.fromkeys(batches):
        entry = outbox.entry(batch)
        for _line, decision in sorted(decisions_of(entry).items()):
            declaration = decode_line(standing_line(outbox, entry, decision))
            if isinstance(declaration, kind):
                found.append(Declared(declaration, decision))
    return found


def permitted(some: Iterable[Declared], *, exports: bool) -> tuple[list[Declared], list[Fault]]:
    """What may be moved on a transport declaration, and of the others how many there are.

    *Assumption*: exports once they are permitted, as they are named by their declarations; imports also before, since
    they may be cleared where they go to; nothing that was ended.
    """
    told = list(some)
    kept = [one for one in told if one.decision.state in (PERMITTED if exports else _MOVES)]
    left = {one.decision.number for one in told} - {one.decision.number for one in kept}
    facts: dict[str, Fact] = {"how_many": len(left), "named": sorted(left)[:_NAMED]}
    return kept, [Fault(NOT_CLEARED, "declaration", facts)] if left else []


def cargo_lines(some: Iterable[Declared]) -> Iterator[CargoLine]:
    """A row for each declaration; its packages have no numbers of their own."""
    for one in some:
        said = one.declaration
        yield CargoLine(
            bill=said.house_bill,
            declaration=one.decision.number,
            master_bill=said.master_bill if isinstance(said, ImportDeclaration) else "",
            packages=said.packages or 0,
            goods=said.goods_description,
            weight=said.gross_weight,
            at=one.decision.number,
        )


def with_declarations(lines: Sequence[CargoLine], some: Iterable[Declared]) -> tuple[list[CargoLine], list[Fault]]:
    """Rows of a manifest with the numbers under which their house bills were declared, where they name none."""
    numbers: Mapping[str, str] = {one.declaration.house_bill: one.decision.number for one in some}
    told = [
        line if line.declaration else msgspec.structs.replace(line, declaration=numbers.get(line.bill, ""))
        for line in lines
    ]
    missing = [line.bill for line in told if not line.declaration]
    facts: dict[str, Fact] = {"how_many": len(missing), "named": missing[:_NAMED]}
    return told, [Fault(NOT_DECLARED, "declaration", facts)] if missing else []
