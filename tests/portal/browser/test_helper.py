"""A page in Debian's Chromium asks `thongquan signer`: each way it can go ends in its own words."""

import base64
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from chromium import Chromium, chromium, opened
from demo_pki import PASSWORD, Pki, demo_pki
from signer_window import CODE, SYSTEM, Window, a_deed, free_port, spell, window
from thongquan.base.limits import LIMITS
from thongquan.portal.headers import HELPER, safe_headers
from thongquan.signing.report import verify_message
from tokens import COMPANY, PIN, address, demo_tokens

SCRIPT = Path(__file__).parents[3] / "src" / "thongquan" / "portal" / "scripts" / "helper.js"
NOW = datetime(2026, 9, 2, 3, 0, tzinfo=UTC)
TEXT = a_deed()
ASK = """async ([port, secret, text, arrival]) => {
    const { askHelper } = await import('/helper.js');
    const told = window.told = [];
    try {
        return { ...(await askHelper({ port, secret, text, tell: (code) => told.push(code), arrival })), told };
    } catch (fault) {
        return { name: fault.name, code: fault.code, told };
    }
}"""
ASK_CERTIFICATE = """async ([port, secret]) => {
    const { askCertificate } = await import('/helper.js');
    const told = window.told = [];
    try {
        return { certificate: await askCertificate({ port, secret, tell: (code) => told.push(code) }), told };
    } catch (fault) {
        return { name: fault.name, code: fault.code, told };
    }
}"""
START = f"(asked) => {{ window.ends = ({ASK})(asked); }}"


class Served(BaseHTTPRequestHandler):
    """A page under the portal's own headers, but that its policy names every port: each helper here has its own."""

    def do_GET(self) -> None:
        kind, body = ("text/javascript", SCRIPT.read_bytes()) if self.path == "/helper.js" else ("text/html", b"<p>x")
        self.send_response(200)
        for name, value in safe_headers(signs=True, secure=False):
            self.send_header(name.decode(), value.decode().replace(HELPER, "http://127.0.0.1:*"))
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *parts: object) -> None:
        pass


def served() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Served) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.fixture(scope="module")
def public() -> Iterator[int]:
    """The port of pages that Chromium is told to take for pages from the internet."""
    yield from served()


@pytest.fixture(scope="module")
def local() -> Iterator[int]:
    """The port of pages from this computer, as they are."""
    yield from served()


@pytest.fixture(scope="module")
def asking_chromium(public: int) -> Iterator[Chromium]:
    with chromium(f"--ip-address-space-overrides=127.0.0.1:{public}=public") as started:
        yield started


@pytest.fixture
def browser(asking_chromium: Chromium) -> Iterator[Browser]:
    with asking_chromium.at_work() as browser:
        yield browser


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    return demo_pki(tmp_path_factory.mktemp("pki") / "pki")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with opened(browser) as (page, _):
        yield page


@pytest.fixture
def visited(page: Page, public: int) -> Callable[..., str]:
    """Opens the portal's page, with a permission already `granted` or `denied`, or `prompt`; its origin."""

    def visit(setting: str, name: str = "customs.localhost", port: int = public) -> str:
        origin = f"http://{name}:{port}"
        page.goto(origin)
        session = page.context.new_cdp_session(page)
        context = session.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
        named = {"permission": {"name": "loopback-network"}, "setting": setting}
        session.send("Browser.setPermission", {**named, "origin": origin, "browserContextId": context})
        return origin

    return visit


@pytest.fixture
def helper(pki: Pki, public: int) -> Iterator[Window]:
    with window(pki.p12(), "--system", SYSTEM, portal=f"http://customs.localhost:{public}") as helper:
        helper.pairs()
        yield helper


def asks(page: Page, port: int, *, secret: str = CODE, arrival: int = 20_000) -> Any:
    return page.evaluate(ASK, [port, secret, TEXT, arrival])


def starts_asking(page: Page, port: int) -> None:
    page.evaluate(START, [port, CODE, TEXT, 20_000])


def ends(page: Page) -> Any:
    return page.evaluate("window.ends")


