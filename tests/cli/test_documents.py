"""`thongquan hq01` and `thongquan office hq01`: from a manifest to what customs confirmed, by terminal."""

from collections.abc import Callable
from pathlib import Path

from authority.house import the_pki
from authority.running import Server
from cli.test_lists import its_certificate
from commands import Ended
from declarant.test_check import SAMPLES
from thongquan.declarant.document_filing import DocumentOutbox

Run = Callable[..., Ended]
FLIGHT = SAMPLES / "import_manifest_200.xlsx"


def test_from_a_manifest_to_what_customs_found(
    thongquan: Run, house: Server, there: list[object], tmp_path: Path
) -> None:
    making = ["hq01", "make", FLIGHT, "--on", "2026-09-02", "--office", "02DS", "--outbox", tmp_path / "o", *there]
    making += ["--fee", "20.000"]
    looked = thongquan(*making)
    assert (looked.code, "Số dòng: 22" in looked.err, "Add --certificate" in looked.err) == (0, True, True), looked.err
    assert "Tổng lệ phí (VND): 440000" in looked.err
    [made] = thongquan(*making, "--certificate", its_certificate(), "--json").lines()
    assert (made["number"], made["count"], made["state"]) == ("1/TK-00001", "22", "sent")
    again = thongquan(*making, "--certificate", its_certificate())
    assert (again.code, "stands on your company's list HQ 01 1/TK-00001" in again.err) == (1, True)

    officer = ["--officer", "cb01", "--data", house.folder / "data"]
    signs = ["--certificate", the_pki().officer_p12("cb01")]
    assert made["list"] in thongquan("office", "hq01", "list", *officer).out
    told = thongquan("office", "hq01", "inspect", made["list"], "--result", "nghi hàng", *officer, *signs)
    assert (told.code, "documents are inspected" in told.out) == (0, True), told.err
    told = thongquan("office", "hq01", "confirm", made["list"], "--result", "đúng khai báo", *officer, *signs)
    assert (told.code, "confirmed" in told.out) == (0, True), told.err
    [shown] = thongquan("hq01", "show", made["list"], "--json", *there).lines()
    assert (shown["remarks"]["result"], len(shown["lines"])) == ("đúng khai báo", 22)
    assert {line["says"]["fee"] for line in shown["lines"]} == {20_000}
    assert "What was found: đúng khai báo" in thongquan("office", "hq01", "show", made["list"], *officer).out
    for side, name, begins in (
        (["hq01", "print", *there], "a.pdf", b"%PDF"),
        (["hq01", "print", *there], "a.ndjson", b'{"salt"'),
        (["office", "hq01", "print", *officer], "a.xlsx", b"PK"),
    ):
        thongquan(*side, made["list"], "--out", tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert [one["state"] for one in thongquan("hq01", "list", "--json", *there).lines()[0]] == ["confirmed"]
    self_sent = DocumentOutbox(tmp_path / "o-hq01")
    assert self_sent.waiting(house.address) == []


def test_a_fee_that_is_no_amount_is_not_taken(thongquan: Run, there: list[object]) -> None:
    refused = thongquan("hq01", "make", FLIGHT, "--fee", "20.5", *there)
    assert (refused.code, "--fee" in refused.err) == (2, True)


def test_check_tells_what_waits_for_a_list(thongquan: Run) -> None:
    assert "Goods of group 1: 22 house bills wait" in thongquan("check", FLIGHT, "--on", "2026-09-02").out
