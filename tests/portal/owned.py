"""Row 15: whose is what a route with an id leads to. A route that is not here fails the build.

OWNED[("GET", "/company/users/{account:str}")] = Owned(admin_of_the_first, lambda house: "/company/users/" + …)
"""

from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import NamedTuple

from msgspec.structs import asdict

from authority import attaching, deciding, transporting
from authority.accounts import USER, add_user, register_admin
from authority.applying import with_officer
from authority.deciding import decide
from authority.delegations import given
from authority.depositing import open_account
from authority.documents_listed import documents, file_documents
from authority.house import House, a_filing, an_owner, the_pki
from authority.linking import give_link, under_way
from authority.listing import cleared_imports, send_list
from authority.signers import Holder, registered, suspended
from authority.test_guarantees import register
from building import a_mic
from demo_pki import P256_COMPANY, RSA_COMPANY
from portal import owned_applying
from portal.flying import a_manifest, declarant, signed, to_sign, uploaded
from portal.visiting import A_USER
from thongquan.base.moment import business_day
from thongquan.declaration.codec import decode_line, encode_line
from thongquan.declaration.model import ImportCorrection
from thongquan.portal.sessions import Who
from thongquan.registration.account import Person
from thongquan.signing.statement import read_statement


class Owned(NamedTuple):
    owner: Who
    address: Callable[[House], str]
    """Makes a thing of the owner's and says where it is."""
    fields: Callable[[House], Sequence[tuple[str, str]]] = lambda _: ()
    """What a POST sends."""
    public: bool = False
    """Everybody may ask: then nothing of this route is secret, and the reason stands beside it."""


STRANGERS: Sequence[Who | None] = (
    None,
    Who("ZZ99X001", "user", "Lê Thị Bình", company=P256_COMPANY, certificate="cd" * 32),
    Who(P256_COMPANY, "admin", "Công ty CP Giao nhận Đường Sáng", company=P256_COMPANY, certificate="cd" * 32),
)
"""Nobody, and the people of the other company."""

OWNED: dict[tuple[str, str], Owned] = {}
"""By method and path of the route."""


def _certificate_of_the_first(act: str) -> Owned:
    """Something is done with a certificate of the first company, which its administrator reaches."""

    def address(house: House) -> str:
        holder, admin = Holder(), the_pki().rsa
        if house.books.accounts.account(RSA_COMPANY) is None:
            register_admin(house, admin)
        registered(house, holder)
        return f"/company/certificates/{holder.certificate.fingerprint}/{act}"

    return Owned(Who(RSA_COMPANY, "admin", "Công ty Thử Nghiệm", company=RSA_COMPANY, certificate="ab" * 32), address)


OWNED["GET", "/company/certificates/{fingerprint:str}/{act:str}"] = _certificate_of_the_first("suspend")
for path, address in owned_applying.GETS.items():
    OWNED["GET", path] = Owned(owned_applying.ADMIN, address)
for path, (rest, fields) in owned_applying.POSTS.items():
    OWNED["POST", path] = Owned(owned_applying.ADMIN, owned_applying.beneath(rest), lambda _, sent=fields: sent)
OWNED["POST", f"{owned_applying.DRAFT}/declarants/{{place:str}}"] = Owned(
    owned_applying.ADMIN, owned_applying.a_change, owned_applying.a_changed_wish
)
OWNED["GET", "/desk/registrations/{application:str}"] = Owned(owned_applying.OFFICER, owned_applying.a_case)


def a_waiting_declaration(house: House) -> str:
    owned_applying.people(house)
    bill = f"OWNED{len(house.rows('SELECT 1 FROM declaration'))}"
    line = encode_line(a_mic(goods_description="Drone mini", house_bill=bill, **an_owner(bill)))
    [answer] = house.file(a_filing([line]))
    return f"/desk/declarations/{answer['outcomes'][0]['decision']['number']}"


OWNED["GET", "/desk/declarations/{number:str}"] = Owned(owned_applying.OFFICER, a_waiting_declaration)


def a_waiting_transport(house: House) -> str:
    owned_applying.people(house)
    cargo = {"cargo_number": f"OWNED{len(house.rows('SELECT 1 FROM transport'))}"}
    return f"/desk/transports/{transporting.taken(house, transporting.registered(house, cargo=cargo), 'declare')}"


