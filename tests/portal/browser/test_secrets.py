"""What opens a key stays on the user's own computer: threat row 28."""

import os
from base64 import b64encode
from collections.abc import Iterator

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from playwright.sync_api import Page

from chromium import Seen
from demo_pki import PASSWORD, Pki
from page_checks import storage
from portal.browser.signing import Signing, choose_key_file, sign_with_file

SIGNINGS = 50 if os.environ.get("THONGQUAN_DRILL") else 5
LENGTH = 24
"""Of the pieces that are looked for: no other bytes agree with so many by chance."""


def spellings(secret: bytes) -> Iterator[bytes]:
    """As it is, in hex, and in base64 at each of the three places where it may begin."""
    yield secret
    yield secret.hex().encode()
    for shift in range(3):
        whole = b64encode(b"\0" * shift + secret)
        yield whole[4 if shift else 0 : len(whole) - 4]


def private_parts(pki: Pki, key: str) -> Iterator[bytes]:
    """The numbers that are the key."""
    opened = load_pkcs12(pki.p12(key).read_bytes(), PASSWORD.encode()).key
    assert isinstance(opened, RSAPrivateKey | EllipticCurvePrivateKey)
    numbers = opened.private_numbers()
    if isinstance(opened, RSAPrivateKey):
        yield from (number.to_bytes(256).lstrip(b"\0") for number in (numbers.p, numbers.q, numbers.d))  # type: ignore[union-attr] # of RSA
    else:
        yield numbers.private_value.to_bytes(32)  # type: ignore[union-attr] # of a curve


def pieces(pki: Pki, *keys: str) -> list[bytes]:
    """What must not be found anywhere: pieces of the encrypted file, of the key, and the password."""
    found = []
    for key in keys:
        file = pki.p12(key).read_bytes()
        found += [file[at : at + LENGTH] for at in range(0, len(file) - LENGTH, LENGTH * 4)]
        found += [part[:LENGTH] for part in private_parts(pki, key)]
    return [spelled for one in found for spelled in spellings(one)] + [PASSWORD.encode()]


def test_no_key_file_key_or_password_leaves_the_page_or_stays_in_it(
    page: Page, seen: Seen, signing: Signing, pki: Pki
) -> None:
    secrets = pieces(pki, "rsa", "p256")
    for number in range(SIGNINGS):
        sign_with_file(page, signing.site.address, pki.p12("rsa" if number % 2 else "p256"), PASSWORD)
        page.go_back()
        page.get_by_role("button", name="Xem văn bản sẽ ký").or_(
            page.get_by_role("button", name="Ký và gửi")
        ).first.wait_for()
        kept = storage(page).encode()
        assert [one for one in secrets if one in kept] == []
    sent = seen.sent()
    assert len(signing.sent.deeds) == SIGNINGS
    assert [one for one in secrets if one in sent] == []


def test_a_wrong_password_does_not_leave_either(page: Page, seen: Seen, signing: Signing, pki: Pki) -> None:
    page.goto(signing.site.address)
    page.get_by_role("button", name="Xem văn bản sẽ ký").click()
    page.get_by_role("heading", name="Văn bản sẽ ký").wait_for()
    choose_key_file(page, pki.p12(), "almost-the-right-one")
    page.get_by_role("button", name="Ký và gửi").click()
    page.get_by_role("alert").wait_for()
    assert b"almost-the-right-one" not in seen.sent() + storage(page).encode()


def test_the_search_finds_what_is_sent_or_kept(page: Page, seen: Seen, signing: Signing, pki: Pki) -> None:
    sign_with_file(page, signing.site.address, pki.p12(), PASSWORD)
    file = b64encode(pki.p12().read_bytes()).decode()
    page.evaluate("(file) => fetch('/x', {method: 'POST', body: file})", file)
    page.evaluate("(file) => localStorage.setItem('key', file)", file)
    for place in (seen.sent(), storage(page).encode()):
        assert [one for one in pieces(pki, "rsa") if one in place] != []


def test_browsers_are_asked_to_remember_nothing(page: Page, signing: Signing) -> None:
    page.goto(signing.site.address)
    fields = page.locator("section[data-sign] input:not([type=radio])")
    assert fields.evaluate_all("(all) => all.map((one) => [one.name, one.autocomplete])") == [["", "off"]] * 3
