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
