"""Key files as banks, authorities and tools write them: opened, or refused with words that help."""

import re
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from playwright.sync_api import Page

from demo_pki import PASSWORD, Pki
from portal.browser.key_files import exported_by_openssl, key_file
from portal.browser.signing import Signing, choose_key_file, sign_with_file
from signing.certificates import Ca
from thongquan.signing.cms import read_cms
from thongquan.signing.verifying import verify_signature

LEGACY = {
    "RC2 and 3DES": ["-legacy"],
    "3DES": ["-legacy", "-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES"],
    "AES beside 3DES": ["-legacy", "-certpbe", "AES-256-CBC", "-keypbe", "PBE-SHA1-3DES"],
    "AES of 192 bits, which Chromium has not": ["-keypbe", "AES-192-CBC", "-certpbe", "AES-256-CBC"],
    "3DES under PBES2": ["-keypbe", "DES-EDE3-CBC", "-certpbe", "DES-EDE3-CBC"],
}


def refused(page: Page, signing: Signing, file: Path, password: str = PASSWORD) -> str:
    """What the page says instead of signing. Nothing is sent."""
    page.goto(signing.site.address)
    page.get_by_label("Tên", exact=True).fill("A")
    page.get_by_role("button", name="Xem văn bản sẽ ký").click()
    page.get_by_role("heading", name="Văn bản sẽ ký").wait_for()
    choose_key_file(page, file, password)
    page.get_by_role("button", name="Ký và gửi").click()
    summary = page.get_by_role("alert")
    summary.wait_for()
    assert signing.sent.deeds == []
    assert page.evaluate("document.activeElement.dataset.part") == "summary"
    return summary.inner_text()


@pytest.mark.parametrize("options", [[], ["-keypbe", "AES-128-CBC", "-certpbe", "AES-128-CBC"], ["-certpbe", "NONE"]])
def test_a_file_of_openssl_3_is_opened(
    options: list[str], page: Page, signing: Signing, pki: Pki, tmp_path: Path
) -> None:
    file = exported_by_openssl(tmp_path, pki.p12(), *options)
    sign_with_file(page, signing.site.address, file, PASSWORD)
    verify_signature(read_cms(signing.sent.signature), signing.sent.content, pki.certificate())


@pytest.mark.parametrize("password", ["Mật khẩu “Đường” số 1", "x" * 200, "😀"])
def test_a_password_may_have_any_letters(password: str, page: Page, signing: Signing, pki: Pki, tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    file = key_file(tmp_path, key, Ca().issue(key=key), password=password)
    sign_with_file(page, signing.site.address, file, password)
    assert read_cms(signing.sent.signature).scheme == "ecdsa"


@pytest.mark.parametrize("wrong", ["Thu-nghiem", "thu-nghiem ", "", "thử-nghiệm"])
def test_a_wrong_password_is_said_to_be_wrong(wrong: str, page: Page, signing: Signing, pki: Pki) -> None:
    assert "Mật khẩu của tệp không đúng" in refused(page, signing, pki.p12(), wrong)
    assert page.get_by_label("Mật khẩu của tệp").input_value() == ""


@pytest.mark.parametrize("options", LEGACY.values(), ids=LEGACY)
def test_a_file_of_an_old_tool_gets_the_command_that_mends_it(
    options: list[str], page: Page, signing: Signing, pki: Pki, tmp_path: Path
) -> None:
    said = refused(page, signing, exported_by_openssl(tmp_path, pki.p12(), *options))
    assert "openssl pkcs12 -legacy -in cu.p12 -out tam.pem" in said
    assert "openssl pkcs12 -export -in tam.pem -out moi.p12" in said


def test_the_commands_that_the_page_tells_mend_an_old_file(
    page: Page, signing: Signing, pki: Pki, tmp_path: Path
) -> None:
    exported_by_openssl(tmp_path, pki.p12(), "-legacy").rename(tmp_path / "cu.p12")
    said = refused(page, signing, tmp_path / "cu.p12")
    for command in re.findall(r"openssl .+", said):
        words = [*command.split(), "-passin", f"pass:{PASSWORD}", "-passout", f"pass:{PASSWORD}"]
        subprocess.run(words, cwd=tmp_path, check=True, capture_output=True)
    assert "ENCRYPTED PRIVATE KEY" in (tmp_path / "tam.pem").read_text()
    sign_with_file(page, signing.site.address, tmp_path / "moi.p12", PASSWORD)
    verify_signature(read_cms(signing.sent.signature), signing.sent.content, pki.certificate())


def test_what_is_no_key_file_is_said_not_to_be_one(page: Page, signing: Signing, pki: Pki, tmp_path: Path) -> None:
    whole = pki.p12().read_bytes()
    for content in (b"", b"\x30", b"not a key", whole[:-1], whole[:500], whole[1:], pki.authority_der):
        (tmp_path / "bad.p12").write_bytes(content)
        assert "Không đọc được tệp này" in refused(page, signing, tmp_path / "bad.p12")
    (tmp_path / "big.p12").write_bytes(bytes(65537))
    assert "Tệp lớn hơn 64 kB" in refused(page, signing, tmp_path / "big.p12")


def test_a_damaged_file_is_never_signed_with(page: Page, signing: Signing, pki: Pki, tmp_path: Path) -> None:
    whole = bytearray(pki.p12("p256").read_bytes())
    for at in range(40, len(whole), len(whole) // 12):
        damaged = bytearray(whole)
        damaged[at] ^= 0x55
        (tmp_path / "bad.p12").write_bytes(damaged)
        refused(page, signing, tmp_path / "bad.p12")


def test_a_key_that_nobody_accepts_is_told_at_once(page: Page, signing: Signing, tmp_path: Path) -> None:
    for key in (ed25519.Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP521R1())):
        certificate = Ca().issue(key=key)
        assert "không phải RSA, P-256 hay P-384" in refused(page, signing, key_file(tmp_path, key, certificate))


def test_a_key_without_its_certificate_is_not_used(page: Page, signing: Signing, pki: Pki, tmp_path: Path) -> None:
    alone = exported_by_openssl(tmp_path, pki.p12(), "-nocerts")
    assert "Trong tệp không có đúng một khóa cùng chứng thư" in refused(page, signing, alone)


def test_a_file_that_would_hold_up_the_page_for_long_is_not_tried(
    page: Page, signing: Signing, pki: Pki, tmp_path: Path
) -> None:
    whole = pki.p12("p256").read_bytes()
    check_at, rounds = len(whole) - 67, b"\x02\x02\x08\x00"  # the file's own check hashes the password 2048 times
    assert whole[check_at : check_at + 2] == b"\x30\x41"
    assert whole.endswith(rounds)
    for number in (b"\x0f\x42\x41", b"\x7f\xff\xff\xff"):  # 1000001, and as many as four octets hold
        more = len(number) - 2
        check = bytes([0x30, 0x41 + more]) + whole[check_at + 2 : -len(rounds)] + bytes([2, len(number)]) + number
        longer = (int.from_bytes(whole[2:4]) + more).to_bytes(2)
        (tmp_path / "slow.p12").write_bytes(whole[:2] + longer + whole[4:check_at] + check)
        assert "Không đọc được tệp này" in refused(page, signing, tmp_path / "slow.p12")
