"""In the browser: a declarant draws up a list HQ 02, signs and sends it; an officer confirms a part of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from authority.accounts import put
from authority.house import House, the_pki
from authority.listing import cleared_imports, user_of
from authority.running import Server
from chromium import PHONE, opened
from page_checks import axe, overflow
from portal.browser.test_applying import log_in, sign
from server.applying import prepared
from server.logging_in import PASSWORD
from thongquan.registration.password import hashed


@pytest.fixture
def numbers() -> list[str]:
    return []


@pytest.fixture
def user() -> list[str]:
    return []


@pytest.fixture
def server(tmp_path: Path, numbers: list[str], user: list[str]) -> Iterator[Server]:
    def filed(house: House) -> None:
        numbers.extend(cleared_imports(house, "A1", "A2", "A3"))
        user.append(with_password(house))

    server = prepared(tmp_path, also=filed)
    yield server
    assert server.end() == 0


def with_password(house: House) -> str:
    """The first company's user, who can log in."""
    user = user_of(house)
    put(house, user, password=hashed(PASSWORD), password_number=1, password_state="own")
    return user


def test_a_list_is_sent_and_confirmed_in_part(
    server: Server, browser: Browser, numbers: list[str], user: list[str]
) -> None:
    gone, late, never = numbers
    with opened(browser, width=PHONE) as (page, seen):
        log_in(page, server, user[0], the_pki().p12(), "/lists/hq02/new")
        page.select_option("#direction", "import")
        page.select_option("#office", "02DS")
        page.get_by_role("button", name="Tìm tờ khai").click()
        expect(page.locator("tbody tr")).to_have_count(3)
        assert (axe(page), overflow(page)) == ([], 0)
        sign(page, the_pki().p12())
        page.wait_for_url("**/lists/hq02")
        expect(page.locator("tbody")).to_contain_text("1/BK-00001")
        page.context.clear_cookies()
        log_in(page, server, "cb01", the_pki().officer_p12("cb01"), "/lists/hq02")
        page.get_by_role("link", name="1/BK-00001").click()
        page.fill("#held_back", f"{late}\n")
        page.fill("#never_came", never)
        sign(page, the_pki().officer_p12("cb01"))
        expect(page.locator("h1")).to_contain_text("Đã xác nhận")
        for number, word in ((gone, "Đã qua khu vực"), (late, "Chưa qua khu vực"), (never, "Hàng không đến")):
            expect(page.locator("tr", has_text=number)).to_contain_text(word)
        assert (axe(page), overflow(page)) == ([], 0)
        assert seen.policy_reports() == []