def is_signed(ended: Any, pki: Pki) -> bool:
    message = base64.b64decode(ended["signature"], validate=True)
    return verify_message(message, TEXT.encode(), pki.trust, NOW).verdict == "valid"


def refusal(code: str, *told: str) -> dict[str, Any]:
    return {"name": "HelperError", "code": code, "told": list(told)}


class TestThePermission:
    def test_granted_leads_to_the_signature(
        self, page: Page, visited: Callable[..., str], helper: Window, pki: Pki
    ) -> None:
        visited("granted")
        starts_asking(page, helper.port)
        helper.signs(PASSWORD)
        ended = ends(page)
        assert is_signed(ended, pki)
        assert ended["told"] == ["helper-asks"]

    def test_granted_by_its_name_in_playwright(self, page: Page, helper: Window, public: int, pki: Pki) -> None:
        page.context.grant_permissions(["local-network-access"], origin=f"http://customs.localhost:{public}")
        page.goto(f"http://customs.localhost:{public}")
        starts_asking(page, helper.port)
        helper.signs(PASSWORD)
        assert is_signed(ends(page), pki)

    def test_denied_is_told(self, page: Page, visited: Callable[..., str], helper: Window) -> None:
        visited("denied")
        assert asks(page, helper.port) == refusal("permission-denied")
        assert "Request" not in helper.shown

    def test_left_at_the_question_is_told(self, page: Page, visited: Callable[..., str], helper: Window) -> None:
        visited("prompt")
        assert asks(page, helper.port) == refusal("permission-prompt")
        assert "Request" not in helper.shown

    def test_asked_for_and_not_given_is_denied(self, page: Page, public: int, helper: Window) -> None:
        """Nobody answers a browser without a screen: it says no for him at once.

        So does Chromium 156 in each way that needs no screen (`--headless`, `--headless=new`, windows on
        `--ozone-platform=headless`, with or without anything that drives it), to every question: of the network, of
        notifications, of the place. Hence the question that stays open is stood in for by the two tests around this.
        """
        page.goto(f"http://customs.localhost:{public}")
        assert asks(page, helper.port) == refusal("permission-denied")

    def test_a_question_that_stays_open_is_told_meanwhile_and_given_up(
        self, page: Page, visited: Callable[..., str], local: int
    ) -> None:
        """Nothing but the open question keeps a request from the helper, which answers at once; here nothing does."""
        visited("prompt", port=local)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            ended = asks(page, silent.getsockname()[1], arrival=1500)
        assert ended == refusal("permission-prompt", "permission-prompt")

    def test_a_page_of_this_computer_needs_none(self, page: Page, local: int, pki: Pki) -> None:
        with window(pki.p12(), "--system", SYSTEM, portal=f"http://127.0.0.1:{local}") as helper:
            helper.pairs()
            page.goto(f"http://127.0.0.1:{local}")
            starts_asking(page, helper.port)
            helper.signs(PASSWORD)
            assert is_signed(ends(page), pki)


