"""Transports in the books: found by index alone, held against their deeds, gone with their term, under any key."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import pytest

from authority.deciding import decide
from authority.house import House, a_filing, lines_of
from authority.listing import faults_of, user_of
from authority.transporting import a_goods_list, amend, at_both_ends, registered, take, taken
from demo_pki import RSA_COMPANY
from storage.operating import damage_of, operator_of
from storage.test_keys import again, rotated
from storage.test_retention import LATER, erased
from thongquan.authority.paging import ordered
from thongquan.authority.refusals import Erased
from thongquan.authority.transport_ports import TransportSought
from thongquan.authority.transports_seen import transport_seen


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    at_both_ends(house)
    yield house
    house.close()


QUESTIONS: dict[str, tuple[TransportSought, str]] = {
    "a company's": (TransportSought("c"), "-lodged"),
    "a company's in a state": (TransportSought("c", state="declared"), "-lodged"),
    "a company's overdue": (TransportSought("c", state="departed", due_before="2"), "due"),
    "an office's": (TransportSought(office="o"), "-lodged"),
    "waiting at departure": (TransportSought(office="o", state="declared"), "lodged"),
    "waiting at departure by end": (TransportSought(office="o", state="declared"), "due"),
    "expected at arrival": (TransportSought(arrival_office="o", state="departed"), "due"),
    "overdue from departure": (TransportSought(office="o", state="departed", due_before="2"), "due"),
    "of a direction and a company": (
        TransportSought(office="o", state="declared", direction="I", tax_code="0"),
        "lodged",
    ),
    "overdue at arrival": (TransportSought(arrival_office="o", state="departed", due_before="2"), "due"),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_queue_looks_through_the_table_or_sorts_it(house: House, name: str) -> None:
    sought, sort = QUESTIONS[name]
    connection, said = house.books.connection, []
    connection.set_exec_trace(lambda _cursor, sql, bindings: said.append((sql, bindings)) or True)
    try:
        house.books.transports.page(sought, ordered(sort))
    finally:
        connection.set_exec_trace(None)
    told = [row[3] for sql, bindings in said for row in house.rows(f"EXPLAIN QUERY PLAN {sql}", *bindings)]
    assert any("USING INDEX transports_" in line for line in told)
    assert not [
        line for line in told if "SCAN transport" in line or ("TEMP B-TREE" in line and name != "a company's overdue")
    ]


TAMPERING = {
    "state": "UPDATE transport SET state = 'approved'",
    "company": "UPDATE transport SET company = '0301234567'",
    "due": "UPDATE transport SET due_at = '2027-01-01T00:00:00.000000Z'",
    "office of arrival": "UPDATE transport SET arrival_office = '02DS'",
    "cargo": "DELETE FROM transport_cargo",
    "a version": "DELETE FROM transport_body WHERE version = 1",
    "seals": "UPDATE transport SET standing = CAST(x'00' || standing AS BLOB)",
    "whole": "DELETE FROM transport",
    "as if erased": "UPDATE transport SET standing = x''",
}


@pytest.mark.parametrize("name", TAMPERING)
def test_whatever_is_changed_behind_the_deeds_is_found(house: House, name: str) -> None:
    number = taken(house, registered(house, RSA_COMPANY, a_goods_list()), "declare")
    amend(house, number, changes={9: "CH9"})
    assert damage_of(operator_of(house)) == []
    connection: apsw.Connection = house.books.connection
    connection.pragma("foreign_keys", 0)
    house.sit(lambda _now: connection.execute(TAMPERING[name]))
    assert [(one.what, one.where) for one in damage_of(operator_of(house))] == [("transport", number)]


def test_cargo_is_found_after_the_key_of_the_hashes_changed(house: House) -> None:
    taken(house, registered(house), "declare")
    second = registered(house)
    before = set(house.rows("SELECT cargo FROM transport_cargo"))
    assert damage_of(rotated(house, "index", "body")) == []
    house = again(house)
    try:
        assert before.isdisjoint(house.rows("SELECT cargo FROM transport_cargo"))
        assert faults_of(take, house, second, "declare") == [("OLC-SAME-CARGO", "same_cargo")]
    finally:
        house.close()


def test_what_has_ended_goes_with_its_term_and_what_waits_stays(house: House) -> None:
    house.file(a_filing(lines_of("B1")))
    for (number,) in house.rows("SELECT number FROM declaration WHERE state = 'registered'"):
        decide(house, str(number), "clear")
    ended = taken(house, registered(house), "declare", "cancel")
    waits = taken(house, registered(house), "declare")
    user: Any = user_of(house)
    erased(house, LATER)
    assert damage_of(operator_of(house, LATER)) == []
    house = again(house)
    try:
        with pytest.raises(Erased):
            transport_seen(house.books, user, ended, LATER)
        assert transport_seen(house.books, user, waits, LATER).head.state == "declared"
        assert len(house.rows("SELECT 1 FROM transport_cargo")) == 1
    finally:
        house.close()
