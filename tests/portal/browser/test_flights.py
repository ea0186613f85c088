"""In the browser: a manifest of 20,000 rows is judged, mended, signed once and filed, and holds nobody up meanwhile."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from authority.accounts import put
from authority.house import House, the_pki
from authority.running import Server
from chromium import opened
from demo_pki import NOW
from demo_pki import PASSWORD as OF_THE_FILE
from faults.size import DRILL
from portal.browser.flights import SIGN, uploads
from portal.browser.test_applying import log_in
from server.applying import MANY
from server.logging_in import PASSWORD
from thongquan.registration.password import hashed

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


class Waits:
    """How long each thing that somebody did took, by its name: the longest."""

    def __init__(self) -> None:
        self.slowest: dict[str, float] = {}

    def __call__(self, name: str, act: Callable[[], object]) -> None:
        began = time.monotonic()
        act()
        self.slowest[name] = max(self.slowest.get(name, 0), time.monotonic() - began)


def waits_for(page: Page, other: Page, address: str, waits: Waits, work: str) -> tuple[float, int]:
    """Until the bar is gone; meanwhile the page is looked at, and somebody else's too.

    Returns the seconds, and at how many places the bar was seen.
    """
    began, told = time.monotonic(), set()
    while page.locator("#progress").count():
        told.add(page.locator("#progress progress").first.get_attribute("value"))
        waits(f"another page while it is {work}", lambda: other.goto(f"{address}/verify"))
        waits(f"the flight while it is {work}", page.reload)
    return time.monotonic() - began, len(told)


def looks_around(page: Page, waits: Waits) -> None:
    for query in ("outcome=refused", "fault=MIC-16-ONE", "house=46968463", "after=10049", "row=82"):
        waits(f"?{query}", lambda query=query: page.goto(page.url.partition("?")[0] + f"?{query}"))


@pytest.mark.skipif(not DRILL, reason="20,000 rows: in the drill")
def test_twenty_thousand_rows_are_filed_and_hold_nobody_up(desk: Desk, browser: Browser) -> None:
    waits, address = Waits(), desk.server.address
    with opened(browser) as (page, _), opened(browser) as (other, _):
        log_in(page, desk.server, desk.user, the_pki().p12(), "/flights")
        uploads(page, MANIFEST.name, MANIFEST.read_bytes())
        judged, moved = waits_for(page, other, address, waits, "judged")
        looks_around(page, waits)
        page.goto(page.url.partition("?")[0] + "?outcome=refused&row=82")
        waits("a cell is mended", page.locator("#row-82 .mend button").first.click)
        page.goto(page.url.partition("?")[0])
        waits_for(page, other, address, waits, "judged again")
        waits("the statement", page.get_by_role("button", name="Xem bảng kê sẽ ký").click)
        expect(page.locator('[data-part="text"]')).to_contain_text('"count":')
        page.set_input_files("#sign-p12", the_pki().p12())
        page.fill("#sign-password", OF_THE_FILE)
        waits("it is signed", lambda: (page.locator(SIGN).click(), page.wait_for_url("**/flights/2*")))
        assert moved > 1
        filed, seen = waits_for(page, other, address, waits, "filed")
        assert seen > 0  # a quiet machine files them within the time of two looks
        looks_around(page, waits)
        waits("?filed=2", lambda: page.goto(page.url.partition("?")[0] + "?filed=2"))
        waits("all flights", lambda: page.goto(f"{address}/flights"))
        registered = page.locator("tbody tr td").nth(6).inner_text()
        memory = Path(f"/proc/{desk.server.process.pid}/status").read_text().partition("VmHWM:")[2].split()[0]
    told = f"judged in {judged:.1f} s, {registered} filed in {filed:.1f} s, server at most {int(memory) // 1024} MB"
    print(told, waits.slowest)  # noqa: T201 - the figures of a drill
    assert {name: seconds for name, seconds in waits.slowest.items() if seconds >= 1} == {}
