"""Every page as everybody who may see it: in both languages, at a desk and on a phone, by keyboard, without script."""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from authority.house import House
from chromium import DESK, PHONE, Chromium, Seen, opened
from faults.size import DRILL
from page_checks import axe, csp_findings, keyboard_walk, overflow, picture, skip_link
from portal.browser.listed import BESIDE, LISTED, Listed
from portal.browser.peopled import PUBLIC, ROLES, Peopled
from portal.routes import all_routes
from thongquan.portal.cookies import SESSION

LANGUAGES, WIDTHS = ("vi", "en"), (DESK, PHONE)
WAYS = [(language, width) for language in LANGUAGES for width in WIDTHS]
CROSSED = [("vi", DESK), ("en", PHONE)]
WHY_NOT = "Để ký số, trình duyệt phải cho phép chạy tập lệnh của trang này."
PAGES = [*LISTED, *BESIDE]
EACH = pytest.mark.parametrize("one", PAGES, ids=lambda one: one.name)
SOME = pytest.mark.parametrize("one", PAGES if DRILL else PAGES[::3], ids=lambda one: one.name)
"""What tests of pages over HTTP see anyway, for they know no script: a build server compares every third page."""


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peopled]:
    peopled = Peopled(tmp_path_factory.mktemp("peopled"))
    yield peopled
    assert peopled.server.end() == 0


@pytest.fixture(scope="module")
def kept_open(started_chromium: Chromium) -> Iterator[tuple[Page, Seen]]:
    with started_chromium.kept_open() as both:
        yield both


@pytest.fixture
def looker(browser: Browser, kept_open: tuple[Page, Seen]) -> tuple[Page, Seen]:
    """The same page for all; what it saw before is forgotten."""
    kept_open[1].forget()
    return kept_open


@pytest.fixture(scope="module")
def kept_without_script(started_chromium: Chromium) -> Iterator[Page]:
    with started_chromium.kept_open(java_script_enabled=False) as (page, _):
        yield page


def test_no_page_is_left_out(house: House) -> None:
    assert {one.route for one in LISTED} == {one.path for one in all_routes(house) if one.method == "GET"}


def test_a_page_is_shown_to_those_who_are_listed_and_to_nobody_else(peopled: Peopled) -> None:
    for one in LISTED:
        if one.act is None:
            assert {role for role in ROLES if _status(peopled, one, role) == 200} == {*one.who}, one.name


def _status(peopled: Peopled, one: Listed, role: str) -> int:
    cookie = {} if role == PUBLIC else {"cookie": f"{SESSION}={peopled.cookies[role]}"}
    return peopled.server.client.get(one.path(peopled), headers=cookie).status_code


def ways_of(one: Listed) -> Iterator[tuple[str, str, int, bool]]:
    """Role, language, width, and whether it is looked at wholly: all and wholly in the drill.

    Else the first role sees two ways that cross, by turns one of them wholly, and one other role one. Who sees a page
    at all is asked of all roles.
    """
    if DRILL:
        yield from ((role, *way, True) for role in one.who for way in WAYS)
        return
    first, *others = one.who
    place = LISTED.index(one) if one in LISTED else 0
    yield from ((first, *way, turn == place % len(CROSSED)) for turn, way in enumerate(CROSSED))
    if others:
        yield (others[place % len(others)], *WAYS[place % len(WAYS)], False)


def visit(page: Page, peopled: Peopled, one: Listed, language: str) -> None:
    path = one.path(peopled)
    answer = page.goto(f"{peopled.server.address}{path}{'&' if '?' in path else '?'}lang={language}")
    assert answer is not None
    if one.act:
        one.act(page, peopled)
    else:
        assert answer.status == one.status


@EACH
def test_it_keeps_nobody_out(peopled: Peopled, looker: tuple[Page, Seen], one: Listed) -> None:
    page, seen = looker
    shown_to = ""
    for role, language, width, wholly in ways_of(one):
        page.set_viewport_size({"width": width, "height": 740 if width == PHONE else 800})
        if role != shown_to:
            peopled.show(page, role)
            shown_to = role
        visit(page, peopled, one, language)
        assert page.evaluate(LANGUAGE_AND_HEADINGS) == [language, 1]
        if wholly:
            looked_at(page)
        assert overflow(page) == 0
    assert complaints(seen, one) == []
    assert policies(seen) != set()
    assert [finding for policy in policies(seen) for finding in csp_findings(policy)] == []


LANGUAGE_AND_HEADINGS = "() => [document.documentElement.lang, document.querySelectorAll('h1').length]"


def looked_at(page: Page) -> None:
    assert axe(page) == []
    assert keyboard_walk(page)[0].startswith("a ")
    skip_link(page)


def complaints(seen: Seen, one: Listed) -> list[str]:
    """The browser notes on its console that a page came with a 4xx: that is meant."""
    return [told for told in seen.complaints if one.status == 200 or str(one.status) not in told]


def policies(seen: Seen) -> set[str]:
    found = [one.headers for one in seen.responses if "text/html" in one.headers.get("content-type", "")]
    return {one["content-security-policy"] for one in found}


@SOME
def test_without_script_it_says_the_same_or_why_not(
    peopled: Peopled, looker: tuple[Page, Seen], kept_without_script: Page, one: Listed
) -> None:
    """What signs, says that signing needs script; anything else needs none."""
    without = told(peopled, kept_without_script, one, script=False)
    if WHY_NOT not in without:
        assert without == told(peopled, looker[0], one, script=True)


OF_SCRIPT = '[data-part="key-file"]:visible, [data-part="from-helper"]:visible, [data-keys]:visible'


def told(peopled: Peopled, page: Page, one: Listed, *, script: bool) -> str:
    """All that the page says, but for what is script's (opening a key file) and for figures: minutes pass."""
    page.set_viewport_size({"width": DESK, "height": 800})
    peopled.show(page, one.who[0])
    visit(page, peopled, one, "vi")
    said = page.locator("main").inner_text()
    assert (WHY_NOT in said) == (not script and signs(page))
    for own in page.locator(OF_SCRIPT).all():
        said = said.replace(own.inner_text(), "")
    return re.sub(r"\w*\d\w*", "0", " ".join(said.split()))


def signs(page: Page) -> bool:
    return page.locator("section[data-sign]").count() > 0


if os.environ.get("RECORD"):

    @pytest.mark.parametrize("one", [one for one in [*LISTED, *BESIDE] if not one.is_walked], ids=lambda one: one.name)
    def test_it_has_its_picture(peopled: Peopled, browser: Browser, one: Listed) -> None:
        with opened(browser) as (page, _):
            peopled.show(page, one.who[0])
            visit(page, peopled, one, "vi")
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 740 if width == PHONE else 800})
                picture(page, f"{one.name}-{width}")
