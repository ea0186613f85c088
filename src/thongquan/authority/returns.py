"""Goods that come back undelivered: the original that their notes name must be there, the filer's, of the other way."""

from collections.abc import Sequence

import msgspec

from thongquan.authority.houses import Housed
from thongquan.authority.ports import Books
from thongquan.base.citation import cite
from thongquan.base.fault import Fault
from thongquan.declaration.original import RETURNS, may_name_one, original_named
from thongquan.numbering.declaration_number import uncorrected

ORIGINAL_UNKNOWN = cite("RETURN-ORIGINAL-UNKNOWN", "TT 191/2015 PL II.A.30", "seed", criterion="30")


class Whose(msgspec.Struct, frozen=True):
    """What a return and its original have in common, and the direction of the return."""

    filer: str
    principal: str
    """"" where the filer acts for itself."""
    direction: str


def originals_of(
    housed: Sequence[Housed], books: Books, whose: Whose, faults: dict[int, list[Fault]]
) -> dict[int, str]:
    """By line, the number of the original that its notes name, as it was registered.

    The faults of lines whose original is not there are added to `faults`; another company's looks the same. Notes are
    first looked through all at once, for hardly any names one.
    """
    if not may_name_one("\n".join([one.passed.declaration.notes for one in housed])):
        return {}
    named = {one.passed.line: number for one in housed if (number := original_named(one.passed.declaration))}
    known = books.completed_lists.candidates([uncorrected(number) for number in named.values()])
    originals: dict[int, str] = {}
    for line, number in named.items():
        found = known.get(uncorrected(number))
        own = (whose.filer, whose.principal, RETURNS[whose.direction])
        if found is None or (found.case.filer, found.case.decision.on_behalf_of, found.direction) != own:
            faults[line] = [Fault(ORIGINAL_UNKNOWN, "notes", {"number": number})]
        else:
            originals[line] = found.case.number
    return originals
