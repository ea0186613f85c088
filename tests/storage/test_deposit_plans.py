"""Movements of one kind are found by an index, however many charges lie between them; charges have no entry in it."""

from typing import Any

import pytest

from authority.depositing import open_account
from authority.house import House, a_filing, lines_of
from thongquan.authority.deposit_ports import MovementSought
from thongquan.authority.paging import ordered


def plan(house: House, sought: MovementSought) -> list[str]:
    said: list[tuple[str, Any]] = []
    connection = house.books.connection
    connection.set_exec_trace(lambda _cursor, sql, bindings: said.append((sql, bindings)) is None)
    try:
        house.books.deposits.page(sought, ordered("-at"))
    finally:
        connection.set_exec_trace(None)
    return [row[3] for sql, bindings in said for row in house.rows(f"EXPLAIN QUERY PLAN {sql}", *bindings)]


@pytest.mark.parametrize(("kind", "index"), [("pay-back", "movements_of_kind"), ("charge", "movements_of")])
def test_a_kind_is_found_by_an_index_of_its_account(house: House, kind: str, index: str) -> None:
    open_account(house, 1)
    [step] = plan(house, MovementSought(1, kind=kind))
    assert step.startswith(f"SEARCH movement USING INDEX {index} ("), step


def test_charges_have_no_entry_in_it(house: House) -> None:
    open_account(house, 1_000_000)
    house.file(a_filing(lines_of("A1", "A2", hs_code="33049930")))
    [(whole,)] = house.rows("SELECT count(*) FROM movement")
    [(indexed,)] = house.rows("SELECT count(*) FROM movement INDEXED BY movements_of_kind WHERE kind <> 'charge'")
    assert (whole, indexed) == (3, 1)
