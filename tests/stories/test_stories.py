"""Lives of declarations, each told in a folder of its own; `RECORD=1` writes down anew what came of them."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from authority.house import House
from demo_pki import NOW
from storage.operating import damage_of, operator_of
from stories.golden import RECORD, Telling, stable, users, written
from stories.life import Life
from stories.story import HERE, names, read


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Books in which everybody is registered and nothing is declared yet."""
    folder = tmp_path_factory.mktemp("founded")
    House(folder).close()
    return folder


@pytest.fixture
def house(founded: Path, tmp_path: Path) -> Iterator[House]:
    folder = Path(shutil.copytree(founded, tmp_path / "house"))
    house = House(folder, now=NOW + timedelta(minutes=1))
    yield house
    house.close()


@pytest.mark.parametrize("name", names())
def test_the_story_goes_as_it_is_told(house: House, name: str) -> None:
    telling = Telling(Life(house))
    telling.tell(read(name))
    told = {"messages.json": written(telling.messages), "printouts.txt": "\n".join(telling.papers)}
    for file, text in told.items():
        golden, now = HERE / name / file, stable(text, users(house))
        if RECORD:
            golden.write_text(now)
        assert golden.read_text() == now
    assert damage_of(operator_of(house, house.clock.now + timedelta(hours=1))) == []


def test_there_are_stories_of_every_step_of_life() -> None:
    from thongquan.declaration.lifecycle import STEPS

    assert len(names()) >= 20
    assert {step.does for name in names() for step in read(name).steps} >= STEPS.keys()
