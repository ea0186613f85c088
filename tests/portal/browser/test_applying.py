"""The journey in the browser from a bare company to credentials: asked, decided by an officer, read once; pictures."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from authority.applying import a_signer
from authority.house import the_pki
from authority.running import Server
from chromium import Seen, opened
from demo_pki import PASSWORD as OF_THE_FILE
from demo_pki import RSA_COMPANY
from page_checks import axe, keyboard_walk, overflow, picture
from server.applying import prepared
from server.logging_in import PASSWORD

ADDRESS = "12 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = prepared(tmp_path)
    yield server
    assert server.end() == 0


def sign(page: Page, file: Path) -> None:
    """Show the text, open the key file, sign and send."""
    page.locator('[data-part="prepare"] button').click()
    expect(page.locator('[data-part="review"]')).to_be_visible()
    page.set_input_files("#sign-p12", file)
    page.fill("#sign-password", OF_THE_FILE)
    page.locator('[data-part="review"] button:not([type="button"])').click()


def log_in(page: Page, server: Server, account: str, file: Path, onward: str) -> None:
    page.goto(f"{server.address}/login?next={onward}")
    page.fill("#account", account)
    page.fill("#password", PASSWORD)
    sign(page, file)
    page.wait_for_url(server.address + onward)


def checked(page: Page, name: str) -> None:
    """As every page is: looked at, nothing that keeps people out, and not wider than its window."""
    picture(page, name)
    assert axe(page) == []
    assert overflow(page) == 0


def fill_in(page: Page) -> None:
    """A whole application: nine fields typed, two chosen."""
    page.get_by_role("button", name="Lập hồ sơ mới").click()
    for field, value in {
        "address": ADDRESS,
        "phone": "028 3822 0001",
        "email": "hq@thunghiem.example",
        "representative": "Nguyễn Văn Đại",
    }.items():
        page.fill(f"#{field}", value)
    page.select_option("#office", "02DS")
    checked(page, "register-company")
    page.get_by_role("button", name="Ghi").click()
    expect(page.locator(".notice.good")).to_contain_text("Cập nhật thành công")
    page.get_by_role("link", name="Thêm người khai").click()
    page.fill("#name", "Đặng Thị Thu Hà")
    page.fill("#identity", "079185000123")
    page.select_option("#certificate", a_signer(RSA_COMPANY, 1).certificate.fingerprint)
    checked(page, "register-declarant")
    page.get_by_role("button", name="Ghi").click()
    page.get_by_role("link", name="Sửa Số máy tính xin cấp").click()
    page.fill("#terminals", "1")
    page.get_by_role("button", name="Ghi").click()
    checked(page, "register-application")
    page.get_by_role("link", name="Xem lại và gửi").click()


def test_from_a_bare_company_to_credentials(server: Server, page: Page, seen: Seen, browser: Browser) -> None:
    log_in(page, server, RSA_COMPANY, the_pki().p12(), "/register/application")
    fill_in(page)
    page.fill("#sender", "Lý Thị Gửi")
    checked(page, "register-review")
    page.locator('[data-part="prepare"] button').click()
    expect(page.locator('[data-part="text"]')).to_contain_text("Người khai hải quan 1 · Họ tên: Đặng Thị Thu Hà")
    page.set_input_files("#sign-p12", the_pki().p12())
    page.fill("#sign-password", OF_THE_FILE)
    page.locator('[data-part="review"] button:not([type="button"])').click()
    page.wait_for_url("**/register/application/*")
    expect(page.locator("h1")).to_contain_text("Đã gửi, chờ hải quan")

    with opened(browser) as (office, reported):
        decide(office, server)
        assert reported.policy_reports() == []

    page.goto(f"{server.address}/register/result")
    checked(page, "register-result")
    sign(page, the_pki().p12())
    expect(page.locator('[data-part="shown"] div')).to_have_count(2)
    shown = page.locator('[data-part="shown"] .code').all_inner_texts()
    assert sorted(map(len, shown)) == [8, 16]
    assert page.get_by_role("button", name="Sao chép").count() == 2
    page.reload()
    assert all(secret not in page.content() for secret in shown)
    page.goto(f"{server.address}/company/users")
    expect(page.locator("tbody")).to_contain_text("Đặng Thị Thu Hà")
    checked(page, "company-users")
    page.goto(f"{server.address}/company/terminals")
    checked(page, "company-terminals")
    assert seen.policy_reports() == []


def decide(page: Page, server: Server) -> None:
    """An officer finds the application in his queue, looks at it, and signs his approval."""
    file = the_pki().officer_p12("cb01")
    log_in(page, server, "cb01", file, "/desk/registrations")
    checked(page, "desk-registrations")
    page.locator("tbody a").first.click()
    page.wait_for_url("**/desk/registrations/*")
    checked(page, "desk-registration")
    keyboard_walk(page)
    page.locator('input[name="verdict"][value="approve"]').check()
    sign(page, file)
    page.wait_for_url(f"{server.address}/desk/registrations")
    expect(page.locator("main")).to_contain_text("0 hồ sơ đang chờ")
