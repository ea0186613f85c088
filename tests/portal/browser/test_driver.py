"""In the browser, on a phone: a driver tells of his transport, loses the network, and everything arrives once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from authority.house import House
from authority.linking import give_link, under_way
from authority.listing import user_of
from authority.running import Server
from chromium import PHONE, opened
from demo_pki import NOW
from page_checks import overflow, taken
from thongquan.authority.transport_links_seen import ReportShown, reports_seen

KEPT = """async () => {
  const kept = await caches.match(location.pathname);
  return Boolean(kept) && (await kept.text()).includes('data-told="left"');
}"""


class Truck:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        house = House(folder, now=NOW - timedelta(minutes=5))
        self.number = under_way(house)
        self.link = give_link(house, self.number).shown["transport_link"]
        self.user = user_of(house)
        house.close()
        self.server = Server(folder)
        self.address = f"{self.server.address}{self.link}"

    def ended(self) -> list[ReportShown]:
        """What came, as it stands in the books after the server has gone."""
        assert self.server.end() == 0
        house = House(self.folder)
        try:
            return reports_seen(house.books, self.user, self.number)
        finally:
            house.close()


@pytest.fixture
def truck(tmp_path: Path) -> Iterator[Truck]:
    truck = Truck(tmp_path / "s")
    yield truck
    if truck.server.process.poll() is None:
        truck.server.end()


def tell(page: Page, what: str, **typed: str) -> None:
    """Two taps."""
    page.locator(f'details[data-what="{what}"] > summary').click()
    for name, text in typed.items():
        page.fill(f"#{what}-{name}", text)
    page.locator(f'details[data-what="{what}"] button').click()


KEEP = """async ([path, at]) => {
  const kept = await caches.open(`thongquan ${path}`);
  await kept.put(path, new Response("kept", { headers: { date: at } }));
}"""


def forgets_what_is_dead_or_old(page: Page, server: str) -> None:
    dead, old = f"/t/{'x' * 24}", f"/t/{'y' * 24}"
    for path in (dead, old):
        page.evaluate(KEEP, [path, "Wed, 02 Sep 2026 03:00:00 GMT"])
    assert page.goto(f"{server}{dead}").status == 404  # type: ignore[union-attr] # it answers
    assert page.evaluate("path => caches.has(`thongquan ${path}`)", dead) is False
    page.context.set_offline(True)
    with pytest.raises(Error):
        page.goto(f"{server}{old}")
    page.context.set_offline(False)
    page.goto(f"{server}{dead}")
    assert page.evaluate("path => caches.has(`thongquan ${path}`)", old) is False


def forgets_its_page_where_a_report_finds_the_link_dead(page: Page) -> None:
    def ended(route: Route) -> None:
        return route.fulfill(status=404, json={}) if route.request.method == "POST" else route.continue_()

    assert page.evaluate("async () => Boolean(await caches.match(location.pathname))")
    page.route("**/t/*", ended)
    tell(page, "trouble", note="kẹt xe")
    expect(page.locator('[data-part="told"]')).to_contain_text("Không được nhận")
    page.wait_for_function("async () => !(await caches.match(location.pathname))")
    page.unroute("**/t/*")


def state_of(page: Page, what: str, mark: str) -> None:
    expect(page.locator(f'li[data-told="{what}"]')).to_contain_text(mark)


def tells_and_gets_no_answer(page: Page) -> None:
    """It reaches the server, the telephone does not learn so, and tells it again."""
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if route.request.method != "POST" or lost:
            return route.continue_()
        lost.append(route.fetch().text())
        return route.abort()

    page.route("**/t/*", lose_the_first_answer)
    tell(page, "left")
    state_of(page, "left", "Đã nhận")
    assert len(lost) == 1
    page.unroute("**/t/*")
    assert not page.locator('details[data-what="left"]').is_visible()
    page.wait_for_function(KEPT)  # with what was told: it opens without a network from now on


def tells_without_a_network(page: Page, secret: str) -> None:
    page.context.set_offline(True)
    tell(page, "arrived", seals="HQ0001")
    tell(page, "seal", note="Chì HQ0002 đứt")
    state_of(page, "seal", "Chờ mạng")
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "Chì HQ0002 đứt" in kept
    assert secret not in kept
    page.reload()
    for what, mark in (("left", "Đã nhận"), ("arrived", "Chờ mạng"), ("seal", "Chờ mạng")):
        state_of(page, what, mark)
    assert overflow(page) == 0
    taken(page, "driver-without-network")


def test_what_is_told_without_network_waits_over_a_reload_and_comes_once(truck: Truck, browser: Browser) -> None:
    secret = truck.link.removeprefix("/t/")
    with opened(browser, width=PHONE) as (page, seen):
        page.goto(truck.address)
        assert overflow(page) == 0
        tell(page, "trouble")  # says nothing of what
        expect(page.locator('[data-part="status"]')).to_contain_text("Hãy ghi ngắn gọn")
        tells_and_gets_no_answer(page)
        tells_without_a_network(page, secret)
        page.context.set_offline(False)
        for what in ("arrived", "seal"):
            state_of(page, what, "Đã nhận")
        assert page.evaluate("localStorage.length") == 0
        assert seen.policy_reports() == []
        forgets_its_page_where_a_report_finds_the_link_dead(page)
        forgets_what_is_dead_or_old(page, truck.server.address)
    came = truck.ended()
    assert [(one.what, one.note, one.seals) for one in came] == [
        ("left", "", []), ("arrived", "", ["HQ0001"]), ("seal", "Chì HQ0002 đứt", [])
    ]  # fmt: skip
    assert all(one.told_at for one in came)
    for path in truck.folder.rglob("*"):
        assert not path.is_file() or secret.encode() not in path.read_bytes(), path
