"""In the browser, on a phone: an attachment is registered, changed with what stays and what is new, and examined."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from authority.house import House, the_pki
from authority.running import Server
from chromium import PHONE, opened
from page_checks import overflow
from portal.browser.test_applying import log_in, sign
from portal.browser.test_completed_lists import with_password
from server.applying import prepared


@pytest.fixture
def users() -> list[str]:
    return []


@pytest.fixture
def server(tmp_path: Path, users: list[str]) -> Iterator[Server]:
    def with_a_user(house: House) -> None:
        users.append(with_password(house))

    server = prepared(tmp_path / "s", also=with_a_user)
    yield server
    assert server.end() == 0


def test_an_attachment_is_registered_changed_and_examined(
    server: Server, browser: Browser, users: list[str], tmp_path: Path
) -> None:
    first, second, third = (tmp_path / f"bản kê {n}.txt" for n in (1, 2, 3))
    for path in (first, second, third):
        path.write_text(f"{path.name}\n", encoding="utf-8")
    key, officer = the_pki().p12(), the_pki().officer_p12("cb01")
    with opened(browser, width=PHONE) as (page, seen):
        log_in(page, server, users[0], key, "/attachments/new")
        page.select_option("#office", "02DS")
        page.set_input_files("#documents", [first, second])
        sign(page, key)
        page.wait_for_url("**/attachments")
        page.get_by_role("link", name="700000000001").click()
        page.get_by_role("link", name="Thay đổi (HYE)").click()
        page.uncheck("#kept-1")
        page.set_input_files("#documents", [third, second])  # one that it has already need not come, and does not
        page.fill("#remarks", "Thay bản kê 1")
        page.uncheck("#kept-2")
        assert overflow(page) == 0
        sign(page, key)
        page.wait_for_url("**/attachments/700000000001")
        expect(page.locator("main")).to_contain_text("Thay bản kê 1")
        for name in (third.name, second.name):
            with page.expect_download() as download:
                page.get_by_role("link", name=name).click()
            assert download.value.path().read_text(encoding="utf-8") == f"{name}\n"
        page.context.clear_cookies()
        log_in(page, server, "cb01", officer, "/attachments/700000000001")
        page.fill("#result", "Đủ tệp")
        sign(page, officer)
        expect(page.locator("h1")).to_contain_text("Đã kiểm tra")
        expect(page.locator("main")).to_contain_text("Đủ tệp")
        assert seen.policy_reports() == []
