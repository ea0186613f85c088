"""The lists and the declaration that the forms of a transport are shown with."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from thongquan.forms.transport_model import TransportDeclaration, Value
from thongquan.transport.lists import Attached, BillLine, BillList, Block, Confirmed, GoodsList, PackageLine, Signed

ATTACHED = Attached("500000000120", date(2026, 9, 2), "Hải quan Chuyển phát nhanh")
ACCEPTED = Confirmed("Trần Văn Đức", datetime(2026, 9, 2, 3, 4, 5, tzinfo=UTC))
GOODS = ("Kem dưỡng da ban đêm, hộp 50 ml", "Khăn lụa tơ tằm thêu tay", "")
SIGNED = Signed("Nguyễn Văn An (00001A1B)", datetime(2026, 9, 2, 1, 30, tzinfo=UTC))
COMPANY = "Công ty TNHH Chuyển phát nhanh Thử Nghiệm"


def a_bill_list(bills: int = 12, **changes: Any) -> BillList:
    """Imports of one flight; the third bill was mended while the dossier was checked."""
    lines = [BillLine(f"DHL{place:010}") for place in range(1, bills + 1)]
    if bills > 2:
        lines[2] = replace(lines[2], amended="DHL0000009993", confirmed=ACCEPTED)
    one = BillList(COMPANY, "BKVD-2026-000017", "Thành phố Hồ Chí Minh", date(2026, 9, 2), lines, ATTACHED, SIGNED)
    return replace(one, **changes)


def a_package(bill: int, package: int, **changes: Any) -> PackageLine:
    line = PackageLine(f"DHL{bill:010}", f"P{bill:05}-{package:02}", GOODS[bill % 3], f"CS{bill:04}{package:02}")
    return replace(line, **changes)


def a_goods_list(packages: int = 7, **changes: Any) -> GoodsList:
    """The first of two trucks: bills of up to three packages, one amended before the truck was sealed, under way."""
    lines = [a_package(place // 3 + 1, place % 3 + 1) for place in range(packages)]
    if packages > 4:
        lines[4] = replace(lines[4], amended="(8) P00002-2 → P00002-02", confirmed=ACCEPTED)
    one = GoodsList(
        COMPANY,
        "BKHH-2026-000018",
        "Thành phố Hồ Chí Minh",
        date(2026, 9, 2),
        lines,
        run=1,
        runs=2,
        attached=ATTACHED,
        customs_seals=("HQ26000451", "HQ26000452"),
        vehicle="51C-123.45",
        departed=Block("Hải quan Chuyển phát nhanh", "Trần Văn Đức", date(2026, 9, 2)),
        signed=SIGNED,
    )
    return replace(one, **changes)


def an_empty_goods_list(**changes: Any) -> GoodsList:
    """As the enterprise prints it before the declaration is registered."""
    blank: dict[str, Any] = {"attached": None, "customs_seals": (), "vehicle": "", "departed": None, "signed": None}
    return replace(a_goods_list(3), **(blank | changes))


OLA: dict[str, Value] = {
    "KA": "S",
    "KB": "Phải niêm phong",
    "AD": "HQ CPN",
    "AE": "500000000120",
    "ED": "I",
    "AF": date(2026, 9, 2),
    "AG": "A1234",
    "AH": "CONG TY TNHH CHUYEN PHAT NHANH THU NGHIEM",
    "AI": "Số 12 đường Nguyễn Huệ, phường Sài Gòn, Thành phố Hồ Chí Minh",
    "AL": "0312345678001",
    "AM": "Công ty TNHH Vận tải Thử Nghiệm, chi nhánh Tân Sơn Nhất",
    "AN": "45 Trường Sơn, phường Tân Sơn Hòa, Thành phố Hồ Chí Minh",
    "AO": "HDVC-26-017",
    "AP": date(2026, 1, 5),
    "AQ": date(2026, 12, 31),
    "AR": "31",
    "AS": "Xe tải",
    "AT": "CIS",
    "AU": "Đưa về địa điểm làm thủ tục hải quan hàng chuyển phát nhanh",
    "AV": "KS",
    "AW": "Vận chuyển hàng hóa có thủ tục đơn giản",
    "AX": "02B1W01",
    "AZ": "VNSGN",
    "ZJ": "Kho hàng không Tân Sơn Nhất",
    "KE": date(2026, 9, 2),
    "BC": "02DSC01",
    "BG": "TT VC-BUU DIEN TPHCM",
    "KH": date(2026, 9, 2),
    "BH": "TSN - TRUONG SON - CONG HOA",
    "BI": 2,
    "BJ": 3,
    "BK": "Bản kê hàng hóa theo số tệp tin đính kèm 730000000450",
    "BP1": "BKHH-2026-000018",
    "BT1": "chi tiết theo vận đơn",
    "BV1": "3304",
    "BW1": "KR",
    "BX1": "KOREA",
    "BY1": "KRICN",
    "BZ1": "INCHEON",
    "CA1": "VNSGN",
    "CB1": "TAN SON NHAT",
    "CC1": "A",
    "CD1": "KE0359/0209",
    "CF1": date(2026, 9, 2),
    "CM1": "USD",
    "CN1": Decimal("1234.5"),
    "CO1": 7,
    "CP1": "PK",
    "CQ1": Decimal("18.25"),
    "CR1": "KGM",
    "BP2": "DHL0000000001",
    "BT2": "chi tiết theo vận đơn",
    "KJ": "500000000120",
    "KK": date(2026, 9, 2),
    "CW": date(2026, 9, 2),
    "CX": "14",
    "CY": date(2026, 9, 2),
    "CZ": "18",
    "KN": "Hải quan Chuyển phát nhanh",
    "KL": "700000",
    "KM": "Số 6 Phan Thúc Duyện, Thành phố Hồ Chí Minh",
}
"""The items of VAS504: two bills of imports on one truck from Tân Sơn Nhất to the place of clearance."""


def an_ola(**changes: Any) -> dict[str, Value]:
    return OLA | changes


MOVED: dict[str, Value] = {
    "OLT": "500000000120",
    "DPR": "02B1W01",
    "PRT": "VNSGN",
    "DOT": date(2026, 9, 2),
    "TOT": time(14, 12),
    "SOH": "02DSC01",
    "DTM": date(2026, 9, 2),
    "TIM": time(15, 40),
    "REG": "B5678",
    "REN": "LE THI BINH",
    "RM1": "Đủ 3 kiện, niêm phong nguyên vẹn",
}
DEPARTED = {id_: MOVED[id_] for id_ in ("OLT", "DPR", "PRT", "DOT", "TOT")}


def an_approval(**changes: Any) -> TransportDeclaration:
    lines = [
        {"DA": f"{place:03}", "DB": f"P00001-{place:02}", "DC": "1", "DD1": f"CS{place:06}"} for place in range(1, 4)
    ]
    return replace(TransportDeclaration("VAS504", an_ola(), lines, moved=MOVED), **changes)
