"""Parts of pages come by htmx under the strict policy, and nothing in them runs: threat rows 25 and 26."""

import pytest
from playwright.sync_api import Page

from chromium import Seen
from page_checks import csp_findings, is_blank_when_framed
from portal.browser.site import ASSETS, POLICY, Site

PAGE = """<!doctype html><html lang="vi"><head><title>Trang</title>
<script type="module" src="%s"></script></head><body><main>
<button hx-get="/part" hx-target="#here">Lấy</button>
<div id="here">trước</div></main></body></html>"""
HOSTILE = [
    "<script>document.title='ran'</script>",
    "<script src='/ran.js'></script>",
    "<img src=x onerror=\"document.title='ran'\">",
    "<svg onload=\"document.title='ran'\"></svg>",
    "<svg><script>document.title='ran'</script></svg>",
    "<svg><a xlink:href=\"javascript:document.title='ran'\"><text>x</text></a></svg>",
    "<a href=\"java\tscript:document.title='ran'\">x</a>",
    "<a href=\" JaVaScRiPt:document.title='ran'\">x</a>",
    "<iframe srcdoc=\"<script>parent.document.title='ran'</script>\"></iframe>",
    "<object data='/ran.js'></object>",
    "<embed src='/ran.js'>",
    "<base href='//evil.example/'>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<link rel=stylesheet href='//evil.example/x.css'>",
    "<style>*{display:none}</style>",
    "<template><script>document.title='ran'</script></template>",
    "<template shadowrootmode=open><script>document.title='ran'</script></template>",
    "<div hx-on:click=\"document.title='ran'\">x</div>",
    "<div data-hx-on:click=\"document.title='ran'\">x</div>",
    "<div hx-on::load=\"document.title='ran'\">x</div>",
    "<math><mtext><img src=x onerror=document.title='ran'></mtext></math>",
    "<form><button formaction=\"javascript:document.title='ran'\">x</button></form>",
    "<table><td><img src=x onerror=document.title='ran'>",
    "<hx-partial hx-target='#here'><img src=x onerror=document.title='ran'></hx-partial>",
]


@pytest.fixture
def with_parts(site: Site, page: Page) -> Page:
    site.pages["/"] = PAGE % ASSETS.address("page.js")
    site.pages["/ran.js"] = "document.title='ran'"
    page.goto(site.address)
    page.wait_for_function("() => document.querySelector('[data-htmx-powered]')")
    return page


def test_a_part_is_put_in_its_place(with_parts: Page, site: Site, seen: Seen) -> None:
    site.pages["/part"] = '<p class="new">sau <a href="/x">x</a> <input value="on"></p>'
    with_parts.get_by_role("button", name="Lấy").click()
    with_parts.locator("#here .new").wait_for()
    assert seen.complaints == []


def test_nothing_in_a_part_runs_and_no_part_with_such_a_thing_is_shown(
    with_parts: Page, site: Site, seen: Seen
) -> None:
    for hostile in HOSTILE:
        site.pages["/part"] = f"<p>sau</p>{hostile}"
        with with_parts.expect_event("console", lambda told: told.type == "error"):
            with_parts.get_by_role("button", name="Lấy").click()
        assert (with_parts.title(), with_parts.locator("#here").inner_text()) == ("Trang", "trước"), hostile
    asked = {one.url.removeprefix(site.address) for one in seen.requests}
    assert asked == {"/", "/part", ASSETS.address("page.js")}


def test_a_whole_page_in_place_of_a_part_is_opened(with_parts: Page, site: Site) -> None:
    """A session that has ended answers with the page to log in."""
    site.pages["/part"] = '<!doctype html><html lang="vi"><title>Đăng nhập</title><h1>Đăng nhập</h1></html>'
    with_parts.get_by_role("button", name="Lấy").click()
    with_parts.wait_for_url("**/part")
    assert with_parts.title() == "Đăng nhập"


@pytest.mark.parametrize(
    "attempt",
    [
        "document.body.innerHTML = '<img src=x onerror=alert(1)>'",
        "document.write('x')",
        "document.createElement('script').textContent = 'x'",
        "document.createElement('script').src = '/x.js'",
        "new DOMParser().parseFromString('x', 'text/html')",
        "trustedTypes.createPolicy('thongquan', {createHTML: (x) => x})",
        "trustedTypes.createPolicy('default', {createHTML: (x) => x})",
        "new Worker('/x.js')",
    ],
)
def test_no_text_becomes_elements_or_code_by_any_other_way(attempt: str, with_parts: Page) -> None:
    # not by what the tests' own door allows, but from a function of the page
    caught = with_parts.evaluate(f"() => {{ try {{ {attempt}; }} catch (fault) {{ return fault.name; }} }}")
    assert caught == "TypeError"


def test_text_does_not_become_code(with_parts: Page) -> None:
    script = "() => { try { setTimeout('document.title = 1'); } catch (fault) { return fault.name; } }"
    assert with_parts.evaluate(script) in {"EvalError", "TypeError"}


def test_the_policy_has_no_finding_and_the_page_no_frame(with_parts: Page, site: Site) -> None:
    assert csp_findings(POLICY) == []
    assert is_blank_when_framed(with_parts, f"{site.address}/")