OWNED["GET", "/desk/transports/{transport:str}"] = Owned(owned_applying.OFFICER, a_waiting_transport)


def a_transport_at_the_gate(house: House) -> str:
    owned_applying.people(house)
    made = transporting.a_goods_list(f"GATE{len(house.rows('SELECT 1 FROM transport'))}")
    number = transporting.registered(house, RSA_COMPANY, made)
    return f"/desk/gate/{transporting.taken(house, number, 'declare', 'approve')}"


OWNED["GET", "/desk/gate/{transport:str}"] = Owned(owned_applying.OFFICER, a_transport_at_the_gate)


def several_decided(house: House) -> str:
    number = a_waiting_declaration(house).rpartition("/")[2]
    deciding.look(house, number)
    deed = deciding.decide_together(house, deciding.said_together(house, [number])).deed
    return f"/desk/decided/{deed}"


def an_audited_declaration(house: House) -> str:
    number = a_waiting_declaration(house).rpartition("/")[2]
    with_officer(house, AUDITOR.account, "079180000177", role="auditor")
    return f"/audit/declarations/{number}"


def a_draw(house: House) -> str:
    a_waiting_declaration(house)
    return f"/audit/draws/{business_day(house.clock()).isoformat()}"


AUDITOR = Who("tt01", "officer", "Phạm Văn Soát", certificate="ef" * 32)
OWNED["GET", "/desk/decided/{deed:str}"] = Owned(owned_applying.OFFICER, several_decided)
OWNED["GET", "/audit/declarations/{number:str}"] = Owned(AUDITOR, an_audited_declaration)
OWNED["GET", "/audit/draws/{day:str}"] = Owned(
    owned_applying.OFFICER, a_draw, public=True
)  # nobody steers what all see


def a_waiting_certificate(house: House) -> str:
    """A company of its own lost its certificate, and another waits for the officer's office."""
    owned_applying.people(house)
    lost, holder = Holder("0109998907"), Holder("0109998907")
    registered(house, lost)
    if house.books.certificates.signatory(lost.certificate.issuer_serial).state == "registered":
        suspended(house, lost, lost)
    registered(house, holder)
    return f"/desk/certificates/{holder.certificate.fingerprint}"


OWNED["GET", "/desk/certificates/{fingerprint:str}"] = Owned(owned_applying.OFFICER, a_waiting_certificate)


def _delegation_of_the_first(house: House) -> str:
    if house.books.accounts.account(RSA_COMPANY) is None:
        register_admin(house, the_pki().rsa)
    return f"/company/delegations/{given(house)}/revoke"


OWNED["GET", "/company/delegations/{delegation:str}/revoke"] = Owned(owned_applying.ADMIN, _delegation_of_the_first)


def _a_list_of_the_first(house: House) -> str:
    """On which stands a declaration that nothing kept from being cleared."""
    bill = f"LIST{len(house.rows('SELECT 1 FROM declaration'))}"
    return f"/lists/hq02/{send_list(house, cleared_imports(house, bill)).outcome['list']}"


OWNED["GET", "/lists/hq02/{list_id:str}"] = Owned(owned_applying.OFFICER, _a_list_of_the_first)


def _documents_of_the_first(house: House) -> str:
    bill = f"DOC{len(house.rows('SELECT 1 FROM document_list'))}"
    return f"/lists/hq01/{file_documents(house, documents(bill)).outcome['list']}"


OWNED["GET", "/lists/hq01/{document_list:str}"] = Owned(owned_applying.OFFICER, _documents_of_the_first)


def _attachment_of_the_first(rest: str = "") -> Callable[[House], str]:
    def address(house: House) -> str:
        owned_applying.people(house)
        if house.books.accounts.account(USER) is None:
            add_user(house, person=Person("Người khai khác"))  # not the one whom an application asks for
        number = attaching.register(house)
        return f"/attachments/{number}{rest}"

    return address


OWNED["GET", "/attachments/{attachment:str}"] = Owned(owned_applying.OFFICER, _attachment_of_the_first())

DECLARING = Who(USER, "user", "Đặng Thị Thu Hà", company=RSA_COMPANY, certificate="ab" * 32)
DECLARATION = "/declarations/{number:str}"


