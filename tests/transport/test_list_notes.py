"""Each note of forms 01-BKVD/TKXX and 04-BKHH that an enterprise may miss: what is right, and the one fact wrong."""

from collections.abc import Sequence
from datetime import date

import pytest
from msgspec.structs import replace

from thongquan.base.limits import LIMITS
from thongquan.transport.list_notes import faults_of_notes
from thongquan.transport.lists import BillLine, BillList, GoodsList, PackageLine

DAY = date(2026, 9, 2)
BILLS = BillList("Sao Mai", "BK1", "Huế", DAY, [BillLine("B1"), BillLine("B2")])
GOODS = GoodsList(
    "Sao Mai", "BK1", "Huế", DAY,
    [PackageLine("B1", "P1", "Kem", "C1"), PackageLine("B1", "P2"), PackageLine("B2", "")],
)  # fmt: skip


def told(*lists: BillList | GoodsList, transporter: str = "") -> list[tuple[str, str]]:
    return [(fault.code.removeprefix("TRANSPORT-LIST-"), fault.at) for fault in faults_of_notes(lists, transporter)]


def bills(*lines: BillLine) -> BillList:
    return replace(BILLS, lines=[*BILLS.lines, *lines])


def goods(*lines: PackageLine) -> GoodsList:
    return replace(GOODS, lines=[*GOODS.lines, *lines])


def test_what_the_notes_ask_for_is_enough() -> None:
    assert told(BILLS) == told(GOODS) == told() == []


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (replace(BILLS, enterprise=" "), "ENTERPRISE"),
        (replace(GOODS, enterprise=""), "ENTERPRISE"),
        (bills(BillLine("")), "BILL"),
        (goods(PackageLine("", "P9")), "BILL"),
        (bills(BillLine("B1")), "BILL-TWICE"),
        (goods(PackageLine("B3", "P3"), PackageLine("B3", "")), "PACKAGE"),
        (goods(PackageLine("B1", "P3")), "PARTED"),
        (bills(BillLine("B\n3")), "CELL"),
        (goods(PackageLine("B3", "P3", "Kem\u202e")), "CELL"),
        (goods(PackageLine("B3", "P3", "x" * (LIMITS.transport_name_characters + 1))), "CELL"),
        (replace(BILLS, enterprise="Sao\x1b[2JMai"), "HEAD"),
        (replace(BILLS, number="BK\u202e1"), "HEAD"),
        (replace(GOODS, place="Huế\n"), "HEAD"),
        (replace(GOODS, place="x" * (LIMITS.transport_name_characters + 1)), "HEAD"),
    ],
)
def test_one_thing_amiss_is_told_at_its_list(one: BillList | GoodsList, code: str) -> None:
    assert [found for found, _ in told(one)] == [code]


def test_the_transporter_of_the_declaration_stands_for_the_enterprise() -> None:
    assert told(replace(BILLS, enterprise=""), transporter="Sao Mai") == []


def test_a_package_is_on_one_line_of_all_lists() -> None:
    other = replace(GOODS, lines=[PackageLine("B1", "P9")], run=2)
    assert told(GOODS, other) == []
    assert told(GOODS, replace(other, lines=[PackageLine("B1", "P1")])) == [("PACKAGE-TWICE", "lists")]


@pytest.mark.parametrize(("more", "codes"), [(0, []), (1, ["CELL"])])
def test_a_number_has_at_most_transport_number_characters(more: int, codes: Sequence[str]) -> None:
    long = "9" * (LIMITS.transport_number_characters + more)
    for line in (PackageLine(long, "P"), PackageLine("B3", long), PackageLine("B3", "P3", "", long)):
        assert [code for code, _ in told(goods(line))] == codes


def test_the_first_ten_are_named() -> None:
    [fault] = faults_of_notes([bills(*[BillLine("")] * 12)], "")
    assert (fault.facts["how_many"], fault.facts["named"]) == (12, [str(n) for n in range(3, 13)])
