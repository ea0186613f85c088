"""In the browser, a company's money goes from the bank to form HQ 04: topped up, seen, used for a parcel, closed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from authority.accounts import put
from authority.house import House, the_pki
from authority.listing import user_of
from authority.running import Server
from authority.test_guarantees import NUMBER, register
from chromium import opened
from demo_pki import RSA_COMPANY
from portal.browser.flights import chooses_guarantee, looks_at_statement, pictured, signs_statement, uploads
from portal.browser.test_applying import log_in, sign
from portal.flying import a_manifest
from server.applying import prepared
from server.logging_in import PASSWORD
from thongquan.registration.password import hashed

EVENING, NIGHT = "2026-09-02T23:55:00+07:00", "2026-09-03T00:01:00+07:00"
"""A session lasts over midnight."""
ACCOUNT = f"/deposit/02DS/{RSA_COMPANY}"


@pytest.fixture
def clock(tmp_path: Path) -> Path:
    file = tmp_path / "clock"
    file.write_text(EVENING)
    return file


@pytest.fixture
def user() -> list[str]:
    return []


@pytest.fixture
def server(tmp_path: Path, clock: Path, user: list[str]) -> Iterator[Server]:
    def with_user(house: House) -> None:
        user.append(user_of(house))
        put(house, user[0], password=hashed(PASSWORD), password_number=1, password_state="own")
        register(house, 20_000)

    server = prepared(tmp_path, also=with_user, clock=clock)
    yield server
    assert server.end() == 0


def opens_and_tops_up(page: Page, address: str, key: Path) -> None:
    page.goto(f"{address}/desk/deposits/new")
    page.fill("#company", RSA_COMPANY)
    sign(page, key)
    page.wait_for_url("**/desk/deposits")
    page.goto(f"{address}/desk/deposits/{RSA_COMPANY}/top-up")
    page.fill("#amount", "1.000.000")
    page.fill("#reference", "FT26245000001")
    sign(page, key)
    page.wait_for_url(f"**{ACCOUNT}")


def lacks_money_and_signs_again(page: Page) -> None:
    """First by a guarantee that has too little room, then from the deposit account."""
    chooses_guarantee(page, NUMBER)
    expect(page.locator("main")).to_contain_text("1 trong 1 tờ khai sẽ không được đăng ký vì thiếu tiền")
    pictured(page, "flight-secured")
    signs_statement(page)
    expect(page.locator("#row-1")).to_contain_text(f"Bảo lãnh chung số {NUMBER}")
    pictured(page, "flight-waiting")
    page.get_by_role("button", name="Kiểm tra lại để ký").click()
    looks_at_statement(page, "1")
    signs_statement(page)
    expect(page.locator("#row-1")).to_contain_text("Luồng")


def closes_the_day(page: Page, address: str, key: Path) -> None:
    page.goto(f"{address}/desk/days")
    page.get_by_role("link", name="Xem và khóa sổ").click()
    page.get_by_label("Số chứng từ nộp ngân sách").fill("KBNN 0209 GTGT")
    sign(page, key)
    expect(page.locator("main")).to_contain_text("1/BK-02DS")


def test_money_goes_from_the_bank_to_form_hq04(server: Server, browser: Browser, clock: Path, user: list[str]) -> None:
    address = server.address
    with opened(browser) as (page, seen), opened(browser) as (desk, seen_too):
        log_in(desk, server, "cb01", the_pki().officer_p12("cb01"), "/desk/deposits")
        opens_and_tops_up(desk, address, the_pki().officer_p12("cb01"))
        log_in(page, server, user[0], the_pki().p12(), "/deposit")
        expect(page.locator("tbody").first).to_contain_text("1.000.000")
        page.goto(f"{address}/flights")
        uploads(page, "KE0359-02SEP.csv", a_manifest(1))
        looks_at_statement(page, "1")
        lacks_money_and_signs_again(page)
        page.goto(f"{address}{ACCOUNT}")
        expect(page.locator("tbody tr")).to_have_count(2)
        expect(page.locator("tbody tr").first).to_contain_text("Trích nộp thuế")
        left = page.locator(".answers div", has_text="Số dư").last.locator("dd").inner_text()
        clock.write_text(NIGHT)
        closes_the_day(desk, address, the_pki().officer_p12("cb01"))
        page.goto(f"{address}{ACCOUNT}/days/2026-09-02")
        expect(page.locator("main")).to_contain_text("1/BK-02DS-")
        expect(page.locator(".answers div", has_text="Số dư cuối kỳ").locator("dd")).to_have_text(left)
        assert seen.policy_reports() + seen_too.policy_reports() == []
