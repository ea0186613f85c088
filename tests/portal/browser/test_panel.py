"""The panel: what is shown is what is signed; everything goes by keyboard, and whatever goes wrong is said."""

from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from chromium import DESK, PHONE, Seen, opened
from demo_pki import PASSWORD, Pki
from page_checks import axe, keyboard_walk, overflow, picture
from portal.browser.signing import TEXT, TOKEN, Signing, as_json, choose_key_file
from thongquan.signing.cms import read_cms
from thongquan.signing.verifying import verify_signature

SHOW = "Xem văn bản sẽ ký"
SEND = "Ký và gửi"
FAULTS = {
    "code": "FORM-FAULTY",
    "text": {"vi": "Có lỗi", "en": "Faulty"},
    "fix": {"vi": "Hãy sửa", "en": "Mend"},
    "faults": [
        {"code": "A", "at": "name", "text": {"vi": "Thiếu tên.", "en": "x"}, "fix": {"vi": "Hãy điền.", "en": "x"}},
        {"code": "B", "at": "persons.0.name", "text": {"vi": "Tên <b>lạ</b>.", "en": "x"}, "fix": {"vi": "", "en": ""}},
        {"code": "C", "at": "", "text": {"vi": "Cả đơn thiếu.", "en": "x"}, "fix": {"vi": "", "en": ""}},
    ],
}
REFUSED = {"code": "DEED-LATE", "text": {"vi": "Đã quá hạn ký.", "en": "x"}, "fix": {"vi": "Hãy soạn lại.", "en": "x"}}


@pytest.fixture
def reviewing(page: Page, signing: Signing) -> Page:
    """The text is shown and waits for a signature."""
    return show_text(page, signing)


def show_text(page: Page, signing: Signing) -> Page:
    page.goto(signing.site.address)
    page.get_by_label("Tài khoản").fill(" 9901234560 ")
    page.get_by_label("Tên", exact=True).fill("Ước")
    page.get_by_label("Mật khẩu", exact=True).fill("bí mật")
    page.get_by_role("button", name=SHOW).click()
    page.get_by_role("heading", name="Văn bản sẽ ký").wait_for()
    return page


def summary_of(page: Page) -> str:
    summary = page.get_by_role("alert")
    summary.wait_for()
    assert page.evaluate("document.activeElement.dataset.part") == "summary", "whoever cannot see it is led there"
    return summary.inner_text()


def test_the_page_shows_the_exact_text_and_its_hash(reviewing: Page, signing: Signing) -> None:
    text = TEXT.format(name="Ước", nonce=f"{1:043d}")
    assert reviewing.locator("pre[data-part=text]").evaluate("(one) => one.textContent") == text
    shown = reviewing.locator("[data-part=digest]").inner_text()
    assert shown == sha256(text.encode()).hexdigest()
    assert "Ký trước 10:10 02/09/2026 (giờ Việt Nam)" in reviewing.locator("[data-part=expiry]").inner_text()
    assert reviewing.evaluate("document.activeElement.id") == "sign-heading"


def test_fields_are_sent_typed_and_secrets_only_with_the_signature(
    reviewing: Page, seen: Seen, signing: Signing, pki: Pki
) -> None:
    assert signing.sent.messages == [
        {"account": "9901234560", "says": {"name": "Ước", "persons": [{"name": ""}], "roles": []}}
    ]
    choose_key_file(reviewing, pki.p12(), PASSWORD)
    reviewing.get_by_role("button", name=SEND).click()
    reviewing.wait_for_url("**/after")
    assert set(signing.sent.deeds[0]) == {"text", "signature", "secrets"}
    assert signing.sent.deeds[0]["secrets"] == {"password": "bí mật"}
    posts = [one for one in seen.requests if one.method == "POST"]
    assert {one.all_headers()["x-csrf-token"] for one in posts} == {TOKEN}
    assert {one.all_headers()["content-type"] for one in posts} == {"application/json"}


def test_lists_hold_what_was_ticked(page: Page, signing: Signing) -> None:
    page.goto(signing.site.address)
    page.get_by_label("Khai", exact=True).check()
    page.get_by_label("Xem", exact=True).check()
    page.get_by_label("Người khai").fill("Lê Thị Bình")
    page.get_by_role("button", name=SHOW).click()
    page.get_by_role("heading", name="Văn bản sẽ ký").wait_for()
    says = signing.sent.messages[0]["says"]
    assert (says["roles"], says["persons"]) == (["declarant", "auditor"], [{"name": "Lê Thị Bình"}])


