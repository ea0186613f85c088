"""Lists HQ 02 are read by the company that sent them and the office that answers them, and by nobody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from authority.deeds import code_of
from authority.house import NAMES, House
from authority.listing import answer_list, cleared_imports, send_list, user_of
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.authority.completed_lists_seen import lines_seen, list_seen, lists_seen, printed_list
from thongquan.authority.paging import ordered
from thongquan.declaration.completed_list import digest_of
from thongquan.numbering.declaration_number import uncorrected


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


@pytest.fixture
def numbers(house: House) -> list[str]:
    return cleared_imports(house, "A1", "A2", "A3")


def test_a_company_sees_its_own_and_no_others(house: House, numbers: list[str]) -> None:
    made = send_list(house, numbers).outcome["list"]
    own, other = user_of(house), user_of(house, P256_COMPANY)
    seen = [lists_seen(house.books, one, "", ordered("-sent")).rows for one in (own, other)]
    assert [[one.list_id for one in rows] for rows in seen] == [[made], []]
    for read in (list_seen, printed_list, lambda room, who, which: lines_seen(room, who, which, 0)):
        assert code_of(read, house.books, other, made) == "NOT-FOUND"


def test_an_office_sees_what_is_sent_to_it(house: House, numbers: list[str]) -> None:
    made = send_list(house, numbers).outcome["list"]
    assert list_seen(house.books, "cb01", made).state == "sent"
    house.sit(lambda now: now.books.connection.execute("UPDATE officer SET office = '01DD' WHERE id = 'cb01'"))
    assert lists_seen(house.books, "cb01", "", ordered("-sent")).rows == []
    assert code_of(list_seen, house.books, "cb01", made) == "NOT-FOUND"


def test_those_that_wait_are_asked_for(house: House, numbers: list[str]) -> None:
    answered, waits = (send_list(house, [one]).outcome["list"] for one in numbers[:2])
    answer_list(house, answered)
    for state, expected in (("sent", waits), ("confirmed", answered)):
        rows = lists_seen(house.books, "cb01", state, ordered("sent")).rows
        assert [one.list_id for one in rows] == [expected]


def test_lines_are_read_a_page_at_a_time(house: House, numbers: list[str]) -> None:
    made = send_list(house, numbers).outcome["list"]
    first = lines_seen(house.books, user_of(house), made, 0, 2)
    rest = lines_seen(house.books, user_of(house), made, first.next, 2)
    assert [one.number for one in (*first.lines, *rest.lines)] == numbers
    assert (first.next, rest.next) == (2, 0)


def test_whoever_reads_the_lines_can_make_the_digest_again(house: House, numbers: list[str]) -> None:
    made = send_list(house, numbers).outcome["list"]
    lines = lines_seen(house.books, "cb01", made, 0).lines
    again = digest_of([(one.line, uncorrected(one.number), bytes.fromhex(one.leaf)) for one in lines])
    assert again == list_seen(house.books, "cb01", made).says.digest


def test_it_is_printed_with_who_signed_and_what_became_of_each_line(house: House, numbers: list[str]) -> None:
    made = send_list(house, numbers).outcome["list"]
    assert printed_list(house.books, "cb01", made).is_confirmed is False
    answer_list(house, made, held_back=numbers[:1], never_came=numbers[1:2])
    printed = printed_list(house.books, user_of(house), made)
    assert [one.became for one in printed.lines] == ["held-back", "never-came", "released"]
    assert (printed.company_name, printed.signed_by) == (NAMES[RSA_COMPANY], user_of(house))
    assert printed.is_confirmed
    assert printed.officer_name == house.books.officers.officer("cb01").name
    assert printed.vat is not None
