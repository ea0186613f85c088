"""In the browser, on a phone: an officer scans a parcel, asks for documents, records its inspection, and clears it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from authority.house import a_filing, an_owner, the_pki
from authority.running import Server
from building import a_mic
from chromium import PHONE, opened
from page_checks import axe, overflow
from portal.browser.test_applying import log_in, sign
from server.applying import prepared
from thongquan.declaration.codec import encode_line

BILL = "HAN700123VN"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = prepared(tmp_path)
    yield server
    assert server.end() == 0


def takes(page: Page, step: str, then: str, reason: str = "") -> None:
    """Chooses the step, signs it, and sees the declaration as it stands afterwards."""
    page.locator(f'input[name="verdict"][value="{step}"]').check()
    page.fill("#reason", reason)
    sign(page, the_pki().officer_p12("cb01"))
    expect(page.locator("h1")).to_contain_text(then)


def test_an_officer_asks_for_documents_inspects_and_clears(server: Server, browser: Browser) -> None:
    line = encode_line(a_mic(goods_description="Drone mini", house_bill=BILL, **an_owner(BILL)))
    [outcome] = server.file(a_filing([line])).json()["outcomes"]
    number = outcome["decision"]["number"]
    with opened(browser, width=PHONE) as (page, seen):
        log_in(page, server, "cb01", the_pki().officer_p12("cb01"), "/desk/declarations")
        expect(page.locator("tbody")).to_contain_text(number)
        page.fill("#text", BILL.lower())
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/desk/declarations/{number}")
        assert (axe(page), overflow(page)) == ([], 0)
        takes(page, "ask-documents", "Chờ hồ sơ", "hóa đơn mua hàng")
        takes(page, "goods-fit", "Kiểm tra thực tế hàng hóa")
        takes(page, "clear", "Đã thông quan")
        for word in ("hóa đơn mua hàng", "Luật Hải quan 2014 Điều 37"):
            expect(page.locator("main")).to_contain_text(word)
        page.goto(f"{server.address}/desk/declarations")
        expect(page.locator("main")).to_contain_text("0 tờ khai đang chờ")
        assert seen.policy_reports() == []
