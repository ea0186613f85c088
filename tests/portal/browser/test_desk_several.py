"""In the browser: an officer opens two parcels, marks them in his queue, signs once, and reads what became of each."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from authority.house import a_filing, an_owner, the_pki
from authority.running import Server
from building import a_mic
from chromium import PHONE, opened
from page_checks import axe, overflow
from portal.browser.test_applying import log_in, sign
from server.applying import prepared
from thongquan.declaration.codec import encode_line

BILLS = ("HAN700301VN", "HAN700302VN", "HAN700303VN")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = prepared(tmp_path)
    yield server
    assert server.end() == 0


def test_an_officer_decides_on_what_he_opened_with_one_signature(server: Server, browser: Browser) -> None:
    lines = [encode_line(a_mic(goods_description="Drone mini", house_bill=one, **an_owner(one))) for one in BILLS]
    outcomes = server.file(a_filing(lines)).json()["outcomes"]
    first, second, third = (one["decision"]["number"] for one in outcomes)
    with opened(browser, width=PHONE) as (page, seen):
        log_in(page, server, "cb01", the_pki().officer_p12("cb01"), "/desk/declarations")
        for bill in BILLS[:2]:  # as a scanner does: it types where the focus is
            page.wait_for_function("() => document.activeElement.id === 'text'")
            page.keyboard.type(bill)
            page.keyboard.press("Enter")
            page.wait_for_url("**/desk/declarations/1*")
            page.goto(f"{server.address}/desk/declarations")
        expect(page.locator('input[name="number"]')).to_have_count(2)
        for box in page.locator('input[name="number"]').all():
            box.check()
        page.locator("#several button").click()
        page.wait_for_url("**/desk/several?*")
        assert (axe(page), overflow(page)) == ([], 0)
        page.locator('input[name="verdict"][value="ask-documents"]').check()
        page.fill("#reason", "hóa đơn mua hàng")
        sign(page, the_pki().officer_p12("cb01"))
        page.wait_for_url("**/desk/decided/*")
        expect(page.locator("main")).to_contain_text("Đã thực hiện: 2 tờ khai")
        for number in (first, second):
            expect(page.locator("main")).to_contain_text(number)
        page.goto(f"{server.address}/desk/declarations?state=registered")
        expect(page.locator("tbody")).to_contain_text(third)
        expect(page.locator("tbody")).not_to_contain_text(first)
        assert seen.policy_reports() == []
