"""In the browser: a flight's documents are listed, signed and sent; an officer has them inspected, then confirms."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from authority.house import House, the_pki
from authority.running import Server
from chromium import PHONE, opened
from page_checks import axe, overflow
from portal.browser.test_applying import log_in, sign
from portal.browser.test_completed_lists import with_password
from portal.flying import DOCUMENTS, a_manifest, declarant, uploaded, wait
from server.applying import prepared


@pytest.fixture
def made() -> list[str]:
    """The user, and the id of the flight."""
    return []


@pytest.fixture
def server(tmp_path: Path, made: list[str]) -> Iterator[Server]:
    def with_a_flight(house: House) -> None:
        visitor = declarant(house)
        place = uploaded(visitor, a_manifest(3, {1: DOCUMENTS, 2: DOCUMENTS}))
        wait(visitor, place)
        made.extend([with_password(house), place])

    server = prepared(tmp_path, also=with_a_flight)
    yield server
    assert server.end() == 0


def test_documents_are_listed_inspected_and_confirmed(server: Server, browser: Browser, made: list[str]) -> None:
    user, flight = made
    with opened(browser, width=PHONE) as (page, seen):
        log_in(page, server, user, the_pki().p12(), flight)
        page.get_by_role("link", name="Lập tờ khai HQ 01").click()
        expect(page.locator("tbody tr")).to_have_count(2)
        page.select_option("#office", "02DS")
        assert (axe(page), overflow(page)) == ([], 0)
        sign(page, the_pki().p12())
        page.wait_for_url("**/lists/hq01")
        expect(page.locator("tbody")).to_contain_text("1/TK-00001")
        page.context.clear_cookies()
        log_in(page, server, "cb01", the_pki().officer_p12("cb01"), "/lists/hq01")
        page.get_by_role("link", name="1/TK-00001").click()
        page.check("input[value=inspect]")
        page.fill("#result", "Nghi có hàng hóa")
        sign(page, the_pki().officer_p12("cb01"))
        expect(page.locator("h1")).to_contain_text("Đang kiểm tra thực tế")
        page.fill("#result", "Mở 1 kiện, đúng khai báo")
        sign(page, the_pki().officer_p12("cb01"))
        expect(page.locator("h1")).to_contain_text("Đã xác nhận")
        expect(page.locator("main")).to_contain_text("Mở 1 kiện, đúng khai báo")
        assert (axe(page), overflow(page)) == ([], 0)
        assert seen.policy_reports() == []
