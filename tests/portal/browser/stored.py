"""Companies whose every word is hostile, as far as registration lets them in; and their people, logged in."""

from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from playwright.sync_api import Page

from authority.accounts import put
from authority.applying import a_declarant, an_application, application_of, decide, deed, drafted, everybody
from authority.delegations import a_delegation
from authority.house import NAMES, House, a_statement, an_owner, the_pki
from authority.running import Server
from authority.signers import Holder, confirmed, registered, suspended
from building import a_mic
from demo_pki import NOW, RSA_COMPANY
from portal.browser.payloads import payloads
from server.logging_in import PASSWORD, Person
from thongquan.authority.stages import Received
from thongquan.base.canonical import canonical
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day, stamp
from thongquan.base.text import bad_in_text
from thongquan.declaration.codec import encode_line
from thongquan.portal.cookies import SESSION
from thongquan.registration.password import hashed
from thongquan.signing.issuing import company_name
from thongquan.signing.organisation import organisation_of

UNHURRIED = msgspec.structs.replace(LIMITS, address_burst=10**9, address_per_second=10**6)
OFFICER = "cb01"
LONGEST_NAME = 64
"""Of an organisation in a certificate."""


def storable(count: int, most: int = 100) -> list[str]:
    """Those that no field refuses for their characters or their length."""
    return [one for one in payloads(400) if len(one) <= most and not bad_in_text(one)][:count]


class Stored(NamedTuple):
    """One company, and where its things are to be seen."""

    tax_code: str
    signer: Holder
    application: str
    returned: str
    fingerprint: str
    user: str
    terminal: str
    delegation: str
    number: str
    """A declaration that waits for an officer."""
    waiting: str
    """The certificate that waits for customs, of a company of the same name that lost its only one."""

    def address(self, path: str) -> str:
        """Of a route, of this company's thing."""
        application = self.returned if path.startswith("/register/application") else self.application
        work = "rotate" if path.startswith("/company/terminals") else "suspend"
        known = {
            "application": application,
            "fingerprint": self.waiting if path.startswith("/desk/") else self.fingerprint,
            "act": "suspend",
            "place": "0",
            "delegation": self.delegation,
            "user": self.user,
            "terminal": self.terminal,
            "work": work,
            "number": self.number,
            "day": business_day(NOW).isoformat(),
        }
        for name, value in known.items():
            path = path.replace(f"{{{name}:str}}", value)
        return path


class Hostile:
    """The books, while the server is away."""

    def __init__(self, folder: Path) -> None:
        self.server = Server(folder, UNHURRIED)
        self.server.end()
        self.house = House(folder, now=NOW + timedelta(hours=1))
        self.kept = hashed(PASSWORD)
        everybody(self.house)
        put(self.house, OFFICER, password=self.kept, password_state="own")

    def company(self, number: int, words: list[str]) -> Stored:
        """`words` go round through the nine fields that keep a text as it is; that of e-mail keeps most of one."""
        house, tax_code = self.house, f"03{number:08d}"
        word = [*words, *words, *words, *words].__getitem__
        subject = company_name(tax_code, word(0)[:LONGEST_NAME].strip())
        first, *others = (Holder(tax_code, subject=subject) for _ in range(3))
        owner = organisation_of(first.certificate.der)
        for holder in (first, *others):
            if registered(house, holder, owner=owner).outcome["state"] == "waiting":
                confirmed(house, holder, first)
        chosen = {"serial": first.certificate.serial, "fingerprint": first.certificate.fingerprint}
        says = {"email": "a@x.vn", "name": word(1), **chosen, "secrets": {"password": "", "new_password": self.kept}}
        deed(house, "admin-register", tax_code, first, **says)  # type: ignore[arg-type] # signs as a file would
        asked = [
            an_application(
                a_declarant(holder, name=word(2), identity=f"079185{number * 2 + place:06d}"),  # type: ignore[arg-type] # signs as a file would
                company=word(3),
                address=word(4),
                representative=word(5),
                email=f"{word(9).replace('@', '').replace(' ', '/')[:60]}@x",
            )
            for place, holder in enumerate(others)
        ]
        done, waits = (self._sent(tax_code, first, one, word(6)) for one in asked)
        decide(house, OFFICER, done, "approve", reason=word(7))
        decide(house, OFFICER, waits, "return", reason=word(8))
        broker = a_delegation(principal_name=owner, broker=RSA_COMPANY, broker_name=NAMES[RSA_COMPANY])
        delegated = deed(house, "delegation-give", tax_code, first, **broker)  # type: ignore[arg-type] # the same
        given = application_of(house, done, tax_code)
        fingerprint, delegation = others[0].certificate.fingerprint, delegated.outcome["delegation"]
        waiting = self._waiting(f"04{number:08d}", word(0))
        user, terminal = given.users[0], given.terminals[0]
        put(self.house, user, effective_at=stamp(NOW))  # before midnight, when it would
        filed = self._filed(tax_code, others[0], number, words)
        return Stored(tax_code, first, done, waits, fingerprint, user, terminal, delegation, filed, waiting)

    def _filed(self, tax_code: str, signer: Holder, number: int, words: list[str]) -> str:
        """A declaration whose texts are hostile as far as the form takes them."""
        bill = f"HOSTILE{number}"
        takes = [one for one in words if "\n" not in one]
        texts = {"importer_name": takes[0], "goods_description": f"Drone {takes[1]}"[:200], "notes": takes[2][:100]}
        line = encode_line(a_mic(house_bill=bill, **an_owner(bill) | {"importer_address": takes[3]} | texts))
        made = a_statement([line], filer=tax_code, created_at=stamp(self.house.clock.now))
        statement = canonical(made)
        [told] = self.house.file(Received(statement, signer.sign(statement), line + b"\n", self.house.clock()))
        assert not isinstance(told, str), told
        [outcome] = told["outcomes"]
        assert outcome["outcome"] == "registered", outcome
        return str(outcome["decision"]["number"])

    def _waiting(self, tax_code: str, name: str) -> str:
        subject = company_name(tax_code, name[:LONGEST_NAME].strip())
        lost, other = (Holder(tax_code, subject=subject) for _ in range(2))
        owner = organisation_of(lost.certificate.der)
        registered(self.house, lost, owner=owner)
        suspended(self.house, lost, lost)
        registered(self.house, other, owner=owner)
        return other.certificate.fingerprint

    def _sent(self, tax_code: str, signer: Any, asked: dict[str, Any], sender: str) -> str:
        draft = drafted(self.house, asked, tax_code).application
        says = {"application": draft.id, "version": draft.version, "sender": sender, "sender_email": "a@x"}
        deed(self.house, "application-send", tax_code, signer, **says)
        return str(draft.id)

    def open(self) -> Server:
        self.house.close()
        self.server.clock = (NOW + timedelta(hours=2)).isoformat()
        self.server.start()
        return self.server


def log_in(page: Page, server: Server, account: str, signer: Any) -> None:
    """The browser gets the session that a login by the API opened."""
    person = Person(server, account, signer)
    told = person.log_in()
    assert told.status_code == 200, told.text
    secure = server.address.replace("http://", "https://")
    page.context.clear_cookies()
    page.context.add_cookies(
        [
            {
                "name": SESSION,
                "value": person.cookie,
                "url": secure,
                "secure": True,
                "httpOnly": True,
                "sameSite": "Strict",
            }
        ]
    )


def officer() -> Any:
    return the_pki().officer(OFFICER)
