"""A server whose clock steps: each declaration gets the law of its day in Viet Nam, and the log never runs back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from authority.house import a_filing, lines_of
from authority.running import Server
from demo_pki import NOW
from faults.filer import assert_the_books_are_whole
from thongquan.base.moment import VIETNAM, stamp
from thongquan.law.importing import import_codes
from thongquan.storage.database import open_for_reading

MIDNIGHTS = [date(2026, 10, 1), date(2027, 1, 1), date(2028, 2, 29), date(2028, 3, 1)]
"""A month, a year, the leap day and the day after it. On each the dollar gets another rate."""
RATES = {day: Decimal(26_000 + 100 * number) for number, day in enumerate(MIDNIGHTS, start=1)}
MOMENT = timedelta(microseconds=1)


class Stepped:
    """A server, and the hand of its clock."""

    def __init__(self, folder: Path) -> None:
        self.hand, self.filed = folder / "hand", 0
        self.hand.write_text(NOW.isoformat())
        self.server = Server(folder / "s", clock=self.hand)

    def file(self, at: datetime) -> dict[str, Any]:
        """The decision on a parcel that comes at that moment, or the problem."""
        new = self.hand.with_suffix(".new")
        new.write_text(at.isoformat())
        new.replace(self.hand)
        self.filed += 1
        day = at.astimezone(VIETNAM).date()
        reply = self.server.file(a_filing(lines_of(f"CLOCK{self.filed}", arrival_date=day), created_at=stamp(at)))
        told: dict[str, Any] = reply.json()
        assert reply.status_code in (200, 503), told
        return told["outcomes"][0].get("decision", told["outcomes"][0]) if reply.status_code == 200 else told


@pytest.fixture
def stepped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stepped]:
    own, table = tmp_path / "law", tmp_path / "rates.tsv"
    for day, rate in RATES.items():
        table.write_text(f"code\tvnd_per_unit\tsource\nUSD\t{rate}\tsynthetic\n")
        import_codes(table, own, since=day, table="exchange_rates", partial=True)
    monkeypatch.setenv("THONGQUAN_LAW", str(own))
    stepped = Stepped(tmp_path)
    yield stepped
    assert stepped.server.end() == 0
    assert_the_books_are_whole(stepped.server)


def test_law_and_rate_change_at_midnight_in_viet_nam(stepped: Stepped) -> None:
    before = Decimal(25880)
    for day, rate in RATES.items():
        midnight = datetime(day.year, day.month, day.day, tzinfo=VIETNAM).astimezone(UTC)
        rates = [dict(stepped.file(at)["rates"])["USD"] for at in (midnight - MOMENT, midnight)]
        assert [Decimal(rate) for rate in rates] == [before, rate], day
        before = rate


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(hours=24), MOMENT])
def test_a_clock_set_back_accepts_nothing_until_it_is_right_again(stepped: Stepped, back: timedelta) -> None:
    ahead = NOW + timedelta(hours=24)
    assert stepped.file(ahead)["state"] in {"cleared", "registered"}
    told = [stepped.file(moment).get("code") for moment in (ahead - back, ahead - back / 2, ahead, ahead + MOMENT)]
    assert told == ["CLOCK-BEHIND", "CLOCK-BEHIND" if back > MOMENT else None, None, None]
    assert order_of_log(stepped.server) == sorted(order_of_log(stepped.server))


def order_of_log(server: Server) -> list[str]:
    connection = open_for_reading(server.folder / "data")
    moments = [str(at) for (at,) in connection.execute("SELECT at FROM act ORDER BY seq")]
    connection.close()
    return moments
