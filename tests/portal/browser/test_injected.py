"""Row 25: what others write never runs, wherever a page shows it again. 300 payloads in the drill."""

from collections.abc import Iterator
from itertools import cycle, repeat
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from playwright.sync_api import Page

from authority.running import Server
from chromium import Seen
from faults.size import DRILL, size
from portal.browser.payloads import Trap, fill_every_form, payloads
from signing.certificates import Ca

COUNT = size(31, 300)
PATHS, FIELDS = ("/verify", "/certificate"), 4
"""Where something can be typed, and into how many fields together."""
CA = Ca()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("portal-server"))
    yield server
    assert server.end() == 0


@pytest.fixture
def trap(page: Page) -> Trap:
    return Trap(page)


def reports(seen: Seen) -> list[str]:
    """What was escaped gives the policy nothing to report."""
    return seen.policy_reports()


def a_certificate_saying(text: str) -> bytes:
    oids = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME, NameOID.TITLE)
    names = x509.Name([x509.NameAttribute(oid, text[:64] or "x") for oid in oids])
    return x509.load_der_x509_certificate(CA.issue(names)).public_bytes(Encoding.PEM)


def test_the_trap_notices_what_runs(server: Server, page: Page, trap: Trap) -> None:
    page.goto(server.address)
    page.evaluate("() => window.ran(1)")
    assert len(trap.sprung) == 1


def test_there_are_as_many_payloads_as_are_asked_for() -> None:
    assert len(set(payloads(300))) == 300


def test_what_is_typed_into_any_field_never_runs(server: Server, page: Page, seen: Seen, trap: Trap) -> None:
    """Each payload in one of the fields; in the drill each in each."""
    rounds = payloads(COUNT) if DRILL else payloads(COUNT)[::FIELDS]
    for first in rounds:
        place = payloads(COUNT).index(first)
        following = cycle([*payloads(COUNT)[place:], *payloads(COUNT)[:place]])
        used = [one for path in PATHS for one in fill_every_form(page, f"{server.address}{path}", following)]
        assert len(used) == FIELDS
        assert trap.sprung == [], used
    assert reports(seen) == []


def test_what_is_typed_is_shown_again_as_it_was_typed(server: Server, page: Page, trap: Trap) -> None:
    [payload] = payloads(1)
    fill_every_form(page, f"{server.address}/certificate", repeat(payload))
    assert page.locator("#pasted").input_value().strip() == payload
    assert trap.sprung == []


def test_what_a_file_or_its_name_says_never_runs(server: Server, page: Page, seen: Seen, trap: Trap) -> None:
    for payload in payloads(COUNT):
        page.goto(f"{server.address}/certificate")
        name = payload.replace("/", "∕").replace('"', "”") + ".cer"
        file = {"name": name, "mimeType": "text/plain", "buffer": a_certificate_saying(payload)}
        page.set_input_files("#certificate", file)
        with page.expect_navigation():
            page.locator('form[action="/certificate"] button:not([type="button"])').click()
        assert payload[:64].split("\n")[0].strip()[:8] in page.locator("main").inner_text()
        assert trap.sprung == [], payload
    assert reports(seen) == []


def test_what_an_address_says_never_runs(server: Server, page: Page, seen: Seen, trap: Trap) -> None:
    for payload in payloads(COUNT):
        page.goto(f"{server.address}/verify?x={quote(payload)}&{quote(payload)}=1&lang=vi#{quote(payload)}")
        assert page.locator("h1").count() == 1
        assert trap.sprung == [], payload
    assert reports(seen) == []
