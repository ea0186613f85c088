"""The rows of forms HQ 03 and HQ 04, made of what the ledger says of the day."""

from collections.abc import Mapping, Sequence
from datetime import date

from thongquan import law
from thongquan.base.moment import business_day, read_stamp
from thongquan.deposit.daily import AccountDay, AccountLine, Line, OfficeDay
from thongquan.forms.day_sheet import SUM, Cell, Column, DaySheet, Rows, blank, columns_of
from thongquan.forms.masks import day as day_printed
from thongquan.forms.masks import number as figure
from thongquan.numbering.tax_receipt import printed

HQ03_NUMBER = law.parameter("hq03_form_number", str)
HQ03_IN_LIST = law.parameter("hq03_number_in_list", str)
HQ04_NUMBER = law.parameter("hq04_form_number", str)
SUPERIOR = law.parameter("office_superior_format", str)
OPENING = "SỐ DƯ ĐẦU KỲ"

Declared = Mapping[int, str]
"""When each declaration was registered: number → `stamp`."""


def hq03_sheet(one: OfficeDay, declared: Declared, *, company: str = "") -> DaySheet:
    """Form HQ 03; where `company` is named, it is an extract with that company's lines."""
    day, columns = date.fromisoformat(one.day), columns_of("HQ 03", one.taxes)

    def row(place: int) -> dict[str, Cell]:
        return blank(columns, line=place + 1, **_of_hq03(one.lines[place], declared))

    return DaySheet(
        form="HQ 03",
        form_number=HQ03_NUMBER.on(day),
        number_in_list=HQ03_IN_LIST.on(day),
        superior=superior_of(one.office, day),
        issued_by=name_of_office(one.office, day),
        number="",
        title=["BẢN KÊ TỜ KHAI - TIỀN THUẾ PHÁT SINH CHUYỂN NỘP NSNN"],
        remark=f"(Trích bản kê: tờ khai của doanh nghiệp có mã số thuế {company})" if company else "",
        day=day,
        tax_code=company,
        columns=columns,
        rows=Rows(len(one.lines), row),
        sums=_sums(columns, declaration=SUM, total=one.total, **one.taxes),
    )


def hq04_sheet(one: AccountDay, declared: Declared) -> DaySheet:
    day, columns = date.fromisoformat(one.day), columns_of("HQ 04", one.taxes)

    def row(place: int) -> dict[str, Cell]:
        if place == 0:
            return blank(columns, line=1, content=OPENING, opening=one.opening, closing=one.opening)
        return blank(columns, line=place + 1, **_of_hq04(one.lines[place - 1], declared))

    return DaySheet(
        form="HQ 04",
        form_number=HQ04_NUMBER.on(day),
        number_in_list=HQ04_NUMBER.on(day),
        superior=superior_of(one.office, day),
        issued_by=name_of_office(one.office, day),
        number="",
        title=["BẢN TỔNG HỢP", "TIỀN THUẾ TRÍCH TỪ TÀI KHOẢN TIỀN GỬI CHUYỂN NỘP NSNN"],
        remark="(Sử dụng cho các doanh nghiệp chuyển phát nhanh nộp tiền trước vào tài khoản tiền gửi của hải quan)",
        day=day,
        tax_code=one.company,
        columns=columns,
        rows=Rows(1 + len(one.lines), row),
        sums=_sums(
            columns,
            content=SUM,
            opening=one.opening + one.put_in,
            total=one.used,
            closing=one.closing,
            **one.taxes,
        ),
    )


def _of_hq03(line: Line, declared: Declared) -> dict[str, Cell]:
    receipt = {"receipt": printed(line.receipt), "receipted_on": _day(line.at)} if line.receipt else {}
    remark = {"remark": f"Hủy biên lai ngày {_day(line.at)}", "receipted_on": ""} if line.voids else {}
    return {**_declared(line.number, declared), **receipt, **remark, "total": line.total, **line.taxes}


def _of_hq04(one: AccountLine, declared: Declared) -> dict[str, Cell]:
    held: dict[str, Cell] = {"opening": one.before, "closing": one.after}
    if one.line is None:
        what = "Nộp tiền vào tài khoản" if one.put_in > 0 else "Trả lại tiền trong tài khoản"
        return {"content": f"{what}: {figure(abs(one.put_in))}", **held}
    line = one.line
    content = {"content": f"Hoàn, hủy biên lai {printed(line.receipt)}"} if line.voids else {}
    return {**content, **_declared(line.number, declared), **held, "total": line.total, **line.taxes}


def _declared(number: int, declared: Declared) -> dict[str, Cell]:
    at = declared.get(number, "")
    return {"declaration": str(number), "declared_on": _day(at) if at else ""}


def _sums(columns: Sequence[Column], **sums: Cell) -> dict[str, Cell]:
    """Columns of taxes that did not occur show nothing, not a nought, as on the lines."""
    return blank(columns, **sums)


def _day(at: str) -> str:
    return day_printed(business_day(read_stamp(at)))


def name_of_office(office: str, day: date) -> str:
    row = law.codes("customs_offices").on(day).get(office)
    return row["name"] if row else office


def superior_of(office: str, day: date) -> str:
    """Cơ quan chủ quản; "" where the table of offices does not say."""
    row, format_ = law.codes("customs_offices").on(day).get(office), SUPERIOR.on(day)
    if row is None or not all(row[name] for name in ("region", "area") if f"{{{name}}}" in format_):
        return ""
    return format_.format(region=row["region"], area=row["area"])
