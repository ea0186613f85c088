"""The example of the SDK against a real server: from a manifest to receipts, a correction, events and printouts."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from authority.deciding import decide_over
from authority.house import the_pki
from commands import a_flight
from declarant.courier import settings, the_example
from demo_pki import RSA_COMPANY
from server.applying import logged_in, prepared
from server.following import a_terminal
from thongquan.declarant import TrustStore, verify_receipt


class Courier:
    """Runs the example, and tells what it printed."""

    def __init__(self, folder: Path, printed: Callable[[], str]) -> None:
        self.server = prepared(folder / "s", at_once=True)
        self.folder, self._printed = folder, printed
        terminal = a_terminal(self.server, logged_in(self.server, RSA_COMPANY))
        self.settings = settings(self.server, terminal, folder)

    def run(self, *words: object) -> tuple[int, str]:
        code = the_example().main([str(self.settings), *map(str, words)])
        return code, self._printed()

    def states(self) -> dict[str, tuple[str, int]]:
        with closing(sqlite3.connect(self.folder / "parcels.db")) as db:
            return {number: (state, events) for number, state, events in db.execute("SELECT * FROM parcel")}


def test_from_a_manifest_to_events_and_printouts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    courier = Courier(tmp_path, lambda: capsys.readouterr().out)
    try:
        walk(courier, tmp_path)
    finally:
        courier.server.end()


def walk(courier: Courier, folder: Path) -> None:
    code, told = courier.run("file", flight_with_one_faulty_and_one_red(folder))
    filed = [line.split() for line in told.splitlines() if " registered " in line]
    assert (code, len(filed)) == (1, 3)
    assert "flight.csv E2 QNV" in told  # the cell that is wrong
    assert "'' is read as '02DS' [DEFAULT-FROM-PROFILE]" in told
    numbers = {words[2] for words in filed}
    [red] = [words[2] for words in filed if words[3] == "3"]
    assert {path.stem for path in folder.glob("*.pdf")} == numbers
    assert all(path.read_bytes().startswith(b"%PDF") for path in folder.glob("*.pdf"))
    receipts = [path.read_bytes() for path in (folder / "receipts").iterdir()]
    assert [verify_receipt(one, TrustStore.load(the_pki().anchors)).verdict for one in receipts] == ["valid"] * 3

    code, told = courier.run("file", folder / "flight.csv")
    assert (code, told.count(" already "), told.count(" registered ")) == (1, 3, 0)

    code, told = courier.run("correct", red, "notes=Drone đồ chơi")
    assert (code, told.count("becomes")) == (0, 1)
    corrected = told.split(" registered ")[1].split()[0]
    assert (folder / f"{corrected}.pdf").exists()

    with courier.server.office() as office:
        assert decide_over(office, corrected, "refuse", "hàng cấm").is_success
    for _ in range(2):  # the second time nothing more is there
        assert courier.run("follow", "--once")[0] == 0
        states = courier.states()
        assert states.pop(corrected) == ("refused", 2)
        assert {number: events for number, (_, events) in states.items()} == dict.fromkeys(numbers, 1)

    assert courier.run("correct", "123456789012", "notes=x") == (2, refusal_of("123456789012"))


def flight_with_one_faulty_and_one_red(folder: Path) -> Path:
    flight = a_flight(folder / "flight.csv", 4)
    lines = flight.read_text("utf-8").splitlines()
    lines[1] = lines[1].replace("USLAX", "XXXXX")
    lines[2] = lines[2].replace("Automatic wrist watch", "Drone mini").replace("Đồng hồ đeo tay tự động", "Drone mini")
    flight.write_text("\n".join(lines), "utf-8")
    return flight


def refusal_of(number: str) -> str:
    from thongquan.declarant import NotInOutbox, worded

    told = worded(NotInOutbox(sought=number), "en")
    return f"{told.text}\n  {told.fix} [OUTBOX-UNKNOWN]\n"
