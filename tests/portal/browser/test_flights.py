"""In the browser: a manifest is uploaded, mended in place, signed once, filed, and seen as cleared and yellow."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from authority.accounts import put
from authority.house import House, the_pki
from authority.running import Server
from chromium import DESK, PHONE, opened
from demo_pki import NOW
from demo_pki import PASSWORD as OF_THE_FILE
from faults.size import DRILL
from page_checks import axe, overflow, picture
from portal.browser.test_applying import log_in
from portal.flying import DEFAULTS, NO_ORIGIN, NO_PIECES, a_manifest
from server.applying import MANY
from server.logging_in import PASSWORD
from thongquan.registration.password import hashed

YELLOW = {"Gross Kg": "6", "Declared Value": "5"}
"""Heavy but cheap: the synthetic rules have its papers looked at."""
CLEARED = "Đã thông quan"
"""A random share of the others is looked at too."""
HOUSES = 200 if DRILL else 12
MANIFEST = Path(__file__).parents[2] / "samples" / "import_manifest_20000.csv"


class Desk:
    """A server, and the User ID of the first company's declarant, who can log in."""

    def __init__(self, folder: Path) -> None:
        house = House(folder, now=NOW - timedelta(hours=1))
        self.user = house.books.accounts.user_of(the_pki().certificate("rsa").issuer_serial).name
        put(house, self.user, password=hashed(PASSWORD), password_number=1, password_state="own")
        house.close()
        self.server = Server(folder, MANY)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    assert desk.server.end() == 0


def uploads(page: Page, name: str, content: bytes) -> None:
    page.get_by_role("link", name="Tải bảng kê lên").click()
    for field, value in DEFAULTS.items():
        page.fill(f"#{field}", value)
    page.set_input_files("#file", {"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Tải lên và kiểm tra").click()
    page.wait_for_url("**/flights/2*")


def pictured(page: Page, name: str) -> None:
    """Looked at on a phone and at a desk; it stays at a desk."""
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 740 if width == PHONE else 800})
        picture(page, f"{name}-{width}")
        assert (axe(page), overflow(page)) == ([], 0)


def test_from_a_manifest_to_cleared_and_yellow(desk: Desk, browser: Browser) -> None:
    with opened(browser) as (page, seen):
        log_in(page, desk.server, desk.user, the_pki().p12(), "/flights")
        uploads(page, "KE0359-03SEP.csv", a_manifest(HOUSES, {3: NO_PIECES, 7: NO_ORIGIN, 9: YELLOW}))
        expect(page.locator("tr", has_text="SEL81000003VN")).to_contain_text("Số kiện là 0", timeout=20_000)
        pictured(page, "flight-verdicts")
        page.get_by_role("button", name="Dùng «1»").click()
        expect(page.locator("#row-3")).to_contain_text("Sẵn sàng")
        page.locator("#mend-7").click()
        page.locator("#row-7 .mend input[name=text]").first.fill("KR")
        page.locator("#row-7 .mend button").first.click()
        expect(page.locator("#row-7")).to_contain_text("Sẵn sàng")
        page.get_by_role("button", name=f"Xem bảng kê sẽ ký: {HOUSES} tờ khai").click()
        expect(page.locator('[data-part="text"]')).to_contain_text(f'"count":{HOUSES}')
        pictured(page, "flight-to-sign")
        page.set_input_files("#sign-p12", the_pki().p12())
        page.fill("#sign-password", OF_THE_FILE)
        page.locator('[data-part="review"] button:not([type="button"])').dblclick()
        page.wait_for_url("**/flights/2*")
        expect(page.locator(".verdicts tr", has_text="Luồng xanh").first).to_contain_text(CLEARED, timeout=20_000)
        expect(page.locator("#row-9")).to_contain_text(re.compile("Luồng (vàng|đỏ)"))
        pictured(page, "flight-filed")
        page.goto(f"{desk.server.address}/flights")
        expect(page.locator("tbody")).to_contain_text(re.compile(r"Luồng xanh: \d+"))
        expect(page.locator("tbody tr td").nth(6)).to_have_text(str(HOUSES))
        pictured(page, "flights-filed")
        assert seen.policy_reports() == []


@pytest.mark.skipif(not DRILL, reason="20,000 rows: in the drill")
def test_twenty_thousand_rows_hold_nobody_up(desk: Desk, browser: Browser) -> None:
    slowest = 0.0

    def timed(act: Callable[[], object]) -> None:
        nonlocal slowest
        began = time.monotonic()
        act()
        slowest = max(slowest, time.monotonic() - began)

    with opened(browser) as (page, _), opened(browser) as (other, _):
        log_in(page, desk.server, desk.user, the_pki().p12(), "/flights")
        uploads(page, MANIFEST.name, MANIFEST.read_bytes())
        began = time.monotonic()
        while page.locator("#progress").count():
            timed(lambda: other.goto(f"{desk.server.address}/verify"))
            timed(page.reload)
        took = time.monotonic() - began
        for address in ("?outcome=refused", "?fault=MIC-16-ONE", "?house=46968463", "?after=10049", "?row=82"):
            timed(lambda one=address: page.goto(page.url.partition("?")[0] + one))
        page.goto(page.url.partition("?")[0] + "?outcome=refused&row=82")
        timed(page.locator("#row-82 .mend button").first.click)
        memory = Path(f"/proc/{desk.server.process.pid}/status").read_text().partition("VmHWM:")[2].split()[0]
        figures = f"judged in {took:.1f} s, slowest {slowest:.2f} s, server at most {int(memory) // 1024} MB"
        print(figures)  # noqa: T201 - the figures of a drill
    assert slowest < 1
