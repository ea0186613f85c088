"""After the term the content goes and nothing else: numbers, dates, states, amounts and leaves stay."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import apsw
import msgspec
import pytest

from authority.deciding import decide
from authority.house import SECRET, House, a_filing, lines_of
from building import a_mic
from demo_pki import NOW
from storage.operating import damage_of, operator_of, rows, work_of
from thongquan.authority.decide import case_of
from thongquan.authority.reading_back import declaration_status, filing_status
from thongquan.authority.refusals import Erased as ErasedRefusal
from thongquan.authority.retaining import kept_through, may_be_erased
from thongquan.declaration.codec import encode_line
from thongquan.storage.database import NAME, open_for_reading
from thongquan.storage.erasing import Erased, erase
from thongquan.storage.events import believed
from thongquan.storage.reading_room import SqliteReadingRoom
from thongquan.storage.refusals import BooksDamaged, StillWaiting, TooEarlyToErase
from thongquan.storage.rotating import rotate
from thongquan.storage.snapshot import snapshot

LATER = datetime(2031, 9, 3, 5, tzinfo=UTC)
"""The term of what was registered on 2026-09-02 has passed."""


def erased(house: House, at: datetime = LATER, until: date | None = None) -> Erased:
    house.close()
    operator = operator_of(house, at)
    with operator.ledger() as ledger:
        return erase(ledger, work_of(operator), until)


def busy(house: House) -> list[Any]:
    """Two filings on the second of September and one on the third; what had to be decided is decided."""
    red = encode_line(a_mic(goods_description="Drone", house_bill="RED1"))
    answers = house.file(a_filing([*lines_of("A1", "A2"), red]), a_filing([b"bad", *lines_of("A3")]))
    house.clock.now = NOW.replace(day=3)
    answers += house.file(a_filing(lines_of("B1")))
    for (number,) in house.rows("SELECT number FROM declaration WHERE state = 'registered'"):
        decide(house, str(number), "refuse", "hàng cấm")
    return answers


class TestTheTerm:
    @pytest.mark.parametrize(
        ("registered", "last"),
        [
            (date(2026, 9, 2), date(2031, 9, 2)),
            (date(2024, 2, 29), date(2029, 2, 28)),
            (date(2016, 12, 31), date(2021, 12, 31)),
        ],
    )
    def test_ends_with_the_same_day_of_the_month(self, registered: date, last: date) -> None:
        assert kept_through(registered) == last

    @pytest.mark.parametrize(
        ("moment", "gone"),
        [
            (datetime(2031, 9, 2, 16, 59, 59, tzinfo=UTC), 0),  # the last second of that day in Viet Nam
            (datetime(2031, 9, 2, 17, 0, 0, tzinfo=UTC), 2),  # midnight in Viet Nam
        ],
    )
    def test_ends_at_midnight_in_viet_nam(self, house: House, moment: datetime, gone: int) -> None:
        busy(house)
        assert erased(house, moment).filings == gone

    @pytest.mark.parametrize(
        ("registered", "gone"),
        [(datetime(2026, 9, 2, 16, 59, 59, tzinfo=UTC), 1), (datetime(2026, 9, 2, 17, 0, 0, tzinfo=UTC), 0)],
    )
    def test_begins_with_the_day_of_registration_in_viet_nam(
        self, house: House, registered: datetime, gone: int
    ) -> None:
        house.clock.now = registered
        house.file(a_filing(lines_of("A1")))
        for (number,) in house.rows("SELECT number FROM declaration WHERE state = 'registered'"):
            decide(house, str(number), "clear", "")
        assert erased(house, datetime(2031, 9, 2, 17, tzinfo=UTC)).filings == gone


class TestErasing:
    def test_leaves_numbers_states_amounts_leaves_and_signatures(self, house: House) -> None:
        busy(house)
        kept = (
            "SELECT number, office, direction, filing, line, filer, state, channel, customs_value FROM declaration",
            "SELECT seq, number, kind, at, by, leaf FROM act",
            "SELECT row, id, root, registered, statement, signature FROM filing",
            "SELECT * FROM checkpoint",
        )
        before = [house.rows(sql) for sql in kept]
        erased(house)
        assert [rows(house.service.data, sql) for sql in kept] == before

    def test_takes_bodies_answers_reasons_and_house_hashes(self, house: House) -> None:
        busy(house)
        told = erased(house)
        assert told == Erased(2, 2, "2026-09-02")
        data = house.service.data
        assert rows(data, "SELECT count(*) FROM act a JOIN declaration USING (number) WHERE filing < 3 AND sealed") == [
            (0,)
        ]
        assert rows(data, "SELECT length(answer) > 0 FROM filing ORDER BY row") == [(0,), (0,), (1,)]
        gone = "SELECT DISTINCT length(house), length(owned), live FROM declaration WHERE filing"
        assert rows(data, f"{gone} < 3") == [(0, None, 0)]
        assert rows(data, f"{gone} = 3") == [(24, 16, 1)]

    def test_leaves_nothing_of_them_in_any_file(self, house: House) -> None:
        """Not in free pages, not in the log: the sealed bytes are gone, not only unlinked."""
        busy(house)
        sealed = [one for (one,) in house.rows("SELECT sealed FROM act")]
        sealed += [one for (one,) in house.rows("SELECT answer FROM filing")]
        mine = house.rows("SELECT sealed FROM act WHERE seq = (SELECT registered FROM declaration WHERE filing = 3)")
        gone = [one for one in sealed if len(one) > 30]
        erased(house, datetime(2031, 9, 4, 5, tzinfo=UTC))
        files = b"".join(path.read_bytes() for path in house.service.data.iterdir() if path.is_file())
        assert mine[0][0] not in files
        pieces = [one[at : at + 24] for one in gone for at in range(0, len(one) - 24, 24)]
        assert len(pieces) > 200
        assert [piece for piece in pieces if piece in files] == []

    def test_is_sound_and_done_again_changes_nothing(self, house: House) -> None:
        busy(house)
        erased(house)
        assert damage_of(operator_of(house, LATER)) == []
        before = (house.service.data / NAME).read_bytes()
        assert erased(house) == Erased()
        assert (house.service.data / NAME).read_bytes() == before

    def test_goes_on_where_it_ended(self, house: House) -> None:
        busy(house)
        erased(house)
        assert erased(house, datetime(2031, 9, 4, 5, tzinfo=UTC)) == Erased(3, 1, "2026-09-03")
        assert damage_of(operator_of(house, LATER.replace(day=5))) == []

    def test_up_to_a_day_leaves_what_is_younger(self, house: House) -> None:
        busy(house)
        assert erased(house, datetime(2032, 1, 1, tzinfo=UTC), date(2026, 9, 2)).filings == 2
        with pytest.raises(TooEarlyToErase):
            erased(house, LATER, date(2026, 9, 3))

    def test_of_books_that_were_tampered_with_is_refused(self, house: House) -> None:
        busy(house)
        house.sit(lambda now: now.books.connection.execute("UPDATE declaration SET customs_value = 1"))
        with pytest.raises(BooksDamaged):
            erased(house)
        assert rows(house.service.data, "SELECT count(*) FROM act WHERE length(sealed) = 0") == [(0,)]

    def test_waits_for_what_nobody_decided(self, house: House) -> None:
        house.file(a_filing([encode_line(a_mic(goods_description="Drone", house_bill="RED1"))]))
        with pytest.raises(StillWaiting) as refused:
            erased(house)
        assert refused.value.facts == {"number": "100000000010"}
        assert rows(house.service.data, "SELECT count(*) FROM act WHERE length(sealed) = 0") == [(0,)]

    def test_is_told_in_a_signed_event(self, house: House) -> None:
        busy(house)
        erased(house)
        operator = operator_of(house, LATER)
        with snapshot(operator.data) as books:
            [event] = believed(books, operator.authority())
        assert (event.kind, event.by, event.at, event.facts["filing"], event.facts["until"]) == (
            "erased", "vận hành", operator.at, 2, "2026-09-02",
        )  # fmt: skip

    def test_allows_to_change_the_index_key_afterwards(self, house: House) -> None:
        busy(house)
        erased(house)
        operator = operator_of(house, LATER)
        with operator.ledger() as ledger:
            rotate(ledger, operator.keys, "index", work_of(operator))
        assert damage_of(operator) == []


class TestWhatWasErased:
    @pytest.mark.parametrize(
        ("tampering", "what"),
        [
            ("UPDATE act SET sealed = x'' WHERE seq = (SELECT registered FROM declaration WHERE filing = 3)", "sealed"),
            ("UPDATE filing SET answer = x'' WHERE row = 3", "sealed"),
            ("UPDATE declaration SET state = 'cleared' WHERE number = 100000000030", "erased"),
            ("UPDATE declaration SET customs_value = 1 WHERE number = 100000000010", "erased"),
            ("UPDATE act SET leaf = zeroblob(32) WHERE seq = 1", "group"),
            ("UPDATE declaration SET live = 1, house = zeroblob(24) WHERE number = 100000000010", "erased"),
            ("DELETE FROM event", "sealed"),
            ("UPDATE event SET told = CAST(replace(told, '\"filing\":2', '\"filing\":3') AS BLOB)", "event"),
            ("UPDATE event SET certificate = x'00'", "event"),
        ],
    )
    def test_and_nothing_else_may_be_missing_or_changed(self, house: House, tampering: str, what: str) -> None:
        busy(house)
        erased(house)
        operator = operator_of(house, LATER)
        with operator.ledger() as ledger:
            ledger.books.connection.execute(tampering)
        assert what in {one.what for one in damage_of(operator)}

    def test_is_refused_by_its_name_when_it_is_read_back(self, house: House) -> None:
        answers = busy(house)
        erased(house)
        connection = open_for_reading(house.service.data)
        room = SqliteReadingRoom(connection, operator_of(house).vault())
        with pytest.raises(ErasedRefusal):
            filing_status(room, answers[0]["filing"], SECRET)
        with pytest.raises(ErasedRefusal):
            declaration_status(room, "100000000010", SECRET)
        assert filing_status(room, answers[2]["filing"], SECRET)
        connection.close()

    def test_is_not_filed_a_second_time_and_not_decided_again(self, house: House) -> None:
        filing = a_filing(lines_of("A1"))
        told = house.file(filing)[0]["outcomes"][0]["decision"]
        if told["state"] == "registered":
            decide(house, told["number"], "clear", "")
        erased(house)
        served = House(house.service.data.parent, now=NOW.replace(day=4))
        assert served.file(filing) == ["ERASED"]
        with pytest.raises(ErasedRefusal):
            case_of(served.books, told["number"])
        served.close()

    def test_leaves_receipts_that_verify(self, house: House) -> None:
        """The receipt is the company's; what it is proved by has not changed in the books."""
        answers = busy(house)
        erased(house)
        [(root, signature)] = rows(house.service.data, "SELECT root, signature FROM checkpoint WHERE number = 1")
        assert answers[0]["checkpoint"]["root"] == root.hex()
        assert msgspec.json.decode(msgspec.json.encode(signature)) == answers[0]["checkpoint_signature"]


def test_the_term_is_read_for_the_day_of_registration() -> None:
    assert may_be_erased(date(2026, 9, 2), date(2031, 9, 3))
    assert not may_be_erased(date(2026, 9, 2), date(2031, 9, 2))


def test_while_somebody_reads_old_pages_the_operator_is_told(house: House, tmp_path: Path) -> None:
    from thongquan.storage.database import UnsafeDatabase

    busy(house)
    house.close()
    reader: apsw.Connection = open_for_reading(house.service.data)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM act").fetchall()
    with pytest.raises(UnsafeDatabase):
        erased(house)
    reader.close()