def _own_number(house: House) -> str:
    """A declaration of the first company that customs ask documents for, with somebody there who declares."""
    number = a_waiting_declaration(house).rpartition("/")[2]
    if house.books.accounts.account(USER) is None:
        add_user(house)
    decide(house, number, "ask-documents", "hóa đơn")
    return number


def _own_declaration(rest: str = "") -> Callable[[House], str]:
    return lambda house: f"/declarations/{_own_number(house)}{rest}"


def _signed_correction(house: House) -> list[tuple[str, str]]:
    """Of the last declaration that was filed."""
    [(number,)] = house.rows("SELECT max(number) FROM declaration")
    registered = decode_line(house.books.case(str(number)).signed)
    said = {**asdict(registered), "nonce": "ab" * 16, "packages": 2, "number": str(number)}
    filing = a_filing([encode_line(ImportCorrection(**said))], kind="correction")
    signature = b64encode(filing.signature).decode()
    return [("text", filing.statement.decode()), ("signature", signature), ("line", filing.declarations[:-1].decode())]


OWNED["GET", "/attachments/{attachment:str}/change"] = Owned(DECLARING, _attachment_of_the_first("/change"))
for path in ("", "/ask", "/documents", "/correct"):
    OWNED["GET", f"{DECLARATION}{path}"] = Owned(DECLARING, _own_declaration(path))
OWNED["POST", f"{DECLARATION}/correct"] = Owned(DECLARING, _own_declaration("/correct"), lambda _: [("packages", "2")])
OWNED["POST", f"{DECLARATION}/corrected"] = Owned(DECLARING, _own_declaration("/corrected"), _signed_correction)


def _receipt_of_the_first(house: House) -> str:
    """Of a declaration whose tax was paid from its account at 02DS."""
    owned_applying.people(house)
    if house.books.accounts.account(USER) is None:
        add_user(house)
    if house.books.deposits.of(RSA_COMPANY, "02DS") is None:
        open_account(house, 1_000_000_000)
    bill = f"PAID{len(house.rows('SELECT 1 FROM declaration'))}"
    [answer] = house.file(a_filing([encode_line(a_mic(house_bill=bill, hs_code="33049930", **an_owner(bill)))]))
    assert answer["outcomes"][0]["decision"]["receipt"]
    [(receipt,)] = house.rows("SELECT max(receipt) FROM movement")
    return f"/deposit/02DS/receipts/{receipt}"


def _account_of_the_first(rest: str, prefix: str = "/deposit/02DS") -> Callable[[House], str]:
    def address(house: House) -> str:
        _receipt_of_the_first(house)
        day = business_day(house.clock()).isoformat()
        return f"{prefix}{rest.format(company=RSA_COMPANY, day=day, month=day[:7])}"

    return address


def _link_of_the_first(rest: str) -> Callable[[House], str]:
    def address(house: House) -> str:
        owned_applying.people(house)
        if house.books.accounts.account(USER) is None:
            add_user(house)
        number = under_way(house, list_number=f"BK{len(house.rows('SELECT 1 FROM transport'))}")
        made = give_link(house, number)
        return rest.format(number=number, link=made.outcome["link"], address=made.shown["transport_link"])

    return address


LINKS = "/transport/{transport:str}/links"
OWNED["GET", LINKS] = Owned(DECLARING, _link_of_the_first("/transport/{number}/links"))
OWNED["GET", f"{LINKS}/new"] = Owned(DECLARING, _link_of_the_first("/transport/{number}/links/new"))
OWNED["GET", f"{LINKS}/{{link:str}}/end"] = Owned(DECLARING, _link_of_the_first("/transport/{number}/links/{link}/end"))
for method in ("GET", "POST"):  # whoever bears the address is whom it was given for: it is the key
    OWNED[method, "/t/{secret:str}"] = Owned(
        DECLARING, _link_of_the_first("{address}"), lambda _: [("id", "ab" * 16), ("what", "left")], public=True
    )

ACCOUNT = "/deposit/{office:str}/{company:str}"
OWNED["GET", "/deposit/{office:str}/receipts/{receipt:str}"] = Owned(DECLARING, _receipt_of_the_first)
OWNED["GET", ACCOUNT] = Owned(DECLARING, _account_of_the_first("/{company}"))
for path, rest in (
    ("/months/{month:str}", "/{company}/months/{month}"),
    ("/refunds/{month:str}", "/{company}/refunds/{month}"),
    ("/days/{day:str}", "/{company}/days/{day}"),
):
    OWNED["GET", f"{ACCOUNT}{path}"] = Owned(DECLARING, _account_of_the_first(rest))
