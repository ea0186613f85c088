"""TT 191/2015 PL III: 01-BKVD/TKXX (6), (7) and 04-BKHH (11), (12)."""

from datetime import UTC, datetime

import msgspec
import pytest

from thongquan.base.limits import LIMITS
from thongquan.transport.amending import (
    AmendmentRefused,
    Change,
    TurnedDown,
    accept,
    amend_bill,
    amend_package,
    changes_of,
    turn_down,
    waiting,
)
from thongquan.transport.lists import BillList, Confirmed, GoodsList, PackageLine
from transport.cargoes import DAY, bills, package, the_plan

AT = datetime(2026, 9, 2, 3, tzinfo=UTC)


def a_bill_list() -> BillList:
    one = the_plan(bills(6)).bill_list
    assert one is not None
    return one


def a_goods_list() -> GoodsList:
    lines = [package("B1", f"P{n}", goods="Vớ", carrier_seal=f"S{n}") for n in range(101)]
    return the_plan(lines).goods_lists[0]


def sealed(one: GoodsList) -> GoodsList:
    return msgspec.structs.replace(one, customs_seals=["HQ-01"])


def refusal(act: object) -> str:
    assert callable(act)
    with pytest.raises(AmendmentRefused) as refused:
        act()
    return refused.value.code


def test_an_amendment_names_column_old_and_new_value() -> None:
    told = amend_package(a_goods_list(), 2, {9: "S9", 8: "K1"})
    assert told.lines[1].amended == "(8) P1 → K1; (9) S1 → S9"
    assert told.lines[0] == a_goods_list().lines[0]


def test_what_was_filled_in_first_stays_readable() -> None:
    assert amend_package(a_goods_list(), 1, {6: "B2"}).lines[0].bill == "B1"


def test_what_a_line_was_and_becomes_is_read_off_its_amendment() -> None:
    """Whatever stands between the arrows, also what looks like one."""
    told = amend_package(a_goods_list(), 1, {7: "", 8: "K → 1; (5) x", 9: "–S"}).lines[0]
    assert changes_of(told) == [Change(7, "Vớ", ""), Change(8, "P0", "K → 1; (5) x"), Change(9, "S0", "–S")]
    bill = amend_bill(a_bill_list(), 1, "B9", checking=True).lines[0]
    assert changes_of(bill) == [Change(5, a_bill_list().lines[0].bill, "B9")]


def test_an_amendment_that_reads_otherwise_is_told_as_it_stands() -> None:
    told = amend_package(a_goods_list(), 1, {8: "K1"}).lines[0]
    assert changes_of(msgspec.structs.replace(told, package="P7")) == []
    assert changes_of(a_goods_list().lines[0]) == []


def test_after_customs_sealing_nothing_is_amended() -> None:
    assert refusal(lambda: amend_package(sealed(a_goods_list()), 1, {9: "S9"})) == "TRANSPORT-AMEND-SEALED"


def test_a_bill_is_amended_while_the_dossier_is_checked() -> None:
    assert amend_bill(a_bill_list(), 6, "TQ0099", checking=True).lines[5].amended == "(5) TQ0006 → TQ0099"
    assert refusal(lambda: amend_bill(a_bill_list(), 6, "TQ0099", checking=False)) == "TRANSPORT-AMEND-NOT-CHECKED"


@pytest.mark.parametrize("column", [5, 10, 12, 13])
def test_only_columns_6_to_9_are_amended(column: int) -> None:
    assert refusal(lambda: amend_package(a_goods_list(), 1, {column: "X"})) == "TRANSPORT-AMEND-COLUMN"


@pytest.mark.parametrize("values", [{}, {8: "P0"}, {8: ""}, {6: "", 7: "Giày"}])
def test_an_amendment_changes_something_and_blanks_no_number(values: dict[int, str]) -> None:
    assert refusal(lambda: amend_package(a_goods_list(), 1, values)) == "TRANSPORT-AMEND-NOTHING"


@pytest.mark.parametrize("bill", ["", "TQ0001"])
def test_a_bill_is_amended_to_another(bill: str) -> None:
    assert refusal(lambda: amend_bill(a_bill_list(), 1, bill, checking=True)) == "TRANSPORT-AMEND-NOTHING"


def test_goods_and_seal_may_be_blanked() -> None:
    assert amend_package(a_goods_list(), 1, {7: "", 9: ""}).lines[0].amended == "(7) Vớ → –; (9) S0 → –"


@pytest.mark.parametrize("line", [0, 102])
def test_a_line_that_there_is_not(line: int) -> None:
    assert refusal(lambda: amend_package(a_goods_list(), line, {9: "X"})) == "TRANSPORT-AMEND-LINE"


def test_an_amendment_has_a_length_and_can_be_printed() -> None:
    room = LIMITS.transport_amendment_characters - len("(9) S0 → ")
    assert amend_package(a_goods_list(), 1, {9: "X" * room})
    assert refusal(lambda: amend_package(a_goods_list(), 1, {9: "X" * (room + 1)})) == "TRANSPORT-AMEND-LONG"
    assert refusal(lambda: amend_package(a_goods_list(), 1, {9: "S\u202e9"})) == "TRANSPORT-AMEND-CHARACTERS"


def test_an_officer_confirms_line_by_line() -> None:
    both = amend_package(amend_package(a_goods_list(), 1, {9: "X"}), 2, {9: "Y"})
    told = accept(both, 1, "CC001", AT)
    assert told.lines[0].confirmed == Confirmed("CC001", AT)
    assert waiting(told) == [2]


def test_a_list_of_bills_is_confirmed_alike() -> None:
    told = accept(amend_bill(a_bill_list(), 1, "TQ0099", checking=True), 1, "CC001", AT)
    assert told.lines[0].confirmed == Confirmed("CC001", AT)


def test_what_is_turned_down_leaves_the_list_and_is_told() -> None:
    told, refused = turn_down(amend_package(a_goods_list(), 1, {9: "X"}), 1, "CC001", AT, "Không khớp số chì")
    assert told == a_goods_list()
    assert refused == TurnedDown(1, "(9) S0 → X", "CC001", AT, "Không khớp số chì")
    assert amend_package(told, 1, {9: "Y"}).lines[0].amended == "(9) S0 → Y"


def test_what_waits_may_still_be_changed() -> None:
    twice = amend_package(amend_package(a_goods_list(), 1, {9: "X"}), 1, {9: "Y"})
    assert twice.lines[0].amended == "(9) S0 → Y"


def test_what_was_confirmed_stays() -> None:
    told = accept(amend_package(a_goods_list(), 1, {9: "X"}), 1, "CC001", AT)
    for act in (
        lambda: amend_package(told, 1, {9: "Y"}),
        lambda: accept(told, 1, "CC002", AT),
        lambda: turn_down(told, 1, "CC002", AT, ""),
    ):
        assert refusal(act) == "TRANSPORT-AMEND-TWICE"


def test_without_an_amendment_there_is_nothing_to_answer() -> None:
    assert refusal(lambda: accept(a_goods_list(), 1, "CC001", AT)) == "TRANSPORT-AMEND-NONE"


def test_an_empty_list_has_no_line() -> None:
    empty = GoodsList("", "BK", "", DAY, [])
    assert refusal(lambda: amend_package(empty, 1, {8: "X"})) == "TRANSPORT-AMEND-LINE"
    assert waiting(GoodsList("", "BK", "", DAY, [PackageLine("B", "P")])) == []
