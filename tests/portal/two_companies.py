"""Two companies that both have declarations, documents, lists and more, and everything that can be asked of either."""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from msgspec.structs import replace

from authority import attaching, giving, listing, transporting
from authority.applying import a_declarant, an_application, drafted, send, with_certificates, with_officer
from authority.deciding import decide
from authority.delegations import given
from authority.depositing import open_account, top_up
from authority.documents_listed import a_document, file_documents
from authority.house import NAMES, SECRET, House, a_filing, an_owner, the_pki
from authority.linking import give_link, under_way
from authority.test_guarantees import register
from authority.webhooking import added
from building import a_mic
from demo_pki import P256_COMPANY, RSA_COMPANY
from portal import owned_applying
from portal.owned import OWNED, a_waiting_certificate, several_decided
from portal.visiting import ORIGIN, Visitor
from thongquan.base.limits import LIMITS
from thongquan.declaration.codec import encode_line
from thongquan.portal.sessions import Who

UNHURRIED = replace(LIMITS, address_burst=10**9, address_per_second=10**6, prints_asked=10**6)
KEYS = {RSA_COMPANY: "rsa", P256_COMPANY: "p256"}
SECRETS = {RSA_COMPANY: SECRET, P256_COMPANY: b"the-secret-of-the-other-company!"}
NOT_THERE = {
    "number": "100000009990",
    "list_id": "0" * 32,
    "document_list": "0" * 32,
    "attachment": "799999999999",
    "batch": "019d1861-32f3-79ea-84ff-68ee0dc43e79",
    "application": "0" * 32,
    "delegation": "0" * 32,
    "fingerprint": "0" * 64,
    "handle": "0" * 16,
    "user": "00009ZZZ",
    "terminal": "ZZ9999",
    "deed": "999999",
    "flight": "0" * 32,
    "webhook": "WH000000000000",
    "company": "0109998999",
    "receipt": "2026999999999",
    "guarantee": "999998",
    "transport": "599999999999",
    "link": "TL000000000000",
    "secret": "x" * 24,
}
"""By the name of an id, one of nothing."""
NOBODYS = {"place": "1", "act": "suspend", "work": "end", "day": "2026-09-02", "month": "2026-09", "office": "02DS"}
NOBODYS |= {"booking": "top-up", "version": "0", "step": "declare"}
"""Parts of an address that are the same for everybody."""


class Thing(NamedTuple):
    """What can be asked of the API or the pages."""

    method: str
    path: str
    body: Any = None

    @property
    def ids(self) -> list[str]:
        return [name for name in re.findall(r"{(\w+)", self.path) if name not in NOBODYS]

    def of(self, ids: Mapping[str, str]) -> str:
        first = {"place": "0"} if "/declarants/" in self.path else {}  # users are counted from 0, documents from 1
        return re.sub(r"{(\w+)(?::\w+)?}", lambda found: {**ids, **NOBODYS, **first}[found[1]], self.path)