def test_faults_stand_in_a_summary_and_beside_their_fields(page: Page, signing: Signing) -> None:
    signing.composing = as_json(422, FAULTS)
    page.goto(signing.site.address)
    page.get_by_role("button", name=SHOW).click()
    said = [one for one in summary_of(page).split("\n") if one]
    assert said[1:] == ["Thiếu tên. Hãy điền.", "Tên <b>lạ</b>.", "Cả đơn thiếu."]
    field = page.get_by_label("Tên", exact=True)
    assert field.get_attribute("aria-invalid") == "true"
    beside = page.locator(f"#{field.get_attribute('aria-describedby')}")
    assert beside.text_content() == "Lỗi: Thiếu tên. Hãy điền."
    page.get_by_role("link", name="Tên <b>lạ</b>.").click()
    assert page.evaluate("document.activeElement.name") == "persons.0.name"
    assert axe(page) == []
    picture(page, "signing-faults")


def test_what_was_mended_is_no_longer_said(page: Page, signing: Signing) -> None:
    signing.composing = as_json(422, FAULTS)
    page.goto(signing.site.address)
    page.get_by_role("button", name=SHOW).click()
    summary_of(page)
    signing.composing = None
    page.get_by_role("button", name=SHOW).click()
    page.get_by_role("heading", name="Văn bản sẽ ký").wait_for()
    assert page.locator(".fault, .faulty, [aria-invalid=true], [aria-describedby$=said-1]").count() == 0
    assert page.get_by_role("alert").count() == 0


def test_what_is_refused_after_signing_is_said_and_signed_again(reviewing: Page, signing: Signing, pki: Pki) -> None:
    carried, signing.carrying_out = signing.carrying_out, as_json(422, REFUSED)
    choose_key_file(reviewing, pki.p12(), PASSWORD)
    reviewing.get_by_role("button", name=SEND).click()
    assert "Đã quá hạn ký. Hãy soạn lại." in summary_of(reviewing)
    signing.carrying_out = carried
    reviewing.get_by_label("Mật khẩu của tệp").fill(PASSWORD)
    reviewing.get_by_role("button", name=SEND).click()
    reviewing.wait_for_url("**/after")


def test_a_text_that_no_longer_says_what_the_form_says_is_not_signed(reviewing: Page, signing: Signing) -> None:
    reviewing.get_by_label("Mật khẩu", exact=True).fill("not in the text")
    assert reviewing.get_by_role("button", name=SEND).is_visible()
    reviewing.get_by_label("Tên", exact=True).fill("Khác")
    assert reviewing.get_by_role("button", name=SEND).is_hidden()
    assert reviewing.locator("pre[data-part=text]").evaluate("(one) => one.textContent") == ""


def test_signed_apart_the_file_is_the_text_octet_for_octet(
    reviewing: Page, signing: Signing, pki: Pki, tmp_path: Path
) -> None:
    reviewing.get_by_label("Ký ngoài trình duyệt").check()
    with reviewing.expect_download() as download:
        reviewing.get_by_role("button", name="Tải văn bản về").click()
    assert download.value.suggested_filename == "thongquan-login.txt"
    text = Path(download.value.path()).read_bytes()
    assert text == TEXT.format(name="Ước", nonce=f"{1:043d}").encode()
    (tmp_path / "a.p7s").write_bytes(pki.p256.sign(text))
    reviewing.get_by_label("Tệp chữ ký").set_input_files(tmp_path / "a.p7s")
    reviewing.get_by_role("button", name=SEND).click()
    reviewing.wait_for_url("**/after")
    verify_signature(read_cms(signing.sent.signature), signing.sent.content, pki.certificate("p256"))


def test_a_signature_file_that_is_none_or_too_large_is_not_sent(
    reviewing: Page, signing: Signing, tmp_path: Path
) -> None:
    reviewing.get_by_label("Ký ngoài trình duyệt").check()
    reviewing.get_by_role("button", name=SEND).click()
    assert "Chưa chọn tệp chữ ký" in summary_of(reviewing)
    (tmp_path / "a.p7s").write_bytes(bytes(16385))
    reviewing.get_by_label("Tệp chữ ký").set_input_files(tmp_path / "a.p7s")
    reviewing.get_by_role("button", name=SEND).click()
    assert "Tệp lớn hơn 16 kB" in summary_of(reviewing)
    assert signing.sent.deeds == []


def test_a_text_that_the_page_brings_is_signed_as_it_is(page: Page, signing: Signing, pki: Pki) -> None:
    text = TEXT.format(name="<script>&amp;\tA", nonce="x")
    signing.show(text=text)
    page.goto(signing.site.address)
    page.get_by_role("heading", name="Văn bản sẽ ký").wait_for()
    choose_key_file(page, pki.p12(), PASSWORD)
    page.get_by_role("button", name=SEND).click()
    page.wait_for_url("**/after")
    assert signing.sent.content == text.encode()
    assert signing.sent.messages == []


