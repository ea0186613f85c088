"""What stands below a form whose declaration ended otherwise than by clearance: on paper alone it would look alive."""

from datetime import date

from thongquan.base.moment import business_day, read_stamp
from thongquan.declaration.cancellation import grounds
from thongquan.declaration.model import Decision
from thongquan.forms.masks import day, safe

_FINAL = {
    "withdrawn": "NGƯỜI KHAI ĐÃ RÚT TỜ KHAI NÀY NGÀY {day}. Tờ khai không còn giá trị làm thủ tục.",
    "cancelled": "TỜ KHAI NÀY ĐÃ HỦY NGÀY {day}{ground}. Tờ khai không còn giá trị làm thủ tục.",
    "refused": "HÀNG KHÔNG ĐƯỢC THÔNG QUAN, theo quyết định của hải quan ngày {day}.",
    "seized": "HÀNG ĐÃ BỊ TỊCH THU, theo quyết định của hải quan ngày {day}. Hàng không được thông quan.",
}
_ON_PAPER = "TỜ KHAI NÀY ĐÃ CHUYỂN XỬ LÝ THỦ CÔNG trên giấy. Hàng không thông quan trên hệ thống."
_PAPER_TWIN = (
    "Hàng đã thông quan bằng tờ khai giấy số {number} ngày {day}, công chức {officer}. "
    "Tờ khai điện tử đóng theo, không thông quan lần hai."
)


def ended(decision: Decision) -> str:
    """How it ended, on which day in Viet Nam, and on which ground; "" of what goes on or is cleared."""
    if (twin := decision.paper) is not None:
        return safe(_PAPER_TWIN.format(number=twin.number, day=day(date.fromisoformat(twin.day)), officer=twin.officer))
    if decision.state == "manual":
        return _ON_PAPER
    if decision.state not in _FINAL:
        return ""
    named = f", căn cứ: {grounds()[decision.ground].name.vi}" if decision.ground in grounds() else ""
    return _FINAL[decision.state].format(day=day(business_day(read_stamp(decision.step_at))), ground=named)
