"""In the browser: an amendment is answered, a transport approved, sealed run by run, sent off, received, settled."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from authority.accounts import put
from authority.applying import officer_signer
from authority.house import House, the_pki
from authority.running import Server
from authority.transporting import ARRIVING, a_goods_list, amend, at_both_ends, registered, take
from chromium import DESK, PHONE, opened
from demo_pki import RSA_COMPANY
from page_checks import axe, overflow, picture
from portal.browser.test_applying import log_in, sign
from portal.browser.test_completed_lists import with_password
from server.applying import prepared
from server.logging_in import PASSWORD
from thongquan.registration.password import hashed

NUMBER = "500000000001"
PAGE = f"/desk/transports/{NUMBER}"


def a_transport(house: House) -> None:
    """Two vehicles; a line of the first list was amended after it was declared."""
    with_password(house)
    at_both_ends(house)
    put(house, ARRIVING, password=hashed(PASSWORD), password_number=1, password_state="own")
    lists = (a_goods_list(run=1, runs=2), a_goods_list(run=2, runs=2))
    assert registered(house, RSA_COMPANY, *lists) == NUMBER
    take(house, NUMBER, "declare")
    amend(house, NUMBER, line=2, changes={8: "HB2-9", 9: "CH77"})


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = prepared(tmp_path / "s", also=a_transport)
    yield server
    assert server.end() == 0


def looked_at(page: Page, name: str = "") -> None:
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 800})
        assert (axe(page), overflow(page)) == ([], 0)
        if name:
            picture(page, f"{name}-{width}")


def signs(page: Page, key: Path, then: str) -> None:
    """And the page comes back; `then` is said there."""
    sign(page, key)
    expect(page.locator("main")).to_contain_text(then)


def test_from_an_amendment_to_discrepancies_that_are_settled(server: Server, browser: Browser) -> None:
    officer_signer(ARRIVING)
    here, there = the_pki().officer_p12("cb01"), the_pki().officer_p12(ARRIVING)
    with opened(browser) as (page, seen):
        log_in(page, server, "cb01", here, "/desk/transports")
        page.get_by_role("link", name=NUMBER).click()
        expect(page.locator("main")).to_contain_text("HB2-9")
        looked_at(page)
        page.get_by_label("Xác nhận", exact=True).check()
        signs(page, here, "Xác nhận sửa bản kê")
        late = page.context.new_page()
        late.goto(f"{server.address}{PAGE}?step=refuse")
        signs(page, here, "Được phê duyệt, chờ khởi hành")
        for run in (1, 2):
            expect(page.locator("main")).to_contain_text(f"Lượt {run} trong 2")
            page.fill("#vehicle", f"51C-1234{run}")
            page.fill("#seals", f"HQ000{run}\nHQ010{run}")
            signs(page, here, f"HQ000{run}, HQ010{run}")
        expect(page.get_by_role("link", name="Khởi hành")).to_have_attribute("aria-current", "page")
        signs(page, here, "Đang vận chuyển")
        overtaken(late)
        page.context.clear_cookies()
        log_in(page, server, ARRIVING, there, "/desk/transports?queue=coming")
        page.get_by_role("link", name=NUMBER).click()
        page.get_by_role("link", name="Đến đích, có sai khác").click()
        page.get_by_label("Loại").first.select_option("seal")
        page.get_by_label("Kiện, niêm phong, phương tiện nào").first.fill("HQ0102")
        looked_at(page)
        signs(page, there, "Niêm phong khác: HQ0102")
        page.get_by_label("Xử lý thế nào").fill("Đã niêm phong lại, lập biên bản")
        signs(page, there, "Đã niêm phong lại, lập biên bản")
        expect(page.locator("h1")).to_contain_text("Đã đến đích")
        looked_at(page, "desk-transport-settled")
        assert seen.policy_reports() == []


def overtaken(late: Page) -> None:
    """What was opened before a colleague decided is not signed; one click leads to how it is now."""
    late.get_by_label("Lý do từ chối").fill("Thiếu bản kê")
    late.locator('[data-part="prepare"] button').click()
    expect(late.locator(".summary")).to_contain_text("đã thay đổi")
    late.get_by_role("link", name="Xem lại tờ khai như hiện nay").click()
    expect(late.locator("h1")).to_contain_text("Đang vận chuyển")
    late.close()
