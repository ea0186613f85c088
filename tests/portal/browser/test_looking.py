"""The looks that every page gets see what they are for."""

import asyncio

import pytest
from playwright.sync_api import Browser, Page

from chromium import PHONE, Seen, opened
from page_checks import axe, csp_findings, is_blank_when_framed, keyboard_walk, overflow, storage, taken
from portal.browser.site import ASSETS, POLICY, Site

GOOD = """<!doctype html><html lang="vi"><head><title>Trang thử</title>
<script type="module" src="%s"></script></head>
<body><main><h1>Trang thử</h1><form><label for="a">Mã số thuế</label> <input id="a" name="a">
<button>Tiếp tục</button></form><p><a href="/x">Liên kết</a></p></main></body></html>"""


@pytest.fixture
def good(site: Site, page: Page) -> Page:
    site.pages["/"] = GOOD % ASSETS.address("page.js")
    page.goto(site.address)
    return page


def test_a_good_page_passes_each_look(good: Page, seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    assert axe(good) == []
    assert keyboard_walk(good) == ["input a", "button Tiếp tục", "a Liên kết"]
    assert overflow(good) == 0
    assert taken(good, "a-good-page").stat().st_size > 1000
    assert seen.policy_reports() == []


def test_axe_finds_a_field_without_a_label(site: Site, page: Page) -> None:
    site.pages["/"] = '<!doctype html><html lang="vi"><title>x</title><main><h1>x</h1><input name="a"></main>'
    page.goto(site.address)
    assert [one.split(":")[0] for one in axe(page)] == ["critical"]


def test_the_walk_finds_what_the_keyboard_does_not_reach(site: Site, page: Page) -> None:
    site.pages["/"] = (
        "<!doctype html><title>x</title><button>Một</button><div style='display:none'><button>Hai</button></div>"
        "<div inert><button>Ba</button></div>"
    )
    page.goto(site.address)
    with pytest.raises(AssertionError, match="not reached by keyboard"):
        keyboard_walk(page)


def test_a_page_wider_than_a_phone_is_seen(site: Site, browser: Browser) -> None:
    site.headers["content-security-policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    site.pages["/"] = '<!doctype html><meta name="viewport" content="width=device-width"><p style="width:500px">x'
    with opened(browser, width=PHONE) as (page, _):
        page.goto(site.address)
        assert overflow(page) > 100


def test_the_evaluator_finds_nothing_in_our_policy_and_much_in_a_lax_one() -> None:
    assert csp_findings(POLICY) == []
    assert csp_findings("script-src 'unsafe-inline' https:") != []


def test_an_inline_script_is_reported_and_does_not_run(site: Site, page: Page, seen: Seen) -> None:
    site.pages["/"] = "<!doctype html><title>x</title><script>document.title = 'ran'</script>"
    page.goto(site.address)
    assert page.title() == "x"
    assert len(seen.policy_reports()) == 1


def test_a_framed_page_stays_blank(good: Page, site: Site) -> None:
    assert is_blank_when_framed(good, f"{site.address}/")
    site.headers["content-security-policy"] = "default-src 'none'"
    assert not is_blank_when_framed(good, f"{site.address}/")


def test_what_a_page_keeps_and_sends_is_found(site: Site, page: Page, seen: Seen) -> None:
    site.pages["/"] = GOOD % ASSETS.address("page.js")
    page.goto(site.address)
    page.evaluate("() => localStorage.setItem('a', 'kept-one')")
    page.fill("#a", "kept-two")
    page.evaluate("() => fetch('/nowhere', {method: 'POST', body: 'sent-one', headers: {'X-A': 'sent-two'}})")
    assert "kept-one" in storage(page)
    assert "kept-two" in storage(page)
    assert b"sent-one" in seen.sent()
    assert b"sent-two" in seen.sent()


def test_other_tests_may_run_their_own_event_loops(good: Page) -> None:
    """Within a test the browser's loop is set; after it none is: `test_after_the_browser` runs one."""
    assert asyncio._get_running_loop() is not None


def test_after_the_browser() -> None:
    asyncio.run(asyncio.sleep(0))
