"""`thongquan office deposit` and `thongquan verify deposits`: a statement is booked, and every đồng accounted for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from authority.house import the_pki
from authority.running import Server
from commands import Ended
from demo_pki import PASSWORD, RSA_COMPANY

STATEMENT = f"""Ngày,Số tham chiếu,Ghi có,Nội dung
02/09/2026,FT1,5000000,NOP TIEN MST {RSA_COMPANY}
02/09/2026,FT2,100000,khong ro ai
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "s")
    yield server
    server.end()


def test_a_statement_is_shown_then_booked_and_reconciled(
    thongquan: Callable[..., Ended], server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THONGQUAN_P12_PASSWORD", PASSWORD)
    data = ["--data", server.folder / "data"]
    officer, signs = ["--officer", "cb01", *data], ["--certificate", the_pki().officer_p12("cb01")]
    (tmp_path / "saoke.csv").write_text(STATEMENT, encoding="utf-8")
    opened = thongquan("office", "deposit", "open", RSA_COMPANY, "--office", "02DS", *officer, *signs)
    assert opened.code == 0, opened.err
    taking = ["office", "deposit", "import", tmp_path / "saoke.csv", "--office", "02DS", *officer]
    shown = thongquan(*taking)
    assert ("FT1" in shown.out, "3 FT2: The remark names the tax code of no company" in shown.out) == (True, True)
    assert thongquan(*taking, *signs).code == 0
    [[account]] = thongquan("office", "deposit", "list", "--json", *officer).lines()
    assert (account["company"], account["available"], account["reserved"]) == (RSA_COMPANY, 5_000_000, 0)
    assert "2 FT1: This line was booked already" in thongquan(*taking).out
    [[moved]] = thongquan("office", "deposit", "movements", "1", "--json", *officer).lines()
    assert (moved["kind"], moved["amount"]) == ("top-up", 5_000_000)
    checked = thongquan("verify", "deposits", "--json", *data, "--keys", server.folder / "keys")
    assert (checked.code, checked.lines()[0]["sound"]) == (0, True)


def test_an_office_reads_its_accounts_in_words_and_writes_amounts_in_groups(
    thongquan: Callable[..., Ended], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THONGQUAN_P12_PASSWORD", PASSWORD)
    officer = ["--officer", "cb01", "--data", server.folder / "data"]
    signs = ["--office", "02DS", *officer, "--certificate", the_pki().officer_p12("cb01")]
    assert "no deposit account" in thongquan("office", "deposit", "list", *officer).out
    assert thongquan("office", "deposit", "open", RSA_COMPANY, *signs).code == 0
    booked = ["office", "deposit", "top-up", RSA_COMPANY, "5.000.000", "--reference", "FT1", "--on", "2026-09-02"]
    assert thongquan(*booked, *signs).code == 0
    shown = thongquan("office", "deposit", "list", *officer).out
    assert ("deposit " in shown, "5,000,000" in shown) == (True, True)


def test_keys_that_are_elsewhere_are_asked_for_by_their_option(thongquan: Callable[..., Ended], tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    told = thongquan("verify", "deposits", "--data", tmp_path / "data")
    assert (told.code, "--keys" in told.err) == (2, True)
