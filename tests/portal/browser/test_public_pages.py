"""Each public page in a real browser: rows 25 and 26, and what `page_checks` looks for."""

import sys
from collections.abc import Iterator
from time import perf_counter

import pytest
from playwright.sync_api import Browser, Page

from authority.running import Server
from chromium import Chromium, Seen
from page_checks import csp_findings, is_blank_when_framed
from portal.browser.public import PAGES, Opened


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("portal-server"))
    yield server
    assert server.end() == 0


def visit(page: Page, server: Server, one: Opened, language: str) -> None:
    page.goto(f"{server.address}{one.path}?lang={language}")
    one.act(page)


@pytest.fixture(scope="module")
def without_script(started_chromium: Chromium) -> Iterator[tuple[Page, Seen]]:
    with started_chromium.kept_open(java_script_enabled=False) as both:
        yield both


@pytest.mark.parametrize("one", PAGES, ids=lambda one: one.name)
def test_a_page_works_without_script_and_is_light(
    server: Server, browser: Browser, without_script: tuple[Page, Seen], one: Opened
) -> None:
    page, seen = without_script
    visit(page, server, one, "vi")
    assert page.locator("h1").count() == 1
    seen.forget()
    page.goto(f"{server.address}{one.path}")
    assert 1 <= len(seen.responses) <= 4
    assert sum(len(response.body()) for response in seen.responses) < 100_000


def test_with_its_script_a_page_has_at_most_four_requests_and_100_kb(server: Server, page: Page, seen: Seen) -> None:
    page.goto(server.address, wait_until="networkidle")
    sizes = [len(response.body()) for response in seen.responses]
    assert len(sizes) <= 4
    assert sum(sizes) < 100_000


@pytest.mark.parametrize("path", sorted({one.path for one in PAGES}))
def test_a_framed_page_stays_blank(server: Server, page: Page, path: str) -> None:
    assert is_blank_when_framed(page, f"{server.address}{path}")


@pytest.mark.parametrize("path", sorted({one.path for one in PAGES}))
def test_the_policy_has_no_high_finding(server: Server, path: str) -> None:
    assert csp_findings(server.client.get(path).headers["content-security-policy"]) == []


def test_the_policy_stops_what_came_in_by_some_other_way(server: Server, page: Page, seen: Seen) -> None:
    page.goto(server.address)
    ran = page.evaluate(
        """() => new Promise((done) => setTimeout(() => {  // outside what drives the browser, which may do more
            window.ran = [];
            const script = document.createElement('script');
            try { script.text = 'window.ran.push(1)'; document.body.append(script); } catch (refused) {}
            try { document.body.innerHTML = '<img src=x onerror="window.ran.push(2)">'; } catch (refused) {}
            try { window.eval('window.ran.push(3)'); } catch (refused) {}
            try { setTimeout('window.ran.push(4)', 0); } catch (refused) {}
            setTimeout(() => done(window.ran), 100);
        }))"""
    )
    assert ran == []
    assert seen.policy_reports() != []


def test_the_error_summary_is_focused_and_leads_to_its_field(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/verify")
    page.locator('form[action="/verify/print"] button').click()
    assert page.evaluate("() => document.activeElement.className") == "summary"
    page.locator(".summary a").first.click()
    assert page.evaluate("() => location.hash") == "#number"


def test_the_cookie_before_login_is_kept_by_a_browser_and_no_script_sees_it(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/verify")
    [cookie] = [one for one in page.context.cookies() if one["name"] == "__Host-thongquan-form"]
    assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (True, True, "Strict")
    assert page.evaluate("() => document.cookie") == ""


def test_how_long_the_server_works_at_a_page(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    """A figure to look at; 50 ms are asked for. What fails here is only a page a hundred times too slow."""
    for path in sorted({one.path for one in PAGES}):
        server.client.get(path)
        began = perf_counter()
        for _ in range(20):
            server.client.get(path)
        milliseconds = (perf_counter() - began) / 20 * 1000
        with capsys.disabled():
            sys.stderr.write(f"\n{path}: {milliseconds:.1f} ms")
        assert milliseconds < 5_000
