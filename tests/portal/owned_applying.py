"""Whose the pages of applications, users and terminals are: each thing is made in the first company."""

from collections.abc import Callable

from authority.applying import (
    OFFICERS,
    a_declarant,
    an_application,
    approved,
    drafted,
    send,
    with_administrator,
    with_certificates,
    with_officer,
)
from authority.house import NAMES, House
from authority.webhooking import added
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.portal.sessions import Who

ADMIN = Who(RSA_COMPANY, "admin", NAMES[RSA_COMPANY], company=RSA_COMPANY, certificate="ab" * 32)
OFFICER = Who("cb01", "officer", "Lê Văn Công", certificate="ef" * 32)
DRAFT = "/register/application/{application:str}"


def people(house: House) -> None:
    """Administrators, if they are not there yet, and officers, whose identity number is known."""
    for company in (RSA_COMPANY, P256_COMPANY):
        if house.books.accounts.account(company) is None:
            with_administrator(house, company)
    for officer in OFFICERS:
        with_officer(house, officer)


def a_draft(house: House) -> str:
    people(house)
    [signer] = with_certificates(house, 1)
    known = [one for one in house.books.accounts.of_company(RSA_COMPANY) if one.person.name == "Đặng Thị Thu Hà"]
    wish = {"action": "remove", "user": known[0].name} if known else a_declarant(signer)
    return f"/register/application/{drafted(house, an_application(wish)).application.id}"


def granted(house: House) -> tuple[str, str]:
    """A user and a terminal of the first company."""
    people(house)
    known = [one for one in house.books.accounts.of_company(RSA_COMPANY) if one.person.name == "Đặng Thị Thu Hà"]
    if not known:
        approved(house, a_declarant(*with_certificates(house, 1)))
        return granted(house)
    terminals = [one for one in house.books.terminals.of_company(RSA_COMPANY) if not one.ended_at]
    return known[0].name, terminals[0].id


def a_case(house: House) -> str:
    people(house)
    draft = drafted(house, an_application(terminals=1)).application
    send(house, draft)
    return f"/desk/registrations/{draft.id}"


def beneath(rest: str) -> Callable[[House], str]:
    return lambda house: a_draft(house) + rest


def a_webhook(house: House) -> str:
    people(house)
    known = [one for one in house.books.webhooks.of_company(RSA_COMPANY) if one.state != "ended"]
    return str(known[0].id) if known else added(house)[0]


VERSION = ("version", "1")
COMPANY = [(name, value) for name, value in an_application().items() if isinstance(value, str)]

GETS = {
    DRAFT: beneath(""),
    f"{DRAFT}/review": beneath("/review"),
    f"{DRAFT}/company": beneath("/company"),
    f"{DRAFT}/terminals": beneath("/terminals"),
    f"{DRAFT}/declarants/{{place:str}}": beneath("/declarants/0"),
    "/company/users/{user:str}/renew": lambda house: f"/company/users/{granted(house)[0]}/renew",
    "/company/webhooks/{webhook:str}/{work:str}": lambda house: f"/company/webhooks/{a_webhook(house)}/end",
    "/company/terminals/{terminal:str}/{work:str}": lambda house: f"/company/terminals/{granted(house)[1]}/end",
}
POSTS = {
    f"{DRAFT}/company": ("/company", [VERSION, *COMPANY]),
    f"{DRAFT}/terminals": ("/terminals", [VERSION, ("terminals", "2")]),
    f"{DRAFT}/declarants/{{place:str}}/drop": ("/declarants/0/drop", [VERSION]),
    f"{DRAFT}/withdraw": ("/withdraw", [VERSION]),
}


def a_change(house: House) -> str:
    """A place of a draft, where a change of its user can be saved."""
    wish = {"action": "change", "user": granted(house)[0], "name": "Đặng Thu Hà"}
    one = drafted(house, an_application(wish)).application
    return f"/register/application/{one.id}/declarants/0"


def a_changed_wish(house: House) -> list[tuple[str, str]]:
    return [VERSION, ("action", "change"), ("user", granted(house)[0]), ("name", "Đặng Thị Hà")]
