"""`thongquan hq02` and `thongquan office hq02`: a list from cleared declarations to goods that passed, by terminal."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from authority.house import House, the_pki
from authority.listing import cleared_imports
from authority.running import Server
from commands import Ended
from demo_pki import RSA_COMPANY
from server.applying import prepared

Run = Callable[..., Ended]


@pytest.fixture(scope="module")
def numbers() -> list[str]:
    return []


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, numbers: list[str]) -> Iterator[Server]:
    def filed(house: House) -> None:
        numbers.extend(cleared_imports(house, "A1", "A2", "A3"))

    server = prepared(tmp_path_factory.mktemp("s"), at_once=True, also=filed)
    yield server
    server.end()


def its_certificate() -> Path:
    """Of the user to whose certificate the terminal's key is bound."""
    return max(the_pki().folder.rglob(f"{RSA_COMPANY}-1-*.p12"), key=lambda file: file.stat().st_mtime)


def test_from_cleared_to_released_in_part(
    thongquan: Run, house: Server, there: list[object], numbers: list[str], tmp_path: Path
) -> None:
    making = ["hq02", "make", "--office", "02DS", "--on", "2026-09-02", *there]
    looked = thongquan(*making)
    assert (looked.code, "Add --certificate" in looked.err) == (0, True)
    assert "Số lượng tờ khai: 3" in looked.err
    [made] = thongquan(*making, "--certificate", its_certificate(), "--json").lines()
    assert (made["number"], made["count"], made["state"]) == ("1/BK-00001", 3, "sent")
    again = thongquan(*making, *numbers[:1], "--certificate", its_certificate())
    assert (again.code, "1/BK-00001" in again.err) == (1, True)

    officer = ["--officer", "cb01", "--data", house.folder / "data"]
    assert made["list"] in thongquan("office", "hq02", "list", *officer).out
    signs = ["--certificate", the_pki().officer_p12("cb01")]
    left = ["--held-back", numbers[1], "--never-came", numbers[2]]
    said = thongquan("office", "hq02", "confirm", made["list"], *left, *officer, *signs)
    assert (said.code, "Passed the supervision area: 1; left out: 2." in said.out) == (0, True), said.err
    [shown] = thongquan("hq02", "show", made["list"], "--json", *there).lines()
    assert [one["became"] for one in shown["lines"]] == ["released", "held-back", "never-came"]
    lines = thongquan("hq02", "show", made["list"], *there).out.splitlines()
    assert lines[1] == "Packages 3; weight 1.2 kg. Customs value 2,523,300 dong; VAT at 10 %: 252,330 dong."
    for number, became in zip(numbers, ("passed the", "not passed", "never came"), strict=True):
        assert [line for line in lines if number in line and became in line], became
    for side in (["hq02", "print", *there], ["office", "hq02", "print", *officer]):
        out = tmp_path / f"{side[0]}.pdf"
        thongquan(*side, made["list"], "--out", out)
        assert out.read_bytes().startswith(b"%PDF")
    assert [one["state"] for one in thongquan("hq02", "list", "--json", *there).lines()[0]] == ["confirmed"]


def test_a_wrong_key_opens_nothing(thongquan: Run, there: list[object], tmp_path: Path) -> None:
    (tmp_path / "key").write_text("x" * 16)
    ended = thongquan("hq02", "list", *there)
    assert (ended.code, ended.out) == (2, "")
