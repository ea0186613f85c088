"""Row 25: what a company had registered never runs, on none of the pages that show it. 300 payloads in the drill."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from authority.house import House
from authority.running import Server
from chromium import Seen
from faults.size import size
from portal.browser.payloads import Trap
from portal.browser.stored import OFFICER, Hostile, Stored, log_in, officer, storable
from portal.routes import all_routes

COUNT, FIELDS = size(18, 300), 9
"""Payloads, and how many fields of a company keep another one each."""
OF_OFFICERS = ("/desk/", "/office")
NOT_KEPT = (
    "{flight:str}",
    "{list_id:str}",
    "{document_list:str}",
    "{deed:str}",
    "{webhook:str}",
    "{office:str}",
    "{company:str}",
    "{guarantee:str}",
    "{day:str}",
    "{month:str}",
    "{transport:str}",
    "{secret:str}",
)
"""These companies have none of these; their walks stand in `test_flights.py`, `test_completed_lists.py` …"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, list[Stored]]]:
    made, words = Hostile(tmp_path_factory.mktemp("hostile")), storable(COUNT)
    starts = range(0, COUNT, FIELDS)
    stored = [made.company(number, [*words[start:], *words[:start]]) for number, start in enumerate(starts)]
    server = made.open()
    yield server, stored
    assert server.end() == 0


def opened(page: Page, server: Server, trap: Trap, paths: list[str]) -> str:
    """Everything that these pages show, once nothing has run."""
    shown = ""
    for path in paths:
        answer = page.goto(f"{server.address}{path}")
        assert answer is not None
        assert answer.status in {200, 403}, path  # some pages are for others; what must be seen is looked for below
        assert "/login?" not in page.url, path
        page.wait_for_load_state()
        assert trap.sprung == [], path
        shown += page.locator("body").inner_text()
        shown += "\n".join(one.input_value() for one in page.locator("main input, main textarea").all())
    return shown


def test_what_is_stored_never_runs_on_any_page(
    hostile: tuple[Server, list[Stored]], house: House, page: Page, seen: Seen
) -> None:
    server, stored = hostile
    trap = Trap(page)
    routes = [one.path for one in all_routes(house) if one.method == "GET"]
    routes = [one for one in routes if not one.endswith("/sign") and not any(name in one for name in NOT_KEPT)]
    of_officers = [one for one in routes if one.startswith(OF_OFFICERS)]
    of_companies = [one for one in routes if one not in of_officers]
    assert len(of_officers) >= 2
    assert len(of_companies) >= 20
    shown = {}
    for one in stored:
        log_in(page, server, one.tax_code, one.signer)
        shown[one.tax_code] = opened(page, server, trap, [one.address(path) for path in of_companies])
    log_in(page, server, OFFICER, officer())
    for one in stored:
        shown[one.tax_code] += opened(page, server, trap, [one.address(path) for path in of_officers])
    assert seen.policy_reports() == []
    words = storable(COUNT)
    assert [word for word in words if not any(word[:40] in told for told in shown.values())] == []
