"""Accounts as people get them, for the tests of what may be done with them. Kept passwords are marks, not hashes."""

from functools import cache
from typing import Any

import msgspec

from authority.deeds import composed, sent, signed
from authority.house import House, add_company, the_pki, untie
from demo_pki import MADE_AT, P256_COMPANY, PASSWORD, RSA_COMPANY
from thongquan.authority.deed_work import Carried
from thongquan.base.moment import stamp
from thongquan.registration.account import Account, Person
from thongquan.signing.pki import issue_company
from thongquan.signing.sign import Pkcs12Signer, open_pkcs12

KEPT, OTHER = "hash of the password", "hash of another password"
USER = "00001XY7"
EMAIL = "quantri@thunghiem.example"


@cache
def second_signer() -> Pkcs12Signer:
    """Another person of the first company, with a certificate of his own."""
    folder = the_pki().folder
    issue_company(
        folder, RSA_COMPANY, "Công ty TNHH Chuyển phát nhanh Thử Nghiệm", password=PASSWORD, key="p256", moment=MADE_AT
    )
    return open_pkcs12(folder / "companies" / f"{RSA_COMPANY}-p256.p12", PASSWORD)


def with_second(house: House) -> None:
    name = house.books.company(RSA_COMPANY).name
    add_company(house, name, RSA_COMPANY, second_signer().certificate.der)


def an_admin(signer: Pkcs12Signer, **changes: Any) -> dict[str, Any]:
    """The particulars of an administrator who logs in with this certificate."""
    certificate = signer.certificate
    return {"email": EMAIL, "serial": certificate.serial, "fingerprint": certificate.fingerprint, **changes}


def register_admin(
    house: House,
    chosen: Pkcs12Signer,
    by: Pkcs12Signer | None = None,
    *,
    present: str = "",
    new: str = KEPT,
    **says: Any,
) -> Carried:
    account = chosen.certificate.tax_code
    known = house.books.accounts.account(account)
    says = {"replaces": str(known.password_number) if known else "", **says}
    text = composed(house, "admin-register", account, **an_admin(chosen, **says)).text
    return sent(house, signed(text, by or chosen), password=present, new_password=new)


def log_in(house: House, signer: Pkcs12Signer, account: str = RSA_COMPANY, password: str = KEPT) -> Carried:
    return sent(house, signed(composed(house, "login", account).text, signer), password=password)


def change(house: House, signer: Pkcs12Signer, number: int, account: str = RSA_COMPANY, **secrets: str) -> Carried:
    text = composed(house, "password-change", account, replaces=str(number), becomes=str(number + 1)).text
    return sent(house, signed(text, signer), **{"password": KEPT, "new_password": OTHER, **secrets})


def account_of(house: House, name: str = RSA_COMPANY) -> Account:
    account: Account = house.books.accounts.account(name)
    return account


def put(house: House, name: str = RSA_COMPANY, **changes: Any) -> None:
    house.sit(lambda now: now.books.accounts.put(msgspec.structs.replace(account_of(house, name), **changes)))


def add_user(house: House, **changes: Any) -> Account:
    """A User ID of the first company that declares with its RSA certificate, with its default password."""
    untie(house)
    account = Account(
        USER,
        "user",
        RSA_COMPANY,
        the_pki().rsa.certificate.issuer_serial,
        Person("Đặng Thị Thu Hà"),
        stamp(MADE_AT),
        password=KEPT,
        password_number=1,
        password_state="default",
        password_until="2026-09-09T00:00:00.000000Z",
    )
    account = msgspec.structs.replace(account, **changes)
    house.sit(lambda now: now.books.accounts.add(account))
    return account


COMPANIES = {RSA_COMPANY: "rsa", P256_COMPANY: "p256"}
