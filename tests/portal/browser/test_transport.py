"""In the browser: a company plans a transport from its manifest, registers and declares it, and sees it approved."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from authority import attaching, transporting
from authority.house import House, the_pki
from authority.running import Server
from chromium import DESK, PHONE, opened
from page_checks import axe, overflow
from portal.browser.test_applying import log_in, sign
from portal.browser.test_completed_lists import with_password
from portal.transports import manifest
from server.applying import prepared


@pytest.fixture
def told() -> list[str]:
    """The user, and the number of an attachment of the company's."""
    return []


@pytest.fixture
def server(tmp_path: Path, told: list[str]) -> Iterator[Server]:
    def with_a_user(house: House) -> None:
        told.extend([with_password(house), attaching.register(house)])
        told.append(str(transporting.today(house)))

    server = prepared(tmp_path / "s", also=with_a_user)
    yield server
    assert server.end() == 0


def looked_at(page: Page) -> None:
    """Nothing keeps anybody out, and nothing is wider than a phone or a desk."""
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 740})
        assert (axe(page), overflow(page)) == ([], 0)


def fill_in(page: Page, attachment: str, day: str) -> None:
    page.fill("#attachment", attachment)
    for field, value in (("means", "31"), ("start_hour", "23"), ("finish_hour", "23"), ("customs_office", "02DS")):
        page.select_option(f"#{field}", value)
    for field, value in (("transporter_code", "0301234567"), ("start_day", day), ("finish_day", day)):
        page.fill(f"#{field}", value)
    page.fill("#departure_area", "02DSC01")
    page.fill("#arrival_area", "01ACL01")


def test_a_transport_is_planned_registered_declared_and_seen(
    server: Server, browser: Browser, told: list[str], tmp_path: Path
) -> None:
    file, key = tmp_path / "KE0361.csv", the_pki().p12()
    file.write_bytes(manifest(6, 20))
    user, attachment, day = told
    with opened(browser, width=DESK) as (page, seen):
        log_in(page, server, user, key, "/transport/new?by=form")
        looked_at(page)
        page.get_by_role("link", name="Từ tệp").click()
        page.set_input_files("#file", file)
        page.fill("#numbers", "BK-1")
        page.select_option("#purpose", "CIS")
        page.get_by_role("button", name="Xem kế hoạch").click()
        expect(page.locator("main")).to_contain_text("c.2: lập bản kê hàng hóa (04-BKHH)")
        page.get_by_role("link", name="Điền và đăng ký tờ khai 1").click()
        page.get_by_role("button", name="Kiểm tra và xem trước khi ký").click()
        expect(page.locator(".summary")).to_be_focused()
        expect(page.locator("#means-fault-1")).to_be_visible()
        looked_at(page)
        fill_in(page, attachment, day)
        page.get_by_role("button", name="Kiểm tra và xem trước khi ký").click()
        sign(page, key)
        page.wait_for_url("**/transport/plan")
        page.get_by_role("link", name="Tờ khai vận chuyển 5").click()
        page.get_by_role("link", name="Khai chính thức").click()
        sign(page, key)
        expect(page.locator("h1")).to_contain_text("Đã khai, chờ duyệt")
        expect(page.locator("main")).to_contain_text("Hải quan nơi đi phê duyệt, hướng dẫn hoặc từ chối.")
        expect(page.locator("#listing tbody tr")).to_have_count(50)
        page.get_by_role("link", name="Trang sau").click()
        expect(page.locator("#listing")).to_contain_text("TQ0003-11")
        looked_at(page)
        assert seen.policy_reports() == []
