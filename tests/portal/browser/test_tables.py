"""Tables in the browser: from row to row by keys, parts swapped in place, the queue by itself; and without script."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from authority.applying import with_officer
from authority.house import House
from authority.many import LISTS, fill
from chromium import Seen, opened
from page_checks import axe, keyboard_walk
from portal.visiting import ORIGIN, Visitor
from thongquan.portal.sessions import Who

QUEUE = f"{ORIGIN}/desk/registrations"
HALF_A_MINUTE = 30_500
FOCUSED = "() => document.activeElement.closest('tr')?.rowIndex ?? document.activeElement.className"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    with_officer(house, "tt01", "079180000177", role="auditor")
    fill(house, [LISTS["queue"]], range(1000, 1130))
    yield house
    house.close()


@pytest.fixture
def officer(house: House) -> Visitor:
    visitor = Visitor(house)
    visitor.log_in(Who("cb01", "officer", "Lê Văn Công", certificate="ab" * 32))
    return visitor


@pytest.fixture
def at_desk(page: Page, officer: Visitor) -> Page:
    """The queue, as the portal itself answers."""
    answer_by(page, officer)
    page.clock.install()
    return opened_queue(page)


def opened_queue(page: Page) -> Page:
    page.goto(QUEUE)
    page.wait_for_function("() => document.querySelector('#listing a[data-row][tabindex]')")
    page.evaluate("() => (window.isTheSamePage = true)")
    return page


def answer_by(page: Page, visitor: Visitor) -> None:
    """The visitor keeps the cookies; a thread of its own runs its event loop."""
    thread = ThreadPoolExecutor(1)

    def answer(route: Route) -> None:
        asked = route.request
        passed = {name: value for name, value in asked.headers.items() if name.startswith(("hx-", "x-"))}
        got = thread.submit(visitor.ask, asked.method, asked.url.removeprefix(ORIGIN), headers=passed).result()
        headers = {name: value for name, value in got.headers.items() if name not in {"content-length", "set-cookie"}}
        route.fulfill(status=got.status_code, headers=headers, body=got.content)

    page.context.route(f"{ORIGIN}/**", answer)


def focused(page: Page) -> object:
    """The number of the row where the focus stands."""
    return page.evaluate(FOCUSED)


def is_the_same(page: Page) -> bool:
    return bool(page.evaluate("() => window.isTheSamePage === true"))


def test_keys_lead_from_row_to_row_and_enter_opens_one(at_desk: Page, seen: Seen) -> None:
    links = at_desk.locator("#listing a[data-row]")
    assert links.count() == 50
    links.first.focus()
    walked = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "End", "ArrowDown", "Home", "ArrowUp", "ArrowDown"):
        at_desk.keyboard.press(key)
        walked.append(focused(at_desk))
    assert walked == [2, 3, 2, 50, 50, 1, 1, 2]
    assert at_desk.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") != "none"
    address = links.nth(1).get_attribute("href")
    at_desk.keyboard.press("Shift+Tab")
    at_desk.keyboard.press("Tab")
    assert focused(at_desk) == 2
    at_desk.keyboard.press("Enter")
    at_desk.wait_for_url(f"**{address}")
    assert seen.policy_reports() == []


def test_the_tab_key_passes_a_table_in_one_step(at_desk: Page) -> None:
    reached = keyboard_walk(at_desk)
    assert len([one for one in reached if re.match(r"a \d\d/", one)]) == 1, "one row"
    assert axe(at_desk) == []


def test_a_filter_swaps_the_table_and_stays_in_the_address(at_desk: Page, seen: Seen) -> None:
    at_desk.fill("#f-company", "duong sang")
    at_desk.keyboard.press("Enter")
    expect(at_desk.locator(".count")).to_contain_text("Có 65 hồ sơ đang chờ; đang xem 1–50")
    assert "company=duong+sang" in at_desk.url
    assert is_the_same(at_desk)
    assert at_desk.evaluate("() => document.activeElement.id") == "f-company"
    expect(at_desk.locator("p[role=status].unseen")).to_contain_text("Có 65 hồ sơ")
    at_desk.locator("thead a", has_text="Mã số thuế").click()
    expect(at_desk.locator("th[aria-sort]")).to_have_text("Mã số thuế")
    at_desk.select_option("#f-state", "seconded")
    at_desk.get_by_role("button", name="Lọc").click()
    expect(at_desk.locator("tbody")).to_contain_text("Không có dòng nào")
    assert "sort=tax_code" in at_desk.url
    assert is_the_same(at_desk)
    documents = [one for one in seen.requests if one.resource_type == "document"]
    assert len(documents) == 1
    assert seen.complaints == []


def test_the_pages_are_turned_in_place_and_the_back_button_turns_back(at_desk: Page) -> None:
    shown = []
    for last in ("50", "100", "130"):
        expect(at_desk.locator(".count")).to_contain_text(f"–{last}")
        shown += at_desk.locator("#listing a[data-row]").evaluate_all("(all) => all.map((one) => one.href)")
        assert is_the_same(at_desk)
        if last != "130":
            at_desk.get_by_role("link", name="Trang sau").click()
    assert len(shown) == len(set(shown)) == 130
    assert focused(at_desk) == "scroll"  # the link that was pressed is gone with the last page
    at_desk.go_back()
    expect(at_desk.locator(".count")).to_contain_text("đang xem 51–100")


def test_the_queue_refreshes_itself_under_the_reader(at_desk: Page, house: House, seen: Seen) -> None:
    at_desk.locator("#listing a[data-row]").nth(9).evaluate("(one) => one.focus({preventScroll: true})")
    place = at_desk.evaluate("() => (document.querySelector('.scroll').scrollTop = 40, document.activeElement.href)")
    scrolled = at_desk.evaluate("() => [document.querySelector('.scroll').scrollTop, scrollY]")
    fill(house, [LISTS["queue"]], [3, 4])  # older than all others: they come first
    at_desk.clock.run_for(HALF_A_MINUTE)
    expect(at_desk.locator("p[role=status].unseen")).to_have_text("Hồ sơ mới đến: 2")
    expect(at_desk.locator(".count")).to_contain_text("Có 132 hồ sơ")
    assert focused(at_desk) == 12
    assert at_desk.evaluate("() => document.activeElement.href") == place
    assert at_desk.evaluate("() => [document.querySelector('.scroll').scrollTop, scrollY]") == scrolled
    at_desk.keyboard.press("ArrowDown")
    assert focused(at_desk) == 13
    assert [one.headers.get("x-refresh") for one in seen.requests if one.resource_type == "fetch"] == ["1"]
    assert seen.complaints == []


def test_nobody_is_told_of_rows_that_did_not_come(at_desk: Page) -> None:
    with at_desk.expect_response(lambda one: one.request.headers.get("x-refresh") == "1"):
        at_desk.clock.run_for(HALF_A_MINUTE)
    at_desk.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping')")
    assert at_desk.locator("p[role=status].unseen").inner_text() == ""


def test_without_script_it_is_a_table_of_links(browser: Browser, officer: Visitor) -> None:
    with opened(browser, java_script_enabled=False) as (page, _):
        answer_by(page, officer)
        page.goto(QUEUE)
        page.fill("#f-company", "Hoàng")
        page.get_by_role("button", name="Lọc").click()
        expect(page.locator(".count")).to_contain_text("Có 65 hồ sơ")
        page.locator("thead a", has_text="Doanh nghiệp").click()
        page.get_by_role("link", name="Trang sau").click()
        expect(page.locator(".count")).to_contain_text("đang xem 51–65")
        assert page.locator("tbody a").count() == 15
        page.locator("tbody a").first.click()
        page.wait_for_url("**/desk/registrations/*")