OWNED["GET", "/desk/days/{day:str}"] = Owned(owned_applying.OFFICER, _account_of_the_first("/{day}", "/desk/days"))
OWNED["GET", "/desk/refunds/{month:str}"] = Owned(
    owned_applying.OFFICER, _account_of_the_first("/{month}", "/desk/refunds")
)
OWNED["GET", "/desk/deposits/{company:str}/{booking:str}"] = Owned(
    owned_applying.OFFICER, _account_of_the_first("/{company}/top-up", "/desk/deposits")
)


def _guarantee_of_the_first(house: House) -> str:
    owned_applying.people(house)
    place = register(house, number=f"BL{len(house.rows('SELECT 1 FROM deposit_account'))}")
    return f"/desk/guarantees/{place}"


OWNED["GET", "/desk/guarantees/{guarantee:str}"] = Owned(owned_applying.OFFICER, _guarantee_of_the_first)


def _flight_of_the_first(act: str = "") -> Callable[[House], str]:
    """Uploaded by its declarant, and judged; where it is to be signed, its statement is composed."""

    def address(house: House) -> str:
        visitor = declarant(house)
        place = uploaded(visitor, a_manifest(1))
        if act == "/sign":
            to_sign(visitor, place)
        return place + act

    return address


def _choice_of_the_first(house: House) -> Sequence[tuple[str, str]]:
    visitor = declarant(house)
    newest = house.parts.flights.kept(RSA_COMPANY)[0]
    batch = read_statement(to_sign(visitor, f"/flights/{newest}").encode()).batch
    return [("batch", batch), ("security", "deposit")]


def _signature_of_the_first(house: House) -> Sequence[tuple[str, str]]:
    visitor = declarant(house)
    newest = house.parts.flights.kept(RSA_COMPANY)[0]
    return list(signed(to_sign(visitor, f"/flights/{newest}")).items())


def _transport_of_the_first(rest: str = "", *steps: str) -> Callable[[House], str]:
    """Of a company whose declarant looks at it, with a list; in the state to which the steps lead."""

    def address(house: House) -> str:
        if house.books.accounts.account(USER) is None:
            add_user(house)
        made = transporting.a_goods_list(f"BK{len(house.rows('SELECT 1 FROM transport'))}")
        number = transporting.registered(house, RSA_COMPANY, made)
        return f"/transport/{transporting.taken(house, number, *steps)}{rest}"

    return address


TRANSPORT = "/transport/{transport:str}"
for path, rest, steps in (
    ("", "", ()),
    ("/change", "/change", ()),
    ("/steps/{step:str}", "/steps/declare", ()),
    ("/correct", "/correct", ("declare",)),
    ("/amend", "/amend", ("declare",)),
):
    OWNED["GET", TRANSPORT + path] = Owned(DECLARING, _transport_of_the_first(rest, *steps))
for rest, steps, version in (("/change", (), "1"), ("/correct", ("declare",), "2")):
    OWNED["POST", TRANSPORT + rest] = Owned(
        DECLARING, _transport_of_the_first(rest, *steps), lambda _, version=version: [("version", version)]
    )
for method in ("GET", "POST"):  # a plan is its user's own, and nobody has one here
    OWNED[method, "/transport/plan/{place:str}"] = Owned(DECLARING, lambda _: "/transport/plan/1")


MEND = [("row", "1"), ("sheet", "0"), ("line", "2"), ("column", "16"), ("text", "2")]
FLIGHT = "/flights/{flight:str}"
for method, act, fields in (
    ("GET", "", lambda _: ()),
    ("GET", "/sign", lambda _: ()),
    ("POST", "/mend", lambda _: MEND),
    ("POST", "/prepare", lambda _: ()),
    ("POST", "/again", lambda _: ()),
    ("POST", "/security", _choice_of_the_first),
    ("POST", "/sign", _signature_of_the_first),
    ("POST", "/forget", lambda _: ()),
):
    OWNED[method, FLIGHT + act] = Owned(A_USER, _flight_of_the_first(act), fields)
