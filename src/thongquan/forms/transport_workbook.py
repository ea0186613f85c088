"""Lists 01-BKVD/TKXX and 04-BKHH as workbooks: the columns of the annex, one value in each cell."""

from collections.abc import Iterator, Sequence

from thongquan.base.moment import VIETNAM
from thongquan.forms.day_sheet import Cell, Part
from thongquan.forms.day_workbook import Table, workbook
from thongquan.forms.masks import day
from thongquan.transport.lists import Attached, BillList, Confirmed, GoodsList

_BILLS = (
    ("number", "(4)", "STT"),
    ("bill", "(5)", "Số vận đơn/Số tờ khai xuất khẩu"),
    ("amended", "(6)", "Nội dung sửa đổi bổ sung Vận đơn hoặc tờ khai"),
    ("confirmed", "(7)", "Xác nhận sửa đổi của công chức"),
)
_GOODS = (
    ("number", "(5)", "STT"),
    ("bill", "(6)", "Số vận đơn/Số tờ khai xuất khẩu"),
    ("goods", "(7)", "Tên hàng"),
    ("package", "(8)", "Số hiệu kiện, gói"),
    ("carrier_seal", "(9)", "Số chì hãng vận chuyển"),
    ("customs_seal", "(10)", "Số hiệu niêm phong hải quan"),
    ("amended", "(11)", "Nội dung sửa đổi, bổ sung"),
    ("confirmed", "(12)", "Xác nhận sửa đổi của công chức"),
    ("vehicle", "(13)", "Số PTVC hàng hóa"),
)
_TOTAL = "Tổng số"


def transport_workbook(one: BillList | GoodsList) -> bytes:
    """The file's bytes."""
    return workbook(_bills(one) if isinstance(one, BillList) else _packages(one))


def _bills(one: BillList) -> Table:
    rows: Iterator[dict[str, Cell]] = (
        {"number": place, "bill": line.bill, "amended": line.amended, "confirmed": _confirmed(line.confirmed)}
        for place, line in enumerate(one.lines, start=1)
    )
    above = [
        *_head(one),
        "BẢN KÊ VẬN ĐƠN/TỜ KHAI XUẤT KHẨU",
        _attached("Kèm theo Tờ khai vận chuyển độc lập", one.attached),
    ]
    sums: dict[str, Cell] = {"number": _TOTAL, "bill": len(one.lines)}
    return _table("01-BKVD-TKXX", above, _BILLS, rows, sums)


def _packages(one: GoodsList) -> Table:
    """STT counts bills and export declarations: note (5)."""
    places = {bill: place for place, bill in enumerate(dict.fromkeys(line.bill for line in one.lines), start=1)}
    seals = ", ".join(one.customs_seals)
    rows: Iterator[dict[str, Cell]] = (
        {
            "number": places[line.bill],
            "bill": line.bill,
            "goods": line.goods,
            "package": line.package,
            "carrier_seal": line.carrier_seal,
            "customs_seal": seals,
            "amended": line.amended,
            "confirmed": _confirmed(line.confirmed),
            "vehicle": one.vehicle,
        }
        for line in one.lines
    )
    above = [
        *_head(one),
        "BẢN KÊ HÀNG HÓA",
        _attached("Kèm theo Tờ khai hải quan vận chuyển", one.attached),
        f"Số lượng phương tiện vận chuyển hàng hóa thuộc tờ khai: {one.runs}"
        + (f" (bản kê của lượt {one.run}/{one.runs})" if one.runs > 1 else ""),
    ]
    sums: dict[str, Cell] = {
        "number": _TOTAL,
        "bill": len(places),
        "package": sum(bool(line.package) for line in one.lines),
    }
    return _table("04-BKHH", above, _GOODS, rows, sums)


def _table(
    name: str,
    above: Sequence[str],
    columns: Sequence[tuple[str, str, str]],
    rows: Iterator[dict[str, Cell]],
    sums: dict[str, Cell],
) -> Table:
    parts = [Part(key, heading) for key, _, heading in columns]
    return Table(name, above, parts, rows, sums, [number for _, number, _ in columns])


def _head(one: BillList | GoodsList) -> list[str]:
    return [
        f"Tên doanh nghiệp: {one.enterprise or '.....'}",
        f"Số: {one.number}",
        f"{one.place or '.....'}, ngày {day(one.day)}",
    ]


def _attached(words: str, attached: Attached | None) -> str:
    if attached is None:
        return f"{words} số ..... ngày ..... đăng ký tại Chi cục Hải quan ....."
    office = attached.office.removeprefix("Chi cục Hải quan ")
    return f"{words} số {attached.number} ngày {day(attached.day)} đăng ký tại Chi cục Hải quan {office}"


def _confirmed(one: Confirmed | None) -> str:
    return f"{one.officer}, {one.at.astimezone(VIETNAM):%d/%m/%Y %H:%M}" if one else ""
