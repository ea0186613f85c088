"""An officer in the browser confirms the certificate of a company that lost its own: two sign, then it counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from authority.applying import a_signer
from authority.deeds import a_registration
from authority.house import the_pki
from authority.running import Server
from authority.signers import Holder
from chromium import PHONE, opened
from demo_pki import RSA_COMPANY
from page_checks import keyboard_walk
from portal.browser.test_applying import checked, log_in, sign
from server.applying import prepared
from server.test_waiting_certificates import does


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = prepared(tmp_path)
    yield server
    assert server.end() == 0


@pytest.fixture
def waiting(server: Server) -> Holder:
    """The company lost both of its certificates and registered another."""
    first, holder = a_signer(RSA_COMPANY), Holder()
    for one in (a_signer(RSA_COMPANY, 1), first):
        named = {"serial": one.certificate.serial, "fingerprint": one.certificate.fingerprint}
        does(server, first, "certificate-suspend", **named, reason="stolen")
    says = a_registration(holder, replaces=first.certificate.fingerprint)
    assert does(server, holder, "certificate-register", **says)["state"] == "waiting"
    return holder


def opens_case(page: Page, server: Server, officer: str) -> None:
    log_in(page, server, officer, the_pki().officer_p12(officer), "/desk/certificates")
    checked(page, "desk-certificates")
    page.locator("tbody a").first.click()
    page.wait_for_url("**/desk/certificates/*")


def test_two_officers_confirm_it(server: Server, waiting: Holder, browser: Browser) -> None:
    for number, officer in enumerate(("cb01", "ct01")):
        with opened(browser) as (page, seen):
            opens_case(page, server, officer)
            checked(page, "desk-certificate")
            keyboard_walk(page)
            expect(page.locator("main")).to_contain_text("cb01" if number else "Chưa ai xác nhận")
            page.fill("#grounds", "Công văn số 12 ngày 02/09/2026")
            page.locator('[data-part="prepare"] button').click()
            text = page.locator('[data-part="text"]')
            expect(text).to_contain_text(f"Mã băm SHA-256 của chứng thư số: {waiting.certificate.fingerprint}")
            page.locator('[data-part="back"]').click()
            sign(page, the_pki().officer_p12(officer))
            page.wait_for_url(f"{server.address}/desk/certificates")
            expect(page.locator("main")).to_contain_text(f"{1 - number} chứng thư số đang chờ")
            assert seen.policy_reports() == []
    named = {"serial": waiting.certificate.serial, "fingerprint": waiting.certificate.fingerprint}
    assert does(server, waiting, "certificate-end", **named) == {"state": "ended"}


def test_on_a_phone_one_is_refused_with_its_reason(server: Server, waiting: Holder, browser: Browser) -> None:
    with opened(browser, width=PHONE) as (page, _):
        opens_case(page, server, "cb01")
        page.get_by_role("link", name="Từ chối").click()
        checked(page, "desk-certificate-refuse-phone")
        page.fill("#grounds", "Thiếu giấy giới thiệu của doanh nghiệp")
        sign(page, the_pki().officer_p12("cb01"))
        page.wait_for_url(f"{server.address}/desk/certificates")
        expect(page.locator("main")).to_contain_text("0 chứng thư số đang chờ")