def test_what_is_shown_once_stands_in_the_page_only(reviewing: Page, signing: Signing, pki: Pki) -> None:
    signing.carrying_out = as_json(200, {"deed": 1, "outcome": {}, "shown": {"key": "K3Y-<b>", "unnamed": "2"}})
    choose_key_file(reviewing, pki.p12(), PASSWORD)
    reviewing.get_by_role("button", name=SEND).click()
    reviewing.get_by_text("Đã ký và đã thực hiện.").wait_for()
    assert reviewing.locator("dl dt").all_inner_texts() == ["Khóa truy cập", "unnamed"]
    assert reviewing.locator("dl dd.code").all_inner_texts() == ["K3Y-<b>", "2"]
    assert (
        reviewing.get_by_role("link", name="Sang trang tiếp theo").get_attribute("href")
        == f"{signing.site.address}/after"
    )
    assert reviewing.evaluate("document.activeElement.dataset.part") == "done"
    assert axe(reviewing) == []
    reviewing.reload()
    assert "K3Y" not in reviewing.content()


def test_an_answer_cannot_lead_to_another_site(reviewing: Page, signing: Signing, pki: Pki) -> None:
    signing.carrying_out = as_json(200, {"next": "//evil.example/", "shown": {}})
    choose_key_file(reviewing, pki.p12(), PASSWORD)
    reviewing.get_by_role("button", name=SEND).click()
    summary_of(reviewing)
    assert reviewing.url == f"{signing.site.address}/"


def test_an_impatient_hand_sends_once(reviewing: Page, signing: Signing, pki: Pki, tmp_path: Path) -> None:
    """By the way that keeps what it was given: the second press would find it."""
    (tmp_path / "a.p7s").write_bytes(pki.p256.sign(b"whatever"))
    reviewing.get_by_label("Ký ngoài trình duyệt").check()
    reviewing.get_by_label("Tệp chữ ký").set_input_files(tmp_path / "a.p7s")
    reviewing.get_by_role("button", name=SEND).dblclick()
    reviewing.wait_for_url("**/after")
    assert len(signing.sent.deeds) == 1


def test_a_server_that_does_not_answer_is_told_from_a_refusal(page: Page, signing: Signing) -> None:
    page.goto(signing.site.address)
    signing.composing = (502, "text/html", b"<html>no</html>")
    page.get_by_role("button", name=SHOW).click()
    assert "Không nhận được trả lời của hệ thống" in summary_of(page)


def test_a_helper_that_is_not_running_is_said_to_be_away(reviewing: Page, signing: Signing) -> None:
    reviewing.get_by_label("Thiết bị (token)").check()
    assert f"thongquan signer --portal {signing.site.address} " in reviewing.locator("[data-way=helper]").inner_text()
    reviewing.route("http://127.0.0.1:18911/**", lambda route: route.abort("connectionrefused"))
    reviewing.get_by_role("button", name=SEND).click()
    assert "Không gặp được thongquan signer" in summary_of(reviewing)


def test_the_whole_way_goes_by_keyboard(page: Page, signing: Signing, pki: Pki) -> None:
    page.goto(signing.site.address)
    page.get_by_label("Tên", exact=True).focus()
    page.keyboard.type("Ước")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Văn bản sẽ ký").wait_for()
    reached = keyboard_walk(page)
    for wanted in ("pre THÔNG QUAN", "input sign-way", "input sign-p12", "input sign-password", "button Ký và gửi"):
        assert any(one.startswith(wanted) for one in reached), wanted
    page.get_by_label("Tệp khóa và chứng thư").set_input_files(pki.p12())
    page.get_by_label("Mật khẩu của tệp").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/after")
    assert len(signing.sent.deeds) == 1


@pytest.mark.parametrize(("language", "width"), [("vi", PHONE), ("vi", DESK), ("en", PHONE), ("en", DESK)])
def test_nobody_is_kept_out_and_nothing_is_cut_off(
    language: str, width: int, browser: Browser, signing: Signing
) -> None:
    signing.show(language)
    with opened(browser, width=width) as (page, seen):
        page.goto(signing.site.address)
        page.locator("[data-part=prepare] button").click()
        page.locator("pre[data-part=text]").wait_for()
        picture(page, f"signing-{language}-{width}")
        page.locator("[data-way], [data-part=prepare]").evaluate_all("(all) => all.forEach((one) => (one.hidden = 0))")
        assert overflow(page) == 0
        assert (language, width) in (("vi", DESK), ("en", PHONE)) or axe(page) == []  # each language and width once
        assert seen.complaints == []


def test_without_script_the_page_says_what_signing_needs(browser: Browser, signing: Signing) -> None:
    with opened(browser, java_script_enabled=False) as (page, _):
        page.goto(signing.site.address)
        assert "trình duyệt phải cho phép chạy tập lệnh" in page.locator("main").inner_text()
        assert page.get_by_role("button", name=SHOW).is_hidden()
