"""A house in which every page has something to show, and somebody of each role who is logged in there."""

from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
from playwright.sync_api import Page

from authority import attaching, deciding, transporting
from authority.accounts import put
from authority.applying import (
    a_declarant,
    a_signer,
    an_application,
    application_of,
    credentials,
    decide,
    drafted,
    everybody,
    officer_signer,
    send,
    with_officer,
)
from authority.closing import close
from authority.deeds import composed, sent, signed
from authority.delegations import given, revoke
from authority.depositing import done
from authority.documents_listed import documents, file_documents
from authority.house import House, a_filing, an_owner, lines_of
from authority.linking import end_link, give_link, tell, under_way
from authority.listing import cleared_imports, send_list, user_of
from authority.refunding import refund, send_back
from authority.running import Server
from authority.signers import Holder, confirmed, registered, suspended
from authority.test_guarantees import register
from authority.transporting import a_goods_list, taken
from authority.transporting import registered as registered_transport
from authority.webhooking import added, changed, now_of, webhook_of
from building import a_mic
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from portal.browser.stored import UNHURRIED
from portal.flying import DOCUMENTS, NO_ORIGIN, NO_PIECES, a_manifest, to_sign, uploaded
from portal.visiting import Visitor
from server.logging_in import PASSWORD, Person
from thongquan.base.moment import business_day
from thongquan.declaration.codec import encode_line
from thongquan.portal.cookies import SESSION
from thongquan.portal.sessions import Who
from thongquan.registration.account import Person as OfAccount
from thongquan.registration.password import hashed

PUBLIC, ADMIN, BROKERS_USER, OFFICER, HEAD, AUDITOR = "public", "admin", "broker", "officer", "head", "auditor"
ROLES = (PUBLIC, ADMIN, BROKERS_USER, OFFICER, HEAD, AUDITOR)
LOST = "0109998907"
"""A company without any certificate but the one that waits."""
HOUSE_BILL = "SEL82331338VN"
SINCE = NOW - timedelta(days=3)
"""When everything here was done: what was approved then counts today."""


