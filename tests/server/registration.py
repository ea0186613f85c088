"""From a draft to a filing that is read back, at a running server: what is asked, what is answered, and by whom."""

from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import httpx
from msgspec.structs import replace

from authority.applying import (
    SENDER,
    a_declarant,
    a_signer,
    an_application,
    officer_signer,
    with_certificates,
    with_officer,
)
from authority.delegations import a_delegation
from authority.documents_listed import beside, documents
from authority.giving import INVOICE, named
from authority.house import SECRET, House, a_filing, lines_of, the_pki
from authority.running import Server
from authority.signers import Holder, registered, suspended
from building import a_mec
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from server.applying import Applicant, logged_in
from server.described import Caller, Known
from server.giving import KIND, asked_for_documents, body_of, give
from server.logging_in import PASSWORD, Person
from server.test_transports import listed
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day
from thongquan.declaration.codec import encode_line
from thongquan.registration.password import hashed

UNHURRIED = replace(LIMITS, address_burst=10**9, address_per_second=10**6, effects_looked_for_seconds=1)
OFFICER, HEAD, AUDITOR = "cb01", "ct01", "kt01"
LOST = "0109998907"
"""A company that lost its only certificate."""


class Registered:
    """A company with users, terminals and applications, officers, and everything that was answered on the way."""

    def __init__(self, folder: Path) -> None:
        self.server, self.waiting = _opened(folder)
        self.answers: list[httpx.Response] = []
        self.server.client.event_hooks["response"].append(self._note)
        for company in (RSA_COMPANY, P256_COMPANY):
            assert Person(self.server, company).register().status_code == 200
        self.admin = logged_in(self.server, RSA_COMPANY)
        self.officer = logged_in(self.server, OFFICER, officer_signer(OFFICER))
        self.head = logged_in(self.server, HEAD, officer_signer(HEAD))
        self.auditor = logged_in(self.server, AUDITOR, officer_signer(AUDITOR))
        self.known: Known = {"account": [RSA_COMPANY], "version": [1, 2, 3], "tax_code": [RSA_COMPANY, P256_COMPANY]}
        self._apply()
        self._read_and_check()
        self._look_around()
        self._file()
        self._list()
        self._deposit()
        self._list_documents()
        self._attach()
        self._transport()
        self._follow()

    def callers(self) -> list[Caller]:
        people = {
            "visitor": None,
            "administrator": self.admin,
            "user": self.user(),
            "officer": self.officer,
            "head": self.head,
        }
        return [Caller(name, person, self.known) for name, person in people.items()]

    def user(self) -> Applicant:
        return logged_in(self.server, self.known["user"][0], a_signer(RSA_COMPANY))

    def _note(self, answer: httpx.Response) -> None:
        answer.read()
        self.answers.append(answer)

    def _draft(self, *declarants: dict[str, str], **changes: object) -> str:
        asked = an_application(*declarants, **changes)
        draft = self.admin.post("/api/v1/applications", {"asked": {}}).json()["application"]
        self.admin.put(f"/api/v1/applications/{draft['id']}", {"asked": asked, "version": 1})
        return str(draft["id"])

    def _apply(self) -> None:
        """One approved, one that waits for the officer, one draft, one withdrawn."""
        approved = self._draft(a_declarant(a_signer(RSA_COMPANY, 1)))
        waits, drafted, withdrawn = (self._draft(terminals=number) for number in (1, 2, 3))
        for one in (approved, waits):
            self.admin.do("application-send", application=one, version=2, **SENDER)
        self.admin.post(f"/api/v1/applications/{withdrawn}/withdraw", {"version": 2})
        for one in (approved, waits):
            self.officer.get(f"/api/v1/desk/registrations/{one}")
        self.officer.get("/api/v1/desk/registrations")
        self.officer.get("/api/v1/desk/certificates")
        self.officer.get(f"/api/v1/desk/certificates/{self.waiting.certificate.fingerprint}")
        self.officer.do("application-decide", application=approved, version=3, verdict="approve")
        self.known["application"] = [approved, waits, drafted, withdrawn]

    def _read_and_check(self) -> None:
        """The new user's credentials are read once, and work together."""
        users = self.admin.get("/api/v1/users").json()["rows"]
        [terminal] = [one["terminal"] for one in self.admin.get("/api/v1/terminals").json()["rows"]]
        [new] = [one["user"] for one in users if one["name"] == "Đặng Thị Thu Hà"]
        asked = {"passwords": [{"user": new}], "keys": [{"terminal": terminal, "user": new}]}
        shown = self.admin.do("credentials-read", **asked).json()["shown"]
        self.known["following"] = [(terminal, shown[f"access_key {terminal}"])]
        person = Applicant(self.server, new, a_signer(RSA_COMPANY, 1))
        text = person.composed("credentials-check", terminal=terminal)
        secrets = {"password": shown[f"password {new}"], "access_key": shown[f"access_key {terminal}"]}
        signed = {"text": text, "signature": person.signed(text), **secrets}
        person.post("/api/v1/credentials/check", signed)
        others = [one["user"] for one in users if one["user"] != new]
        self.known |= {
            "user": [*others, new],
            "terminal": [terminal],
            "text": [text],
            "signature": [signed["signature"]],
        }

    def _look_around(self) -> None:
        certificate = the_pki().rsa.certificate
        coded = b64encode(certificate.der).decode()
        self.server.client.post("/api/v1/certificates/look", json={"certificate": coded})
        self.known |= {"certificate": [coded, certificate.fingerprint], "fingerprint": [certificate.fingerprint]}
        self.known["serial"] = [certificate.serial]
        given = self.admin.do("delegation-give", **a_delegation()).json()["outcome"]["delegation"]
        self.known |= {"delegation": [given, ""], "broker": [P256_COMPANY], "company": [RSA_COMPANY]}
        self.admin.follow(self.admin.post("/api/v1/act-for", {"delegation": ""}))
        named = ("me", "certificates", "deeds", "sessions", "applications", "delegations", "users", "terminals")
        for name in (*named, "webhooks"):
            self.admin.get(f"/api/v1/{name}")
        self.admin.get("/api/v1/declarations")
        self.admin.get(f"/api/v1/applications/{self.known['application'][0]}")
        paid = {"amount": 10**9, "reference": "FT1", "paid_on": "2026-09-01"}
        for kind, more in (("deposit-open", {}), ("deposit-top-up", paid)):
            self.officer.do(kind, company=RSA_COMPANY, office="02DS", **more)
        for path in ("deposits", "deposits/movements?account=1"):
            self.admin.get(f"/api/v1/{path}")
        self.head.get("/api/v1/officers")
        self.auditor.get("/api/v1/record")
        again = logged_in(self.server, RSA_COMPANY)
        [handle] = [one["handle"] for one in again.sessions() if one["own"]]
        again.delete(f"/api/v1/sessions/{handle}")
        self.known["handle"] = [handle, *(one["handle"] for one in self.admin.sessions())]

    def _file(self) -> None:
        mine, wrong = a_filing(lines_of("DESCRIBED1", "DESCRIBED2")), a_filing(lines_of("DESCRIBED3", price_term="EXW"))
        told = self.server.file(mine).json()
        self.server.file(wrong)
        self.server.file(mine, Accept="application/x-ndjson")
        number = told["outcomes"][0]["decision"]["number"]
        reader = {"authorization": f"Bearer {SECRET.decode()}"}
        for path in (f"filings/{told['filing']}", f"filings/{told['filing']}/decisions", f"declarations/{number}"):
            self.server.client.get(f"/api/v1/{path}", headers=reader)
        waiting = self.server.file(a_filing(lines_of("DESCRIBED4", goods_description="Drone mini"))).json()
        asked = {"direction": "import", "number": waiting["outcomes"][0]["decision"]["number"]}
        for what in ("call-ups", "references"):
            self.server.client.get(f"/api/v1/{what}", params=asked, headers=reader)
        self.auditor.get(f"/api/v1/audit/declarations/{number}")
        today = business_day(NOW).isoformat()
        for path in ("draws", f"draws/{today}"):
            self.server.client.get(f"/api/v1/{path}")
        self.known["day"] = [today]
        for path in ("declarations", f"declarations/{number}", f"found?text={number}"):
            self.officer.get(f"/api/v1/desk/{path}")
        self.known |= {"batch": [told["filing"]], "number": [number, self._give_documents()], "place": [1]}
        self.known["filings"] = [mine, wrong]

    def _give_documents(self) -> str:
        """By the user whose password is known; read by that user and by an officer."""
        user, number = self.user(), asked_for_documents(self.server)
        assert give(user, number, [INVOICE]).status_code == 200
        for person, where in ((user, ""), (self.officer, "/desk")):
            for rest in ("", "/1"):
                person.get(f"/api/v1{where}/declarations/{number}/documents{rest}")
        return number

    def _list(self) -> None:
        """A list HQ 02 of what was cleared at once."""
        filing = a_filing(
            [encode_line(a_mec(house_bill=f"LISTED{n}", nonce=f"{n:032x}")) for n in range(9)], direction="export"
        )
        told = self.server.file(filing).json()["outcomes"]
        cleared = [one["decision"]["number"] for one in told if one["decision"]["state"] == "cleared"]
        user = logged_in(self.server, self.known["user"][0], a_signer(RSA_COMPANY))
        asked = {"direction": "export", "office": "02DS", "measure": "weight", "numbers": cleared}
        text = user.post("/api/v1/hq02", asked).json()["text"]
        made = user.send(text, numbers="\n".join(cleared)).json()["outcome"]["list"]
        user.get("/api/v1/hq02")
        day = {"direction": "export", "office": "02DS", "day": business_day(NOW).isoformat()}
        user.get(f"/api/v1/hq02/possible?{urlencode(day)}")
        for path in ("", "/lines", "/pdf"):
            self.officer.get(f"/api/v1/hq02/{made}{path}")
        self.known |= {"list_id": [made], "numbers": [cleared]}

    def _deposit(self) -> None:
        """What the account paid, and the forms of the day: by the company and by the office."""
        today = business_day(NOW).isoformat()
        told = self.server.file(a_filing(lines_of(*(f"PAID{n}" for n in range(9))))).json()["outcomes"]
        receipt = next(str(one["decision"]["receipt"]) for one in told if "receipt" in one["decision"])
        asked = {"office": "02DS", "day": today, "receipt": receipt, "month": today[:7]}
        for what in ("hq03", "hq04", "receipt", "vat", "refunds"):
            kinds = {"receipt": ("", "/pdf"), "vat": ("", "/xlsx", "/csv")}.get(what, ("", "/pdf", "/xlsx"))
            for kind in kinds:
                self.admin.get(f"/api/v1/deposits/{what}{kind}?{urlencode(asked)}")
        for what in ("days", "days/next"):
            self.officer.get(f"/api/v1/deposits/{what}?office=02DS")
        self.officer.get(f"/api/v1/deposits/refunds/companies?office=02DS&month={today[:7]}")

    def _list_documents(self) -> None:
        """A list HQ 01."""
        user = logged_in(self.server, self.known["user"][0], a_signer(RSA_COMPANY))
        lines = beside(documents("DOC1", "DOC2"))
        text = user.post("/api/v1/hq01", {"direction": "import", "office": "02DS", "lines": lines}).json()["text"]
        made = user.send(text, lines=lines).json()["outcome"]["list"]
        user.get("/api/v1/hq01")
        for path in ("", "/lines", "/pdf", "/xlsx", "/ndjson"):
            self.officer.get(f"/api/v1/hq01/{made}{path}")
        self.known |= {"lines": [lines], "document_list": [made]}

    def _transport(self) -> None:
        """A transport declaration with a list, before it is declared."""
        user = logged_in(self.server, self.known["user"][0], a_signer(RSA_COMPANY))
        body = listed(self.known["attachment"][0])
        text = user.post("/api/v1/transports", {"doing": "register", "declaration": body}).json()["text"]
        made = user.send(text, declaration=body).json()["outcome"]["number"]
        user.get("/api/v1/transports")
        user.get(f"/api/v1/transports/cargo?direction=import&day={business_day(NOW).isoformat()}")
        text = user.post(
            f"/api/v1/transports/{made}/steps", {"version": 1, "state": "drafted", "step": "declare"}
        ).json()
        user.send(text["text"])
        amending = {"version": 2, "form": "04-BKHH", "run": 1, "line": 1, "changes": [{"column": 7, "value": "Kem"}]}
        user.post(f"/api/v1/transports/{made}/amendments", amending)
        for path in ("", "/lines", "/json", "/pdf", "/lists/pdf"):
            self.officer.get(f"/api/v1/transports/{made}{path}")
        self.officer.get(f"/api/v1/transports/{made}/reports")
        user.get(f"/api/v1/transports/{made}/links")
        self.known |= {"transport": [made], "declaration": [body]}

    def _attach(self) -> None:
        """Registered, changed, and sent as a message; seen by both sides."""
        user, files, path = self.user(), [INVOICE], "/api/v1/attachments"

        def given(deed: str, address: str, **more: object) -> str:
            particulars = {"documents": named(files), **more}
            text = user.post(f"{path}/draft", {"deed": deed, "particulars": particulars}).json()["text"]
            body = body_of(text, user.signer.sign(text.encode()), files if deed != "attachment-change" else [])
            return str(self.server.client.post(address, content=body, headers=KIND).json()["outcome"]["attachment"])

        made = given("attachment-register", path, office="02DS", procedure="BKH")
        given("attachment-change", f"{path}/{made}", number=made, version="0", remarks="một")
        given("attachment-send", path, office="02DS", team="00")
        for rest in ("", f"/{made}", f"/{made}/1/1"):
            self.officer.get(f"{path}{rest}")
        self.known |= {"attachment": [made], "procedure": ["BKH"], "deed": ["attachment-register"]}
        self.known["particulars"] = [{"documents": named(files), "office": "02DS", "procedure": "BKH"}]

    def _follow(self) -> None:
        """In a session, and with a terminal's credentials, in both forms. After the first cursor nobody waits."""
        self.known["after"] = [self.admin.get("/api/v1/events?limit=1").json()["next"]]
        for form in ("application/json", "application/x-ndjson"):
            terminal = self.known["following"][0]
            self.server.client.get("/api/v1/events", auth=terminal, headers={"accept": form}).raise_for_status()


def _opened(folder: Path) -> tuple[Server, Holder]:
    """Everybody has a password, and what is approved counts at once. A certificate waits for customs."""
    house, kept = House(folder, now=NOW - timedelta(hours=1)), hashed(PASSWORD)
    with_certificates(house, 1)
    with_officer(house, AUDITOR, "079180000177", role="auditor")
    users = [one.name for one in house.books.accounts.of_company(RSA_COMPANY) if one.kind == "user"]
    for name in (OFFICER, HEAD, AUDITOR, *users):
        account = replace(house.books.accounts.account(name), password=kept, password_number=1, password_state="own")
        house.sit(lambda now, one=account: now.books.accounts.put(one))
    lost, waiting = Holder(LOST), Holder(LOST)
    registered(house, lost)
    suspended(house, lost, lost)
    registered(house, waiting)
    house.close()
    return Server(folder, UNHURRIED, at_once=True), waiting
