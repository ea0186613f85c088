"""Every page of the portal: who sees it, how one comes there, and the name of its picture.

A route that stands here neither with its address nor with what is pressed fails `test_every_page.py`.
"""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page

from authority.house import the_pki
from demo_pki import P256_COMPANY
from portal.browser.peopled import ADMIN, AUDITOR, BROKERS_USER, HEAD, HOUSE_BILL, OFFICER, PUBLIC, ROLES, Peopled
from portal.browser.public import give_certificate, give_receipt, press
from signing.receipts import a_receipt
from thongquan.signing.receipt import write_receipt

Act = Callable[[Page, Peopled], None]
EVERYBODY, NOT_PUBLIC = ROLES, ROLES[1:]
COMPANY, OFFICERS = (ADMIN, BROKERS_USER), (OFFICER, HEAD, AUDITOR)


class Listed(NamedTuple):
    name: str
    """Of its picture, and of what is shown where one route shows several things."""
    route: str
    """As the application declares it."""
    who: tuple[str, ...]
    """Who sees it; it is pictured as the first of them sees it."""
    address: Callable[[Peopled], str] | None = None
    """Of a route with an id."""
    act: Act | None = None
    """What is done there until the page is shown: what a form answers with."""
    status: int = 200
    is_walked: bool = False
    """`test_journey.py` keeps its picture."""

    def path(self, peopled: Peopled) -> str:
        return self.address(peopled) if self.address else self.route


def walked(name: str, route: str, who: tuple[str, ...], address: Callable[[Peopled], str] | None = None) -> Listed:
    return Listed(name, route, who, address, is_walked=True)


def draft(rest: str = "") -> Callable[[Peopled], str]:
    return lambda peopled: f"/register/application/{peopled.returned}{rest}"


def certificate(act: str) -> Callable[[Peopled], str]:
    def address(peopled: Peopled) -> str:
        holder = peopled.waiting if act == "confirm" else peopled.signers[0]
        return f"/company/certificates/{holder.certificate.fingerprint}/{act}"

    return address


def terminal(work: str) -> Callable[[Peopled], str]:
    return lambda peopled: f"/company/terminals/{peopled.terminal}/{work}"


def receipt(content: bytes) -> Act:
    return lambda page, peopled: give_receipt(page, content)


def printed(bill: str) -> Act:
    def act(page: Page, peopled: Peopled) -> None:
        page.fill("#number", peopled.number)
        page.fill("#house_bill", bill)
        press(page, "/verify/print")

    return act


def nothing_typed(form: str) -> Act:
    return lambda page, peopled: press(page, form)


def shows_certificate(page: Page, peopled: Peopled) -> None:
    give_certificate(page, the_pki().p12().with_suffix(".pem"))


def registers_certificate(page: Page, peopled: Peopled) -> None:
    page.set_input_files("#certificate", str(the_pki().p12().with_suffix(".pem")))
    press(page, "/register/certificate")


def marks_one(page: Page, peopled: Peopled) -> None:
    """One that he opened, and one that he did not."""
    own = page.url.partition("/desk/")[0]
    page.goto(f"{own}/desk/declarations/{peopled.to_inspect}")
    page.goto(f"{own}/desk/several?number={peopled.to_inspect}&number={peopled.number}")


def declared(act: str = "") -> Callable[[Peopled], str]:
    """A declaration of the broker's own, for which customs ask documents."""
    return lambda peopled: f"/declarations/{peopled.asked_for}{act}"


def corrects(page: Page, peopled: Peopled) -> None:
    page.fill("#packages", "2")
    press(page, f"/declarations/{peopled.asked_for}/correct")


def account(rest: str = "") -> Callable[[Peopled], str]:
    """Of the broker, at the office where everything happens."""

    def address(peopled: Peopled) -> str:
        day = peopled.to_close
        return f"/deposit/02DS/{P256_COMPANY}{rest.format(month=day[:7], day=day)}"

    return address


