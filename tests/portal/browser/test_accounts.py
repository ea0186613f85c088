"""From a registered certificate to a session and back, in the browser, with a key file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from authority.house import the_pki
from authority.running import Server
from chromium import PHONE, Seen, opened
from demo_pki import PASSWORD as OF_THE_FILE
from demo_pki import RSA_COMPANY
from page_checks import axe, keyboard_walk, overflow
from server.logging_in import OTHER, PASSWORD, Person, code_of
from thongquan.base.limits import LIMITS

CHOSEN = "/register/account?account={}&serial={}&fingerprint={}"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path, LIMITS)
    yield server
    assert server.end() == 0


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Nothing is changed in it."""
    server = Server(tmp_path_factory.mktemp("looked-at"), LIMITS)
    yield server
    assert server.end() == 0


def chosen() -> str:
    certificate = the_pki().certificate()
    return CHOSEN.format(RSA_COMPANY, certificate.serial, certificate.fingerprint)


def sign(page: Page) -> None:
    """Show the text, open the key file, sign and send."""
    page.locator('[data-part="prepare"] button').click()
    expect(page.locator('[data-part="review"]')).to_be_visible()
    page.set_input_files("#sign-p12", the_pki().p12())
    page.fill("#sign-password", OF_THE_FILE)
    page.locator('[data-part="review"] button:not([type="button"])').click()


def register(page: Page, server: Server, new: str = PASSWORD) -> None:
    page.goto(server.address + chosen())
    page.fill("#email", "quantri@thunghiem.example")
    page.fill("#new_password", new)
    sign(page)


def log_in(page: Page, server: Server, password: str = PASSWORD, query: str = "") -> None:
    page.goto(f"{server.address}/login{query}")
    page.fill("#account", RSA_COMPANY)
    page.fill("#password", password)
    sign(page)


def test_a_company_registers_its_account_logs_in_changes_its_password_and_logs_out(
    server: Server, page: Page, seen: Seen
) -> None:
    register(page, server)
    page.wait_for_url("**/login?account=*")
    assert page.input_value("#account") == RSA_COMPANY
    log_in(page, server, query="?next=/sessions")
    page.wait_for_url("**/sessions")
    expect(page.locator(".who")).to_contain_text(RSA_COMPANY)
    expect(page.locator("tbody tr")).to_have_count(1)
    page.goto(f"{server.address}/account/password")
    page.fill("#password", PASSWORD)
    page.fill("#new_password", OTHER)
    sign(page)
    page.wait_for_url("**/login?account=*")
    expect(page.locator(".who")).to_have_count(0)
    log_in(page, server, OTHER)
    page.wait_for_url(f"{server.address}/")
    expect(page.locator(".who")).to_contain_text("Lần đăng nhập trước")
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.locator(".who")).to_have_count(0)
    assert seen.policy_reports() == []
    for secret in (OF_THE_FILE, "BEGIN"):
        assert secret.encode() not in seen.sent()


def test_all_that_is_wrong_with_a_password_is_told_beside_its_field(server: Server, page: Page) -> None:
    register(page, server, "12345678")
    faults = page.locator("#new_password").locator("xpath=..").locator(".fault")
    expect(faults.first).to_be_visible()
    told = faults.all_inner_texts()
    assert any("ít nhất 12" in one for one in told)
    assert any("dễ đoán" in one for one in told)
    assert page.input_value("#email") == "quantri@thunghiem.example"


def test_a_wrong_password_is_told_and_opens_nothing(server: Server, page: Page) -> None:
    assert code_of(Person(server).register()) == ""
    log_in(page, server, "năm con gà gáy")
    summary = page.locator('[data-part="summary"]')
    expect(summary).to_be_visible()
    expect(summary).to_contain_text("Mật khẩu không đúng")
    page.goto(f"{server.address}/sessions")
    assert "/login?" in page.url


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_a_login_leads_to_our_own_pages_only(looked_at: Server, page: Page, wanted: str) -> None:
    page.goto(f"{looked_at.address}/login?next={wanted}")
    assert page.get_attribute("[data-sign]", "data-next") == "/"


def test_the_page_with_its_certificate_chosen_keeps_nobody_out(looked_at: Server, browser: Browser) -> None:
    """What `test_every_page.py` does not see: the page once a certificate is chosen."""
    with opened(browser, width=PHONE) as (page, seen):
        page.goto(f"{looked_at.address}{chosen()}&lang=en")
        assert axe(page) == []
        assert overflow(page) == 0
        keyboard_walk(page)
        assert seen.complaints == []
