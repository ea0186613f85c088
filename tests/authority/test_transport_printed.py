"""The forms of a transport as the books fill them: lists with seals and blocks, declaration and approval."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from authority.deeds import code_of
from authority.house import House
from authority.listing import user_of
from authority.transporting import ARRIVING, a_goods_list, at_both_ends, registered, take, taken
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.authority.transport_printed import ListsTooLong, printed_lists, printed_transport, require_drawable
from thongquan.base.limits import LIMITS
from thongquan.forms.render_transport import render_declaration, render_goods
from thongquan.forms.transport_printout import compose
from thongquan.portal.transport_papers import drawn
from thongquan.server.transports import render_lists
from thongquan.transport.lists import Block, GoodsList
from transport.declared import a_cargo


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    at_both_ends(house)
    yield house
    house.close()


def test_no_more_than_transport_lines_drawn_are_drawn_together() -> None:
    few = replace(LIMITS, transport_lines_drawn=4)
    require_drawable([a_goods_list(), a_goods_list()], few)
    with pytest.raises(ListsTooLong):
        require_drawable([a_goods_list(), a_goods_list(bills=("HB1", "HB2", "HB3"))], few)
    long = a_goods_list(bills=[f"HB{n}" for n in range(LIMITS.transport_lines_drawn + 1)])
    for draws in (drawn, render_lists):
        with pytest.raises(ListsTooLong):
            draws([long])


def test_list_04_carries_number_seals_vehicle_and_both_blocks(house: House) -> None:
    number = taken(house, registered(house, RSA_COMPANY, a_goods_list()), "declare", "approve", "seal", "depart")
    take(house, number, "arrive")
    [made] = printed_lists(house.books, user_of(house), number)
    assert isinstance(made, GoodsList)
    assert (made.vehicle, made.customs_seals) == ("51C-12345", ("HQ0001",))
    assert isinstance(made.departed, Block)
    assert isinstance(made.arrived, Block)
    assert (made.departed.officer, made.arrived.officer) == ("Lê Văn Công", "Công chức nb01")
    assert made.departed.office not in ("", "02DS")
    assert made.attached is not None
    assert made.attached.number == number
    assert render_goods([made]).startswith(b"%PDF")


def test_a_list_that_names_no_enterprise_has_the_transporter_of_its_declaration(house: House) -> None:
    number = registered(house, RSA_COMPANY, replace(a_goods_list(), enterprise=""))
    [one] = printed_lists(house.books, user_of(house), number)
    assert one.enterprise == "Công ty vận chuyển Sao Mai"


def test_arrival_that_the_transporter_told_leaves_the_block_of_customs_blank(house: House) -> None:
    number = taken(house, registered(house, RSA_COMPANY, a_goods_list()), "declare", "approve", "depart")
    take(house, number, "arrive", user_of(house))
    [made] = printed_lists(house.books, ARRIVING, number)
    assert isinstance(made, GoodsList)
    assert (made.departed is None, made.arrived) == (False, None)


def texts(house: House, number: str) -> tuple[str, dict[str, str]]:
    """Title and boxes of the printed declaration, by section heading and label."""
    printed = compose(printed_transport(house.books, user_of(house), number))
    boxes = [(s["heading"], row) for s in [*printed["sections"], *printed["moved"]] for row in s["rows"]]
    return printed["title"], {f"{heading}/{label}": text for heading, row in boxes for label, text in row if text}


def test_it_is_printed_as_declared_and_then_as_approved(house: House) -> None:
    number = registered(house, cargo=(a_cargo(marks="M1", cargo_remarks="Ghi chú"),), remarks="Đi thẳng")
    title, before = texts(house, number)
    assert title == "Tờ khai vận chuyển độc lập (bản khai)"
    taken(house, number, "declare", "approve", "depart")
    title, after = texts(house, number)
    assert title == "Tờ khai vận chuyển độc lập (thông báo phê duyệt)"
    for boxes in (before, after):
        assert boxes["/Số tờ khai vận chuyển độc lập"] == number
        assert boxes["Hàng hóa 1/Số hàng hóa (Số B/L/AWB)"] == "18044712040"
        assert boxes["Hàng hóa 1/Ghi chú 2"] == "Ghi chú"
        assert boxes["Địa điểm xếp hàng/Mã khu vực giám sát hải quan"] == "02DSC01"
        assert boxes["/Ghi chú 1"] == "Đi thẳng"
        assert boxes["/Dự kiến kết thúc vận chuyển"] == "02/09/2026, giờ 23"
    assert after["/Ngày phê duyệt"] == "02/09/2026"
    assert after["Xác nhận hàng khởi hành/Thời điểm khởi hành"] == "02/09/2026 10:00"
    assert render_declaration(printed_transport(house.books, "cb01", number)).startswith(b"%PDF")


def test_discrepancies_are_printed_in_words(house: House) -> None:
    number = taken(house, registered(house), "declare", "approve", "seal", "depart", "arrive-differing")
    assert texts(house, number)[1]["Xác nhận hàng đến/Ghi chú của hải quan"] == "Niêm phong khác: HQ0001"


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        (("declare", "refuse"), "KHÔNG ĐƯỢC PHÊ DUYỆT"),
        (("declare", "cancel"), "ĐÃ HỦY TRƯỚC KHI PHÊ DUYỆT"),
        (("declare", "approve", "ask-cancellation", "grant-cancellation"), "ĐÃ HỦY SAU KHI ĐƯỢC PHÊ DUYỆT"),
    ],
)
def test_what_ended_says_so_above_all(house: House, steps: tuple[str, ...], words: str) -> None:
    number = taken(house, registered(house), *steps)
    ended = compose(printed_transport(house.books, user_of(house), number))["ended"]
    assert words in ended
    assert ended.endswith("vì vậy")


def test_it_is_printed_for_nobody_else(house: House) -> None:
    number = registered(house)
    assert code_of(printed_transport, house.books, user_of(house, P256_COMPANY), number) == "NOT-FOUND"
    assert code_of(printed_lists, house.books, user_of(house), number) == "NOT-FOUND"
