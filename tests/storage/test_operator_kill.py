"""An operator's command that is killed leaves all of its work or none, and the next one finds its way."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from authority.deciding import decide
from authority.house import House, a_filing, lines_of
from storage.operating import backup_of, damage_of, killed, moments, operator_at, operator_of, restored, rows, work_of
from thongquan.storage.erasing import erase
from thongquan.storage.maintaining import Operator


@pytest.fixture
def filled(house: House) -> Operator:
    for n in range(4):
        house.file(a_filing(lines_of(*(f"K{n}P{p}" for p in range(250)))))
    for (number,) in house.rows("SELECT number FROM declaration WHERE state = 'registered'"):
        decide(house, str(number), "clear", "")
    house.close()
    return operator_of(house)


def after_kills(
    places: Path,
    longest: float,
    work: Callable[[Path], object],
    then: Callable[[Path], bool],
    prepare: Callable[[Path], object] = lambda _: None,
) -> set[bool]:
    """What is true after each of the kills, each in a place of its own."""
    found = set()
    for number, moment in enumerate(moments(longest)):
        place = places / f"shot{number}"
        place.mkdir()
        prepare(place)
        killed(partial(work, place), moment)
        found.add(then(place))
    return found


def test_a_killed_backup_is_whole_or_not_there(filled: Operator, tmp_path: Path) -> None:
    def is_whole(place: Path) -> bool:
        if there := (place / "b").exists():
            restored(filled, place / "b", place / "again")
        else:
            backup_of(filled, place / "b")
        assert [path.name for path in place.iterdir() if path.name.startswith(".")] == []
        return there

    assert after_kills(tmp_path, 0.4, lambda place: backup_of(filled, place / "b"), is_whole) == {True, False}
    assert [path.name for path in filled.data.iterdir() if "copy" in path.name] == []


def test_a_killed_restoring_is_whole_or_not_there(filled: Operator, tmp_path: Path) -> None:
    file = backup_of(filled, tmp_path / "b").file

    def is_whole(place: Path) -> bool:
        if not (there := (place / "again").exists()):
            restored(filled, file, place / "again")
        assert damage_of(Operator(place / "again", filled.keys, filled.at, "")) == []
        assert [path.name for path in place.iterdir()] == ["again"]
        return there

    found = after_kills(tmp_path, 0.8, lambda place: restored(filled, file, place / "again"), is_whole)
    assert found == {True, False}


def test_a_killed_erasing_is_done_or_not_begun(filled: Operator, tmp_path: Path) -> None:
    later = datetime(2031, 9, 3, 5, tzinfo=UTC)

    def erased(operator: Operator) -> None:
        with operator.ledger() as ledger:
            erase(ledger, work_of(operator), None)

    def work(place: Path) -> None:
        erased(operator_at(place, later))

    def is_done(place: Path) -> bool:
        operator = operator_at(place, later)
        assert damage_of(operator) == []
        [(left,)] = rows(operator.data, "SELECT count(*) FROM act WHERE length(sealed) > 0")
        assert left == 0 or rows(operator.data, "SELECT count(*) FROM event") == [(0,)]
        erased(operator)
        assert damage_of(operator) == []
        return bool(left == 0)

    def prepare(place: Path) -> None:
        shutil.copytree(filled.data, place / "data")
        shutil.copytree(filled.keys, place / "keys")

    assert after_kills(tmp_path, 0.4, work, is_done, prepare) == {True, False}