class TestTheHelper:
    def test_with_a_token(self, page: Page, visited: Callable[..., str], pki: Pki, tmp_path: Path) -> None:
        tokens = demo_tokens(tmp_path / "t", pki)
        origin = visited("granted")
        with window(address(COMPANY), portal=origin, SOFTHSM2_CONF=str(tokens.configuration)) as helper:
            helper.pairs()
            starts_asking(page, helper.port)
            helper.confirms_system()
            helper.signs(PIN)
            assert is_signed(ends(page), pki)

    def test_tells_the_certificate_of_a_token_on_a_yes(
        self, page: Page, visited: Callable[..., str], pki: Pki, tmp_path: Path
    ) -> None:
        tokens = demo_tokens(tmp_path / "t", pki)
        origin = visited("granted")
        with window(address(COMPANY), portal=origin, SOFTHSM2_CONF=str(tokens.configuration)) as helper:
            helper.pairs()
            for said in ("no", "yes"):
                page.evaluate(START.replace(ASK, ASK_CERTIFICATE), [helper.port, CODE])
                helper.sees("Type yes to send it: ")
                helper.types(said)
                ended = ends(page)
                if said == "no":
                    assert ended == refusal("helper-refused", "helper-asks")
            assert base64.b64decode(ended["certificate"]) == pki.certificate("rsa").der

    def test_that_is_away_is_told(self, page: Page, visited: Callable[..., str]) -> None:
        visited("granted")
        assert asks(page, free_port()) == refusal("helper-away")

    def test_that_is_away_is_told_to_a_page_of_this_computer(self, page: Page, local: int) -> None:
        page.goto(f"http://127.0.0.1:{local}")
        assert asks(page, free_port()) == refusal("helper-away")

    def test_that_goes_away_while_it_asks(self, page: Page, visited: Callable[..., str], helper: Window) -> None:
        visited("granted")
        starts_asking(page, helper.port)
        helper.sees("Enter: ")
        helper.process.kill()
        assert ends(page) == refusal("helper-away", "helper-asks")

    def test_whose_holder_says_no(self, page: Page, visited: Callable[..., str], helper: Window) -> None:
        visited("granted")
        starts_asking(page, helper.port)
        helper.signs("")
        assert ends(page) == refusal("helper-refused", "helper-asks")

    def test_that_shows_another_text(
        self, page: Page, browser: Browser, visited: Callable[..., str], helper: Window
    ) -> None:
        origin = visited("granted")
        starts_asking(page, helper.port)
        helper.sees("Enter: ")
        second = page.context.new_page()
        second.goto(origin)
        assert asks(second, helper.port)["code"] == "helper-busy"
        helper.types("")
        assert ends(page)["code"] == "helper-refused"

    def test_whose_holder_is_out(self, page: Page, visited: Callable[..., str], pki: Pki, tmp_path: Path) -> None:
        (tmp_path / "sitecustomize.py").write_text(
            "from thongquan.base import limits\nimport msgspec\n"
            "limits.LIMITS = msgspec.structs.replace(limits.LIMITS, signer_answer_seconds=1)\n"
        )
        origin = visited("granted")
        with window(pki.p12(), "--system", SYSTEM, portal=origin, PYTHONPATH=str(tmp_path)) as helper:
            helper.pairs()
            assert asks(page, helper.port) == refusal("timeout", "helper-asks")

    def test_of_another_code_does_not_show_itself(
        self, page: Page, visited: Callable[..., str], helper: Window
    ) -> None:
        """To the page it is away; its own window says why."""
        visited("granted")
        assert asks(page, helper.port, secret=spell(bytes(16))) == refusal("helper-away")
        helper.sees("A page asked with another code (time 1;")

    @pytest.mark.parametrize("code", ["", "AAAA", CODE[:-1], CODE.replace("A", "B", 1), "ÀÁÂÃ" * 8])
    def test_a_code_that_is_none_is_told_before_anything_is_sent(
        self, page: Page, local: int, helper: Window, code: str
    ) -> None:
        page.goto(f"http://127.0.0.1:{local}")
        assert asks(page, helper.port, secret=code) == refusal("wrong-code")


@pytest.mark.parametrize("mode", ["cors", "no-cors"])
@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
def test_a_foreign_page_cannot_tell_a_helper_from_a_program_that_hangs_up(
    page: Page, visited: Callable[..., str], helper: Window, mode: str, kind: str
) -> None:
    """Even with the browser's permission; the code does not help it either."""
    visited("granted", name="evil.localhost")
    fetching = """async ([port, mode, kind]) => {
        const asked = { method: 'POST', mode, body: '{}', headers: { 'Content-Type': kind } };
        try { return String((await fetch(`http://127.0.0.1:${port}/sign`, asked)).type); }
        catch (fault) { return `${fault.name}: ${fault.message}`; }
    }"""
    told = [page.evaluate(fetching, [port, mode, kind]) for port in (helper.port, free_port())]
    assert told == ["TypeError: Failed to fetch"] * 2
    assert asks(page, helper.port) == refusal("helper-away")
    assert "Request" not in helper.shown


def test_page_helper_and_policy_mean_the_same_port() -> None:
    assert f"export const PORT = {LIMITS.signer_port};" in SCRIPT.read_text()
    assert f"http://127.0.0.1:{LIMITS.signer_port}" == HELPER
