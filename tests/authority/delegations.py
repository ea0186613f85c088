"""Delegations as companies give them, and filings of a broker for its principal."""

from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from authority.deeds import composed, sent, signed
from authority.house import NAMES, House, a_filing, lines_of, the_pki
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from thongquan.authority.deed_work import Carried
from thongquan.authority.stages import Received
from thongquan.base.moment import stamp
from thongquan.registration.account import Account, Person

PRINCIPAL, BROKER = RSA_COMPANY, P256_COMPANY
SOON = NOW + timedelta(seconds=1)
AGENT, EMPLOYEE = "DL123", "NV045"


def add_administrators(house: House) -> None:
    for company, key in ((RSA_COMPANY, "rsa"), (P256_COMPANY, "p256")):
        certificate = the_pki().certificate(key).issuer_serial
        admin = Account(company, "admin", company, certificate, Person(), stamp(NOW))
        house.sit(lambda now, admin=admin: now.books.accounts.add(admin))


def a_delegation(**changes: Any) -> dict[str, Any]:
    """To file, correct, cancel and view imports everywhere, to the end of 2026-09-30 in Viet Nam."""
    return {
        "principal_name": NAMES[PRINCIPAL],
        "broker": BROKER,
        "broker_name": NAMES[BROKER],
        "imports": True,
        "exports": False,
        "may_file": True,
        "may_correct": True,
        "may_cancel": True,
        "may_view": True,
        "every_office": True,
        "agent_code": AGENT,
        "employee_code": EMPLOYEE,
        "until": "2026-09-30",
        **changes,
    }


def given(house: House, **changes: Any) -> str:
    """The id of a delegation that the principal gave."""
    return give(house, **changes).outcome["delegation"]


def give(house: House, **changes: Any) -> Carried:
    text = composed(house, "delegation-give", PRINCIPAL, **a_delegation(**changes)).text
    return sent(house, signed(text, the_pki().rsa))


def revoke(house: House, delegation: str, account: str = PRINCIPAL, key: str = "rsa", broker: str = BROKER) -> Carried:
    text = composed(house, "delegation-revoke", account, delegation=delegation, broker=broker).text
    return sent(house, signed(text, getattr(the_pki(), key)))


def for_the_principal(*houses: str, at: datetime = SOON, **changes: Any) -> Received:
    """A filing of the broker."""
    lines = changes.pop("lines", None) or lines_of(*houses)
    return replace(a_filing(lines, key="p256", on_behalf_of=PRINCIPAL, **changes), at=at)


def told(house: House, filing: Received) -> str:
    """The refusal's code, or what became of the first line."""
    [answer] = house.file(filing)
    return answer if isinstance(answer, str) else str(answer["outcomes"][0]["outcome"])
