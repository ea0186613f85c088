"""What is known of Mục 6, Phụ lục II of TT 38/2015, by which Annex III has the declaration filled in (point 1).

Its text was not to be had (decision 0063). Known of it: what Annex III itself quotes by name; and what two public pages
say of the form (public-L): intense.com.vn/to-khai-van-chuyen-ola, that the declaration is made by the items of that
section; velog.vn/khai-bao-to-khai-van-chuyen-doc-lap-ola, which items its screen begins with. That every item of the
2014 client is an item here, and none besides: `test_reference`.
"""

import pytest

from building import DAY
from thongquan import law
from transport.declared import a_transport, faults

LABELS = {item.label["vi"].casefold(): item.id for item in law.criteria("OLA")}
ANNEX_III = {
    "Loại hình vận chuyển": "USS", "Tên hàng": "CM", "Số hàng hóa (Số B/L/AWB)": "CG", "Số tờ khai xuất khẩu": "E",
    "Số hiệu container/Số hiệu toa/số hiệu kiện": "CNO", "Ghi chú 1": "NTA", "Mã mục đích vận chuyển": "OBJ",
}  # fmt: skip
PUBLIC = {
    "Cờ báo nhập khẩu/xuất khẩu": "IEI", "Mã phương tiện vận chuyển": "BYA", "Mã mục đích vận chuyển": "OBJ",
    "Loại hình vận chuyển": "USS",
}  # fmt: skip


@pytest.mark.parametrize(("name", "item"), [*ANNEX_III.items(), *PUBLIC.items()])
def test_what_is_named_is_an_item_of_the_declaration(name: str, item: str) -> None:
    assert LABELS[name.casefold()] == item


@pytest.mark.parametrize("direction", ["I", "E", "C"])
def test_imports_exports_and_other_transport_are_declared(direction: str) -> None:
    told = faults(a_transport(direction=direction, purpose="CIS" if direction == "I" else "EXP"))
    assert "direction" not in {fault.at for fault in told}


def test_the_declaration_names_its_transporter() -> None:
    """Annex III: "Người vận chuyển khai các thông tin trên tờ khai vận chuyển độc lập"."""
    told = faults(a_transport(transporter_code=""), day=DAY)
    assert [(fault.code, fault.at) for fault in told] == [("OLA-TRC-EMPTY", "transporter_code")]
