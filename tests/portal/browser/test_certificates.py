"""A person with a key file registers it in a real browser at a real server, and a colleague confirms and suspends."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import Page

from authority.house import the_pki
from authority.running import Server
from authority.signers import Holder
from chromium import DESK, PHONE, Seen
from demo_pki import MADE_AT, PASSWORD, RSA_COMPANY
from page_checks import axe, keyboard_walk, overflow, picture
from server.logging_in import PASSWORD as LOGIN_PASSWORD
from server.logging_in import Person, code_of
from thongquan.base.limits import LIMITS
from thongquan.signing.pki import issue_company

LIST = "Chứng thư số của doanh nghiệp"
NEW_COMPANY = "0109998887"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("certificates"), replace(LIMITS, address_burst=100_000))
    yield server
    server.end()


@pytest.fixture(scope="module")
def key_file() -> Path:
    """Of a company that customs has never heard of."""
    return issue_company(
        the_pki().folder, NEW_COMPANY, "Công ty TNHH Mới Thành Lập", password=PASSWORD, key="p256", moment=MADE_AT
    )


def sign(page: Page, file: Path, action: str) -> None:
    page.get_by_role("button", name=action).click()
    page.get_by_role("heading", name="Văn bản sẽ ký").wait_for()
    page.get_by_label("Tệp khóa và chứng thư").set_input_files(file)
    page.get_by_label("Mật khẩu của tệp").fill(PASSWORD)
    page.get_by_role("button", name="Ký và gửi").click()


def log_in(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/login?account={RSA_COMPANY}&next=/company/certificates")
    page.get_by_label("Mật khẩu", exact=True).fill(LOGIN_PASSWORD)
    sign(page, the_pki().p12(), "Tiếp tục")
    page.get_by_role("heading", name=LIST, level=1).wait_for()


def follow(page: Page, link: str, heading: str) -> None:
    page.get_by_role("link", name=link).click()
    page.get_by_role("heading", name=heading, level=1).wait_for()


def looked_at(page: Page, name: str) -> None:
    assert axe(page) == []
    assert overflow(page) == 0
    picture(page, name)


def test_a_company_registers_its_first_certificate(page: Page, seen: Seen, server: Server, key_file: Path) -> None:
    page.goto(f"{server.address}/register")
    looked_at(page, "register")
    follow(page, "Đăng ký chứng thư số", "Đăng ký chứng thư số: chọn chứng thư số")
    looked_at(page, "register-certificate-choose")
    page.get_by_label("Tệp khóa và chứng thư (.p12, .pfx)").set_input_files(key_file)
    page.get_by_label("Mật khẩu của tệp").fill("sai")
    page.get_by_role("button", name="Xem chứng thư số này").click()
    page.get_by_text("Mật khẩu của tệp không đúng.").first.wait_for()
    page.get_by_label("Tệp khóa và chứng thư (.p12, .pfx)").set_input_files(key_file)
    page.get_by_label("Mật khẩu của tệp").fill(PASSWORD)
    page.get_by_role("button", name="Xem chứng thư số này").click()
    page.get_by_text("Công ty TNHH Mới Thành Lập").first.wait_for()
    looked_at(page, "register-certificate")
    assert page.get_by_label("Ngày hết hiệu lực đăng ký").input_value() == "2029-07-31"
    sign(page, key_file, "Đăng ký thông tin")
    page.wait_for_url("**/register/account?account=*")
    assert key_file.read_bytes() not in seen.sent()
    assert PASSWORD.encode() not in seen.sent()
    assert seen.policy_reports() == []


def test_a_waiting_certificate_is_confirmed_and_suspended(page: Page, seen: Seen, server: Server) -> None:
    admin, holder = Person(server), Holder()
    assert code_of(admin.register(LOGIN_PASSWORD)) == ""
    by_api = Person(server, RSA_COMPANY, holder)  # type: ignore[arg-type] # signs as a file would
    text = by_api.composed("certificate-register", **says_of(holder))
    assert code_of(by_api.send(text)) == ""
    log_in(page, server)
    looked_at(page, "company-certificates")
    follow(page, f"Xác nhận {holder.certificate.serial}", "Xác nhận chứng thư số")
    looked_at(page, "certificate-confirm")
    sign(page, the_pki().p12(), "Xác nhận")
    page.get_by_role("heading", name=LIST, level=1).wait_for()
    assert page.locator("tbody").get_by_text("Chờ xác nhận").count() == 0
    follow(page, f"Chấm dứt {holder.certificate.serial}", "Chấm dứt đăng ký một chứng thư số")
    looked_at(page, "certificate-end")
    follow(page, "Không chấm dứt", LIST)
    follow(page, f"Ngừng ngay {holder.certificate.serial}", "Ngừng ngay một chứng thư số")
    looked_at(page, "certificate-suspend")
    page.get_by_label("Bị lấy cắp").check()
    sign(page, the_pki().p12(), "Ngừng ngay")
    page.get_by_role("heading", name=LIST, level=1).wait_for()
    page.locator("tbody").get_by_text("Đã ngừng").first.wait_for()
    follow(page, "Sổ việc đã làm", "Sổ việc đã làm")
    page.locator("summary").first.click()
    looked_at(page, "company-record")
    page.goto(f"{server.address}/register")
    looked_at(page, "register-logged-in")
    assert seen.policy_reports() == []


def says_of(holder: Holder) -> dict[str, Any]:
    one = holder.certificate
    owner = "Công ty TNHH Chuyển phát nhanh Thử Nghiệm"
    return {"serial": one.serial, "fingerprint": one.fingerprint, "owner": owner, "until": "2028-01-01"}


@pytest.mark.parametrize("path", ["/register", "/register/certificate"])
def test_the_task_list_fits_every_screen(page: Page, seen: Seen, server: Server, path: str) -> None:
    for language, width in product(("vi", "en"), (PHONE, DESK)):
        page.set_viewport_size({"width": width, "height": 740 if width == PHONE else 800})
        page.goto(f"{server.address}{path}?lang={language}")
        assert axe(page) == []
        assert overflow(page) == 0
        assert keyboard_walk(page)
    assert seen.complaints == []
