"""A list HQ 01 as a workbook: the columns of the form, one row for each line, and the sums."""

from collections.abc import Iterator

from thongquan.forms.document_list import PrintedDocuments, texts_of
from thongquan.manifest.grid import Book, Line

HEAD = [
    "STT",
    "Số vận đơn",
    "Người gửi",
    "Địa chỉ người gửi",
    "Số CMND người gửi",
    "Người nhận",
    "Địa chỉ người nhận",
    "Số CMND người nhận",
    "Tên hàng",
    "Mã số hàng",
    "Xuất xứ",
    "Số kiện",
    "Trọng lượng (kg)",
    "Lệ phí (VND)",
    "Ghi chú",
]
"""Those of the form, but name, address and identity number each in a column of their own."""
_PIECES = HEAD.index("Số kiện")
_HEAD_LINES = 4
_WIDTH = 18


def workbook_of(one: PrintedDocuments) -> bytes:
    book = Book({"head": {"bold": True, "text_wrap": True, "bg_color": "#EEEEEE"}, "strong": {"bold": True}})
    sheet = book.big_sheet("HQ 01-TKTLCT", _lines(one))
    sheet.set_column(0, len(HEAD) - 1, _WIDTH)
    sheet.freeze_panes(_HEAD_LINES, 1)
    return book.packed()


def _lines(one: PrintedDocuments) -> Iterator[Line]:
    texts = texts_of(one)
    direction = "nhập khẩu" if texts["imports"] else "xuất khẩu"
    yield Line(1, [f"{one.office_name} · {one.company_name}"], "strong")
    yield Line(2, [f"Mẫu số HQ 01-TKTLCT · Số: {one.number} · Hàng hóa {direction} nhóm 1 · {texts['sent']}"])
    yield Line(3, [f"Xác nhận kết quả kiểm tra: {texts['result']} {texts['answered']}".rstrip()])
    yield Line(_HEAD_LINES, [*HEAD], "head")
    for place, line in enumerate(one.lines, start=1):
        sender = (line.sender_name, line.sender_address, line.sender_code)
        receiver = (line.receiver_name, line.receiver_address, line.receiver_code)
        goods = (line.goods, line.hs_code, line.origin, line.packages, float(line.weight), line.fee, line.remark)
        yield Line(_HEAD_LINES + place, [place, line.house_bill, *sender, *receiver, *goods])
    packages, fee = sum(line.packages for line in one.lines), sum(line.fee for line in one.lines)
    sums = [packages, float(sum(line.weight for line in one.lines)), fee]
    yield Line(_HEAD_LINES + len(one.lines) + 1, ["Tổng cộng", *[""] * (_PIECES - 1), *sums], "strong")
