"""`GET /api/v1/draws/{day}`: everybody is told the commitment, and nobody the secret before its day is over."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from authority.house import a_filing, lines_of, the_pki
from authority.running import Server
from demo_pki import NOW
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day
from thongquan.channel.draw import secret_of
from thongquan.channel.draw_check import DrawsChecked
from thongquan.storage.keyring import CHOICE_KEY

TODAY = business_day(NOW)
LAST_MINUTE, FIRST_MINUTE = (datetime(2026, 9, 2, 16, 58, tzinfo=UTC), datetime(2026, 9, 2, 17, 0, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clock") / "now"


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory, clock: Path) -> Iterator[Server]:
    """Its clock is set by a file."""
    clock.write_text(NOW.isoformat())
    server = Server(tmp_path_factory.mktemp("draws"), replace(LIMITS, effects_looked_for_seconds=1), clock=clock)
    yield server
    assert server.end() == 0


def at(clock: Path, moment: datetime) -> None:
    """Whole or not at all: the server reads it at any moment."""
    clock.with_suffix(".new").write_text(moment.isoformat())
    clock.with_suffix(".new").rename(clock)


def test_the_secret_is_told_when_its_day_is_over_and_never_before(own_server: Server, clock: Path) -> None:
    """Not in an answer, in the log or in the figures."""
    client, secret = own_server.client, secret_of((own_server.folder / "keys" / CHOICE_KEY).read_bytes(), TODAY).hex()
    at(clock, LAST_MINUTE)
    own_server.file(a_filing(lines_of("LASTMINUTE")))
    before = [client.get(f"/api/v1/{path}") for path in ("draws/2026-09-02", "draws", "draws/2026-09-03")]
    figures = client.get("/metrics").text + own_server.logged()
    assert [one.status_code for one in before] == [200, 200, 200]
    assert not [one for one in (*(answer.text for answer in before), figures) if secret in one]
    at(clock, FIRST_MINUTE)
    opened = client.get("/api/v1/draws/2026-09-02")
    assert opened.json()["secret"] == secret
    assert "secret" not in client.get("/api/v1/draws/2026-09-03").json()
    checked = DrawsChecked(the_pki().trust)
    checked.take(before[0].content)
    checked.take(opened.content)
    assert [(one.verdict, one.is_open) for one in checked.draws] == [("valid", False), ("valid", True)]


def test_what_auditors_read_is_not_for_whoever_is_not_logged_in(own_server: Server) -> None:
    number = own_server.file(a_filing(lines_of("AUDITED"))).json()["outcomes"][0]["decision"]["number"]
    answer = own_server.client.get(f"/api/v1/audit/declarations/{number}")
    assert answer.json()["code"] == "LOGIN-NEEDED"


@pytest.mark.parametrize("day", ["2026-08-01", "2036-09-02", "today", "2026-9-2", "x" * 200])
def test_of_a_day_without_a_draw_nothing_is_told(own_server: Server, day: str) -> None:
    answer = own_server.client.get(f"/api/v1/draws/{day}")
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT-FOUND")