class Peopled:
    def __init__(self, folder: Path) -> None:
        self.house = House(folder, now=SINCE)
        self._acts = False
        self._people()
        self._users_and_terminals()
        self._certificates()
        self.delegation = given(self.house)
        revoke(self.house, given(self.house, exports=True, agent_code="DL9"))
        self._deposits()
        self.day = business_day(NOW).isoformat()
        self.house.clock.now = NOW - timedelta(minutes=5)
        close(self.house, business_day(SINCE))
        [filed] = self.house.file(a_filing(lines_of(HOUSE_BILL)))
        self.number = str(filed["outcomes"][0]["decision"]["number"])
        drone = {"goods_description": "Drone mini", "house_bill": "HAN700123VN", **an_owner("HAN700123VN")}
        [red] = self.house.file(a_filing([encode_line(a_mic(**drone))]))
        self.to_inspect = str(red["outcomes"][0]["decision"]["number"])
        listed = cleared_imports(self.house, *(f"HAN70020{n}VN" for n in range(4)), company=P256_COMPANY)
        self.sent_list = f"/lists/hq02/{send_list(self.house, listed[:2], P256_COMPANY).outcome['list']}"
        for place, number in enumerate(listed[2:]):
            send_back(self.house, number, f"HAN70040{place}VN", key="p256")
        refund(self.house, listed[2])
        said = file_documents(self.house, documents("HAN700301VN", "HAN700302VN"), P256_COMPANY)
        self.sent_documents = f"/lists/hq01/{said.outcome['list']}"
        lists = [("bản kê 01-BKVD KE0361.txt", "Bản kê vận đơn\n".encode()), ("hóa đơn.txt", "Hóa đơn\n".encode())]
        self.attached = attaching.register(
            self.house, lists, P256_COMPANY, procedure="BKV", reference="KE0361", remarks="Chuyến KE0361"
        )
        self.transports = self._transports()
        self.listed_on = business_day(self.house.clock.now).isoformat()
        self.webhook = self._webhooks()
        self.transport, self.link, self.driver = self._linked()
        deciding.decide(self.house, self.to_inspect, "instruct", "Chuẩn bị mở kiện để kiểm tra thực tế.")
        self.together = self._decided_together()
        drone |= {"house_bill": "HAN700124VN", **an_owner("HAN700124VN")}
        [asked] = self.house.file(a_filing([encode_line(a_mic(**drone))], key="p256"))
        self.asked_for = str(asked["outcomes"][0]["decision"]["number"])
        deciding.decide(self.house, self.asked_for, "ask-documents", "Hóa đơn mua hàng và ảnh chụp nhãn của máy bay.")
        made = a_goods_list("KE0361")
        self.at_gate = taken(self.house, registered_transport(self.house, RSA_COMPANY, made), "declare", "approve")
        self.flight = self._flight()
        self._moving()
        self.house.close()
        self.server = Server(folder, UNHURRIED)

    def _transports(self) -> list[str]:
        """The broker's: a draft, and one that customs instruct about, with a line of its list amended."""
        lists = transporting.a_goods_list("BK0361", ("HAN700501VN", "HAN700502VN"))
        draft = transporting.registered(self.house, P256_COMPANY, transporting.a_goods_list("BK0360"))
        one = transporting.registered(self.house, P256_COMPANY, lists)
        user, key = user_of(self.house, P256_COMPANY), transporting.key_of(P256_COMPANY)
        text = composed(self.house, "transport-step", user, **transporting.a_step(self.house, one, "declare")).text
        sent(self.house, signed(text, key))
        transporting.take(self.house, one, "instruct", reason="Chuẩn bị kẹp chì trước 15:00.")
        says = {"number": one, "version": 3, "form": "04-BKHH", "run": 1, "line": 2}
        changes = [{"column": 9, "value": "CH0099"}]
        sent(self.house, signed(composed(self.house, "transport-amend", user, **says, changes=changes).text, key))
        return [draft, one]

    def _decided_together(self) -> int:
        """The deed of an officer that holds two declarations, of which a colleague decided on one meanwhile."""
        bills = ["HAN700210VN", "HAN700211VN"]
        lines = [encode_line(a_mic(goods_description="Drone mini", house_bill=one, **an_owner(one))) for one in bills]
        [filed] = self.house.file(a_filing(lines))
        numbers = [str(one["decision"]["number"]) for one in filed["outcomes"]]
        for number in numbers:
            deciding.look(self.house, number)
        said = deciding.said_together(self.house, numbers, reason="Chờ kết quả giám định.")
        deciding.decide(self.house, numbers[1], "ask-documents", "Hóa đơn mua hàng.", "ct01")
        return deciding.decide_together(self.house, said).deed

    def _moving(self) -> None:
        """Transports: of one a run is sealed, of one lines are amended, one is on its way to the same office."""
        runs = [transporting.a_goods_list("BK01-KE0361", [f"HB{n}" for n in range(3)], n, 2) for n in (1, 2)]
        before = ("declare", "approve")
        self.to_seal = transporting.registered(self.house, RSA_COMPANY, *runs)
        transporting.taken(self.house, self.to_seal, *before, "seal")
        amended = transporting.a_goods_list("BK02-KE0361", ["HAN700401VN", "HAN700402VN"])
        self.to_answer = transporting.registered(self.house, RSA_COMPANY, amended)
        transporting.taken(self.house, self.to_answer, *before)
        for line in (1, 2):
            transporting.amend(self.house, self.to_answer, line=line, changes={8: f"KIEN-{line}", 9: ""})
        within = {"arrival_area": "02DSC02", "cargo": {"cargo_number": "18044712041"}}
        self.to_receive = transporting.registered(self.house, RSA_COMPANY, **within)
        transporting.taken(self.house, self.to_receive, *before, "seal", "depart")

    def _linked(self) -> tuple[str, str, str]:
        """A transport of the broker's, a link of its driver, and the address behind which he reported."""
        number = under_way(self.house, P256_COMPANY)
        end_link(self.house, number, give_link(self.house, number, P256_COMPANY).outcome["link"], P256_COMPANY)
        made = give_link(self.house, number, P256_COMPANY, hours=300)
        address = made.shown["transport_link"]
        for place, what in enumerate(("ready", "seal")):
            note = "Chì HQ0001 bị móp, vẫn khóa." if what == "seal" else ""
            tell(self.house, address.removeprefix("/t/"), what, f"{place:032x}", note=note)
        return number, made.outcome["link"], address

    def _webhooks(self) -> str:
        """One that works, one that was stopped, one that was ended."""
        works, stopped, over = (added(self.house, f"https://hooks.example.vn/{n}")[0] for n in ("a", "b", "c"))
        changed(self.house, over, "end")
        failing = msgspec.structs.replace(
            webhook_of(self.house, stopped), state="stopped", failures=41, failed_with="HTTP 500"
        )
        failing = msgspec.structs.replace(failing, failed_at=now_of(self.house), failing_since=now_of(self.house))
        self.house.sit(lambda now: now.books.webhooks.put(failing))
        return f"/company/webhooks/{works}/renew"

    def _people(self) -> None:
        self.signers = everybody(self.house)
        with_officer(self.house, "tt01", "079180000105", role="auditor")
        broker = a_signer(P256_COMPANY)
        users = self.house.books.accounts
        user = users.user_of(broker.certificate.issuer_serial).name
        self.accounts = {
            ADMIN: (RSA_COMPANY, a_signer(RSA_COMPANY)),
            BROKERS_USER: (user, broker),
            OFFICER: ("cb01", officer_signer("cb01")),
            HEAD: ("ct01", officer_signer("ct01")),
            AUDITOR: ("tt01", officer_signer("tt01")),
        }
        kept = hashed(PASSWORD)
        for account, _ in self.accounts.values():
            put(self.house, account, password=kept, password_number=1, password_state="own")
        put(self.house, user, person=OfAccount("Lê Thị Bình", "079188000077"))

    def _deposits(self) -> None:
        """Two accounts, of which the broker's is soon empty. The first day will be closed, the other waits for it."""
        day = business_day(SINCE).isoformat()
        for company, amount in ((P256_COMPANY, 900_000), (RSA_COMPANY, 20_000_000)):
            of = {"company": company, "office": "02DS"}
            done(self.house, "deposit-open", **of)
            done(self.house, "deposit-top-up", **of, amount=amount, reference=f"FT26242{company}", paid_on=day)
        self.guarantee = register(self.house, 5_000_000, company=P256_COMPANY)
        self.house.clock.now = NOW - timedelta(days=1)
        self.to_close = business_day(self.house.clock.now).isoformat()
        for key, count in (("p256", 5), ("rsa", 3)):
            bills = [f"HAN70030{n}{key[0]}VN".upper() for n in range(count)]
            lines = [encode_line(a_mic(house_bill=one, hs_code="33049930", **an_owner(one))) for one in bills]
            self.house.file(a_filing(lines, key=key))
        [(self.receipt,)] = self.house.rows(
            "SELECT max(m.receipt) FROM movement m JOIN deposit_account a ON a.id = m.account WHERE a.company = ?",
            P256_COMPANY,
        )

    def _users_and_terminals(self) -> None:
        """One user with his terminal that are at work, and one whose secrets nobody has read yet; a case that waits."""
        first, second, third = self.signers
        one = self._sent(a_declarant(first))
        decide(self.house, "cb01", one)
        approved = application_of(self.house, one)
        self.user, self.terminal = approved.users[0], approved.terminals[0]
        credentials(self.house, "credentials-read", [self.user], {self.terminal: self.user})
        other = {"name": "Phạm Văn Khải", "identity": "079190000456"}
        decide(self.house, "cb01", self._sent(a_declarant(second, **other)))
        self.case = self._sent(a_declarant(third, name="Trần Thị Mai", identity="079192000789"), terminals=2)
        returned = self._sent({"action": "change", "user": self.user, "name": "Đặng Thu Hà"}, terminals=0)
        decide(self.house, "cb01", returned, "return", reason="Gửi kèm bản sao căn cước của người khai.")
        self.returned = returned

    def _sent(self, *declarants: Any, **changes: Any) -> str:
        draft = drafted(self.house, an_application(*declarants, **changes)).application
        send(self.house, draft)
        return str(draft.id)

    def _certificates(self) -> None:
        """One that waits for a colleague, one that was stolen; another company's that waits for customs."""
        self.waiting, stolen, own = Holder(), Holder(), a_signer(RSA_COMPANY)
        registered(self.house, self.waiting)
        registered(self.house, stolen)
        confirmed(self.house, stolen, own)
        suspended(self.house, stolen, own)
        lost, self.without_other = Holder(LOST), Holder(LOST)
        registered(self.house, lost)
        suspended(self.house, lost, lost)
        registered(self.house, self.without_other)

    def _flight(self) -> str:
        """A broker's, for its principal: two faults and a statement that waits for its signature."""
        user, _ = self.accounts[BROKERS_USER]
        visitor = Visitor(self.house)
        visitor.log_in(Who(user, "user", "Lê Thị Bình", company=P256_COMPANY, acts_for=RSA_COMPANY))
        place = uploaded(visitor, a_manifest(12, {3: NO_PIECES, 7: NO_ORIGIN, 9: DOCUMENTS}), "KE0359-03SEP.csv")
        to_sign(visitor, place)
        return place

    @cached_property
    def cookies(self) -> dict[str, str]:
        """The session of each role's person, by the API's own login; the administrator is logged in elsewhere too."""
        self._log_in(*self.accounts[ADMIN])
        return {role: self._log_in(*told) for role, told in self.accounts.items()}

    def _log_in(self, account: str, signer: Any) -> str:
        person = Person(self.server, account, signer)
        answer = person.log_in()
        assert answer.status_code == 200, answer.text
        return person.cookie

    def show(self, page: Page, role: str) -> None:
        """From now on the browser of `page` is that of the role's person; a broker's user acts for his principal."""
        page.context.clear_cookies()
        if role == PUBLIC:
            return
        own = {"name": SESSION, "url": self.server.address.replace("http://", "https://")}
        safe = {"secure": True, "httpOnly": True, "sameSite": "Strict"}
        page.context.add_cookies([{**own, **safe, "value": self.cookies[role]}])  # type: ignore[list-item] # a cookie's fields
        if role == BROKERS_USER and not self._acts:
            page.goto(f"{self.server.address}/act-for")
            page.get_by_role("button", name="Làm thay").click()
            page.locator(".who .acting").wait_for()
            [session] = [one for one in page.context.cookies() if one["name"] == SESSION]
            self.cookies[role], self._acts = str(session["value"]), True
