"""The public pages as a visitor opens them, each with the way to it."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page

from authority.house import the_pki
from signing.receipts import a_receipt
from thongquan.signing.receipt import write_receipt

PKI = the_pki()


class Opened(NamedTuple):
    name: str
    path: str
    act: Callable[[Page], None]


def stay(page: Page) -> None:
    """The page as it opens."""


def press(page: Page, form: str) -> None:
    with page.expect_navigation():
        page.locator(f'form[action="{form}"] button:not([type="button"])').click()


def give_receipt(page: Page, content: bytes) -> None:
    page.set_input_files("#receipt", {"name": "biên nhận.json", "mimeType": "application/json", "buffer": content})
    press(page, "/verify/receipt")


def ask_print(page: Page) -> None:
    page.fill("#number", "100000009990")
    page.fill("#house_bill", "SEL00000009VN")
    press(page, "/verify/print")


def give_certificate(page: Page, file: Path) -> None:
    page.set_input_files("#certificate", str(file))
    press(page, "/certificate")


PAGES = [
    Opened("home", "/", stay),
    Opened("verify", "/verify", stay),
    Opened("verify-nothing-chosen", "/verify", lambda page: press(page, "/verify/receipt")),
    Opened("receipt", "/verify", lambda page: give_receipt(page, write_receipt(a_receipt(PKI)))),
    Opened("receipt-refused", "/verify", lambda page: give_receipt(page, b"{}")),
    Opened("print-unknown", "/verify", ask_print),
    Opened("certificate", "/certificate", stay),
    Opened("certificate-shown", "/certificate", lambda page: give_certificate(page, PKI.p12().with_suffix(".pem"))),
    Opened("certificate-refused", "/certificate", lambda page: give_certificate(page, PKI.p12())),
    Opened("not-there", "/not-there", stay),
]
