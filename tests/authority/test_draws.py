"""The random share is drawn from a secret to which the authority is bound before, and which nobody knows before."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import msgspec
import pytest

from authority.drawing import a_house_bill
from authority.house import House, a_filing, an_owner, lines_of
from demo_pki import NOW
from thongquan.authority.draws import draw_told, draws_told, keep_ahead
from thongquan.authority.file_group import file_group, hear
from thongquan.authority.front_door import admit
from thongquan.authority.refusals import DrawUnfit, NotFound
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day
from thongquan.channel.draw import DrawTold, Lots, commitment_to, secret_of
from thongquan.storage.keyring import CHOICE_KEY

TODAY = business_day(NOW)
TOMORROW = TODAY + timedelta(days=1)
MIDNIGHT = datetime(2026, 9, 2, 17, tzinfo=UTC)
"""The end of the second of September in Viet Nam."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


def told(house: House, at: datetime, day: str = "2026-09-02") -> DrawTold:
    return draw_told(house.books, house.parts.authority, day, at)


class TestTheCommitment:
    def test_stands_in_the_books_with_the_first_declaration_of_the_day(self, house: House) -> None:
        with pytest.raises(NotFound):
            told(house, NOW)
        [answer] = house.file(a_filing(lines_of("FIRST")))
        assert told(house, NOW).draw.at <= answer["registered_at"]

    def test_is_made_for_tomorrow_too_so_that_it_is_there_before_any_filing_of_the_day(self, house: House) -> None:
        house.sit(keep_ahead)
        assert business_day(datetime.fromisoformat(told(house, NOW, TOMORROW.isoformat()).draw.at)) == TODAY

    def test_never_changes(self, house: House) -> None:
        house.sit(keep_ahead)
        before = house.rows("SELECT * FROM draw")
        house.clock.now += timedelta(hours=2)
        house.sit(keep_ahead)
        house.file(a_filing(lines_of("LATER")))
        assert house.rows("SELECT * FROM draw") == before
        assert [day for _, day, *_ in before] == ["2026-09-02", "2026-09-03"]

    def test_is_to_the_days_own_secret(self, house: House) -> None:
        house.sit(keep_ahead)
        assert told(house, NOW).draw.commitment == commitment_to(secret_of(house.parts.authority.choice, TODAY))


class TestTheSecret:
    @pytest.mark.parametrize(("later", "is_open"), [(-1, False), (0, True)])
    def test_is_told_from_midnight_in_viet_nam_on(self, house: House, later: int, is_open: bool) -> None:
        house.sit(keep_ahead)
        at = MIDNIGHT + timedelta(microseconds=later)
        secret = secret_of(house.parts.authority.choice, TODAY).hex()
        assert told(house, at).secret == (secret if is_open else "")
        assert (secret.encode() in msgspec.json.encode(draws_told(house.books, house.parts.authority, at))) is is_open

    def test_of_the_next_day_is_not_told_with_it(self, house: House) -> None:
        house.sit(keep_ahead)
        assert [bool(one.secret) for one in draws_told(house.books, house.parts.authority, MIDNIGHT)] == [False, True]

    def test_is_nowhere_in_the_books(self, house: House) -> None:
        house.file(a_filing(lines_of("FIRST")))
        secret = secret_of(house.parts.authority.choice, TODAY)
        pages = b"".join(path.read_bytes() for path in house.service.data.rglob("*") if path.is_file())
        assert secret not in pages
        assert secret.hex().encode() not in pages


class TestWhoIsDrawn:
    @pytest.mark.parametrize("drawn", [True, False])
    def test_is_looked_at_and_nobody_else(self, house: House, drawn: bool) -> None:
        bill = a_house_bill(house, TODAY, drawn=drawn)
        [answer] = house.file(a_filing(lines_of(bill)))
        assert answer["outcomes"][0]["decision"]["channel"] == ("2" if drawn else "1")

    def test_is_so_however_the_number_is_spelled(self, house: House) -> None:
        bill = a_house_bill(house, TODAY, drawn=True)
        spelled = f"{bill[:2]}-{bill[2:]}"
        [answer] = house.file(a_filing(lines_of(spelled, **an_owner(bill))))
        assert answer["outcomes"][0]["decision"]["channel"] == "2"

    def test_is_drawn_by_the_day_of_registration(self, house: House) -> None:
        """Judged before midnight, registered after it: the secret of the new day counts, and is bound by then."""
        today, tomorrow = (Lots("import", secret_of(house.parts.authority.choice, day)) for day in (TODAY, TOMORROW))
        bills = (f"NIGHT{n}" for n in count())
        bill = next(one for one in bills if today.is_drawn(one, TODAY) and not tomorrow.is_drawn(one, TOMORROW))
        filing = a_filing(lines_of(bill))
        authority = house.parts.authority
        hearing = hear(admit(filing, authority, house.books), TODAY, authority.choice)
        house.clock.now = MIDNIGHT + timedelta(seconds=1)
        [answer] = house.sit(lambda now: file_group([hearing], now))
        assert msgspec.json.decode(answer)["outcomes"][0]["decision"]["channel"] == "1"
        assert told(house, NOW, TOMORROW.isoformat())


class TestWithoutADrawThatFits:
    def test_no_declaration_is_given_a_channel(self, house: House) -> None:
        """Whoever changes the key of choice after the commitment steers the draw: it fails closed."""
        house.sit(keep_ahead)
        house.close()
        (house.service.keys_folder() / CHOICE_KEY).write_bytes(b"x" * 32)
        again = House(house.service.data.parent, now=NOW + timedelta(hours=1), everybody=False)
        try:
            with pytest.raises(DrawUnfit):
                again.file(a_filing(lines_of("STEERED")))
            assert again.rows("SELECT count(*) FROM declaration") == [(0,)]
        finally:
            again.close()


def test_of_many_days_the_latest_are_listed(house: House) -> None:
    for _ in range(LIMITS.draws_listed):
        house.clock.now += timedelta(days=1)
        house.sit(keep_ahead)
    listed = draws_told(house.books, house.parts.authority, house.clock.now)
    assert len(listed) == LIMITS.draws_listed
    assert listed[0].draw.day == (business_day(house.clock.now) + timedelta(days=1)).isoformat()
