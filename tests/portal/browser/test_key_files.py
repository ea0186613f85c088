"""Key files as banks, authorities and tools write them: opened, or refused with words that help."""

import os
import re
import subprocess
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from playwright.sync_api import Page

from demo_pki import PASSWORD, Pki
from portal.browser.key_files import exported_by_openssl, key_file
from portal.browser.signing import Signing, choose_key_file
from portal.browser.site import ASSETS
from signing.certificates import Ca

LEGACY = {
    "RC2 and 3DES": ["-legacy"],
    "3DES": ["-legacy", "-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES"],
    "AES beside 3DES": ["-legacy", "-certpbe", "AES-256-CBC", "-keypbe", "PBE-SHA1-3DES"],
    "AES of 192 bits, which Chromium has not": ["-keypbe", "AES-192-CBC", "-certpbe", "AES-256-CBC"],
    "3DES under PBES2": ["-keypbe", "DES-EDE3-CBC", "-certpbe", "DES-EDE3-CBC"],
}


OPEN = """async ([address, file, password]) => {
    const { openKeyFile } = await import(address);
    const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
    const secret = new TextEncoder().encode(password);
    try {
        const { key, certificate, beside } = await openKeyFile(bytes, secret);
        let exported = 'nothing';
        try { exported = await crypto.subtle.exportKey('pkcs8', key); } catch { }
        return { certificate: btoa(String.fromCharCode(...certificate)), beside: beside.length,
                 extractable: key.extractable, usages: key.usages, exported,
                 left: [...bytes, ...secret].some(Boolean) };
    } catch (fault) {
        return { reason: fault.reason ?? String(fault), left: [...bytes, ...secret].some(Boolean) };
    }
}"""


def opened(page: Page, signing: Signing, file: Path, password: str = PASSWORD) -> dict[str, Any]:
    """What the script that opens key files makes of one, on a page that shows nothing else."""
    if not page.url.startswith(signing.site.address):
        page.goto(f"{signing.site.address}/after")
    given = [ASSETS.address("pkcs12.js"), b64encode(file.read_bytes()).decode(), password]
    told: dict[str, Any] = page.evaluate(OPEN, given)
    assert told["left"] is False, "file and password are overwritten, whatever comes of it"
    return told


def said(page: Page, signing: Signing, file: Path, password: str = PASSWORD) -> str:
    """What the page says to people instead of signing. Nothing is sent."""
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


@pytest.mark.parametrize("key", ["rsa", "p256"])
def test_the_key_signs_and_is_never_handed_over(key: str, page: Page, signing: Signing, pki: Pki) -> None:
    told = opened(page, signing, pki.p12(key))
    assert (told["extractable"], told["usages"], told["exported"]) == (False, ["sign"], "nothing")
    assert b64decode(told["certificate"]) == pki.certificate(key).der


def test_the_issuer_travels_along(page: Page, signing: Signing, pki: Pki) -> None:
    assert opened(page, signing, pki.p12())["beside"] == 1


OPENED = ([], ["-keypbe", "AES-128-CBC", "-certpbe", "AES-128-CBC"], ["-certpbe", "NONE"], ["-macalg", "SHA512"])


def test_each_file_of_openssl_3_is_opened(page: Page, signing: Signing, pki: Pki, tmp_path: Path) -> None:
    for options in OPENED:
        told = opened(page, signing, exported_by_openssl(tmp_path, pki.p12(), *options))
        assert b64decode(told["certificate"]) == pki.certificate().der, options