class TwoCompanies:
    def __init__(self, folder: Path) -> None:
        self.house = House(folder, UNHURRIED)
        owned_applying.people(self.house)
        with_officer(self.house, "kt01", "079180000181", role="auditor")
        self.ids = {company: self._with_everything(company) for company in KEYS}
        one = self.ids[RSA_COMPANY]
        one["user"], one["terminal"] = owned_applying.granted(self.house)
        one["delegation"] = given(self.house)
        one["webhook"], _ = added(self.house)
        self.declared = transporting.registered(self.house, RSA_COMPANY, transporting.a_goods_list("BKRSA2"))
        transporting.take(self.house, self.declared, "declare")
        one["deed"] = several_decided(self.house).rpartition("/")[2]
        self.linked = under_way(self.house, list_number="BKRSALINKED")
        link = give_link(self.house, self.linked)
        one["link"], one["secret"] = link.outcome["link"], link.shown["transport_link"].removeprefix("/t/")
        flight = OWNED["GET", "/flights/{flight:str}/sign"]
        one["flight"], self.uploader = flight.address(self.house).split("/")[2], flight.owner
        self.draft = owned_applying.a_draft(self.house).rpartition("/")[2]
        self.lost = a_waiting_certificate(self.house).rpartition("/")[2]
        self.sessions: dict[Who | None, Visitor] = {}
        one["handle"] = self.visitor(self.people(RSA_COMPANY)[0]).log_in(self.people(RSA_COMPANY)[0]).handle
        self.told = Visitor(self.house).get("/api/v1/openapi.json").json()

    def _with_everything(self, company: str) -> dict[str, str]:
        """One declaration waits with a document of it, another stands on a list; an application is before customs."""
        house, mark = self.house, KEYS[company].upper()
        lines = [
            encode_line(a_mic(house_bill=bill, goods_description=goods, nonce=f"{n:032x}", **an_owner(bill)))
            for n, (bill, goods) in enumerate([(f"{mark}CANARY1", "Drone mini"), (f"{mark}CANARY2", f"Kem {mark}")])
        ]
        open_account(house, 0, company)
        top_up(house, 1_000_000, company, reference=f"FT26245{company}")
        guarantee = register(house, company=company, number=f"BL{company}")
        reader = sha256(SECRETS[company]).hexdigest()
        [answer] = house.file(a_filing(lines, key=KEYS[company], reader=reader))
        waiting, cleared = (one["decision"]["number"] for one in answer["outcomes"])
        self._give(company, waiting, f"hóa đơn {mark}.txt")
        if house.books.case(cleared).decision.state != "cleared":
            decide(house, cleared)
        decide(house, cleared, "scan-clean")
        sent = listing.send_list(house, [cleared], company).outcome
        papers = [a_document(f"{mark}CANARY3", receiver_name=f"Kem {mark}")]
        listed = file_documents(house, papers, company).outcome
        attached = attaching.register(house, [(f"bản kê {mark}.txt", mark.encode())], company, procedure="BKV")
        *_, signer = with_certificates(house, 2, company)
        draft = drafted(house, an_application(a_declarant(signer), company=NAMES[company]), company)
        send(house, draft, company)
        [(receipt,)] = house.rows("SELECT max(receipt) FROM movement")
        return {
            "company": company,
            "receipt": str(receipt),
            "guarantee": str(guarantee),
            "batch": answer["filing"],
            "number": waiting,
            "cleared": cleared,
            "list_id": sent["list"],
            "document_list": listed["list"],
            "attachment": attached,
            "transport": transporting.registered(house, company, transporting.a_goods_list(f"BK{mark}")),
            "application": draft.application.id,
            "fingerprint": signer.certificate.fingerprint,
        }

    def _give(self, company: str, number: str, name: str) -> None:
        decide(self.house, number, "ask-documents", "hóa đơn")
        files = [(name, f"{name} {company}".encode())]
        giving.give(self.house, files, company=company, number=number, state="documents")

    def canaries(self, company: str) -> list[str]:
        """What tells of this company's things."""
        mark, shared = KEYS[company].upper(), ("delegation",)  # its broker may know of it
        known = [one for name, one in self.ids[company].items() if not one.isdecimal() and name not in shared]
        numbers = [self.ids[company][name][:11] for name in ("number", "cleared")]
        return [
            *known,
            self.ids[company]["attachment"],
            f"bản kê {mark}",
            *numbers,
            f"{mark}CANARY",
            f"Kem {mark}",
            f"hóa đơn {mark}",
            sha256(f"hóa đơn {mark}.txt {company}".encode()).hexdigest(),
        ]

    def people(self, company: str) -> list[Who]:
        certificate = the_pki().certificate(KEYS[company])  # whoever was granted today begins tomorrow
        user = self.house.books.accounts.user_of(certificate.issuer_serial).name
        return [
            Who(company, "admin", NAMES[company], company=company, certificate="ab" * 32),
            Who(user, "user", "Người khai", company=company, certificate="cd" * 32),
        ]

    def officers(self) -> list[Who]:
        return [Who(one, "officer", one, certificate="ef" * 32) for one in ("cb01", "ct01", "kt01")]

    def visitor(self, who: Who | None) -> Visitor:
        if who not in self.sessions:
            self.sessions[who] = Visitor(self.house)
            if who is not None:
                self.sessions[who].log_in(who)
        return self.sessions[who]

    def ask(self, who: Who | None, thing: Thing, ids: Mapping[str, str], reader: bytes = b"") -> httpx.Response:
        visitor, more = self.visitor(who), dict[str, Any]()
        headers = {"authorization": f"Bearer {reader.decode()}"} if reader else {}
        if thing.method != "GET":
            headers |= {"origin": ORIGIN, "x-csrf-token": visitor.token()}
            more["json"] = thing.body
        return visitor.ask(thing.method, thing.of(ids), headers=headers, **more)

    def rows_of(self, company: str) -> list[str]:
        """Everything in the books that is the company's, as it stands."""
        marks = [company, *self.canaries(company)]
        tables = [name for (name,) in self.house.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [repr((table, row)) for table in tables for row in self.house.rows(f"SELECT * FROM {table}")]
        return sorted(row for row in rows if any(mark in row for mark in marks))

    def operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for path, operations in self.told["paths"].items():
            for method, operation in operations.items():
                yield method.upper(), path, operation
