"""The events of a company: every act once, in order, from any cursor on; and nobody else's."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from authority.deciding import decide
from authority.delegations import BROKER, PRINCIPAL, SOON, add_administrators, for_the_principal
from authority.delegations import given as delegation_given
from authority.house import House, a_filing, lines_of
from authority.test_correcting import NUMBER, YELLOW, a_correction, corrected
from building import a_mic
from demo_pki import NOW
from storage.operating import backup_of, operator_of, restored
from thongquan.authority.feed import Event, events_after
from thongquan.authority.feed_readers import ReaderUnknown, company_of_account, company_of_terminal
from thongquan.authority.paging import CursorUnknown
from thongquan.authority.refusals import NotFound
from thongquan.base.limits import LIMITS
from thongquan.declaration.codec import encode_line
from thongquan.storage.database import open_for_reading
from thongquan.storage.reading_room import SqliteReadingRoom


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "h")
    yield house
    house.close()


def read(house: House, question: Callable[[Any], Any]) -> Any:
    connection = open_for_reading(house.service.data)
    try:
        return question(SqliteReadingRoom(connection, house.parts.ledger.vault))
    finally:
        connection.close()


def told(house: House, company: str = PRINCIPAL, after: str = "", limit: int = LIMITS.feed_events) -> list[Event]:
    found: list[Event] = read(house, lambda room: events_after(room, company, after, limit)).events
    return found


class TestEvents:
    def test_are_the_life_of_a_declaration_in_order(self, house: House) -> None:
        house.file(a_filing([encode_line(a_mic(**YELLOW))]))
        corrected(house, a_correction(packages=2))
        decide(house, NUMBER)
        life = [(one.cursor, one.number, one.kind, one.step, one.state) for one in told(house)]
        assert life == [
            ("1", "100000000010", "registered", "", "registered"),
            ("2", "100000000011", "corrected", "correct", "registered"),
            ("3", "100000000011", "decided", "goods-fit", "inspection"),
            ("4", "100000000011", "decided", "clear", "cleared"),
        ]

    def test_bring_the_decision_as_it_is_spelled_but_no_house_bill(self, house: House) -> None:
        [answer] = house.file(a_filing(lines_of("HOUSE77")))
        [event] = told(house)
        assert msgspec.json.decode(event.decision) == answer["outcomes"][0]["decision"]
        assert b"HOUSE77" not in msgspec.json.encode(event)

    def test_are_told_once_whatever_the_pages(self, house: House) -> None:
        for n in range(5):
            house.file(a_filing(lines_of(f"A{n}", f"B{n}")), a_filing(lines_of(f"X{n}"), key="p256"))
        whole = [one.cursor for one in told(house)]
        for limit in (1, 3, 100):
            seen, after = list[str](), ""
            while page := told(house, after=after, limit=limit):
                seen += [one.cursor for one in page]
                after = seen[-1]
            assert seen == whole
        assert len(whole) == 10

    def test_begin_anywhere_also_between_ones_own(self, house: House) -> None:
        house.file(a_filing(lines_of("A1")), a_filing(lines_of("X1", "X2"), key="p256"), a_filing(lines_of("A2")))
        assert [[one.cursor for one in told(house, after=after)] for after in ("0", "1", "2", "3", "4")] == [
            ["1", "4"],
            ["4"],
            ["4"],
            ["4"],
            [],
        ]

    def test_of_another_company_are_never_told(self, house: House) -> None:
        house.file(a_filing(lines_of("A1", "A2")), a_filing(lines_of("X1"), key="p256"))
        assert [one.cursor for one in told(house, PRINCIPAL)] == ["1", "2"]
        assert [one.cursor for one in told(house, BROKER)] == ["3"]
        assert told(house, "0000000000") == []

    def test_of_a_brokers_filing_are_told_to_broker_and_principal(self, house: House) -> None:
        add_administrators(house)
        delegation_given(house)
        house.clock.now = SOON
        house.file(for_the_principal("A1", lines=[encode_line(a_mic(**YELLOW))]))
        decide(house, NUMBER, "refuse", "hàng cấm")
        assert told(house, BROKER) == told(house, PRINCIPAL)
        assert [one.kind for one in told(house, BROKER)] == ["registered", "decided"]

    def test_stay_without_their_decision_when_it_is_erased(self, house: House) -> None:
        house.file(a_filing(lines_of("A1")))
        house.sit(lambda now: now.books.connection.execute("UPDATE act SET sealed = x''"))
        [event] = told(house)
        assert (event.number, event.kind, event.state, bytes(event.decision)) == (NUMBER, "registered", "", b"null")


class TestCursors:
    @pytest.mark.parametrize("cursor", ["3", "-1", "x", "1.", "1.0000000", "1.00000000", "9" * 16, "1 ", "１"])
    def test_that_were_never_given_out_are_refused(self, house: House, cursor: str) -> None:
        house.file(a_filing(lines_of("A1", "A2")))
        with pytest.raises(CursorUnknown):
            told(house, after=cursor)

    def test_of_the_last_act_wait_for_the_next(self, house: House) -> None:
        house.file(a_filing(lines_of("A1", "A2")))
        page = read(house, lambda room: events_after(room, PRINCIPAL, "2", 10))
        assert (page.events, page.next) == ([], "2")


class TestAfterTheBooksWerePutBack:
    @pytest.fixture
    def again(self, house: House, tmp_path: Path) -> Iterator[House]:
        """Two acts were backed up; two more were told, and are other ones now."""
        house.file(a_filing(lines_of("A1", "A2")))
        file = backup_of(operator_of(house), tmp_path / "b").file
        house.file(a_filing(lines_of("LOST1", "LOST2")))
        (tmp_path / "again").mkdir()
        restored(operator_of(house), file, tmp_path / "again" / "data")
        (tmp_path / "again" / "keys").symlink_to(house.service.keys_folder())
        house.close()
        again = House(tmp_path / "again", now=NOW.replace(hour=16), everybody=False)
        again.file(a_filing(lines_of("NEW1", "NEW2", "NEW3")))
        yield again
        again.close()

    def test_a_cursor_of_before_leads_back_to_where_the_histories_part(self, again: House) -> None:
        first, *others = told(again, after="4")
        assert (first.kind, first.cursor.partition(".")[0]) == ("restored", "2")
        assert [one.cursor.partition(".")[0] for one in others] == ["3", "4", "5"]

    def test_a_cursor_from_before_the_backup_leaves_nothing_out(self, again: House) -> None:
        assert [one.kind for one in told(again, after="1")] == ["restored", *["registered"] * 4]

    def test_the_restoring_is_told_once(self, again: House) -> None:
        whole = told(again, after="4")
        assert told(again, after=whole[0].cursor) == whole[1:]
        assert told(again, after=whole[-1].cursor) == []

    def test_who_begins_afterwards_is_told_of_no_restoring(self, again: House) -> None:
        assert [one.kind for one in told(again)] == ["registered"] * 5

    def test_a_cursor_of_books_that_were_given_up_is_refused(self, again: House) -> None:
        with pytest.raises(CursorUnknown):
            told(again, after="2.01234567")


class TestWhoReads:
    def test_an_officer_has_no_company(self, house: House) -> None:
        with pytest.raises(NotFound):
            read(house, lambda room: company_of_account(room, "cb01", house.clock()))

    def test_an_account_reads_its_own_companys(self, house: House) -> None:
        add_administrators(house)
        assert read(house, lambda room: company_of_account(room, BROKER, house.clock())) == BROKER


class TestTerminals:
    @pytest.fixture
    def given(self, house: House) -> Any:
        from authority.test_credentials import Given

        return Given(house)

    def opened(self, given: Any, terminal: str, key: str) -> str:
        house = given.house
        found: str = read(house, lambda room: company_of_terminal(room, terminal, key, house.clock()))
        return found

    def test_its_access_key_opens_its_companys_events(self, given: Any) -> None:
        _, key = given.read()
        assert self.opened(given, given.terminal, key) == PRINCIPAL

    def test_nothing_else_does(self, given: Any) -> None:
        _, key = given.read()
        for terminal, tried in ((given.terminal, key[:-1]), (given.terminal, ""), ("AAAAAA", key), ("", "")):
            with pytest.raises(ReaderUnknown):
                self.opened(given, terminal, tried)

    def test_nor_the_key_once_its_certificate_is_suspended(self, given: Any) -> None:
        _, key = given.read()
        given.house.sit(lambda now: now.books.connection.execute("UPDATE certificate SET state = 'suspended'"))
        with pytest.raises(ReaderUnknown):
            self.opened(given, given.terminal, key)
