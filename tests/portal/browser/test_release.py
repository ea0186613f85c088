"""In the browser, from upload to release: a declarant files a manifest, officers look into it and let it go.

200 houses in the drill.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from authority.accounts import put
from authority.house import House, the_pki
from authority.listing import user_of
from authority.running import Server
from chromium import PHONE, opened
from faults.size import DRILL, size
from portal.browser.flights import (
    looks_at_statement,
    mends_by_button,
    mends_by_hand,
    pictured,
    signs_statement,
    uploads,
)
from portal.browser.test_applying import log_in, sign
from portal.flying import NO_ORIGIN, NO_PIECES, a_manifest
from server.applying import logged_in, prepared
from server.logging_in import PASSWORD
from thongquan.base.limits import LIMITS
from thongquan.registration.password import hashed

HOUSES = size(6, 200)
MENDED = {1: NO_PIECES, 2: NO_ORIGIN}
HEAVY_BUT_CHEAP = {"Gross Kg": "6", "Declared Value": "5"}
"""The synthetic rules have its papers looked at; a random share of the others besides."""
OF_CONTROLLED_GOODS = {"Goods (EN)": "Toy drone mini", "Goods (VI)": "Máy bay đồ chơi drone mini"}
YELLOW = (3, 4, 28, 57, 103, 151, 177) if DRILL else (3, 4)
RED = (5, 66, 120, 199) if DRILL else (5,)
MANIFEST = a_manifest(HOUSES, MENDED | dict.fromkeys(YELLOW, HEAVY_BUT_CHEAP) | dict.fromkeys(RED, OF_CONTROLLED_GOODS))
PAPERS = "hóa đơn mua hàng"


class Timed:
    """What people waited for, each by its name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.seconds[name] = max(self.seconds.get(name, 0), time.monotonic() - began)


@pytest.fixture
def user() -> list[str]:
    return []


@pytest.fixture
def server(tmp_path: Path, user: list[str]) -> Iterator[Server]:
    def with_user(house: House) -> None:
        user.append(user_of(house))
        put(house, user[0], password=hashed(PASSWORD), password_number=1, password_state="own")

    server = prepared(tmp_path, also=with_user)
    yield server
    assert server.end() == 0


class Declarant:
    def __init__(self, page: Page, server: Server, user: str) -> None:
        self.page, self.address, self.key = page, server.address, the_pki().p12()
        log_in(page, server, user, self.key, "/flights")

    def files(self) -> None:
        """Two faulty cells are mended where they stand, and everything is signed once."""
        page = self.page
        uploads(page, "KE0359-03SEP.csv", MANIFEST)
        expect(page.locator("#row-1")).to_contain_text("Số kiện là 0", timeout=60_000)
        pictured(page, "release-verdicts")
        mends_by_button(page, 1, "1")
        mends_by_hand(page, 2, "KR")
        looks_at_statement(page, str(HOUSES))
        pictured(page, "release-to-sign")
        signs_statement(page)
        expect(page.locator("#row-1")).to_contain_text("Luồng", timeout=60_000)
        pictured(page, "release-filed")
        self.flight = page.url

    def numbers(self, **where: str) -> list[str]:
        """Of the declarations that the table shows under this filter, page by page."""
        page = self.page
        page.goto(f"{self.address}/declarations?sort=registered&" + "&".join(f"{k}={v}" for k, v in where.items()))
        found = page.locator("tbody a[data-row]").all_inner_texts()
        while page.locator("a[rel=next]").count():
            page.goto(self.address + str(page.locator("a[rel=next]").get_attribute("href")))
            found += page.locator("tbody a[data-row]").all_inner_texts()
        return found

    def gives(self, number: str, paper: Path) -> None:
        page = self.page
        page.goto(f"{self.address}/declarations/{number}")
        expect(page.locator("main")).to_contain_text(PAPERS)
        page.get_by_role("link", name="Nộp hồ sơ").click()
        page.set_input_files("#documents", paper)
        sign(page, self.key)
        page.wait_for_url(f"**/declarations/{number}")
        expect(page.locator("main")).to_contain_text("Hải quan đã nhận hồ sơ")

    def lists(self) -> None:
        """Everything that was cleared of the day goes onto one list."""
        page = self.page
        page.goto(f"{self.address}/lists/hq02/new")
        page.select_option("#direction", "import")
        page.select_option("#office", "02DS")
        page.get_by_role("button", name="Tìm tờ khai").click()
        expect(page.locator("tbody tr")).to_have_count(min(HOUSES, LIMITS.page_rows))
        pictured(page, "release-list-drawn-up")
        sign(page, self.key)
        page.wait_for_url("**/lists/hq02")

    def sees_all_released(self) -> None:
        page = self.page
        page.goto(self.flight)
        released = page.locator(".answers div", has_text="Đã qua khu vực giám sát")
        expect(released.locator("dd")).to_have_text(str(HOUSES))
        expect(page.locator("tbody tr", has_text="Đã qua khu vực giám sát")).to_have_count(
            min(HOUSES, LIMITS.page_rows)
        )
        pictured(page, "release-flight-released")
        page.goto(f"{self.address}/declarations?state=released")
        expect(page.locator("main")).to_contain_text(f"Có {HOUSES} tờ khai")
        pictured(page, "release-declarations-released")
        page.goto(f"{self.address}/flights")
        expect(page.locator("tbody tr td").nth(6)).to_have_text(str(HOUSES))
        pictured(page, "release-flights")


