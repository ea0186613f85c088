"""The attachment that Notes 1 quotes for a list: looked up when it is lodged and declared, examined by approving."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from authority import attaching
from authority.deeds import code_of
from authority.house import House
from authority.listing import faults_of
from authority.transporting import (
    a_bill_list,
    a_goods_list,
    at_both_ends,
    attached,
    correct,
    declared,
    drafted_transport,
    lodge,
    registered,
    take,
    taken,
    with_lists,
)
from demo_pki import P256_COMPANY, RSA_COMPANY
from storage.operating import damage_of, operator_of
from thongquan.transport.filling import notes_1


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    at_both_ends(house)
    yield house
    house.close()


def told(house: House, number: str, made: Any = None) -> list[tuple[str, str]]:
    ola, lists = with_lists(house, made or a_goods_list(), remarks=notes_1("04-BKHH", number))
    return faults_of(drafted_transport, house, ola, lists)


UNKNOWN, OFFICE, KIND = (f"TRANSPORT-ATTACHMENT-{word}" for word in ("UNKNOWN", "OFFICE", "KIND"))
QUOTED: dict[str, tuple[Callable[[House], str], str]] = {
    "its own": (attached, ""),
    "none": (lambda _: "799999999999", UNKNOWN),
    "another company's": (lambda house: attached(house, P256_COMPANY), UNKNOWN),
    "files sent to customs": (attaching.send_files, UNKNOWN),
    "at another office": (lambda house: attaching.register(house, office="01DD"), OFFICE),
    "of another kind": (lambda house: attaching.register(house, procedure="BKV"), KIND),
}


@pytest.mark.parametrize("which", QUOTED)
def test_what_is_quoted_is_there_their_own_at_its_office_and_of_its_kind(house: House, which: str) -> None:
    number, code = QUOTED[which]
    assert told(house, number(house)) == ([(code, "remarks")] if code else [])


def test_the_list_that_comes_along_is_the_one_that_notes_1_name(house: House) -> None:
    number = attached(house)
    assert told(house, number, a_bill_list()) == [("TRANSPORT-LIST-UNQUOTED", "remarks")]
    ola, lists = with_lists(house, a_goods_list(), remarks="Đi thẳng")
    assert faults_of(drafted_transport, house, ola, lists) == [("TRANSPORT-LIST-UNQUOTED", "remarks")]


def test_a_list_without_a_number_is_one_fault(house: House) -> None:
    assert told(house, "") == [("OLA-NTA-LIST", "remarks")]


def test_without_a_list_nothing_is_looked_up(house: House) -> None:
    ola = declared(house, remarks="Theo số tệp tin đính kèm 799999999999")
    assert lodge(house, ola).outcome["state"] == "drafted"


def test_it_is_looked_up_again_when_it_is_declared_and_when_it_is_corrected(house: House) -> None:
    drafted, sent = (registered(house, RSA_COMPANY, a_goods_list(name)) for name in ("BK01", "BK02"))
    taken(house, sent, "declare")
    house.sit(lambda now: now.books.connection.execute("UPDATE registered_attachment SET office = '01DD'"))
    assert faults_of(take, house, drafted, "declare") == [(OFFICE, "remarks")]
    assert faults_of(correct, house, sent, means="17") == [(OFFICE, "remarks")]
    assert faults_of(correct, house, sent, remarks="Đi thẳng") == [("TRANSPORT-LIST-UNQUOTED", "remarks")]


class TestExamining:
    def test_whoever_approves_has_examined_what_is_quoted(self, house: House) -> None:
        number, transport = attached(house), registered(house, RSA_COMPANY, a_goods_list())
        taken(house, transport, "declare")
        attaching.change(house, number, [attaching.LIST])
        taken(house, transport, "approve")
        assert attaching.see(house, number).examined_by == "cb01"
        assert code_of(attaching.change, house, number, [attaching.INVOICE], remarks="khác") == "HYE-NOT-NOW"
        assert damage_of(operator_of(house)) == []

    def test_what_was_examined_before_stays_as_it_was(self, house: House) -> None:
        number, transport = attached(house), registered(house, RSA_COMPANY, a_goods_list())
        attaching.examine(house, number, result="đủ")
        taken(house, transport, "declare", "approve")
        assert attaching.see(house, number).result == "đủ"
        assert damage_of(operator_of(house)) == []
