"""The lists that forms 01-BKVD/TKXX and 04-BKHH are shown with."""

from datetime import UTC, date, datetime
from typing import Any

from msgspec.structs import replace

from thongquan.transport.lists import Attached, BillLine, BillList, Block, Confirmed, GoodsList, PackageLine

ATTACHED = Attached("500000000120", date(2026, 9, 2), "Hải quan Chuyển phát nhanh")
ACCEPTED = Confirmed("Trần Văn Đức", datetime(2026, 9, 2, 3, 4, 5, tzinfo=UTC))
GOODS = ("Kem dưỡng da ban đêm, hộp 50 ml", "Khăn lụa tơ tằm thêu tay", "")
COMPANY = "Công ty TNHH Chuyển phát nhanh Thử Nghiệm"


def a_bill_list(bills: int = 12, **changes: Any) -> BillList:
    """Imports of one flight; the third bill was mended while the dossier was checked."""
    lines = [BillLine(f"DHL{place:010}") for place in range(1, bills + 1)]
    if bills > 2:
        lines[2] = replace(lines[2], amended="DHL0000009993", confirmed=ACCEPTED)
    one = BillList(COMPANY, "BKVD-2026-000017", "Thành phố Hồ Chí Minh", date(2026, 9, 2), lines, ATTACHED)
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
    )
    return replace(one, **changes)


def an_empty_goods_list(**changes: Any) -> GoodsList:
    """As the enterprise prints it before the declaration is registered."""
    blank: dict[str, Any] = {"attached": None, "customs_seals": (), "vehicle": "", "departed": None}
    return replace(a_goods_list(3), **(blank | changes))
