"""Goods that could not be delivered, from a row of a manifest to the print of their return (TT 191/2015 PL II.A.30)."""

from collections.abc import Callable
from pathlib import Path

from commands import DAY, PROFILE, Ended, Server, a_flight, filing
from demo_pki import Pki
from forms.pdf_text import pages, text

Run = Callable[..., Ended]
TITLES = (
    "Số vận đơn;Người gửi;Địa chỉ người gửi;Người nhận;Địa chỉ người nhận;Nước;Nơi đến;Tên hàng;Mã HS;Số kiện;"
    "Trọng lượng;Trị giá;Loại tiền;Ghi chú"
)


def an_export(path: Path, house: str, remark: str) -> Path:
    row = (
        f"{house};Ngô Bảo Hà;172 Quang Trung, Phường Sài Gòn, Thành phố Hồ Chí Minh;BLUE RIVER LLC;"
        f"1450 HARBOR BLVD;US;USLAX;Đồng hồ đeo tay tự động;91022100;1;0,5;5;USD;{remark}"
    )
    path.write_text(f"{TITLES}\n{row}\n", encoding="utf-8")
    return path


def test_a_re_export_names_its_import_from_the_remark_of_its_row_to_its_print(
    thongquan: Run, server: Server, pki: Pki, tmp_path: Path
) -> None:
    came = a_flight(tmp_path / "came.csv", 1, number=961)
    [(_, number)] = thongquan(*filing(server.address, pki, tmp_path / "o", came)).numbers().items()
    goes = an_export(tmp_path / "goes.csv", "BACK96100001VN", f"Không phát được, TK gốc: {number}")
    back = thongquan(*filing(server.address, pki, tmp_path / "o", goes))
    assert back.code == 0, back.out
    [(_, returned)] = back.numbers().items()
    assert returned != number
    assert thongquan("print", returned, "--outbox", tmp_path / "o", "--out", tmp_path).code == 0
    [page] = pages((tmp_path / f"{returned}.pdf").read_bytes())
    assert f"TK gốc: {number}" in text(page)


def test_an_original_of_nobody_is_told_before_and_after_filing(
    thongquan: Run, server: Server, pki: Pki, tmp_path: Path
) -> None:
    wrong = an_export(tmp_path / "wrong.csv", "BACK96200001VN", "TK gốc: 301234567890")
    told = thongquan("check", wrong, "--profile", PROFILE, "--on", DAY, "--json")
    assert "MEC-30-ORIGINAL" in told.out
    unknown = an_export(tmp_path / "unknown.csv", "BACK96300001VN", "TK gốc: 101234567890")
    told = thongquan(*filing(server.address, pki, tmp_path / "o", unknown))
    assert (told.code, "RETURN-ORIGINAL-UNKNOWN" in told.out) == (1, True)