def gives_statement(page: Page, peopled: Peopled) -> None:
    """One line that names the broker, one that names nobody, and one that was booked already."""
    page.set_input_files("#file", {"name": "sao-ke.csv", "mimeType": "text/csv", "buffer": STATEMENT.encode()})
    press(page, "/desk/statement")


STATEMENT = f"""Ngày giao dịch;Số tham chiếu;Ghi có;Nội dung
02/09/2026;FT26245000011;50.000.000;NOP TIEN MST {P256_COMPANY} HQ 02DS
02/09/2026;FT26245000012;1.200.000;chuyen khoan
30/08/2026;FT26242{P256_COMPANY};900.000;NOP TIEN MST {P256_COMPANY}
"""


def transport(place: int, rest: str = "") -> Callable[[Peopled], str]:
    """The broker's own: the first a draft, the second declared."""
    return lambda peopled: f"/transport/{peopled.transports[place]}{rest}"


def plans(page: Page, peopled: Peopled) -> None:
    """Six bills, for which a list is made."""
    rows = "\n".join(f"HAN70060{n}VN,2,Kem dưỡng da {n},1.5" for n in range(6))
    content = f"HAWB,Pieces,Goods (VI),Gross Kg\n{rows}\n".encode()
    page.goto(f"{page.url.partition('/transport')[0]}/transport/new")
    page.set_input_files("#file", {"name": "KE0361.csv", "mimeType": "text/csv", "buffer": content})
    page.fill("#numbers", "BK0362")
    press(page, "/transport/new")


def plans_one(page: Page, peopled: Peopled) -> None:
    plans(page, peopled)
    page.goto(f"{page.url.partition('/transport')[0]}/transport/plan/1")


def changes(page: Page, peopled: Peopled) -> None:
    page.fill("#route", "QL5")
    press(page, f"/transport/{peopled.transports[0]}/change")


TRANSPORT = "/transport/{transport:str}"
DECLARATION = "/declarations/{number:str}"
AT_DESK = "/desk/transports/{transport:str}"
ACCOUNT, BOOKING = "/deposit/{office:str}/{company:str}", "/desk/deposits/{company:str}/{booking:str}"
APPLICATION, CERTIFICATE = (
    "/register/application/{application:str}",
    "/company/certificates/{fingerprint:str}/{act:str}",
)
TERMINAL = "/company/terminals/{terminal:str}/{work:str}"
LINKS = "/transport/{transport:str}/links"

