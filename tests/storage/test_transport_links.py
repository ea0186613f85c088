"""Links of transports and their reports in the books: sealed, held against what was signed, gone with their term."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import pytest

from authority.deciding import decide
from authority.house import House, a_filing, lines_of
from authority.linking import DRIVER, end_link, give_link, seen_by, tell
from authority.listing import user_of
from authority.transporting import at_both_ends, registered, taken
from storage.operating import damage_of, operator_of
from storage.test_keys import again, rotated
from storage.test_retention import LATER, erased
from thongquan.authority.transport_links_seen import links_seen, reports_seen
from thongquan.storage.integrity import check
from thongquan.storage.snapshot import snapshot

NOTE, SEAL = "chì đứt ở ga Đồng Đăng", "HQLA77"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    at_both_ends(house)
    yield house
    house.close()


def reported(house: House) -> str:
    """The secret of a link by which three reports came; another was ended."""
    number = taken(house, registered(house), "declare", "approve")
    end_link(house, number, give_link(house, number).outcome["link"])
    secret = give_link(house, number).shown["transport_link"].removeprefix("/t/")
    for place, what in enumerate(("ready", "left", "seal")):
        tell(house, secret, what, f"{place:032x}", note=NOTE, seals=[SEAL])
    return secret


@pytest.fixture
def secret(house: House) -> str:
    return reported(house)


@pytest.fixture(scope="module")
def same(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """For what is tampered with and put back."""
    house = House(tmp_path_factory.mktemp("same"))
    at_both_ends(house)
    reported(house)
    house.books.connection.pragma("foreign_keys", 0)
    yield house
    house.close()


def test_secret_driver_and_words_are_in_no_file_of_the_books(house: House, secret: str) -> None:
    house.books.connection.wal_checkpoint()
    files = [path for path in house.service.data.rglob("*") if path.is_file()]
    assert len(files) > 1
    for hidden in (secret, DRIVER, NOTE, SEAL):
        assert not [path.name for path in files if hidden.encode() in path.read_bytes()]


ENDED, GOOD = "transport link", "transport report"
TAMPERING = {
    "a secret of somebody else's": ("UPDATE transport_link SET secret = x'00' WHERE ended_at = ''", ENDED),
    "until": ("UPDATE transport_link SET until = '2027-01-01T00:00:00.000000Z' WHERE ended_at = ''", ENDED),
    "not ended": ("UPDATE transport_link SET ended_at = '' WHERE ended_at <> ''", ENDED),
    "the driver": ("UPDATE transport_link SET sealed = CAST(x'00' || sealed AS BLOB) WHERE ended_at = ''", ENDED),
    "the driver as if erased": ("UPDATE transport_link SET sealed = x'' WHERE ended_at = ''", ENDED),
    "no link": ("DELETE FROM transport_link WHERE ended_at <> ''", ENDED),
    "a report as if erased": ("UPDATE transport_report SET sealed = x'' WHERE seq = 2", GOOD),
    "a report of another id": ("UPDATE transport_report SET id = 'aa' WHERE seq = 2", GOOD),
    "what was signed": ("UPDATE transport_report SET told = CAST(told || x'20' AS BLOB) WHERE seq = 3", GOOD),
    "a signature": ("UPDATE transport_report SET signature = x'00' WHERE seq = 2", GOOD),
    "a report taken out": ("DELETE FROM transport_report WHERE seq = 2", GOOD),
    "two reports in each other's place": (
        (
            "UPDATE transport_report SET seq = 8 - seq WHERE seq > 1;"
            " UPDATE transport_report SET seq = seq - 3 WHERE seq > 3"
        ),
        GOOD,
    ),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_whatever_is_changed_behind_deeds_and_signatures_is_found(same: House, name: str) -> None:
    sql, what = TAMPERING[name]
    connection: apsw.Connection = same.books.connection
    kept = {table: same.rows(f"SELECT * FROM {table}") for table in ("transport_link", "transport_report")}
    same.sit(lambda _now: connection.execute(sql))
    try:
        assert {one.what for one in damage_of(operator_of(same))} == {what}
    finally:
        for table, rows in kept.items():
            connection.execute(f"DELETE FROM {table}")
            connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def test_reports_that_somebody_else_signed_are_found(same: House) -> None:
    operator = operator_of(same)
    with snapshot(operator.data) as books:
        found = check(books, operator.vault(), authority=[b"the certificate of somebody else"])
    assert {one.where for one in found if one.what == GOOD} == {"1", "2", "3"}


@pytest.mark.usefixtures("secret")
def test_sound_books_are_found_sound_also_under_another_key(house: House) -> None:
    assert damage_of(operator_of(house)) == []
    assert damage_of(rotated(house, "index", "body")) == []


def test_what_a_driver_told_goes_with_the_term_of_its_transport(house: House, secret: str) -> None:
    house.file(a_filing(lines_of("B1")))
    for (number,) in house.rows("SELECT number FROM declaration WHERE state = 'registered'"):
        decide(house, str(number), "clear")
    number, user = seen_by(house, secret).number, user_of(house)
    taken(house, number, "depart", "arrive")
    erased(house, LATER)
    assert damage_of(operator_of(house, LATER)) == []
    house = again(house)
    try:
        assert reports_seen(house.books, user, number) == []
        links: Any = links_seen(house.books, user, number, LATER)
        assert [(one.driver, one.is_good) for one in links] == [("", False)] * 2
        assert len(house.rows("SELECT 1 FROM transport_report WHERE length(told) > 0 AND sealed = x''")) == 3
    finally:
        house.close()
