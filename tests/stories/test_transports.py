"""Lives of transports, each told in a folder of its own; `RECORD=1` writes down anew what came of them."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from authority.house import House
from authority.transporting import at_both_ends
from demo_pki import NOW
from storage.operating import damage_of, operator_of
from stories.golden import RECORD, stable, users
from stories.transport import HERE, LISTS, LODGING, TransportLife, names, read
from stories.transport_golden import TransportTelling
from thongquan.transport.lifecycle import STEPS


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("founded")
    house = House(folder)
    at_both_ends(house)
    house.close()
    return folder


@pytest.fixture
def house(founded: Path, tmp_path: Path) -> Iterator[House]:
    house = House(Path(shutil.copytree(founded, tmp_path / "house")), now=NOW + timedelta(minutes=1))
    yield house
    house.close()


@pytest.mark.parametrize("name", names())
def test_the_transport_goes_as_it_is_told(house: House, tmp_path: Path, name: str) -> None:
    told = TransportTelling(TransportLife(house, HERE / name, tmp_path / "out")).tell(read(name))
    for file, text in told.items():
        golden, now = HERE / name / file, stable(text, users(house))
        if RECORD:
            golden.write_text(now)
        assert golden.read_text() == now
    assert {path.name for path in (HERE / name).iterdir()} - {"story.toml", "cargo.csv"} == told.keys()
    assert damage_of(operator_of(house, house.clock.now + timedelta(hours=1))) == []


def test_there_are_stories_of_every_step_of_a_transport() -> None:
    assert {step.does for name in names() for step in read(name).steps} >= STEPS.keys() | {*LODGING, *LISTS}
