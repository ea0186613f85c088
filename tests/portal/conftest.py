"""One browser for each process that runs tests, and a new context for each test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from authority.house import House
from chromium import Chromium, Seen, chromium, opened
from portal.visiting import Visitor


@pytest.fixture(scope="session")
def started_chromium() -> Iterator[Chromium]:
    with chromium() as started:
        yield started


@pytest.fixture
def browser(started_chromium: Chromium) -> Iterator[Browser]:
    with started_chromium.at_work() as browser:
        yield browser


@pytest.fixture
def page_and_seen(browser: Browser) -> Iterator[tuple[Page, Seen]]:
    with opened(browser) as both:
        yield both


@pytest.fixture
def page(page_and_seen: tuple[Page, Seen]) -> Page:
    """A page as wide as a desk's, in a context of its own."""
    return page_and_seen[0]


@pytest.fixture
def seen(page_and_seen: tuple[Page, Seen]) -> Seen:
    """What `page` asked for and complained of."""
    return page_and_seen[1]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("portal"))
    yield house
    house.close()


@pytest.fixture
def visitor(house: House) -> Visitor:
    return Visitor(house)
