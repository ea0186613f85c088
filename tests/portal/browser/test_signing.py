"""What is signed in the page is what our strict reader, pyHanko and openssl accept."""

import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from asn1crypto.cms import ContentInfo
from playwright.sync_api import Page
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from chromium import Seen
from demo_pki import NOW, PASSWORD, Pki
from portal.browser.signing import Signing, sign_with_file
from thongquan.signing.cms import read_cms
from thongquan.signing.verifying import verify_signature

KEYS = pytest.mark.parametrize("key", ["rsa", "p256"])


@KEYS
def test_our_reader_accepts_what_the_page_signed(key: str, page: Page, seen: Seen, signing: Signing, pki: Pki) -> None:
    sign_with_file(page, signing.site.address, pki.p12(key), PASSWORD)
    message = read_cms(signing.sent.signature)
    verify_signature(message, signing.sent.content, pki.certificate(key))
    pki.trust.check(pki.certificate(key), NOW)
    assert pki.certificate(key).der in message.certificates
    assert not message.unsigned_parts
    assert seen.complaints == []


@KEYS
def test_openssl_and_pyhanko_accept_it_too(key: str, page: Page, signing: Signing, pki: Pki, tmp_path: Path) -> None:
    sign_with_file(page, signing.site.address, pki.p12(key), PASSWORD)
    content, signature = tmp_path / "content", tmp_path / "signature"
    content.write_bytes(signing.sent.content)
    signature.write_bytes(signing.sent.signature)
    roots = tmp_path / "roots.pem"
    files = [*pki.anchors.glob("*"), *pki.intermediates.glob("*")]
    roots.write_bytes(b"\n".join(one.read_bytes() for one in files))
    given = ["-binary", "-inform", "DER", "-in", signature, "-content", content, "-CAfile", roots]
    subprocess.run(
        ["openssl", "cms", "-verify", *given, "-purpose", "any", "-attime", str(int(NOW.timestamp()))],
        check=True,
        capture_output=True,
    )
    signed = ContentInfo.load(signing.sent.signature, strict=True)["content"]
    (signer,) = signed["signer_infos"]
    serial = signer["sid"].chosen["serial_number"].native
    (certificate,) = [one.chosen for one in signed["certificates"] if one.chosen.serial_number == serial]
    digest = sha256(signing.sent.content).digest()
    assert validate_sig_integrity(signer, certificate, "data", digest) == (True, True)


def test_names_in_any_letters_are_signed_octet_for_octet(page: Page, signing: Signing, pki: Pki) -> None:
    """Decomposed letters, an ampersand, angle brackets: the text that was composed, as it was composed."""
    sign_with_file(page, signing.site.address, pki.p12(), PASSWORD, "Ngu\u0301y <b>&amp;</b> “Đ” 株式会社")
    assert "Tên: Ngu\u0301y <b>&amp;</b> “Đ” 株式会社\n".encode() in signing.sent.content
    verify_signature(read_cms(signing.sent.signature), signing.sent.content, pki.certificate())
