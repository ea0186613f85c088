"""From a bare certificate to working credentials, at a real server, in a real browser: with a key file or a token."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page

from authority.house import NAMES, SYSTEM, House, the_pki
from authority.running import Server
from chromium import DESK, PHONE, Seen, chromium, opened
from commands import DAY, PROFILE, a_flight, run_process
from demo_pki import MADE_AT, P256_COMPANY, PASSWORD
from page_checks import ROOT, axe, csp_findings, overflow, picture
from portal.browser import journey
from portal.browser.journey import Company, Given, Walker
from portal.browser.keys import Computer, KeyFile, Token
from server.logging_in import PASSWORD as OFFICER_PASSWORD
from thongquan.base.limits import LIMITS
from thongquan.registration.account import Person
from thongquan.registration.password import hashed
from thongquan.signing.folders import certificates_of
from thongquan.signing.pki import issue_company
from tokens import PIN, Tokens, address

OFFICER, OF_OFFICER = "cb01", Person("Lê Văn Công", "079180000101")
FILE_COMPANY = Company("0109998901", "Công ty TNHH Mới Thành Lập")
TOKEN_COMPANY = Company("0109998902", "Công ty CP Ký Bằng Token")
NEVER_MORE = re.compile(r"^\| (\w+) +\| (\d+) +\| (\d+) +\| (\d+) +\|", re.MULTILINE)
"""The table in docs/pages/README.md: who, pages, clicks, typed fields."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """As a demonstration: what is registered counts at once. One officer can log in."""
    folder = tmp_path_factory.mktemp("journey")
    house = House(folder)
    officer = house.books.accounts.account(OFFICER)
    house.sit(
        lambda now: now.books.accounts.put(replace(officer, password=hashed(OFFICER_PASSWORD), person=OF_OFFICER))
    )
    house.close()
    server = Server(folder, replace(LIMITS, address_burst=100_000), at_once=True)
    yield server
    server.end()


def key_file(company: Company) -> Path:
    pki = the_pki().folder
    return issue_company(pki, company.tax_code, company.name, password=PASSWORD, key="p256", moment=MADE_AT)


def all_looks(page: Page, name: str) -> None:
    """Nothing that keeps people out, at a desk and on a phone; a picture of each page for who looks."""
    assert axe(page) == [], name
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 740 if width == PHONE else 800})
        assert overflow(page) == 0, (name, width)
        picture(page, f"{name}-{width}")


def policies(seen: Seen) -> set[str]:
    found = [one.headers for one in seen.responses if "text/html" in one.headers.get("content-type", "")]
    return {one["content-security-policy"] for one in found}


def walks(who: Walker, officer: Walker, user: Walker, company: Company) -> Given:
    journey.registers_certificate(who, company)
    journey.opens_account(who, company)
    journey.fills_in_application(who, company)
    journey.sends_application(who)
    journey.decides(officer, OFFICER, OFFICER_PASSWORD, company)
    given = journey.reads_credentials(who)
    read_no_second_time(who, company, given)
    assert who.page.get_by_role("button", name="Nhận thông số").count() == 0
    journey.changes_password(user, given)
    journey.checks_credentials(user, given)
    return given


def read_no_second_time(who: Walker, company: Company, given: Given) -> None:
    """Asked once more, whatever the page offers: refused, and the page has no trace of them."""
    says = {"passwords": [{"user": given.user}], "keys": [{"terminal": given.terminal, "user": given.user}]}
    told = asked(who.page, "/api/v1/deeds/credentials-read", {"account": company.tax_code, "says": says})
    assert {fault["code"] for fault in told["faults"]} == {"CREDENTIALS-READ-BEFORE"}, told
    who.page.reload()
    assert given.password not in who.page.content()
    assert given.access_key not in who.page.content()


def asked(page: Page, path: str, message: dict[str, Any]) -> Any:
    fetching = """async ([path, message]) => (await fetch(path, {method: 'POST', body: JSON.stringify(message),
        headers: {'Content-Type': 'application/json',
                  'X-CSRF-Token': document.querySelector('meta[name="csrf-token"]').content}})).json()"""
    return page.evaluate(fetching, [path, message])


def files_a_declaration(
    server: Server, company: Company, folder: Path, certificate: object, secret: str, **environ: str
) -> None:
    """With the very certificate, by the command that every declarant has."""
    profile, password, flight = folder / "profile.toml", folder / "password", a_flight(folder / "flight.csv", 1)
    profile.write_text(re.sub(r"(?m)^filer .*$", f'filer = "{company.tax_code}"', PROFILE.read_text()))
    password.write_text(secret + "\n")
    signed = ["--certificate", certificate, "--password-file", password, "--anchors", the_pki().anchors]
    day = ["--profile", profile, "--on", DAY, "--system", SYSTEM]
    done = run_process(
        "file", flight, *day, "--server", server.address, "--outbox", folder / "outbox", *signed, "--json", **environ
    )
    assert done.code == 0, done.out + done.err
    assert len(done.numbers()) == 1


def test_with_a_key_file(server: Server, browser: Browser, tmp_path: Path) -> None:
    """Every page is looked at; in the end the company has what it needs, and has typed no more than is written down."""
    company, file = FILE_COMPANY, key_file(FILE_COMPANY)
    with opened(browser) as (own, seen), opened(browser) as (desk, of_officer), opened(browser) as (home, of_user):
        key = KeyFile(file, PASSWORD)
        who, user = (Walker(page, server.address, key, all_looks) for page in (own, home))
        officer = Walker(desk, server.address, KeyFile(the_pki().officer_p12(OFFICER), PASSWORD), all_looks)
        walks(who, officer, user, company)
        assert {"company": who.count, "declarant": user.count, "officer": officer.count} == written_down()
        files_a_declaration(server, company, tmp_path, file, PASSWORD)
        journey.delegates(who, Company(P256_COMPANY, NAMES[P256_COMPANY]))
        journey.logs_out(who)
        journey.logs_out(user)
        for one in (seen, of_officer, of_user):
            assert [told for told in one.complaints if "422" not in told] == []
            assert [finding for policy in policies(one) for finding in csp_findings(policy)] == []
            assert file.read_bytes() not in one.sent()
            assert PASSWORD.encode() not in one.sent()


def test_with_a_token(server: Server, tmp_path: Path) -> None:
    """Each signature, the officer's too, is given in the helper's window; once the browser bars the page."""
    company, file = TOKEN_COMPANY, key_file(TOKEN_COMPANY)
    computer = Computer()
    key = token_of(file, tmp_path, computer)
    of_officer = token_of(the_pki().officer_p12(OFFICER), tmp_path / "officer", computer)
    origin = f"http://customs.localhost:{server.port}"
    with (
        chromium(f"--ip-address-space-overrides=127.0.0.1:{server.port}=public") as started,
        started.at_work() as browser,
        computer.windows,
        opened(browser) as (own, seen),
        opened(browser) as (desk, of_desk),
        opened(browser) as (home, of_user),
    ):
        for page in (own, home, desk):
            allow(page, origin, "granted")
        who, user, officer = Walker(own, origin, key), Walker(home, origin, key), Walker(desk, origin, of_officer)
        key.before_first = lambda walker: is_denied(walker, origin)
        walks(who, officer, user, company)
        assert key.refusals == ["denied"]
        assert of_officer.signatures == 2  # logs in, decides
        files_a_declaration(server, company, tmp_path, key.certificate, PIN, **key.environ)
        journey.logs_out(who)
        for one in (seen, of_user, of_desk):
            assert one.policy_reports() == []
            assert PIN.encode() not in one.sent()


def token_of(file: Path, folder: Path, computer: Computer) -> Token:
    """Somebody's key and certificate on a token of its own; the page never sees a file."""
    tokens, public = Tokens(folder / "tokens"), file.with_suffix(".pem")
    tokens.make("CHỦ KHÓA")
    with tokens.filling("CHỦ KHÓA") as token:
        token.key(file, "khóa", b"\x01")
        token.certificate(certificates_of(public.read_bytes())[0], "chứng thư", b"\x01")
        token.certificate(the_pki().intermediate_ders[0], "CA", b"\x99")
    return Token(address("CHỦ KHÓA"), PIN, tokens.configuration, computer)


def allow(page: Page, origin: str, setting: str) -> None:
    """The browser's own question, whether pages of `origin` may reach programs on this computer, is answered so."""
    page.goto(origin)
    set_permission(page, origin, setting)


def set_permission(page: Page, origin: str, setting: str) -> None:
    session = page.context.new_cdp_session(page)
    context = session.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    named = {"permission": {"name": "loopback-network"}, "setting": setting}
    session.send("Browser.setPermission", {**named, "origin": origin, "browserContextId": context})


def is_denied(walker: Walker, origin: str) -> str:
    set_permission(walker.page, origin, "denied")
    walker.page.get_by_role("button", name="Ký và gửi").click()
    walker.page.get_by_text("Trình duyệt đang chặn trang này kết nối với thongquan signer").first.wait_for()
    set_permission(walker.page, origin, "granted")
    return "denied"


def written_down() -> dict[str, tuple[int, int, int]]:
    """Whoever makes the way longer says so in the table."""
    table = (ROOT / "docs" / "pages" / "README.md").read_text()
    found = {who: (int(pages), int(clicks), int(fields)) for who, pages, clicks, fields in NEVER_MORE.findall(table)}
    assert set(found) == {"company", "declarant", "officer"}
    return found
