"""Lists are read a page at a time: nothing is told twice or left out, and a cursor is good for its own list only."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authority import many
from authority.house import House
from thongquan.authority.application_ports import QueueSought
from thongquan.authority.application_queue import queue
from thongquan.authority.paging import CursorUnknown, Page, Wanted, ordered
from thongquan.authority.sitting import Sitting
from thongquan.base.limits import LIMITS

ORDERS = ("sent", "-sent", "company", "-company", "tax_code", "-tax_code")
OPEN = QueueSought()


class UndoneError(Exception):
    pass


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(Path(tmp_path_factory.mktemp("paging")))
    house.sit(many.companies)
    yield house
    house.close()


def undone(house: House, work: Any) -> None:
    """What `work` entered is as if it had not been."""

    def sitting(now: Sitting) -> None:
        work(now)
        raise UndoneError

    with pytest.raises(UndoneError):
        house.sit(sitting)


def asked(now: Sitting, wanted: Wanted, sought: QueueSought = OPEN) -> Page[Any]:
    return queue(now.books, "cb01", now.at, sought, wanted)


@settings(max_examples=60, deadline=None)
@given(
    first=st.sets(st.integers(0, 400), min_size=1, max_size=60),
    later=st.lists(st.integers(0, 400), max_size=40),
    order=st.sampled_from(ORDERS),
    rows=st.integers(1, 9),
)
def test_every_row_is_told_once_while_others_come(
    house: House, first: set[int], later: list[int], order: str, rows: int
) -> None:
    def walk(now: Sitting) -> None:
        for number in first:
            many.waiting(now, number)
        there, coming, told, after = set(first), iter(later), [], ""
        while True:
            page = asked(now, ordered(order, after, rows))
            told += [int(one.waiting.id, 16) for one in page.rows]
            if not (after := page.next):
                break
            for number in (next(coming, 0), next(coming, 0)):
                if number not in there:
                    many.waiting(now, number)
                    there.add(number)
        assert len(told) == len(set(told)), "told twice"
        assert first <= set(told), "left out"
        assert set(told) <= there

    undone(house, walk)


def test_what_is_looked_for_is_found_without_case_and_accents(house: House) -> None:
    def look(now: Sitting) -> None:
        for number in range(80):
            many.waiting(now, number)
        for text in ("đường sáng", "DUONG SANG", "Đường  Sáng"):
            assert asked(now, ordered("sent"), QueueSought(company=text)).total == 40
        assert asked(now, ordered("sent"), QueueSought(company=many.tax_code(3))).total == 2
        assert asked(now, ordered("sent"), QueueSought(company="9900")).total == 80
        assert asked(now, ordered("sent"), QueueSought(state="seconded")).total == 8
        for text in ("%", "_", "' OR 1=1 --"):
            assert asked(now, ordered("sent"), QueueSought(company=text)).total == 0

    undone(house, look)


@pytest.mark.parametrize(("more", "total", "is_counted"), [(0, 3, True), (1, 3, False)])
def test_rows_are_counted_to_a_limit_that_is_said(
    house: House, monkeypatch: pytest.MonkeyPatch, more: int, total: int, is_counted: bool
) -> None:
    from msgspec.structs import replace

    from thongquan.storage import paging

    monkeypatch.setattr(paging, "LIMITS", replace(LIMITS, rows_counted=3))

    def count(now: Sitting) -> None:
        for number in range(3 + more):
            many.waiting(now, number)
        page = asked(now, ordered("sent", rows=2))
        assert (page.total, page.is_counted, len(page.rows)) == (total, is_counted, 2)

    undone(house, count)


def test_a_page_holds_so_many_rows(house: House) -> None:
    def count(now: Sitting) -> None:
        for number in range(LIMITS.page_rows + 1):
            many.waiting(now, number)
        page = asked(now, ordered("sent"))
        assert (len(page.rows), page.next != "") == (LIMITS.page_rows, True)
        rest = asked(now, ordered("sent", page.next))
        assert (len(rest.rows), rest.next) == (1, "")

    undone(house, count)


def test_a_cursor_is_good_for_its_own_list_and_order_only(house: House) -> None:
    wanted = ordered("-sent")
    good = wanted.cursor(("2026-01-01T00:00:00.000000Z", "0" * 32))
    assert ordered("-sent", good).key(2) == ("2026-01-01T00:00:00.000000Z", "0" * 32)
    bad = [
        ("sent", good),
        ("-company", good),
        ("-sent", wanted.cursor(("one",))),
        ("-sent", wanted.cursor((2**63, [1]))),  # type: ignore[arg-type] # as somebody may spell one himself
        ("-sent", good[:-3]),
        ("-sent", "x" * LIMITS.cursor_characters),
        ("-sent", "é"),
        ("-sent", "===="),
        ("-sent", "' OR 1=1"),
    ]
    for order, cursor in bad:
        with pytest.raises(CursorUnknown):
            ordered(order, cursor).key(2)
