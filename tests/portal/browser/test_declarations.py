"""In the browser: customs ask for documents; its filer gives them, corrects the declaration, and sees it cleared."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, expect

from authority.accounts import USER, add_user, put
from authority.applying import with_officer
from authority.deciding import decide, decide_over
from authority.house import House, a_filing, an_owner, the_pki
from authority.running import Server
from building import a_mic
from chromium import DESK, PHONE, opened
from demo_pki import NOW
from demo_pki import PASSWORD as KEY_PASSWORD
from page_checks import axe, overflow, picture
from portal.browser.test_applying import log_in, sign
from server.applying import MANY
from server.logging_in import PASSWORD
from thongquan.declaration.codec import encode_line
from thongquan.registration.password import hashed

BILL, NUMBER = "HAN700124VN", "100000000010"
CHEAP_AND_HEAVY = {"gross_weight": Decimal(6), "invoice_value": Decimal(5)}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A yellow declaration for which an officer asked documents, and a user of its filer who can log in."""
    house = House(tmp_path, now=NOW - timedelta(hours=1))
    with_officer(house, "cb01")
    add_user(house)
    put(house, USER, password=hashed(PASSWORD), password_state="own", password_until="")
    line = encode_line(a_mic(house_bill=BILL, **CHEAP_AND_HEAVY, **an_owner(BILL)))
    house.file(a_filing([line]))
    decide(house, NUMBER, "ask-documents", "hóa đơn mua hàng")
    house.close()
    server = Server(tmp_path, replace(MANY))
    yield server
    assert server.end() == 0


def looked_at(page: Page, name: str = "") -> None:
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 800})
        assert (axe(page), overflow(page)) == ([], 0)
        if name:
            picture(page, f"{name}-{width}")


def test_documents_are_given_the_declaration_corrected_and_cleared(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    invoice, key = tmp_path / "hóa đơn.txt", the_pki().p12()
    invoice.write_text("Hóa đơn số 1: một áo phông\n", encoding="utf-8")
    with opened(browser) as (page, seen):
        log_in(page, server, USER, key, "/declarations")
        page.get_by_role("link", name=NUMBER).click()
        expect(page.locator("h1")).to_contain_text("Luồng vàng")
        expect(page.locator("main")).to_contain_text("hóa đơn mua hàng")
        page.get_by_role("link", name="Nộp hồ sơ").click()
        page.set_input_files("#documents", invoice)
        sign(page, key)
        page.wait_for_url(f"**/declarations/{NUMBER}")
        expect(page.locator("main")).to_contain_text("Hải quan đã nhận hồ sơ")
        with page.expect_download() as download:
            page.get_by_role("link", name=invoice.name).click()
        assert download.value.path().read_bytes() == invoice.read_bytes()
        page.get_by_role("link", name="Khai bổ sung").click()
        page.get_by_label("Số lượng").fill("2")
        page.get_by_role("button", name="Xem chỗ khác").click()
        expect(page.locator("table")).to_contain_text("2")
        looked_at(page)
        page.set_input_files("#sign-p12", key)
        page.fill("#sign-password", KEY_PASSWORD)
        page.get_by_role("button", name="Ký và gửi").click()
        page.wait_for_url(f"**/declarations/{NUMBER}")
        expect(page.locator("h1")).to_contain_text(f"{NUMBER[:-1]}1")
        with server.office() as office:
            assert decide_over(office, NUMBER).status_code == 200
        page.reload()
        expect(page.locator("h1")).to_contain_text("Đã thông quan")
        for word in (invoice.name, "2 (khi đăng ký: 1)", "Luật Hải quan 2014 Điều 37", "trị giá"):
            expect(page.locator("main")).to_contain_text(word)
        looked_at(page, "declaration-cleared")
        assert seen.policy_reports() == []