class Officer:
    """Stands in the warehouse: a phone, and a scanner that types where the focus is."""

    def __init__(self, page: Page, server: Server, timed: Timed) -> None:
        self.page, self.address, self.timed = page, server.address, timed
        self.key = the_pki().officer_p12("cb01")
        log_in(page, server, "cb01", self.key, "/desk/declarations")

    def queue(self) -> None:
        self.page.goto(f"{self.address}/desk/declarations")

    def scans(self, text: str) -> None:
        page = self.page
        page.wait_for_function("() => document.activeElement.id === 'text'")
        with self.timed("a barcode is scanned"):
            page.keyboard.type(text)
            page.keyboard.press("Enter")
            page.wait_for_url("**/desk/declarations/1*")

    def records(self, scanned: str, step: str, label: str, value: str) -> None:
        """Opens it by its barcode, chooses the step, signs it, and sees it as it stands afterwards."""
        page = self.page
        self.queue()
        self.scans(scanned)
        page.locator(f'input[name="verdict"][value="{step}"]').check()
        with self.timed("a step is signed"):
            sign(page, self.key)
            expect(page.locator(".answers div", has_text=label)).to_contain_text(value)

    def decides_together(self, step: str, numbers: list[str], reason: str = "") -> None:
        """Opens each of them, marks them in the queue, where the others cannot be, and signs once."""
        page = self.page
        for number in numbers:
            page.goto(f"{self.address}/desk/declarations/{number}")
        self.queue()
        expect(page.locator('input[name="number"]')).to_have_count(len(numbers))
        for box in page.locator('input[name="number"]').all():
            box.check()
        pictured(page, f"release-marked-{step}", PHONE)
        page.locator("#several button").click()
        page.wait_for_url("**/desk/several?*")
        page.locator(f'input[name="verdict"][value="{step}"]').check()
        page.fill("#reason", reason)
        pictured(page, f"release-together-{step}", PHONE)
        sign(page, self.key)
        page.wait_for_url("**/desk/decided/*")
        expect(page.locator("main")).to_contain_text(f"Đã thực hiện: {len(numbers)} tờ khai")
        pictured(page, f"release-decided-{step}", PHONE)

    def sees_nothing_waiting(self, cleared: str) -> None:
        page = self.page
        page.goto(f"{self.address}/desk/declarations/{cleared}")
        for word in ("Đã thông quan", PAPERS, "Luật Hải quan 2014 Điều 37"):
            expect(page.locator("main")).to_contain_text(word)
        pictured(page, "release-cleared", PHONE)
        self.queue()
        expect(page.locator("main")).to_contain_text("0 tờ khai đang chờ")

    def confirms(self) -> None:
        """The list is answered as a whole: everything on it has passed."""
        page = self.page
        page.goto(f"{self.address}/lists/hq02")
        page.get_by_role("link", name="1/BK-00001").click()
        pictured(page, "release-list-before", PHONE)
        with self.timed("a list is confirmed"):
            sign(page, self.key)
            expect(page.locator("h1")).to_contain_text("Đã xác nhận", timeout=30_000)
        pictured(page, "release-list-confirmed", PHONE)


def test_a_manifest_goes_from_upload_to_released(
    server: Server, browser: Browser, user: list[str], tmp_path: Path
) -> None:
    timed, began = Timed(), time.monotonic()
    invoice = tmp_path / "hóa đơn.txt"
    invoice.write_text("Hóa đơn số 1\n", encoding="utf-8")
    with opened(browser) as (page, seen), opened(browser, width=PHONE) as (phone, seen_too):
        declarant = Declarant(page, server, user[0])
        declarant.files()
        yellow, red = declarant.numbers(channel="2"), declarant.numbers(channel="3")
        assert (len(yellow) >= len(YELLOW), len(red)) == (True, len(RED))
        officer = Officer(phone, server, timed)
        officer.decides_together("ask-documents", yellow, PAPERS)
        for number in yellow:
            declarant.gives(number, invoice)
        for row in RED:
            officer.records(f"sel{81000000 + row}vn", "goods-fit", "Kết quả kiểm tra hàng", "đúng khai báo")
        officer.decides_together("clear", yellow + red)
        officer.sees_nothing_waiting(yellow[0])
        every = declarant.numbers(state="cleared")
        assert len(every) == HOUSES
        for number in every:
            officer.records(number, "scan-clean", "Kết quả soi chiếu", "không nghi vấn")
        declarant.lists()
        officer.confirms()
        declarant.sees_all_released()
        assert seen.policy_reports() + seen_too.policy_reports() == []
    told = logged_in(server, user[0], the_pki().rsa).get("/api/v1/declarations?state=released").json()
    assert told["total"] == HOUSES
    print(f"{HOUSES} released in {time.monotonic() - began:.0f} s; slowest: {timed.seconds}")  # noqa: T201 - the figures of a drill
