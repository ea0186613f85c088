"""Cargo to be moved, from what lies in the outbox."""

from collections.abc import Callable

import msgspec
import pytest

from parcels import exports, houses
from thongquan.declarant.decided import decisions_of, keep_decided
from thongquan.declarant.delivery import Delivered
from thongquan.declarant.outbox import Outbox
from thongquan.declarant.refusals import NotInOutbox
from thongquan.declarant.transport_cargo import cargo_lines, declared, permitted, with_declarations
from thongquan.declaration.model import Declaration
from thongquan.transport.cargo import CargoLine

File = Callable[[list[Declaration]], list[Delivered]]


def test_each_direction_has_its_own_declarations(file: File, box: Outbox) -> None:
    batches = [one.entry.batch for one in file([*houses("H1"), *exports("X1", "X2", packages=3)])]
    found = declared(box, batches, exports=True)
    assert [one.declaration.house_bill for one in found] == ["X1", "X2"]
    assert [one.declaration.house_bill for one in declared(box, batches, exports=False)] == ["H1"]
    [first, _] = cargo_lines(found)
    assert (first.bill, first.packages, first.declaration, first.at) == ("X1", 3, *[found[0].decision.number] * 2)


def test_what_is_not_permitted_is_left_out_and_told(file: File, box: Outbox) -> None:
    [delivered] = file(exports("X1", "X2", "X3"))
    entry = delivered.entry
    decisions = decisions_of(entry)
    states = {1: "inspection", 2: "cancelled", 3: "cleared"}
    keep_decided(box, entry, [msgspec.structs.replace(decisions[at], state=state) for at, state in states.items()])
    found = declared(box, [entry.batch], exports=True)
    kept, [note] = permitted(found, exports=True)
    assert [one.declaration.house_bill for one in kept] == ["X3"]
    assert (note.code, note.facts["how_many"]) == ("TRANSPORT-NOT-CLEARED", 2)
    assert [one.declaration.house_bill for one in permitted(found, exports=False)[0]] == ["X1", "X3"]


def test_rows_of_a_manifest_get_the_numbers_of_their_bills(file: File, box: Outbox) -> None:
    [delivered] = file(exports("X1"))
    found = declared(box, [delivered.entry.batch], exports=True)
    told, faults = with_declarations([CargoLine("X1"), CargoLine("X1", declaration="300000000099")], found)
    assert [line.declaration for line in told] == [found[0].decision.number, "300000000099"]
    assert faults == []


def test_a_row_whose_bill_was_not_declared_is_told() -> None:
    _, [fault] = with_declarations([CargoLine("X1")], [])
    assert (fault.code, fault.facts["named"]) == ("TRANSPORT-NOT-DECLARED", ["X1"])


def test_a_filing_that_is_not_there_is_refused(box: Outbox) -> None:
    with pytest.raises(NotInOutbox):
        declared(box, ["0199073e4b2a7c1d9e552b179f3a11c0"], exports=True)
