"""`thongquan verify draw`: from saved files and the trusted certificates alone, in both languages."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from authority.drawing import a_house_bill
from authority.house import House, a_filing, lines_of, the_pki
from authority.receipts import receipts_of
from commands import Ended
from demo_pki import NOW
from thongquan.authority.draws import draw_told
from thongquan.base.moment import business_day

Run = Callable[..., Ended]
TODAY = business_day(NOW)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What somebody saved: the draw of the morning and of the day after, two receipts; and the two house bills."""
    folder = tmp_path_factory.mktemp("saved")
    house = House(folder / "house")
    bills = [a_house_bill(house, TODAY, drawn=drawn) for drawn in (True, False)]
    filing = a_filing(lines_of(*bills))
    [answer] = house.file_raw(filing)
    assert isinstance(answer, bytes)
    for name, receipt in zip(("drawn", "free"), receipts_of(filing, answer, folder / "outbox"), strict=True):
        (folder / f"{name}.json").write_bytes(receipt)
    for name, at in (("morning", NOW), ("opened", NOW + timedelta(days=1))):
        told = draw_told(house.books, house.parts.authority, TODAY.isoformat(), at)
        (folder / f"{name}.json").write_bytes(msgspec.json.encode(told))
    (folder / "bills").write_text("\n".join(bills))
    yield folder
    house.close()


@pytest.fixture
def verify(saved: Path, thongquan: Run) -> Run:
    def run(*names: str, more: tuple[object, ...] = ()) -> Ended:
        files = [saved / f"{name}.json" for name in names]
        return thongquan("verify", "draw", *files, "--anchors", the_pki().anchors, *more)

    return run


def test_it_says_of_each_receipt_whether_it_was_drawn(verify: Run) -> None:
    told = verify("morning", "opened", "drawn", "free")
    assert told.code == 0, told
    assert told.out.count("VALID") == 2
    assert "drawn at random; yellow" in told.out
    assert "not drawn at random; green" in told.out
    assert "✗" not in told.out


def test_the_opened_one_alone_is_enough(verify: Run) -> None:
    [told] = verify("opened", "drawn", more=("--json",)).lines()
    assert (told["verdict"], [one["drawn"] for one in told["parcels"]]) == ("valid", [True])
    assert [check["passed"] for check in told["draws"][0]["checks"]] == [True] * 5


def test_a_house_bill_is_enough_too(verify: Run, saved: Path) -> None:
    drawn, free = (saved / "bills").read_text().splitlines()
    more = ("--house", drawn.lower(), "--house", free, "--direction", "import", "--json")
    [told] = verify("opened", more=more).lines()
    assert [one["drawn"] for one in told["parcels"]] == [True, False]


def test_before_the_secret_is_opened_it_says_what_to_do(verify: Run) -> None:
    told = verify("morning", "drawn")
    assert told.code == 0
    assert "not known yet" in told.out
    assert "fetch the file again" in told.out


def test_what_was_changed_is_invalid_with_its_reason_and_what_to_do(verify: Run, saved: Path) -> None:
    opened = (saved / "opened.json").read_bytes()
    (saved / "lied.json").write_bytes(opened.replace(b'"secret":"', b'"secret":"00')[: len(opened)] + b'"}')
    (saved / "other.json").write_bytes(opened[: opened.index(b'"secret"')] + b'"secret":"' + b"0" * 64 + b'"}')
    unreadable, lied = verify("lied"), verify("other", "drawn")
    assert (unreadable.code, lied.code) == (1, 1)
    assert "INVALID: The file is no commitment" in unreadable.out
    assert "INVALID: The secret that was opened does not fit the commitment of 2026-09-02." in lied.out
    assert "There is no good commitment of 2026-09-02" in lied.out
    assert "→ Keep the files as evidence" in lied.out


def test_without_any_draw_nothing_is_proved(verify: Run) -> None:
    told = verify("drawn")
    assert told.code == 1
    assert "INVALID" in told.out