LISTED = [
    walked("home", "/", EVERYBODY),
    Listed("verify", "/verify", EVERYBODY),
    Listed("verify-again", "/verify/receipt", EVERYBODY),
    Listed("verify-again-print", "/verify/print", EVERYBODY),
    Listed("verify-nothing-given", "/verify", (PUBLIC,), act=nothing_typed("/verify/print"), status=422),
    Listed("receipt", "/verify", (PUBLIC,), act=receipt(write_receipt(a_receipt(the_pki())))),
    Listed("receipt-refused", "/verify", (PUBLIC,), act=receipt(b"{}")),
    Listed("print", "/verify", (PUBLIC,), act=printed(HOUSE_BILL)),
    Listed("print-unknown", "/verify", (PUBLIC,), act=printed("SEL00000000VN")),
    walked("certificate", "/certificate", EVERYBODY),
    walked("login", "/login", EVERYBODY),
    walked("register", "/register", EVERYBODY),
    Listed("register-choose", "/register/certificate", EVERYBODY),
    walked("register-account", "/register/account", EVERYBODY),
    walked("account-password", "/account/password", EVERYBODY),
    walked("credentials-check", "/credentials/check", EVERYBODY),
    Listed("sessions", "/sessions", NOT_PUBLIC),
    walked("company", "/company", COMPANY),
    Listed("company-users", "/company/users", (ADMIN,)),
    Listed("user-renew", "/company/users/{user:str}/renew", (ADMIN,), lambda one: f"/company/users/{one.user}/renew"),
    Listed("company-terminals", "/company/terminals", (ADMIN,)),
    Listed("terminal-rotate", TERMINAL, (ADMIN,), terminal("rotate")),
    Listed("terminal-renew", TERMINAL, (ADMIN,), terminal("renew")),
    Listed("terminal-end", TERMINAL, (ADMIN,), terminal("end")),
    Listed("company-webhooks", "/company/webhooks", (ADMIN,)),
    Listed("webhook-new", "/company/webhooks/new", (ADMIN,)),
    Listed("webhook-renew", "/company/webhooks/{webhook:str}/{work:str}", (ADMIN,), lambda one: one.webhook),
    Listed("company-certificates", "/company/certificates", COMPANY),
    Listed("certificate-confirm", CERTIFICATE, (ADMIN,), certificate("confirm")),
    Listed("certificate-suspend", CERTIFICATE, (ADMIN,), certificate("suspend")),
    Listed("certificate-end", CERTIFICATE, (ADMIN,), certificate("end")),
    Listed("company-record", "/company/record", COMPANY),
    walked("applications", "/register/application", (ADMIN,)),
    walked("application-draft", APPLICATION, (ADMIN,), draft()),
    walked("application-company", f"{APPLICATION}/company", (ADMIN,), draft("/company")),
    walked("application-declarant", f"{APPLICATION}/declarants/{{place:str}}", (ADMIN,), draft("/declarants/0")),
    walked("application-terminals", f"{APPLICATION}/terminals", (ADMIN,), draft("/terminals")),
    walked("application-review", f"{APPLICATION}/review", (ADMIN,), draft("/review")),
    walked("result", "/register/result", (ADMIN,)),
    walked("delegations", "/company/delegations", COMPANY),
    walked("delegation-new", "/company/delegations/new", (ADMIN,)),
    Listed(
        "delegation-revoke",
        "/company/delegations/{delegation:str}/revoke",
        (ADMIN,),
        lambda one: f"/company/delegations/{one.delegation}/revoke",
    ),
    Listed("act-for", "/act-for", (BROKERS_USER,)),
    Listed("declarations", "/declarations", COMPANY),
    Listed("declaration", DECLARATION, (BROKERS_USER,), declared()),
    Listed("declaration-ask", f"{DECLARATION}/ask", (BROKERS_USER,), declared("/ask")),
    Listed("declaration-documents", f"{DECLARATION}/documents", (BROKERS_USER,), declared("/documents")),
    Listed("declaration-correct", f"{DECLARATION}/correct", (BROKERS_USER,), declared("/correct")),
    Listed("declaration-corrected", f"{DECLARATION}/correct", (BROKERS_USER,), declared("/correct"), corrects),
    Listed("transports", "/transport", (BROKERS_USER, ADMIN)),
    Listed("transport-new", "/transport/new", (BROKERS_USER,)),
    Listed("transport-plan", "/transport/plan", (BROKERS_USER,), act=plans),
    Listed("transport-fill", "/transport/plan/{place:str}", (BROKERS_USER,), lambda _: "/transport/plan/1", plans_one),
    Listed("transport", TRANSPORT, (BROKERS_USER,), transport(1)),
    Listed("transport-change", f"{TRANSPORT}/change", (BROKERS_USER,), transport(0, "/change")),
    Listed("transport-sign", f"{TRANSPORT}/change", (BROKERS_USER,), transport(0, "/change"), changes),
    Listed("transport-correct", f"{TRANSPORT}/correct", (BROKERS_USER,), transport(1, "/correct")),
    Listed("transport-step", f"{TRANSPORT}/steps/{{step:str}}", (BROKERS_USER,), transport(0, "/steps/declare")),
    Listed("transport-amend", f"{TRANSPORT}/amend", (BROKERS_USER,), transport(1, "/amend?line=1")),
    Listed("deposit", "/deposit", (BROKERS_USER, ADMIN)),
    Listed("deposit-account", ACCOUNT, (BROKERS_USER, *OFFICERS), account()),
    Listed("deposit-month", f"{ACCOUNT}/months/{{month:str}}", (BROKERS_USER, *OFFICERS), account("/months/{month}")),
    Listed(
        "deposit-refunds", f"{ACCOUNT}/refunds/{{month:str}}", (BROKERS_USER, *OFFICERS), account("/refunds/{month}")
    ),
    Listed("deposit-day", f"{ACCOUNT}/days/{{day:str}}", (BROKERS_USER, *OFFICERS), account("/days/{day}")),
    Listed(
        "deposit-receipt",
        "/deposit/{office:str}/receipts/{receipt:str}",
        (BROKERS_USER, *OFFICERS),
        lambda one: f"/deposit/02DS/receipts/{one.receipt}",
    ),
    Listed("desk-deposits", "/desk/deposits", OFFICERS),
    Listed("desk-deposit-new", "/desk/deposits/new", (OFFICER, HEAD)),
    Listed("desk-deposit-top-up", BOOKING, (OFFICER, HEAD), lambda _: f"/desk/deposits/{P256_COMPANY}/top-up"),
    Listed("desk-deposit-pay-back", BOOKING, (HEAD,), lambda _: f"/desk/deposits/{P256_COMPANY}/pay-back"),
    Listed("desk-statement", "/desk/statement", (OFFICER, HEAD)),
    Listed("desk-statement-matched", "/desk/statement", (OFFICER,), act=gives_statement),
    Listed("desk-guarantees", "/desk/guarantees", OFFICERS),
    Listed("desk-guarantee-new", "/desk/guarantees/new", (OFFICER, HEAD)),
    Listed(
        "desk-guarantee",
        "/desk/guarantees/{guarantee:str}",
        OFFICERS,
        lambda one: f"/desk/guarantees/{one.guarantee}",
    ),
    Listed("desk-days", "/desk/days", OFFICERS),
    Listed("desk-day", "/desk/days/{day:str}", OFFICERS, lambda one: f"/desk/days/{one.to_close}"),
    Listed("desk-refunds", "/desk/refunds/{month:str}", OFFICERS, lambda one: f"/desk/refunds/{one.to_close[:7]}"),
    walked("desk-registrations", "/desk/registrations", OFFICERS),
    walked(
        "desk-registration",
        "/desk/registrations/{application:str}",
        OFFICERS,
        lambda one: f"/desk/registrations/{one.case}",
    ),
    Listed("desk-certificates", "/desk/certificates", OFFICERS),
    Listed(
        "desk-certificate",
        "/desk/certificates/{fingerprint:str}",
        OFFICERS,
        lambda one: f"/desk/certificates/{one.without_other.certificate.fingerprint}",
    ),
    Listed("desk-declarations", "/desk/declarations", OFFICERS),
    Listed(
        "desk-declaration",
        "/desk/declarations/{number:str}",
        OFFICERS,
        lambda one: f"/desk/declarations/{one.to_inspect}",
    ),
    Listed("desk-found", "/desk/found", OFFICERS),
    Listed("desk-transports", "/desk/transports", OFFICERS, lambda _: "/desk/transports?queue=approved"),
    Listed("desk-transport", AT_DESK, OFFICERS, lambda one: f"/desk/transports/{one.to_seal}"),
    Listed(
        "desk-transport-answer",
        AT_DESK,
        (OFFICER, HEAD, AUDITOR),
        lambda one: f"/desk/transports/{one.to_answer}?list=1",
    ),
    Listed(
        "desk-transport-arrival",
        AT_DESK,
        (HEAD, OFFICER, AUDITOR),
        lambda one: f"/desk/transports/{one.to_receive}?step=arrive-differing",
    ),
    Listed("desk-gate", "/desk/gate", OFFICERS),
    Listed("desk-gate-one", "/desk/gate/{transport:str}", OFFICERS, lambda one: f"/desk/gate/{one.at_gate}"),
    Listed("lists", "/lists/hq02", (BROKERS_USER, *OFFICERS)),
    Listed(
        "lists-new",
        "/lists/hq02/new",
        (BROKERS_USER,),
        lambda one: f"/lists/hq02/new?direction=import&office=02DS&day={one.listed_on}",
    ),
    Listed("lists-one", "/lists/hq02/{list_id:str}", (OFFICER, HEAD, BROKERS_USER, AUDITOR), lambda one: one.sent_list),
    Listed("documents", "/lists/hq01", (BROKERS_USER, *OFFICERS)),
    Listed("documents-new", "/lists/hq01/new", (BROKERS_USER,), lambda one: f"/lists/hq01/new?flight={one.flight[9:]}"),
    Listed(
        "documents-one",
        "/lists/hq01/{document_list:str}",
        (OFFICER, HEAD, BROKERS_USER, AUDITOR),
        lambda one: one.sent_documents,
    ),
    Listed("attachments", "/attachments", (BROKERS_USER, *OFFICERS)),
    Listed("attachments-new", "/attachments/new", (BROKERS_USER,)),
    Listed(
        "attachments-one",
        "/attachments/{attachment:str}",
        (OFFICER, HEAD, BROKERS_USER, AUDITOR),
        lambda one: f"/attachments/{one.attached}",
    ),
    Listed(
        "attachments-change",
        "/attachments/{attachment:str}/change",
        (BROKERS_USER,),
        lambda one: f"/attachments/{one.attached}/change",
    ),
    Listed("desk-several", "/desk/several", (OFFICER, HEAD), act=marks_one),
    Listed("desk-several-none", "/desk/several", (OFFICER, HEAD)),
    Listed("desk-decided", "/desk/decided/{deed:str}", (OFFICER,), lambda one: f"/desk/decided/{one.together}"),
    Listed("flights", "/flights", (BROKERS_USER, ADMIN)),
    Listed("flight-new", "/flights/new", (BROKERS_USER,)),
    Listed("flight", "/flights/{flight:str}", (BROKERS_USER,), lambda one: one.flight),
    Listed("flight-sign", "/flights/{flight:str}/sign", (BROKERS_USER,), lambda one: f"{one.flight}/sign"),
    Listed("office", "/office", (HEAD, OFFICER, AUDITOR)),
    Listed("transport-links", LINKS, (BROKERS_USER,), lambda one: f"/transport/{one.transport}/links"),
    Listed("transport-link-new", f"{LINKS}/new", (BROKERS_USER,), lambda one: f"/transport/{one.transport}/links/new"),
    Listed(
        "transport-link-end",
        f"{LINKS}/{{link:str}}/end",
        (BROKERS_USER,),
        lambda one: f"/transport/{one.transport}/links/{one.link}/end",
    ),
    Listed("driver", "/t/{secret:str}", EVERYBODY, lambda one: one.driver),
    Listed("audit", "/audit", (AUDITOR,)),
    Listed("audit-declarations", "/audit/declarations", (AUDITOR,)),
    Listed(
        "audit-declaration",
        "/audit/declarations/{number:str}",
        (AUDITOR,),
        lambda one: f"/audit/declarations/{one.to_inspect}",
    ),
    Listed("audit-draws", "/audit/draws", EVERYBODY),
    Listed("audit-draw", "/audit/draws/{day:str}", EVERYBODY, lambda one: f"/audit/draws/{one.day}"),
]
"""Of each route at least one; where it is not reached by its address, `act` says how."""

BESIDE = [
    Listed("not-there", "/not-there", EVERYBODY, status=404),
    Listed("driver-dead", "/t/xxxxxxxxxxxxxxxxxxxxxxxx", (PUBLIC,), status=404),
    Listed("not-yours", "/company/users", (OFFICER, BROKERS_USER), status=403),
]
"""What is answered instead of a page."""
