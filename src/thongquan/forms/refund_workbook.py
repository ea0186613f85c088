"""The refund list as a workbook: one sheet of what came back, one of what is to come back."""

from thongquan.forms.day_sheet import UNIT
from thongquan.forms.day_workbook import Table, workbook
from thongquan.forms.refund_sheet import GIVEN_BACK, TITLE, TO_GIVE_BACK, RefundSheet


def refund_workbook(one: RefundSheet) -> bytes:
    whose = f"{one.period} · Mã số thuế: {one.company} · {one.company_name}"
    above = [line for line in (one.superior, one.issued_by, TITLE, whose, UNIT) if line]
    return workbook(
        Table("Đã hoàn", [*above, GIVEN_BACK, one.remark], one.parts, one.refunded, one.refunded_sums),
        Table("Chờ hoàn", [*above, TO_GIVE_BACK], one.parts, one.due, one.due_sums),
    )
