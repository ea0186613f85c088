"""`thongquan transport plan`: from a manifest to the case, the plan and the lists."""

import csv
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from answering import AnsweringAuthority
from commands import Ended
from demo_pki import Pki
from parcels import ADDRESS, exports
from thongquan.declarant.decided import decisions_of, keep_decided
from thongquan.declarant.desk import Desk
from thongquan.declarant.outbox import Outbox
from thongquan.declarant.proving import prover
from thongquan.declarant.sending import Authority
from thongquan.transport.told import read_list, read_plan

Run = Callable[..., Ended]
TITLES = ["HAWB", "Tên hàng", "Số kiện", "Trọng lượng", "Số hiệu kiện", "Số chì", "Số xe", "Mục đích vận chuyển"]


def a_packing_list(path: Path, packages: int, *, trucks: int = 2, bill: int = 3) -> Path:
    """So many packages, three of a bill, on trucks by turns of whole bills."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(TITLES)
        for n in range(packages):
            truck = f"29C-{n // bill * trucks * bill // max(packages, 1):03}"
            rows.writerow([f"TQ{n // bill:05}", "Áo thun", "1", "0.5", f"K{n:05}", f"S{n:05}", truck, "CIS"])
    return path


def test_a_packing_list_becomes_a_plan_and_a_list_for_each_truck(thongquan: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    asked = ["--direction", "import", "--number", "BK-7", "--enterprise", "Sông Hồng", "--place", "Hà Nội"]
    told = thongquan("transport", "plan", a_packing_list(tmp_path / "p.csv", 120), *asked, "--out", out)
    assert told.code == 0, told.err
    for said in ("c.2", "40 bills", "2 × 04-BKHH", "không giới hạn số vận đơn", "TT 191/2015 PL III.2.c.2"):
        assert said in told.out
    lists = " ".join(str(out / f"transport-1-04-BKHH-{run}.xlsx") for run in (1, 2))
    assert f"attachment register {lists} --type BKH" in told.out.replace("\n", "")
    assert f"transport declare {out / 'transport-1.json'}" in told.out
    assert sorted(path.name for path in out.iterdir()) == [
        "transport-1-04-BKHH-1.json",
        "transport-1-04-BKHH-1.xlsx",
        "transport-1-04-BKHH-2.json",
        "transport-1-04-BKHH-2.xlsx",
        "transport-1.json",
    ]
    one = read_plan((out / "transport-1.json").read_bytes())
    assert (one.purpose, one.transport_type, one.vehicles) == ("CIS", "KS", ["29C-000", "29C-001"])
    listed = read_list((out / "transport-1-04-BKHH-2.json").read_bytes())
    assert (listed.enterprise, listed.place, len(listed.lines)) == ("Sông Hồng", "Hà Nội", 60)
    assert (out / "transport-1-04-BKHH-1.xlsx").read_bytes().startswith(b"PK")


def test_what_was_assumed_is_told_with_its_code(thongquan: Run, tmp_path: Path) -> None:
    path = a_packing_list(tmp_path / "p.csv", 100)
    told = thongquan("transport", "plan", path, "--direction", "import", "--number", "BK-7", "--out", tmp_path / "out")
    assert "Assumed: c.1. [TRANSPORT-GAP-PACKAGES]" in told.out


def test_all_faults_are_told_together_and_nothing_is_written(thongquan: Run, tmp_path: Path) -> None:
    path = a_packing_list(tmp_path / "p.csv", 120)
    asked = ["--direction", "import", "--vehicles", "5", "--out", tmp_path / "out"]
    told = thongquan("transport", "plan", path, *asked)
    assert (told.code, (tmp_path / "out").exists()) == (1, False)
    assert "[TRANSPORT-NUMBER-EMPTY]" in told.out
    assert "[TRANSPORT-VEHICLES-DIFFER]" in told.out


def test_json_has_plans_notes_faults_and_files(thongquan: Run, tmp_path: Path) -> None:
    path = a_packing_list(tmp_path / "p.csv", 6)
    asked = ["--direction", "import", "--on", "2026-09-02", "--out", tmp_path / "out", "--json"]
    [told] = thongquan("transport", "plan", path, *asked).lines()
    assert (told["plans"][0]["case"], told["faults"], told["files"]) == (
        "fits",
        [],
        [str(tmp_path / "out/transport-1.json")],
    )
    [told] = thongquan("transport", "plan", path, *asked, "--direction", "export").lines()
    assert [fault["code"] for fault in told["faults"]] == ["TRANSPORT-DECLARATION-EMPTY"]
    assert "Export declaration" in told["faults"][0]["fix"]["en"]


def test_neither_manifest_nor_filing_is_refused(thongquan: Run, tmp_path: Path) -> None:
    assert thongquan("transport", "plan", "--direction", "import", "--out", tmp_path).code == 2


@pytest.mark.parametrize("vehicles", ["0", "-1", "x"])
def test_vehicles_are_at_least_one(thongquan: Run, tmp_path: Path, vehicles: str) -> None:
    told = thongquan("transport", "plan", "p.csv", "--direction", "import", "--out", tmp_path, f"--vehicles={vehicles}")
    assert told.code == 2


def test_five_thousand_packages_are_planned_in_seconds(thongquan: Run, tmp_path: Path) -> None:
    path = a_packing_list(tmp_path / "p.csv", 5_000, trucks=8)
    begun = time.process_time()
    asked = ["--direction", "import", "--number", "BK-7", "--out", tmp_path / "out", "--json"]
    [told] = thongquan("transport", "plan", path, *asked).lines()
    assert (told["plans"][0]["packages"], len(told["files"])) == (5_000, 17)
    assert time.process_time() - begun < 8
    assert msgspec.json.decode((tmp_path / "out" / "transport-1.json").read_bytes())["number"] == "BK-7"


@pytest.fixture
def filed(pki: Pki, tmp_path: Path) -> tuple[Path, str]:
    """The outbox, and the filing in it: three exports that were cleared."""
    box, authority = Outbox(tmp_path / "outbox"), AnsweringAuthority(pki)
    desk = Desk(box, Authority(ADDRESS.server, client=authority.client()), prover(pki.anchors))
    declarations = exports("X1", "X2", "X3", packages=40, goods_description="Áo")
    [entry] = desk.keep(desk.sort_out(declarations).fresh, pki.rsa, ADDRESS)
    list(desk.send([entry]))
    cleared = [msgspec.structs.replace(one, state="cleared") for one in decisions_of(entry).values()]
    keep_decided(box, entry, cleared)
    return box.folder, entry.batch


def test_cleared_exports_are_planned_from_the_outbox(thongquan: Run, filed: tuple[Path, str], tmp_path: Path) -> None:
    asked = ["--batch", filed[1], "--outbox", filed[0], "--direction", "export", "--number", "BK-9"]
    [told] = thongquan("transport", "plan", *asked, "--out", tmp_path / "out", "--json").lines()
    [one] = told["plans"]
    assert (one["case"], one["documents"], one["packages"]) == ("c.3", 3, 120)
    assert (len(one["export_declarations"]), one["cargo"]) == (3, [{"number": "BK-9", "goods": "Áo"}])


def test_bills_of_a_manifest_find_their_declarations(thongquan: Run, filed: tuple[Path, str], tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    rows = [TITLES[:4], ["X1", "Áo", "1", "2"], ["X9", "Áo", "1", "2"]]
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    asked = ["--batch", filed[1], "--outbox", filed[0], "--direction", "export"]
    [told] = thongquan("transport", "plan", path, *asked, "--out", tmp_path / "out", "--json").lines()
    [fault] = told["faults"]
    assert (fault["code"], fault["facts"]["named"]) == ("TRANSPORT-NOT-DECLARED", ["X9"])


def test_a_cell_that_cannot_be_read_is_told_beside_the_other_faults(thongquan: Run, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    rows = [[*TITLES[:4], "Mã mục đích vận chuyển"], ["4.80922E+10", "Áo", "1", "2", "CISX"]]
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    told = thongquan("transport", "plan", path, "--direction", "import", "--out", tmp_path / "out")
    assert [line[:4] for line in told.out.splitlines() if "[" in line] == ["A2: ", "1 tr"]
    assert "[NUMBER-DAMAGED]" in told.out
    assert "[TRANSPORT-PURPOSE]" in told.out


def test_a_gap_of_the_annex_is_not_told_as_its_sentence_and_a_missing_purpose_is_asked_for(
    thongquan: Run, tmp_path: Path
) -> None:
    rows = "".join(f"TQ{n},Áo thun,10,0.5\n" for n in range(10))
    (tmp_path / "p.csv").write_text(f"HAWB,Tên hàng,Số kiện,Trọng lượng\n{rows}", encoding="utf-8")
    told = thongquan(
        "transport", "plan", tmp_path / "p.csv", "--direction", "import", "--number", "BK-7", "--out", tmp_path / "out"
    )
    assert "Case c.1 (Annex III leaves this open: c.1 “nhỏ hơn 100”" in told.out
    assert "Add --purpose" in told.out
