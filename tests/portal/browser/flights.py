"""What a declarant does with a manifest in the browser: uploads it, mends cells in place, and signs it once."""

from playwright.sync_api import Page, expect

from authority.house import the_pki
from chromium import DESK, PHONE
from demo_pki import PASSWORD as OF_THE_FILE
from page_checks import axe, overflow, picture
from portal.flying import DEFAULTS

SIGN = '[data-part="review"] button:not([type="button"])'


def uploads(page: Page, name: str, content: bytes) -> None:
    page.get_by_role("link", name="Tải bảng kê lên").click()
    for field, value in DEFAULTS.items():
        page.fill(f"#{field}", value)
    page.set_input_files("#file", {"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Tải lên và kiểm tra").click()
    page.wait_for_url("**/flights/2*")


def mends_by_button(page: Page, row: int, value: str) -> None:
    """The one value that can be right is offered."""
    page.locator(f"#row-{row}").get_by_role("button", name=f"Dùng «{value}»").click()
    expect(page.locator(f"#row-{row}")).to_contain_text("Sẵn sàng")


def mends_by_hand(page: Page, row: int, value: str) -> None:
    page.locator(f"#mend-{row}").click()
    page.locator(f"#row-{row} .mend input[name=text]").first.fill(value)
    page.locator(f"#row-{row} .mend button").first.click()
    expect(page.locator(f"#row-{row}")).to_contain_text("Sẵn sàng")


def looks_at_statement(page: Page, count: str) -> None:
    page.get_by_role("button", name=f"Xem bảng kê sẽ ký: {count} tờ khai").click()
    expect(page.locator('[data-part="text"]')).to_contain_text(f'"count":{count.replace(".", "")}')


def chooses_guarantee(page: Page, number: str) -> None:
    """By keyboard: the one after the deposit account."""
    page.get_by_role("radio", name="Trừ tài khoản tiền gửi").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator('[data-part="text"]')).to_contain_text(f'"number":"{number}"')


def signs_statement(page: Page) -> None:
    """Pressed twice, as hasty people do: it is filed once."""
    page.set_input_files("#sign-p12", the_pki().p12())
    page.fill("#sign-password", OF_THE_FILE)
    page.locator(SIGN).dblclick()
    page.wait_for_url("**/flights/2*")


def pictured(page: Page, name: str, at: int = DESK) -> None:
    """Looked at on a phone and at a desk; afterwards it is as wide as `at`."""
    for width in sorted((PHONE, DESK), key=lambda one: one == at):
        page.set_viewport_size({"width": width, "height": 740 if width == PHONE else 800})
        picture(page, f"{name}-{width}")
        assert (axe(page), overflow(page)) == ([], 0), name
