"""Every question of an officer's desk is found by an index, and is answered in time however much is stored."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from authority import many
from authority.deeds import code_of
from authority.house import House
from thongquan.authority.declaration_ports import DeclarationsSought
from thongquan.authority.paging import ordered

DRILL = bool(os.environ.get("THONGQUAN_DRILL"))
STORED = 1_000_000 if DRILL else 3_000
SECONDS = 0.1
FIRST = "100000000010"
OF_A_PAGE = ("SCAN CONSTANT ROW", "SCAN (subquery-1)")
"""What counting makes of the rows that it found."""

QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "queue": lambda desk: desk.waiting("02DS", DeclarationsSought(), ordered("registered")),
    "queue-backwards": lambda desk: desk.waiting("02DS", DeclarationsSought(), ordered("-registered")),
    "queue-in-state": lambda desk: desk.waiting("02DS", DeclarationsSought(state="held"), ordered("registered")),
    "queue-of-filer": lambda desk: desk.waiting("02DS", DeclarationsSought(filer="9999"), ordered("registered")),
    "queue-of-team": lambda desk: desk.waiting("02DS", DeclarationsSought(team="02"), ordered("registered")),
    "house": lambda desk: desk.of_house("02DS", "NONE1", 50),
    "versions": lambda desk: code_of(desk.versions, "02DS", "100000000200"),
    "signed-in": lambda desk: desk.signed_in("02DS", FIRST),
    "siblings": lambda desk: desk.siblings("02DS", FIRST, 50),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One in twenty waits, as in an office that does its work."""
    house = House(Path(tmp_path_factory.mktemp("desk")))
    house.sit(lambda now: many.declarations(now, range(1, STORED + 1), waits_each=20))
    yield house
    house.close()


def plans(house: House, question: Callable[[Any], Any]) -> list[str]:
    said: list[tuple[str, Any]] = []
    connection = house.books.connection

    def listen(_cursor: Any, sql: str, bindings: Any) -> bool:
        said.append((sql, bindings))
        return True

    connection.set_exec_trace(listen)
    try:
        question(house.books.declarations)
    finally:
        connection.set_exec_trace(None)
    return [row[3] for sql, bindings in said for row in house.rows(f"EXPLAIN QUERY PLAN {sql}", *bindings)]


def test_whoever_asks_finds_something(house: House) -> None:
    """Else the plans below would prove little. What was never sealed is as if erased."""
    desk = house.books.declarations
    assert QUESTIONS["versions"](desk) == "ERASED"
    assert len(QUESTIONS["queue"](desk).rows) == 50


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_looks_through_a_table(house: House, name: str) -> None:
    told = plans(house, QUESTIONS[name])
    assert any(step.startswith("SEARCH") for step in told)
    whole = [
        step for step in told if step.startswith("SCAN") and step not in ("SCAN CONSTANT ROW", "SCAN (subquery-1)")
    ]
    assert whole == []


@pytest.mark.parametrize("name", [one for one in QUESTIONS if one.startswith("queue")])
def test_the_queue_is_read_in_its_order_from_its_index_alone(house: House, name: str) -> None:
    told = plans(house, QUESTIONS[name])
    assert all("COVERING INDEX waiting" in step for step in told if "declaration" in step), told
    assert not any("TEMP B-TREE" in step for step in told)


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_is_answered_in_time(house: House, name: str) -> None:
    taken = []
    for _ in range(3):
        begun = process_time()
        QUESTIONS[name](house.books.declarations)
        taken.append(process_time() - begun)
    assert min(taken) < SECONDS
