"""A print of what ended otherwise than by clearance says so, below the form of the annex."""

import pytest

from forms.samples import a_decision, a_mic
from thongquan.declaration.model import PaperTwin
from thongquan.forms.model import Printout
from thongquan.forms.printout import compose

LATE = "2026-09-02T17:30:00.000000Z"
"""After midnight in Viet Nam: 03/09/2026."""


def printed(state: str, **changes: object) -> Printout:
    return compose(a_mic(), a_decision(state=state, step_at=LATE, **changes), kind="channel")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("withdrawn", "NGƯỜI KHAI ĐÃ RÚT TỜ KHAI NÀY NGÀY 03/09/2026."),
        ("cancelled", "TỜ KHAI NÀY ĐÃ HỦY NGÀY 03/09/2026."),
        ("refused", "HÀNG KHÔNG ĐƯỢC THÔNG QUAN, theo quyết định của hải quan ngày 03/09/2026."),
        ("seized", "HÀNG ĐÃ BỊ TỊCH THU, theo quyết định của hải quan ngày 03/09/2026."),
        ("manual", "TỜ KHAI NÀY ĐÃ CHUYỂN XỬ LÝ THỦ CÔNG"),
    ],
)
def test_the_print_says_how_it_ended(state: str, said: str) -> None:
    assert printed(state).ended.startswith(said)


def test_a_cancellation_names_its_ground() -> None:
    assert ", căn cứ: Đã đăng ký nhập khẩu nhưng hàng không đến." in printed("cancelled", ground="never-came").ended


def test_what_was_cleared_on_paper_names_the_paper_declaration() -> None:
    twin = PaperTwin("105/TKG", "2026-09-01", "Lê Văn Công")
    assert "tờ khai giấy số 105/TKG ngày 01/09/2026, công chức Lê Văn Công" in printed("manual", paper=twin).ended


@pytest.mark.parametrize("state", ["registered", "documents", "inspection", "held"])
def test_what_goes_on_says_nothing_of_an_end(state: str) -> None:
    assert printed(state).ended == ""