def test_a_password_may_have_any_letters(page: Page, signing: Signing, tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = Ca().issue(key=key)
    for password in ("Mật khẩu “Đường” số 1", "x" * 200, "😀"):
        told = opened(page, signing, key_file(tmp_path, key, certificate, password=password), password)
        assert b64decode(told["certificate"]) == certificate


def test_a_wrong_password_is_known_as_one(page: Page, signing: Signing, pki: Pki) -> None:
    for wrong in ("Thu-nghiem", "thu-nghiem ", "", "thử-nghiệm"):
        assert opened(page, signing, pki.p12(), wrong)["reason"] == "password", wrong


def test_a_wrong_password_is_said_to_be_wrong_and_typed_anew(page: Page, signing: Signing, pki: Pki) -> None:
    assert "Mật khẩu của tệp không đúng" in said(page, signing, pki.p12(), "Thu-nghiem")
    assert page.get_by_label("Mật khẩu của tệp").input_value() == ""
    page.get_by_label("Mật khẩu của tệp").fill(PASSWORD)
    page.get_by_role("button", name="Ký và gửi").click()
    page.wait_for_url("**/after")


def test_a_file_of_an_old_tool_is_known_as_one_before_its_password_is_tried(
    page: Page, signing: Signing, pki: Pki, tmp_path: Path
) -> None:
    for name, options in LEGACY.items():
        file = exported_by_openssl(tmp_path, pki.p12(), *options)
        assert opened(page, signing, file, "wrong" if "beside" not in name else PASSWORD)["reason"] == "legacy", name


def test_the_commands_that_the_page_tells_mend_an_old_file(
    page: Page, signing: Signing, pki: Pki, tmp_path: Path
) -> None:
    exported_by_openssl(tmp_path, pki.p12(), "-legacy").rename(tmp_path / "cu.p12")
    commands = re.findall(r"openssl .+", said(page, signing, tmp_path / "cu.p12"))
    assert len(commands) == 2
    for command in commands:
        words = [*command.split(), "-passin", f"pass:{PASSWORD}", "-passout", f"pass:{PASSWORD}"]
        subprocess.run(words, cwd=tmp_path, check=True, capture_output=True)
    assert "ENCRYPTED PRIVATE KEY" in (tmp_path / "tam.pem").read_text()
    assert b64decode(opened(page, signing, tmp_path / "moi.p12")["certificate"]) == pki.certificate().der


def test_what_is_no_key_file_is_known_not_to_be_one(page: Page, signing: Signing, pki: Pki, tmp_path: Path) -> None:
    whole, bad = pki.p12().read_bytes(), tmp_path / "bad.p12"
    for content in (b"", b"\x30", b"not a key", whole[:-1], whole[:500], whole[1:], pki.authority_der):
        bad.write_bytes(content)
        assert opened(page, signing, bad)["reason"] == "unreadable"
    bad.write_bytes(bytes(65537))
    assert opened(page, signing, bad)["reason"] == "large"


def test_a_damaged_file_is_refused_or_gives_the_very_same_key(
    page: Page, signing: Signing, pki: Pki, tmp_path: Path
) -> None:
    """Its own check covers everything but the names of algorithms around it."""
    certificate, survived = b64encode(pki.certificate("p256").der).decode(), 0
    whole = pki.p12("p256").read_bytes()
    step = 1 if os.environ.get("THONGQUAN_DRILL") else 90
    for at in range(0, len(whole), step):
        (tmp_path / "bad.p12").write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        told = opened(page, signing, tmp_path / "bad.p12")
        assert told.get("reason") in {"unreadable", "password", "legacy"} or told["certificate"] == certificate, at
        survived += "certificate" in told
    assert survived < 10


def test_a_key_that_nobody_accepts_is_known_at_once(page: Page, signing: Signing, tmp_path: Path) -> None:
    for key in (ed25519.Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP521R1())):
        file = key_file(tmp_path, key, Ca().issue(key=key))
        assert opened(page, signing, file)["reason"] == "kind"


def test_the_certificate_of_the_key_is_found_wherever_it_stands(page: Page, signing: Signing, tmp_path: Path) -> None:
    key, ca = ec.generate_private_key(ec.SECP256R1()), Ca()
    certificate, another = ca.issue(key=key), ca.issue()
    told = opened(page, signing, key_file(tmp_path, key, another, others=[ca.der, certificate]))
    assert b64decode(told["certificate"]) == certificate
    assert told["beside"] == 1, "the other one; an anchor is not sent along"
    assert opened(page, signing, key_file(tmp_path, key, another))["reason"] == "no-key"


def test_a_key_without_its_certificate_is_not_used(page: Page, signing: Signing, pki: Pki, tmp_path: Path) -> None:
    alone = exported_by_openssl(tmp_path, pki.p12(), "-nocerts")
    assert opened(page, signing, alone)["reason"] == "no-key"


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
        assert opened(page, signing, tmp_path / "slow.p12")["reason"] == "unreadable"
