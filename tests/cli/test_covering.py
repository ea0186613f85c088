"""`thongquan check --account`: as people read it, in the workbook, and what is refused."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from openpyxl import load_workbook

from commands import DAY, PROFILE, Ended, a_flight
from declarant.stated import an_account, stated
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.declarant.deposit_statement import DepositStatement

Run = Callable[..., Ended]
VAT = 12_422


@pytest.fixture
def flight(tmp_path: Path) -> list[object]:
    return ["check", a_flight(tmp_path / "flight.csv", 2, number=990), "--profile", PROFILE, "--on", DAY]


def saved(folder: Path, statement: DepositStatement) -> list[object]:
    path = folder / "balances.json"
    path.write_bytes(msgspec.json.encode(statement))
    return ["--account", path]


def test_a_flight_that_is_not_covered_is_told_with_the_next_step(
    thongquan: Run, flight: list[object], tmp_path: Path
) -> None:
    account = saved(tmp_path, stated(an_account(2 * VAT - 1)))
    told = thongquan(*flight, *account)
    assert told.code == 1
    expected = [
        "02DS: declarations that would be refused: 1; first: QNV09900001VN",
        "[DEPOSIT-TOO-LITTLE]",
        "Pay in 1 VND more",
    ]
    assert [part for part in expected if part not in told.out] == []
    assert "hours ago" in told.out  # saved in 2026-09
    vietnamese = thongquan("--lang", "vi", *flight, *account).out
    assert "Nộp thêm 1 VND tại 02DS trước khi gửi" in vietnamese


def test_a_flight_that_is_covered_is_all_right(thongquan: Run, flight: list[object], tmp_path: Path) -> None:
    told = thongquan(*flight, *saved(tmp_path, stated(an_account(2 * VAT))))
    assert (told.code, "every declaration is covered" in told.out) == (0, True)


def test_the_workbook_tells_it_too(thongquan: Run, flight: list[object], tmp_path: Path) -> None:
    thongquan(*flight, *saved(tmp_path, stated(an_account(2 * VAT - 1))), "--out", tmp_path / "out")
    book = load_workbook(tmp_path / "out" / "flight.checked.xlsx")
    summary = {row[0].value: row[1].value for row in book.worksheets[-1].iter_rows()}
    assert (summary["Taxes to reserve"], summary["Free now"], summary["Missing"]) == (2 * VAT, 2 * VAT - 1, 1)
    rows = [" ".join(str(cell.value) for cell in row) for row in book.worksheets[0].iter_rows()]
    assert ["too little" in row for row in rows] == [False, False, True]


def test_a_statement_that_does_not_do_is_refused(thongquan: Run, flight: list[object], tmp_path: Path) -> None:
    of_another = msgspec.json.encode(stated(an_account(1, company=P256_COMPANY)))
    for content, english, vietnamese in (
        (b'{"form": "HQ 04"}', "Form HQ 04 does not do", "Bản HQ 04 không dùng được"),
        (of_another, f"those of {P256_COMPANY}", f"là của {P256_COMPANY}"),
    ):
        (tmp_path / "b.json").write_bytes(content)
        told = thongquan(*flight, "--account", tmp_path / "b.json")
        assert (told.code, english in told.err) == (2, True), told.err
        assert vietnamese in thongquan("--lang", "vi", *flight, "--account", tmp_path / "b.json").err


def test_who_asks_and_whom_must_be_named(thongquan: Run, flight: list[object]) -> None:
    assert "--terminal" in thongquan(*flight, "--server", "http://127.0.0.1:9").err
    assert "--account" in thongquan(*flight, "--guarantee", "general:BL-1").err


def test_an_account_of_another_than_for_whom_it_is_filed_is_refused(
    thongquan: Run, flight: list[object], tmp_path: Path
) -> None:
    """Its taxes are owed by whom the command names, not by the profile's company."""
    flight[0] = "file"
    signing = ["--server", "http://127.0.0.1:9", "--certificate", tmp_path / "rsa.pem", "--outbox", tmp_path / "outbox"]
    account = saved(tmp_path, stated(an_account(2 * VAT)))
    told = thongquan(*flight[:4], *signing, "--on-behalf-of", P256_COMPANY, *account)
    assert (told.code, f"those of {RSA_COMPANY}" in told.err) == (2, True), told.err
    assert not (tmp_path / "outbox").exists()
